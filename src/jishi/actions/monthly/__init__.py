"""The monthly sheet: a branch fills in a page of paper, the committee above types it in."""
