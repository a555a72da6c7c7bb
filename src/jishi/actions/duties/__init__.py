"""Tasks, the division of work, supervision."""
