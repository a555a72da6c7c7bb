"""People and teams who are sent to help."""
