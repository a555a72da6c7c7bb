"""Standards, grades and limits of a pack."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.packs.schema.grades import Limit
from jishi.packs.schema.rules import Rule
from jishi.packs.schema.standards import Dimension, Indicator, Standard
from jishi.web.pages.packs.shown import Fold, Reading, Row, Section, joined, lines
from jishi.web.phrases import decimal_points, missing_means
from jishi.web.wording import percent, text_of


def standards(reading: Reading) -> list[Section]:
    """Return one section for each standard, its dimensions folded."""
    return [_standard(reading, standard) for standard in reading.pack.standards]


def _standard(reading: Reading, standard: Standard) -> Section:
    domains = joined(reading.words.domain(domain) for domain in standard.domains)
    count = len(standard.indicators)
    return Section(
        name=text_of(standard.names),
        about=domains,
        mark=ngettext("%(count)s indicator", "%(count)s indicators", count) % {"count": count},
        folds=tuple(_dimension(reading, standard, dimension) for dimension in standard.dimensions),
        id=standard.id,
    )


def _dimension(reading: Reading, standard: Standard, dimension: Dimension) -> Fold:
    rows = (_indicator(reading, row) for row in standard.indicators if row.dimension == dimension.id)
    return Fold(text_of(dimension.names), tuple(rows), decimal_points(dimension.weight))


def _indicator(reading: Reading, indicator: Indicator) -> Row:
    fact = reading.pack.fact_by_id.get(indicator.reads[0])
    read = joined(reading.words.fact_name(each) for each in indicator.reads)
    return Row(
        name=text_of(indicator.names),
        lines=lines(
            "; ".join(reading.phrases.score(indicator.score, fact)),
            joined((_("reads: %(facts)s") % {"facts": read}, missing_means(indicator.when_missing))),
        ),
        source=reading.words.source(indicator.source),
        mark=decimal_points(indicator.weight),
        id=f"{indicator.dimension}-{indicator.id}",
    )


def grading(reading: Reading) -> list[Section]:
    """Return bands, limits, and the shares published elsewhere."""
    grades = reading.pack.grades
    named = {grade.id: text_of(grade.names) for grade in grades.grades}
    bands = [
        Row(named[step.grade], mark=_("from %(score)s") % {"score": step.at_least}) for step in grades.bands.steps
    ]
    bands.append(Row(named[grades.bands.below], mark=_("below")))
    about = _("A grade is proposed when at least %(points)s of 100 points are known.") % {
        "points": grades.scoreable_at_least
    }
    shares = tuple(
        Row(
            text_of(share.names),
            source=reading.words.source(share.source),
            mark=f"{percent(int(share.least * 100))} – {percent(int(share.most * 100))}",
        )
        for share in grades.reference_shares
    )
    order = _("Whatever the score: “exactly” goes before “at most”, and among equals the worst counts.")
    plausible = _("Published shares of other places, to notice what is odd. They are never a target.")
    return [
        Section(
            _("From score to grade"), tuple(bands), about=about, mark=reading.words.source(grades.bands.source).name
        ),
        Section(_("Limits"), tuple(_limit(reading, limit, named) for limit in grades.limits), about=order),
        Section(_("Published shares"), shares, about=plausible),
    ]


def _limit(reading: Reading, limit: Limit, named: dict[str, str]) -> Row:
    effect = (
        _("exactly %(grade)s") % {"grade": named[limit.exactly]}
        if limit.exactly
        else _("at most %(grade)s") % {"grade": named[limit.at_most or ""]}
    )
    lifted = (
        _("may be lifted by: %(role)s") % {"role": reading.words.role(limit.lifted_by)} if limit.lifted_by else ""
    )
    said = _("when %(condition)s") % {"condition": reading.phrases.expression(limit.when.content)}
    return Row(text_of(limit.names), lines(said, lifted), reading.words.source(limit.source), effect, limit.id)


def rules(reading: Reading) -> list[Section]:
    """Return the rules, the severest first."""
    named = {
        "block": _("blocks the next step"),
        "flag": _("listed for a look"),
        "show": _("told"),
    }
    return [
        Section(name, tuple(_rule(reading, rule) for rule in reading.pack.rules if rule.severity == severity))
        for severity, name in named.items()
        if any(rule.severity == severity for rule in reading.pack.rules)
    ]


def _rule(reading: Reading, rule: Rule) -> Row:
    said = _("when %(condition)s") % {"condition": reading.phrases.expression(rule.when.content)}
    mends = _("mended by: %(role)s") % {"role": reading.words.role(rule.mends)} if rule.mends else ""
    return Row(
        text_of(rule.names),
        lines(text_of(rule.message), joined((said, mends)), joined(_about(reading, rule))),
        reading.words.source(rule.source),
        rule.id,
    )


def _about(reading: Reading, rule: Rule) -> Iterator[str]:
    """Yield whom a rule is about, where that is not everybody, and that it is switched off."""
    pack, named = reading.pack, reading.pack.vocabulary
    lists = (
        (rule.kinds, pack.kind_by_id),
        (rule.levels, pack.level_by_id),
        (rule.domains, pack.domain_by_id),
        (rule.areas, {word.id: word for word in named.areas}),
        (rule.tiers, {word.id: word for word in named.tiers}),
    )
    about = [_(", ").join(text_of(known[word].names) for word in words) for words, known in lists if words]
    if about:
        yield _("only for: %(units)s") % {"units": " · ".join(about)}
    if rule.on is False:
        yield _("switched off")
