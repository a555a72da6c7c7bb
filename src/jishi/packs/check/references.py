"""Does every name that is used exist?"""

import difflib
from collections.abc import Collection, Iterator, Mapping

from jishi.core.dependencies import facts_read, order, references, walk
from jishi.core.errors import Complaint, Refusal, Sentence, sentence
from jishi.core.formulas import Assessment, Quota, Rank
from jishi.packs.build import schema_fields
from jishi.packs.check.walk import everything
from jishi.packs.marked import Spot
from jishi.packs.pack import Pack
from jishi.packs.places import places
from jishi.packs.schema.fields import written_key
from jishi.packs.schema.standards import Standard


def names(pack: Pack) -> Mapping[str, Collection[str]]:
    """Return the ids that may be referred to, by section."""
    return {
        "documents": pack.document_by_id,
        "levels": pack.level_by_id,
        "kinds": pack.kind_by_id,
        "domains": pack.domain_by_id,
        "roles": pack.role_by_id,
        "areas": [word.id for word in pack.vocabulary.areas],
        "tiers": [word.id for word in pack.vocabulary.tiers],
        "facts": pack.fact_by_id,
        "grades": pack.rank_by_grade,
        "rules": pack.rule_by_id,
        "rounds": [found.id for found in pack.programme.rounds] if pack.programme else [],
        "questionnaires": pack.questionnaire_by_id,
        "consultations": pack.consultation_by_id,
        "classes": [found.id for found in pack.grades.classes],
    }


def check_references(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every field that names something that does not exist."""
    known = names(pack)
    for thing in everything(pack):
        for spec in schema_fields(type(thing)):
            section = spec.metadata.get("refers")
            if section is None or section not in known:
                continue
            value = getattr(thing, spec.name)
            for name in (value,) if isinstance(value, str) else value or ():
                if name not in known[section]:
                    yield unknown(thing.position.of(written_key(spec)), name, section, known[section])
    for standard in pack.standards:
        yield from _inside(standard)


def unknown(spot: Spot, name: str, section: str | Sentence, known: Collection[str]) -> Complaint:
    """Return the complaint that a name is not among the known ones."""
    near = difflib.get_close_matches(name, known, n=1)
    fix = (
        sentence('Did you mean "%(near)s"?', near=near[0])
        if near
        else sentence("Declare it among the %(section)s, or correct the name.", section=section)
    )
    return spot.complaint(sentence('"%(name)s" is not among the %(section)s.', name=name, section=section), fix)


def _inside(standard: Standard) -> Iterator[Complaint]:
    dimensions = [dimension.id for dimension in standard.dimensions]
    rows = [indicator.id for indicator in standard.indicators]
    for indicator in standard.indicators:
        if indicator.dimension not in dimensions:
            yield unknown(indicator.position.of("dimension"), indicator.dimension, "dimensions", dimensions)
        if indicator.id in dimensions:
            yield indicator.position.of("id").complaint(
                sentence('"%(id)s" names a dimension and an indicator of one standard.', id=indicator.id),
                sentence("Rename one of them, so that examples and views are clear."),
            )
    for view in standard.views:
        for part in view.dimensions:
            for name in part.takes:
                if name not in dimensions and name not in rows:
                    yield unknown(
                        part.position.of("takes"), name, sentence("dimensions and indicators"), [*dimensions, *rows]
                    )


def check_formulas(pack: Pack, assessment: Assessment) -> Iterator[Complaint]:
    """Yield a complaint for formulas that refer to nothing or in a circle, and for levels that do not exist."""
    spots = places(pack)
    ids = {formula.id for formula in assessment.formulas}
    readers = [(f.id, f.expression) for f in assessment.formulas] + [
        (f"figure:{f.id}", f.of) for f in assessment.figures
    ]
    missing = False
    for reader, expression in dict(readers).items():
        for name in references(expression):
            if name not in ids:
                missing = True
                yield unknown(spots[reader], name, sentence("formulas"), ids)
        for node in walk(expression):
            if isinstance(node, Rank | Quota) and node.within not in pack.level_by_id:
                yield unknown(spots[reader], node.within, "levels", pack.level_by_id)
    if not missing:
        yield from _circles(assessment, spots)


def _circles(assessment: Assessment, spots: Mapping[str, Spot]) -> Iterator[Complaint]:
    try:
        order(assessment)
    except Refusal as refusal:
        for complaint in refusal.complaints:
            yield Complaint(str(spots.get(complaint.where, complaint.where)), complaint.what, complaint.fix)


def check_reads(pack: Pack, assessment: Assessment) -> Iterator[Complaint]:
    """Yield a complaint for indicators whose ``reads`` is not what their score reads."""
    by_id = {(formula.id, formula.domain): formula.expression for formula in assessment.formulas}
    for standard in pack.standards:
        for indicator in standard.indicators:
            expression = next(
                (e for d in standard.domains if (e := by_id.get((f"indicator:{indicator.id}", d))) is not None),
                None,
            )
            if expression is None or standard.status != "binding":
                continue
            read = set(facts_read(expression))
            if read != set(indicator.reads):
                yield indicator.position.of("reads").complaint(
                    sentence(
                        '"%(id)s" says that it reads %(said)s, but its score reads %(read)s.',
                        id=indicator.id,
                        said=", ".join(sorted(indicator.reads)),
                        read=", ".join(sorted(read)) or "-",
                    ),
                    sentence("List under reads exactly the facts of the score."),
                )
