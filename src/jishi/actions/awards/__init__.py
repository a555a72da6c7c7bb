"""Commendation of units: proposed with what it rests on, decided above, put on notice, published."""
