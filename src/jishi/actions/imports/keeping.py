"""What remains of an import: the file, the report, one row, and the root of its rows for the event."""

import hashlib
from collections.abc import Iterable, Mapping

from jishi.actions.imports.outcome import Asked, in_order
from jishi.actions.sentences import plain_complaint
from jishi.sheets.workbook import Remark
from jishi.store import clock
from jishi.store.digests import canonical
from jishi.store.evidence import keep, keep_sealed
from jishi.store.models.assess import Round
from jishi.store.models.office import Evidence, Import

# How many complaints stand in the row itself; all of them stand in the report.
SHOWN = 200
# Kinds of imports whose files hold personal data.
PRIVATE = (
    *("members", "posts", "transfers", "floating", "lost", "care"),
    *("helpers", "teams", "logs", "evaluations"),
)
_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}


def root_of(rows: Iterable[object]) -> str:
    """Return one digest of all rows that an import writes, whatever their order."""
    return root_over(map(digest_of, rows))


def digest_of(row: object) -> bytes:
    """Return the digest of one row that an import writes."""
    return hashlib.sha256(canonical(row)).digest()


def root_over(digests: Iterable[bytes]) -> str:
    """Return one digest of all rows whose digests these are, whatever their order."""
    total = hashlib.sha256()
    for digest in sorted(digests):
        total.update(digest)
    return total.hexdigest()


def record(
    kind: str, asked: Asked, counts: Mapping[str, int], errors: Iterable[Remark] = (), round_: Round | None = None
) -> Import:
    """Write the row of an import; call it inside its action."""
    errors = list(errors)
    listed = [plain_complaint(error.complaint(asked.name)) for error in in_order(errors)[:SHOWN]]
    return Import.objects.create(
        kind=kind,
        mode=asked.mode,
        state=Import.State.DONE,
        file=_kept(kind, asked),
        round=round_,
        asked_by=asked.actor,
        counts=dict(counts),
        complaints=listed,
        created_at=clock.now(),
        finished_at=clock.now(),
    )


def _kept(kind: str, asked: Asked) -> Evidence:
    """Keep the file; one with personal data only encrypted, and until its term is over."""
    if kind in PRIVATE:
        return keep_sealed(asked.content, asked.name)
    return keep(asked.content, asked.name, _media(asked.name))


def _media(name: str) -> str:
    return _MEDIA.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
