"""Names inside sentences: what a pack or a form calls something in three languages, told in the reader's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Translate = Callable[[str], str]


def language_of(_: Translate) -> str:
    """Return the tag of the language into which a gettext function translates; English where it knows none.

    Every catalogue translates one message to its own tag, so that the function alone says which it is.
    """
    return _("@en").removeprefix("@")


@dataclass(frozen=True)
class Named:
    """What something is called, by language tag: ``zh-Hans``, ``zh-Hant``, ``en``.

    Example:
        >>> Named({"zh-Hans": "党支部", "en": "branch"}).say(lambda text: text)
        'branch'
    """

    texts: Mapping[str, str]

    def say(self, translate: Translate) -> str:
        """Return the name in the language of ``translate``; where it has none, any that there is."""
        found = self.texts.get(language_of(translate)) or next(iter(self.texts.values()), "")
        return found.replace("\n", " ")

    def __str__(self) -> str:
        return self.say(lambda text: text)


@dataclass(frozen=True)
class Names:
    """Some names in a row, as the reader's language sets them; the first few where there are many.

    Attributes:
        names: in order; plain text is the same in every language.
        most: how many are told before an ellipsis.
    """

    names: Sequence["Named | str"]
    most: int = 8

    def say(self, translate: Translate) -> str:
        """Return the names in the language of ``translate``."""
        joint = "、" if language_of(translate).startswith("zh") else ", "
        told = [name if isinstance(name, str) else name.say(translate) for name in self.names[: self.most]]
        return joint.join(told) + ("…" if len(self.names) > self.most else "")

    def __str__(self) -> str:
        return self.say(lambda text: text)
