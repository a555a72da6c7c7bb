"""Commendation: candidates with what each rests on, the decision above, the notice, the list."""
