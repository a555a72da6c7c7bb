"""How people fill in a whole form of which one answer was dealt: the other answers lean the same way.

What was dealt becomes the fact; the rest is there so that every question has a tally. Few leave a question out, and
fewer write something. Forms are made ready in banks, for a county has a hundred thousand of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from jishi.core.consult.conditions import Answer
from jishi.core.consult.questionnaire import Question, Questionnaire
from jishi.core.consult.tally import choices
from jishi.sample.answers.polls import Poll
from jishi.sample.chance import dice

# So many forms are made ready for each answer that may be dealt.
_READY = 96
# One in so many leaves a question out, cannot say, writes something.
_LEFT_OUT, _UNSURE, WRITES = 0.03, 0.05, 0.03
# Who is content on the whole is mostly content with the parts too.
_CONTENT, _DISCONTENT, _UNDECIDED = 0.9, 0.3, 0.6
# Of those who are content, so many choose the best answer.
_BEST = 0.6

#: What somebody writes who is content, and who is not; no names, no places.
CONTENT = (
    "办事比以前快了，希望坚持下去。",
    "党员带头扫雪修路，看在眼里。",
    "活动室开放时间可以再长一些。",
    "公开栏看得懂，希望每月都更新。",
    "村里的路灯装好了，晚上出门方便。",
    "困难户有人上门问，做得好。",
    "开会能把话说完，这一点好。",
    "希望多办几期实用技术培训。",
    "文艺活动丰富了，老人也愿意来。",
    "远程教育内容再贴近农活就更好了。",
    "驻村的同志常来，问题有人听。",
    "总体满意，盼着环境再整洁些。",
)
DISCONTENT = (
    "路灯坏了几个月没人修。",
    "低保评议的结果没有公开到组里。",
    "开会通知太晚，上班的人来不了。",
    "办证要跑好几趟，没人一次说清。",
    "水渠淤了两年，报上去没有回音。",
    "垃圾清运不及时，夏天气味重。",
    "财务公开只有总数，看不出花在哪里。",
    "外出打工的人很少收到消息。",
    "说好的文化广场一直没有动工。",
    "下雨天村道积水，孩子上学难走。",
    "反映的问题只登记，不答复。",
    "活动室常锁着，想看书进不去。",
)


@dataclass(frozen=True)
class Filling:
    """How one electorate fills in its form.

    Attributes:
        form: what it is asked.
        dealt: the question whose answers are dealt.
        leanings: question → choices of who is content, and of who is not; the best choice first.
    """

    form: Questionnaire
    dealt: str
    leanings: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    def answers(self, poll: Poll) -> Iterator[Mapping[str, str]]:
        """Yield what each person of a poll answers, the same at each call; nothing = handed in blank."""
        chance = dice("filling", poll.unit, poll.ask)
        liked, disliked = self.leanings[self.dealt]
        for number in range(poll.favourable):
            yield self._filled(liked[number % len(liked)], chance)
        for number in range(poll.base - poll.favourable):
            yield self._filled(disliked[number % len(disliked)], chance)
        unsure = self._unsure[:1]
        for _ in range(poll.heard - poll.base - poll.blank):
            yield self._filled(unsure[0], chance) if unsure else {}
        for _ in range(poll.blank):
            yield {}

    def _filled(self, dealt: str, chance: Random) -> Mapping[str, str]:
        ready = self._ready[dealt]
        made = ready[int(chance.random() * len(ready))]
        if self._words and chance.random() < WRITES:
            said = DISCONTENT if dealt in self.leanings[self.dealt][1] else CONTENT
            return {**made, self._words: chance.choice(said)}
        return made

    @cached_property
    def _words(self) -> str:
        """The question that asks for words; empty = there is none."""
        asked = (each.id for each in self.form.questions if each.kind == "text" and each.show_if is None)
        return next(asked, "")

    @cached_property
    def _unsure(self) -> tuple[str, ...]:
        return self._others(self.form.question(self.dealt))

    @cached_property
    def _ready(self) -> Mapping[str, list[Mapping[str, str]]]:
        chance = dice("forms", self.form.id, self.dealt)
        options = choices(self.form.question(self.dealt))
        return {dealt: [self._one(dealt, chance) for _ in range(_READY)] for dealt in options}

    def _one(self, dealt: str, chance: Random) -> Mapping[str, str]:
        liked, disliked = self.leanings[self.dealt]
        content = _CONTENT if dealt in liked else _DISCONTENT if dealt in disliked else _UNDECIDED
        made: dict[str, str] = {}
        said: dict[str, Answer] = {self.dealt: dealt}
        for question in self.form.questions:
            if question.show_if is not None and not question.show_if.holds(said):
                continue
            if question.id == self.dealt:
                made[question.id] = dealt
            elif question.id in self.leanings and (question.required or chance.random() >= _LEFT_OUT):
                said[question.id] = made[question.id] = self._said(question, content, chance)
        return made

    def _said(self, question: Question, content: float, chance: Random) -> str:
        liked, disliked = self.leanings[question.id]
        others = self._others(question)
        if others and chance.random() < _UNSURE:
            return chance.choice(others)
        wanted = liked if chance.random() < content else disliked
        return wanted[0] if len(wanted) == 1 or chance.random() < _BEST else chance.choice(wanted[1:])

    def _others(self, question: Question) -> tuple[str, ...]:
        """Return the choices that count neither way."""
        counted = {choice for side in self.leanings[question.id] for choice in side}
        return tuple(each for each in choices(question) if each not in counted)
