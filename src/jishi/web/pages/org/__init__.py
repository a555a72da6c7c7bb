"""Pages of the organisation itself: coverage, what became of units, changes of the tree, who answers."""
