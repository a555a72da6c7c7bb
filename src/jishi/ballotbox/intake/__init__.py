"""The intake: a small ASGI application that shows the form behind a slip and counts answers in groups."""
