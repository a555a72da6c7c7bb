"""Pages about members and persons: numbers masked, every full view with a purpose."""
