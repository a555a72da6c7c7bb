"""Which branch a row means: by code, or by a name that only one branch of the reader has."""

from collections.abc import Iterable, Iterator

from jishi.core.access import Scope
from jishi.core.errors import sentence
from jishi.sheets.folding import folded
from jishi.sheets.staging import StagedRow
from jishi.sheets.workbook import Remark
from jishi.store.models.org import Axis, Unit
from jishi.store.queries import privacy


class Branches:
    """Units where the reader may bring members in: import files and read personal fields there.

    Only what a sheet names is looked up, so a township's roster costs the same in a county as in a province.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, tuple[int, ...]] | None = None
        self._asked: set[str] = set()

    def learn(self, rows: Iterable[StagedRow]) -> None:
        """Look up the codes that rows name, all at once."""
        codes = {row.text("unit_code") for row in rows} - self._asked - {""}
        self._asked |= codes
        for pk, code, _name, _short in self._allowed(code__in=codes) if codes else ():
            self._by_code[code] = pk

    def of(self, row: StagedRow) -> int | Remark:
        """Return the branch that a row means, or why it means none."""
        code, name = row.text("unit_code"), row.text("unit")
        if code:
            return self._coded(row, code)
        found = self._named(name) if name else ()
        if len(found) == 1:
            return found[0]
        if found:
            return Remark(
                row.spot("unit"),
                sentence("%(count)s branches are called “%(name)s”.", count=len(found), name=name),
                sentence("Write the code of the branch in a column of its own."),
            )
        if name:
            return Remark(
                row.spot("unit"),
                sentence("No branch in your charge is called “%(name)s”.", name=name),
                sentence("Write it as in the register, or write the code of the branch."),
            )
        return Remark(
            row.spot("unit"),
            sentence("The branch is missing."),
            sentence("Write its code or its name as in the register."),
        )

    def _coded(self, row: StagedRow, code: str) -> int | Remark:
        if code not in self._asked:
            self.learn([row])
        if code in self._by_code:
            return self._by_code[code]
        return Remark(
            row.spot("unit_code"),
            sentence("There is no branch %(code)s in your charge.", code=code),
            sentence("Correct the code, or bring the unit into the register first."),
        )

    def _named(self, name: str) -> tuple[int, ...]:
        if self._by_name is None:
            # Names are compared folded, which no index knows; whoever writes codes never comes here.
            names: dict[str, tuple[int, ...]] = {}
            for pk, _code, full, short in self._allowed():
                for called in {folded(full), folded(short)} - {""}:
                    names[called] = (*names.get(called, ()), pk)
            self._by_name = names
        return self._by_name.get(folded(name), ())

    def _allowed(self, **only: object) -> Iterator[tuple[int, str, str, str]]:
        axis = str(Axis.MANAGEMENT)
        scope, found = self._scope, Unit.objects.filter(dissolved_on__isnull=True, **only)
        if not scope.everything:
            found = found.filter(privacy.readable(scope, "pk"))
        rows = found.filter(paths__axis=axis).values_list("pk", "code", "name", "short_name", "paths__path")
        for pk, code, name, short, path in rows.iterator(chunk_size=5000):
            if scope.everything or (
                scope.may("import", axis, path) and scope.reads(axis, path) >= privacy.PERSONAL
            ):
                yield pk, code, name, short
