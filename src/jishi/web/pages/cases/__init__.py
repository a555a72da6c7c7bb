"""Pages of the review: the list, one unit, the branch's own page, meetings."""
