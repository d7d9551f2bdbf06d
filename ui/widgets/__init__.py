"""The widget kit: built once, used on every page. Knows no clinical record."""
