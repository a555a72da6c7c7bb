"""Pages about posts, their holders, and those who are sent to help."""
