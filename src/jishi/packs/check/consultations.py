"""Do consultations fit their questionnaires, their facts and the people they protect?"""

from collections.abc import Iterator

from jishi.core.consult.questionnaire import PEOPLE
from jishi.core.consult.tally import COUNTED
from jishi.core.errors import Complaint, Sentence, sentence
from jishi.packs.check.references import unknown
from jishi.packs.consultations import policy, told
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask, Becomes
from jishi.packs.schema.questionnaires import Question, Questionnaire


def check_consultations(pack: Pack) -> Iterator[Complaint]:
    """Yield complaints about electorates, quorums, small groups, and answers that cannot become their fact."""
    for consultation in pack.consultations:
        for ask in consultation.asks:
            yield from _ask(ask, pack)
            if consultation.occasions == "many":
                yield from _again(ask)


def _ask(ask: Ask, pack: Pack) -> Iterator[Complaint]:
    asked = pack.questionnaire_by_id.get(ask.questionnaire)
    if asked is not None and asked.electorate != ask.electorate:
        yield ask.position.of("electorate").complaint(
            sentence(
                '"%(questionnaire)s" is answered by %(wanted)s, not by %(electorate)s.',
                questionnaire=asked.id,
                wanted=asked.electorate,
                electorate=ask.electorate,
            ),
            sentence("Name another questionnaire, or correct the electorate."),
        )
    if ask.electorate in PEOPLE:
        yield from _people(ask)
    if ask.quorum is not None and not 0 < ask.quorum.share <= 100:
        yield ask.quorum.position.of("share").complaint(
            sentence("%(share)s %% of an electorate cannot be heard.", share=ask.quorum.share),
            sentence("Write a percentage above 0, up to 100."),
        )
    for name, becomes in [(ask.takes_part, None), *((each.fact, each) for each in ask.becomes)]:
        fact = pack.fact_by_id.get(name or "")
        if fact is not None and fact.type != "share":
            spot = becomes.position.of("fact") if becomes else ask.position.of("takes_part")
            yield spot.complaint(
                sentence('"%(fact)s" is no share, so no share becomes it.', fact=fact.id),
                sentence("Name a fact of type share."),
            )
    if asked is not None:
        for becomes in told(ask):
            yield from _becomes(becomes, asked, pack)
        if ask.electorate in PEOPLE:
            yield from _untold(ask, asked)
            yield from _telling_words(asked)


def _again(ask: Ask) -> Iterator[Complaint]:
    """Yield complaints about what cannot be asked of the same people again and again."""
    if ask.substitute == "pooled":
        yield ask.position.of("substitute").complaint(
            sentence('"%(id)s" is asked on many occasions, before which no units can be joined.', id=ask.id),
            sentence("Write substitute: minute."),
        )
    for name, key in ((ask.takes_part, "takes_part"), *((each.fact, "becomes") for each in ask.becomes)):
        if name:
            yield ask.position.of(key).complaint(
                sentence(
                    '"%(fact)s" is one fact of a round, and "%(id)s" is asked many times.', fact=name, id=ask.id
                ),
                sentence("Tell the share (tells), or hold the consultation once in a round (occasions: once)."),
            )


def _people(ask: Ask) -> Iterator[Complaint]:
    if ask.substitute is None:
        yield ask.position.spot.complaint(
            sentence('"%(id)s" does not say what counts where the tally cannot be told.', id=ask.id),
            sentence("Add substitute: pooled or minute; it is fixed before anybody is asked."),
        )
    try:
        policy(ask)
    except ValueError:
        yield _small(ask, sentence("The bands and the smallest group do not protect anybody."))
    if ask.breakdown < ask.minimum:
        yield _small(ask, sentence("Shares would be told of groups that are hidden."))


def _untold(ask: Ask, asked: Questionnaire) -> Iterator[Complaint]:
    """Yield complaints about questions that people answer and whose answers nobody would ever see."""
    seen = {each.question for each in told(ask)}
    for question in asked.questions:
        if question.type in COUNTED and question.id not in seen:
            yield ask.position.spot.complaint(
                sentence(
                    '"%(question)s" of "%(questionnaire)s" is asked, and its answers are told nowhere.',
                    question=question.id,
                    questionnaire=asked.id,
                ),
                sentence("Write under tells which of its answers are favourable, or do not ask it."),
            )


def _telling_words(asked: Questionnaire) -> Iterator[Complaint]:
    """Yield complaints about words that only some are asked for: whoever reads them would know what was ticked."""
    for question in asked.questions:
        if question.type == "text" and question.show_if is not None:
            yield question.position.of("show_if").complaint(
                sentence(
                    'What people write under "%(id)s" would tell what they had ticked before.', id=question.id
                ),
                sentence("Ask it of everybody: take show_if out, or ask with answers to choose from."),
            )


def _small(ask: Ask, what: Sentence) -> Complaint:
    return ask.position.of("minimum").complaint(
        what, sentence("Write a minimum of 2 or more, a breakdown not below it, and bands that ascend.")
    )


def _becomes(becomes: Becomes, asked: Questionnaire, pack: Pack) -> Iterator[Complaint]:
    question = next((each for each in asked.questions if each.id == becomes.question), None)
    if question is None:
        ids = [each.id for each in asked.questions]
        yield unknown(becomes.position.of("question"), becomes.question, sentence("questions"), ids)
        return
    if question.type not in COUNTED:
        yield becomes.position.of("question").complaint(
            sentence('The answers to "%(id)s" are not counted.', id=question.id),
            sentence("Name a question with answers to choose from."),
        )
        return
    known = _choices(question, pack)
    for key in ("favourable", "against"):
        for choice in getattr(becomes, key):
            if choice not in known:
                yield unknown(becomes.position.of(key), choice, sentence("answers"), known)
    both = set(becomes.favourable) & set(becomes.against)
    if both or not becomes.against:
        yield becomes.position.of("against").complaint(
            sentence('The base of "%(fact)s" is not right.', fact=becomes.fact or becomes.question),
            sentence("Name under against: at least one answer, and none that counts as favourable."),
        )


def _choices(question: Question, pack: Pack) -> list[str]:
    if question.type == "yes-no":
        return ["yes", "no"]
    if question.type == "rating":
        least, most = (int(amount.text) for amount in question.range) if question.range else (1, 5)
        return [str(step) for step in range(least, most + 1)]
    fact = pack.fact_by_id.get(question.fact or "")
    return [str(choice.id) for choice in question.choices or (fact.choices if fact else ())]
