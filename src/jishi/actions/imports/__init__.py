"""Files of offices → the register and its facts: staged and checked first, written in one go."""
