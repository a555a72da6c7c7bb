"""Pages of the board: notices, one notice, the box, and what anybody may read."""
