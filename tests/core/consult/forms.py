"""A questionnaire with one question of each kind."""

from jishi.core.consult.conditions import Compared, Joined
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.names import Named


def named(text: str) -> Named:
    """Return a name in English."""
    return Named({"en": text})


def choices(*ids: str) -> tuple[Choice, ...]:
    """Return choices that are called like their ids."""
    return tuple(Choice(id, named(id)) for id in ids)


ROOM = Question("room", named("Is there a room?"), "one", choices("own", "shared", "none"), required=True)
SIZE = Question(
    "size",
    named("How many m²?"),
    "number",
    least=1_00,
    most=500_00,
    scale=100,
    show_if=Compared("room", "!=", "none"),
)
USES = Question("uses", named("What for?"), "several", choices("study", "sport", "rest"), not_applicable=True)
QUIET = Question(
    "quiet",
    named("Is it quiet?"),
    "yes-no",
    show_if=Joined("all", (Compared("uses", "=", "study"), Compared("size", ">=", 20_00))),
)
LIKED = Question("liked", named("How do you like it?"), "rating", least=1, most=5)
SINCE = Question("since", named("Since when?"), "date")
WISH = Question("wish", named("What is missing?"), "text", max_length=10)

FORM = Questionnaire(
    "rooms",
    named("Rooms"),
    "members",
    named("To know what is missing."),
    minutes=2,
    questions=(ROOM, SIZE, USES, QUIET, LIKED, SINCE, WISH),
)
