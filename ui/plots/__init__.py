"""Plots: described once, drawn by one function on screen, in files and on paper; the curve that is dragged."""
