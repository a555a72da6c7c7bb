"""Problems, remedies, plans, calls on the level above, movement, practices."""
