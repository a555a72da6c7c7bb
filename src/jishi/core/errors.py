"""What a person is told when something cannot be done: where, what, and what to do.

The core knows no catalogue of translations. A :class:`Sentence` keeps the English message id and its named
values apart, so that pages and commands can translate it late and a log can keep the English.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jishi.core.names import Named, Names, language_of


@dataclass(frozen=True)
class Sentence:
    """A translatable sentence: an English message id with ``%(name)s`` places, and their values.

    A value may itself be a Sentence, or a name in several languages; it is said in the language of the outer one.

    Example:
        >>> str(sentence("%(count)s rows are empty.", count=3))
        '3 rows are empty.'
    """

    text: str
    values: Mapping[str, "object"] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language of ``translate`` (a gettext function)."""
        said = {
            name: value.say(translate) if isinstance(value, Sentence | Named | Names) else value
            for name, value in self.values.items()
        }
        return translate(self.text) % said if said else translate(self.text)

    def __str__(self) -> str:
        return self.say(lambda text: text)


def sentence(text: str, **values: object) -> Sentence:
    """Make a :class:`Sentence`; message extraction looks for calls of this name."""
    return Sentence(text, values)


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong.

    Attributes:
        where: the place in the reader's words: ``file:line`` or ``file › sheet › cell``; never translated.
        what: what is wrong there.
        fix: what to do about it.
    """

    where: str
    what: Sentence
    fix: Sentence

    def say(self, translate: Callable[[str], str]) -> str:
        """Return what is wrong and what to do in the language of ``translate``, set as that language is."""
        return together(translate, self.what, self.fix)

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.fix}"


def together(translate: Callable[[str], str], *said: Sentence) -> str:
    """Return sentences one behind the other; Chinese sets no space after its full stop."""
    gap = "" if language_of(translate).startswith("zh") else " "
    return gap.join(one.say(translate) for one in said)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """Something asked for is refused, with at least one reason; nothing was changed."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


def refuse(where: str, what: Sentence, fix: Sentence) -> Refusal:
    """Return the Refusal with a single complaint, to be raised by the caller."""
    return Refusal([Complaint(where, what, fix)])
