"""Problems and remedies: the unit's own page, the ledger of an area, movement, practices."""
