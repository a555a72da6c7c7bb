"""Problems and remedies, the movement between grades, and the gate of promotion."""
