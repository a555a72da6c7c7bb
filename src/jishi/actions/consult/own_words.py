"""What people wrote in their own words: taken out of their answers at the close, and put where many could have.

Decided by numbers alone, with the same masks that tell the shares, so that no text stands where the tally of those
who wrote it is not told (decisions 9 and 24). What stands nowhere is destroyed, and nothing says how much it was.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jishi.actions.consult.telling import Ground
from jishi.ballotbox import words as sealing
from jishi.ballotbox.key import Key
from jishi.ballotbox.tally import Tallies
from jishi.core.columns import Mask
from jishi.core.consult.conditions import NOT_APPLICABLE, Answer
from jishi.core.consult.placing import placed as _placed
from jishi.core.consult.questionnaire import Questionnaire
from jishi.core.consult.release import Figures
from jishi.core.consult.words import is_read
from jishi.core.tree import rows_of
from jishi.packs.consultations import policy
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from jishi.store.bulk import insert
from jishi.store.models.consult import Consultation, PaperCount
from jishi.store.models.words import OwnWords
from jishi.store.vault import Keys, keys

_KEPT = ("key", "consultation_id", "unit_id", "questionnaire", "question", "sealed")
_KEY_BYTES = 16
# Texts of different lengths look alike up to this many bytes: some forty letters.
_STEP = 128


@dataclass
class Wrote:
    """What the people of one electorate of one unit wrote.

    Attributes:
        writers: how many forms had room for it and were not blank; papers that were counted are none of them.
        texts: question → texts, all electorate's together.
    """

    writers: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Placed:
    """One text and where it stands."""

    unit: int
    questionnaire: str
    question: str
    text: str


def open_questions(asked: Questionnaire) -> tuple[str, ...]:
    """Return the questions whose answers in people's own words are read."""
    return tuple(each.id for each in asked.questions if is_read(asked, each))


def of_answers(asked: Questionnaire, answers: Iterable[Mapping[str, Answer]]) -> sealing.Words:
    """Return what stands in checked sets of answers, question by question, in order of the words."""
    open_ = open_questions(asked)
    return sealing.joined(
        {id: (str(each[id]),) for id in open_ if each.get(id) not in (None, "", NOT_APPLICABLE)} for each in answers
    )


def place(asked: int, way: str, counter: int | None) -> str:
    """Return the place for which the words of one count are sealed."""
    return f"asked:{asked}:{way}:{counter or 0}"


def written(consultation: Consultation, tallies: Tallies, key: Key) -> Mapping[tuple[int, str], Wrote]:
    """Return what was written on slips and brought by phones: (unit, ask) → words of all; none of one answer."""
    found: dict[tuple[int, str], Wrote] = {}
    for group in tallies.groups:
        one = found.setdefault((int(group.unit), group.electorate), Wrote())
        one.writers += group.tally.filled
        for question, texts in group.written.items():
            one.texts.setdefault(question, []).extend(text for text in texts if isinstance(text, str))
    filed = PaperCount.objects.filter(asked__consultation=consultation, filed=True).select_related("asked")
    for count in filed:
        one = found.setdefault((count.asked.unit_id, count.asked.ask), Wrote())
        one.writers += count.slips - count.blank
        sealed_at = place(count.asked_id, count.way, count.counter_id)
        for question, texts in sealing.unseal(key, sealed_at, bytes(count.words)).items():
            one.texts.setdefault(question, []).extend(texts)
    return found


def placed(
    ground: Ground, ask: Ask, shares: Sequence[tuple[Figures, Figures]], wrote: Mapping[tuple[int, str], Wrote]
) -> Iterator[Placed]:
    """Yield the texts of one electorate with their places; those that stand nowhere are left out.

    Args:
        shares: what was told of every share of this electorate, of units and of places.
        wrote: what was written, of every electorate.
    """
    mine = {unit: each for (unit, name), each in wrote.items() if name == ask.id}
    units = np.array(sorted(mine), dtype=np.int64)
    rows = rows_of(ground.tree, units)
    writers = np.zeros(len(ground.tree), dtype=np.int64)
    for unit, row in zip(units.tolist(), rows.tolist(), strict=True):
        if row >= 0:
            writers[row] = mine[unit].writers
    told = (
        _all_told([own for own, _whole in shares], len(writers)),
        _all_told([whole for _own, whole in shares], len(writers)),
    )
    stands = _placed(ground.tree, told, writers, policy(ask).breakdown)
    open_ = open_questions(questionnaire(ground.pack, ask.questionnaire))
    for unit, row in zip(units.tolist(), rows.tolist(), strict=True):
        at = int(stands[row]) if row >= 0 else -1
        for question in open_ if at >= 0 else ():
            for text in mine[unit].texts.get(question, ()):
                if text.strip():
                    yield Placed(int(ground.tree.id[at]), ask.questionnaire, question, text.strip())


def keep(consultation: Consultation, texts: Iterable[Placed]) -> None:
    """Write the texts of a whole close at once, sealed, in the order of keys drawn at random."""
    vault = keys()
    drawn = sorted(((secrets.token_hex(_KEY_BYTES), each) for each in texts), key=lambda each: each[0])
    insert(
        OwnWords,
        _KEPT,
        [
            (key, consultation.pk, each.unit, each.questionnaire, each.question, _sealed(vault, each.text, key))
            for key, each in drawn
        ],
    )


def opened(vault: Keys, row: OwnWords) -> str:
    """Return the text of a row.

    Raises:
        Unreadable: it was changed, or sealed with another key.
    """
    return vault.unseal(bytes(row.sealed), _bound(row.key)).rstrip()


def _sealed(vault: Keys, text: str, key: str) -> bytes:
    plain = text.encode()
    return vault.seal_bytes(plain + b" " * (-len(plain) % _STEP), _bound(key))


def _bound(key: str) -> str:
    return f"ownwords:{key}"


def _all_told(figures: Sequence[Figures], length: int) -> Mask:
    """Say where every share is told that anybody answered, and one at least."""
    told, hidden = np.zeros((2, length), dtype=np.bool_)
    for each in figures:
        told |= each.shown
        hidden |= ~each.shown & (each.size > 0)
    return told & ~hidden
