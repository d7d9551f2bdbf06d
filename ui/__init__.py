"""Windows, forms, plots and reports: no SQL, no clinical rule."""
