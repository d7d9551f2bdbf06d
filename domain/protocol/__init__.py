"""Protocol as data: the model, its reader and its checks."""
