"""The sample county as an office would have it: a register, and one workbook of facts for every source."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jishi.core.formulas import Assessment
from jishi.sample import faults as planted
from jishi.sample.answers.polls import Asking, Poll, expected, offered, said_so, told, tree_of
from jishi.sample.answers.shapes import FactShape, Rulebook
from jishi.sample.answers.sources import Said, last_round, said
from jishi.sample.answers.targets import INFLATED_TOWNSHIP, targets
from jishi.sample.answers.unit import Answers, Known, Target, answer
from jishi.sample.chance import dice
from jishi.sample.life.books import Books
from jishi.sample.life.books import write as write_life
from jishi.sample.life.life import Life
from jishi.sample.organisations.county import ROOT, organisations
from jishi.sample.organisations.tree import Organisation
from jishi.sample.workbooks import Words, write_facts, write_faulty_register, write_register

Progress = Callable[[int, int], None]

# Discipline inspection objects to one unit in so many.
OBJECTIONS = 0.02
# Digits of the code of a township or a sector.
TOWNSHIP_CODE = 5

REGISTER = "register.xlsx"
FAULTY_REGISTER = "register-with-errors.xlsx"
# Facts that are counted from the registers of posts and workplaces, so that no sheet has to say them.
REGISTERED = frozenset({"posts-due", "posts-filled", "uncovered-workplaces"})


def silent(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Standards:
    """What the county is made for: a lowered pack and its words.

    Attributes:
        assessment: its formulas.
        shapes: its facts.
        words: names of kinds, levels and domains.
        askings: the electorates of the survey.
        questionnaire: the fact that people were asked; empty = none.
        opinion: the fact of a stamped list of the units of a township: 0 = none, 1 = an objection; empty = none.
    """

    assessment: Assessment
    shapes: tuple[FactShape, ...]
    words: Words
    askings: tuple[Asking, ...] = ()
    questionnaire: str = ""
    opinion: str = ""


@dataclass(frozen=True)
class Sheets:
    """The files that were written.

    Attributes:
        register: every unit.
        life: what the registers hold of people, posts and workplaces.
        facts: source → workbook of this round.
        last_round: source → workbook of the round before.
        faulty_register: a register full of mistakes, to try an import with.
    """

    register: Path
    life: Books
    facts: Mapping[str, Path]
    last_round: Mapping[str, Path]
    faulty_register: Path


@dataclass(frozen=True)
class County:
    """The county and everything that is said of it.

    Attributes:
        standards: what it is made for.
        only: codes of the committees below the county that are made, for a small one; empty = all.
    """

    standards: Standards
    only: tuple[str, ...] = ()
    _books: dict[str, Rulebook] = field(default_factory=dict)
    _given: dict[str, Answers] = field(default_factory=dict)

    @cached_property
    def units(self) -> tuple[Organisation, ...]:
        """Every organisation, by code."""
        return tuple(one for one in organisations() if self._is_here(one.code))

    @cached_property
    def graded(self) -> tuple[Organisation, ...]:
        """Those that a standard judges."""
        return tuple(one for one in self._everywhere if self._is_here(one.code))

    @cached_property
    def _everywhere(self) -> tuple[Organisation, ...]:
        """Whom the whole county grades: a small one is a part of it, with the same grades and faults."""
        return tuple(one for one in organisations() if one.domain and self.rulebook(one.domain).indicators)

    def _is_here(self, code: str) -> bool:
        return not self.only or len(code) == len(ROOT) or code.startswith(self.only)

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """What every graded unit was dealt."""
        inflated = [one.code for one in self._everywhere if one.place.startswith(INFLATED_TOWNSHIP)]
        return targets(self._everywhere, inflated=inflated)

    @cached_property
    def faults(self) -> tuple[planted.Fault, ...]:
        """What is wrong on purpose."""
        everywhere = planted.faults(self._everywhere, self.targets)
        return tuple(fault for fault in everywhere if self._is_here(fault.unit))

    @cached_property
    def life(self) -> Life:
        """What the registers hold."""
        return Life(self.units, self.graded, self.targets, self.faults)

    def rulebook(self, domain: str) -> Rulebook:
        """Return the standard of a domain as the generator sees it."""
        if domain not in self._books:
            self._books[domain] = Rulebook.of(self.standards.assessment, self.standards.shapes, domain)
        return self._books[domain]

    def answers(self, one: Organisation) -> Answers:
        """Return the answers of a unit, faults included; made once."""
        if one.code not in self._given:
            self._given[one.code] = self._answered(one)
        return self._given[one.code]

    def _answered(self, one: Organisation) -> Answers:
        book = self.rulebook(str(one.domain))
        found = answer(book, self.targets[one.code], dice("unit", one.code), self.known(one, book))
        for fault in self.faults:
            if fault.unit == one.code:
                self._spoil(found, fault, book)
        return found

    def known(self, one: Organisation, book: Rulebook) -> Known:
        """Return what is settled of a unit before it answers."""
        given = {"members-total": one.members, **self.life.facts(one.code)}
        told = {asking.fact: () for asking in self.standards.askings}
        for asking in self.standards.askings:
            if asking.asks(one):
                poll = expected(asking, one)
                told[asking.fact] = offered(asking, poll)
                given |= {asking.takes_part: poll.share}
        given |= {self.standards.questionnaire: 1}
        given |= {self.standards.opinion: int(dice("opinion", one.code).random() < OBJECTIONS)}
        return Known({fact: value for fact, value in given.items() if fact in book.shapes}, told)

    @cached_property
    def polls(self) -> Mapping[str, tuple[Poll, ...]]:
        """What the people of every unit say, by the ask of the survey."""
        found: dict[str, list[Poll]] = {asking.id: [] for asking in self.standards.askings}
        for one in self.graded:
            for asking in self.standards.askings:
                if asking.asks(one):
                    share = self._answers[one.code].facts.get(asking.fact)
                    found[asking.id].append(said_so(asking, expected(asking, one), share))
        return {ask: tuple(polls) for ask, polls in found.items()}

    @cached_property
    def _answers(self) -> Mapping[str, Answers]:
        return {one.code: self.answers(one) for one in self.graded}

    def on_the_list(self, one: Organisation) -> bool:
        """Say whether a unit stands on the stamped list of its township."""
        return len(one.parent) == TOWNSHIP_CODE

    def asked_in_person(self, one: Organisation, fact: str) -> bool:
        """Say whether a fact of a unit comes about by the survey itself, so that no sheet of the office says it."""
        parts = {self.standards.questionnaire}
        parts |= {name for asking in self.standards.askings for name in (asking.fact, asking.takes_part)}
        return fact in parts or (fact == self.standards.opinion and self.on_the_list(one))

    def heard(self) -> list[Said]:
        """Return the facts that the survey itself makes, as its close and its records tell them."""
        tree, rows = tree_of(self.units)
        found = [
            one for asking in self.standards.askings for one in told(tree, rows, asking, self.polls[asking.id])
        ]
        asked = dict.fromkeys(poll.unit for polls in self.polls.values() for poll in polls if poll.heard)
        if self.standards.questionnaire:
            found += [Said(unit, self.standards.questionnaire, "visit", 1) for unit in asked]
        opinion = self.standards.opinion
        if opinion:
            listed = [one for one in self.graded if self.on_the_list(one)]
            found += [
                Said(one.code, opinion, "discipline", self._answers[one.code].facts.get(opinion, 0))
                for one in listed
            ]
        return found

    def said(self, progress: Progress = silent) -> tuple[list[Said], list[Said]]:
        """Return what sheets say of every unit, in this round and in the one before; the survey says the rest."""
        now: list[Said] = []
        before: list[Said] = []
        for number, one in enumerate(self.graded, start=1):
            book, found = self.rulebook(str(one.domain)), self._answers[one.code]
            said_now = said(book, one.code, found, dice("sources", one.code))
            now += [each for each in said_now if not self.asked_in_person(one, each.fact)]
            before += last_round(book, one.code, found)
            progress(number, len(self.graded))
        return now, before

    def write(self, folder: Path, progress: Progress = silent) -> Sheets:
        """Write the sheets of the office into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        words = self.standards.words
        write_register(folder / REGISTER, self.units, words)
        write_faulty_register(folder / FAULTY_REGISTER, self.units, words)
        now, before = self.said(progress)
        now = [one for one in now if one.fact not in REGISTERED]
        return Sheets(
            register=folder / REGISTER,
            life=write_life(self.life, folder, words),
            facts=self._workbooks(folder, "facts", now),
            last_round=self._workbooks(folder, "last-round", before),
            faulty_register=folder / FAULTY_REGISTER,
        )

    def _workbooks(self, folder: Path, name: str, values: Iterable[Said]) -> Mapping[str, Path]:
        by_source: dict[str, list[Said]] = {}
        for one in values:
            by_source.setdefault(one.source, []).append(one)
        found = {}
        for source, rows in sorted(by_source.items()):
            found[source] = folder / f"{name}-{source}.xlsx"
            write_facts(found[source], self.graded, rows, self.standards.shapes, self.standards.words)
        return found

    def _spoil(self, answers: Answers, fault: planted.Fault, book: Rulebook) -> None:
        for fact, value in fault.says.items():
            if fact in book.shapes:
                answers.facts[fact] = value
        for number, fact in enumerate(list(answers.facts)):
            if any(fact.startswith(start) and (start or number % 3) for start in fault.drops):
                del answers.facts[fact]
                answers.previous.pop(fact, None)
