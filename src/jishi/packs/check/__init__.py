"""What a pack must fulfil beyond its form: one module for each question asked of it."""
