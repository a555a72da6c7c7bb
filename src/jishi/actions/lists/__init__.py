"""Lists that come in and go out as sheets: each row of one does what a page does, with the same refusals."""
