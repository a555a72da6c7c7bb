"""The reason why a cell cannot be read."""

from jishi.core.errors import Sentence


class Unreadable(Exception):  # noqa: N818 - an answer about a cell, not a fault of the program
    """A cell that says nothing usable: what is wrong, and what to do."""

    def __init__(self, what: Sentence, fix: Sentence) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what} {fix}")
