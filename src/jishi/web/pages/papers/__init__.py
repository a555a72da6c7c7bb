"""Official papers: made, stamped, handed up; what came, what is missing; each figure leads to its rows."""
