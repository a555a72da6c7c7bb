"""Documents → Word files that an office goes on writing in."""
