"""« Cabinet »: what the firm settles for itself."""
