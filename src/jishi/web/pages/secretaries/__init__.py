"""Pages about secretaries."""
