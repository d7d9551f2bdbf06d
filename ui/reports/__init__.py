"""Reports on paper: the page engine, the drawings and the documents themselves."""
