"""Official papers: filled from facts, made in versions, stamped, handed up; each figure leads to its rows."""
