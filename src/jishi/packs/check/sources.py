"""Does every rule say where it comes from, and is it there?"""

from collections.abc import Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.check.walk import everything
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Source


def check_sources(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every source without clause or with an unknown one, and own choices without reason."""
    for thing in everything(pack):
        if isinstance(thing, Source):
            yield from _check(pack, thing)


def _check(pack: Pack, source: Source) -> Iterator[Complaint]:
    spot = source.position.spot
    document = pack.document_by_id.get(source.document or "")
    if source.document is None and not source.own:
        yield spot.complaint(
            sentence("This source names no document and is no own choice."),
            sentence('Write {document: id, clause: "4.3"}, or {own: true, note: why}.'),
        )
    if source.own and source.note is None:
        yield spot.complaint(
            sentence("An own choice gives no reason."), sentence("Add note: and say why, in a few words.")
        )
    if document is None:
        return
    clauses = [clause.id for clause in document.clauses]
    if source.clause is None:
        yield spot.complaint(
            sentence('This source names the document "%(document)s" but no clause.', document=document.id),
            sentence("Add clause: in quotes; it has: %(clauses)s.", clauses=", ".join(clauses) or "-"),
        )
    elif source.clause not in clauses:
        yield source.position.of("clause").complaint(
            sentence('"%(document)s" has no clause "%(clause)s".', document=document.id, clause=source.clause),
            sentence(
                "Add the clause to pack.yaml, or cite one of: %(clauses)s.", clauses=", ".join(clauses) or "-"
            ),
        )
