"""Pages about targets."""
