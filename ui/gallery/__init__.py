"""Every component in every state on one window, to look at beside the pictures of the design.

Run it with `python -m ui.gallery [--dark] [--page marks|forms|tables] [--grab FILE.png]`.
"""
