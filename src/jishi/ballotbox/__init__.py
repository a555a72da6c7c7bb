"""Slips and answers of one round, in a box of their own: without Django, without persons, gone after the close."""
