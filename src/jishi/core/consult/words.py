"""What is said at a question that asks people for their own words: who reads them, how long, and to name nobody."""

from jishi.core.consult.questionnaire import Question, Questionnaire
from jishi.core.errors import Sentence, sentence


def is_read(asked: Questionnaire, question: Question) -> bool:
    """Say whether what people write here is read by somebody (decision 24).

    A question that is asked after certain answers only is not: a text would tell what its writer had ticked.
    """
    return asked.may_be_blank and question.kind == "text" and question.show_if is None


def told_on_paper(asked: Questionnaire, question: Question) -> tuple[Sentence, ...]:
    """Return the same of a paper: papers are counted, and what stands on them by hand is entered nowhere."""
    if not asked.may_be_blank or question.kind != "text":
        return ()
    return (
        sentence("Write no names, neither your own nor others’."),
        sentence("Whoever counts the papers reads it; it is copied nowhere, and destroyed with the paper."),
    )


def told(asked: Questionnaire, question: Question) -> tuple[Sentence, ...]:
    """Return the sentences that stand at a question; none where people do not write for themselves."""
    if not asked.may_be_blank or question.kind != "text":
        return ()
    if not is_read(asked, question):
        return (sentence("Nobody reads what you write here; it is destroyed when the round is over."),)
    return (
        sentence("Write no names, neither your own nor others’."),
        sentence(
            "Read after the close by the committees above, never by the branch, and joined to none of your other "
            "answers; erased %(months)s months later.",
            months=asked.kept_months,
        ),
    )
