"""The intake: a small application that shows the form behind a slip and counts answers in groups."""
