"""Posts: which are due, who holds them, who is paired with whom."""
