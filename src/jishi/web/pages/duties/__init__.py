"""Pages about tasks, the division of work, and supervision."""
