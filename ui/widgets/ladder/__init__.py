"""The dose ladder: rows as values, where each item lies, and the widget that paints them."""
