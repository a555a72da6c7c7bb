"""What became of an answer that was handed in, each with its own plain sentence."""

from dataclasses import dataclass, field
from typing import Literal

from jishi.core.errors import Complaint, Sentence, sentence

What = Literal[
    "counted",
    "used",
    "wrong",
    "foreign",
    "closed",
    "early",
    "faulty",
    "clock",
    "full",
    "guessing",
    "long",
    "garbled",
    "slow",
    "busy",
    "broken",
]

#: The sentence of each outcome: what happened, and what to do.
SAID: dict[What, tuple[Sentence, Sentence]] = {
    "counted": (
        sentence("Your answer was counted."),
        sentence("You can close this page. Nobody can see which answer is yours."),
    ),
    "used": (
        sentence("This code was used already."),
        sentence("If you have just sent your answer, it was counted. Each code counts once."),
    ),
    "wrong": (
        sentence("This code was not read rightly: a letter is wrong or missing."),
        sentence("Compare it with your slip, letter by letter, and try again."),
    ),
    "foreign": (
        sentence("This code is not known here."),
        sentence("Its round may be over, or it belongs to another place: ask whoever gave you the slip."),
    ),
    "closed": (
        sentence("This round is over; answers are no longer taken."),
        sentence("Nothing was counted. Keep the slip or throw it away."),
    ),
    "early": (
        sentence("This round has not begun yet."),
        sentence("Nothing was counted. Come back with the same code when it has."),
    ),
    "faulty": (
        sentence("Your answers were not counted yet: something in them needs a change."),
        sentence("Look at the questions that are marked, then send again."),
    ),
    "clock": (
        sentence("Nothing was counted: the date of this machine is wrong."),
        sentence("Try again later with the same code, or tell whoever gave you the slip."),
    ),
    "full": (
        sentence("Nothing was counted: this machine has no room left."),
        sentence("Try again later with the same code, or tell whoever gave you the slip."),
    ),
    "guessing": (
        sentence("Too many wrong codes came from where you are."),
        sentence("Wait a minute, compare the code with your slip, and try again."),
    ),
    "long": (
        sentence("Nothing was counted: more was sent than this form asks for."),
        sentence("Shorten what you wrote and send again."),
    ),
    "garbled": (
        sentence("Nothing was counted: what was sent cannot be read."),
        sentence("Open the page again from your slip and fill it in there."),
    ),
    "slow": (
        sentence("Nothing was counted: the line is too slow, and not all of your answer arrived."),
        sentence("Try again with the same code where the network is better."),
    ),
    "busy": (
        sentence("Nothing was counted: too many are answering at this moment."),
        sentence("Try again in a minute with the same code."),
    ),
    "broken": (
        sentence("Something does not work here, so it is not sure that your answer was counted."),
        sentence("Try again later with the same code: it counts once, however often you send it."),
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one answer.

    Attributes:
        what: which of the outcomes.
        faults: for ``faulty``: what is wrong, ``where`` is the id of the question.
    """

    what: What
    faults: tuple[Complaint, ...] = field(default=())
