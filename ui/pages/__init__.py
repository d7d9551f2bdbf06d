"""The pages of the main window: one a section of the rail."""
