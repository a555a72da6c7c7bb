"""The organisation's own life, decided purely: what may become of a unit."""
