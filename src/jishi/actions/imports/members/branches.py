"""Which branch a row means: by code, or by a name that only one branch of the reader has."""

from collections.abc import Mapping
from dataclasses import dataclass

from jishi.core.access import Scope
from jishi.core.errors import sentence
from jishi.sheets.folding import folded
from jishi.sheets.staging import StagedRow
from jishi.sheets.workbook import Remark
from jishi.store.models.org import Axis, Unit, UnitPath


@dataclass(frozen=True)
class Branches:
    """Units where the reader may bring members in.

    Attributes:
        by_code: code → id.
        by_name: folded name → ids; several branches may share a name.
    """

    by_code: Mapping[str, int]
    by_name: Mapping[str, tuple[int, ...]]

    def of(self, row: StagedRow) -> int | Remark:
        """Return the branch that a row means, or why it means none."""
        code, name = row.text("unit_code"), row.text("unit")
        if code:
            if code in self.by_code:
                return self.by_code[code]
            return Remark(
                row.spot("unit_code"),
                sentence("There is no branch %(code)s in your charge.", code=code),
                sentence("Correct the code, or bring the unit into the register first."),
            )
        found = self.by_name.get(folded(name), ()) if name else ()
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


def branches_of(scope: Scope) -> Branches:
    """Return the units where a scope may bring members in: import files and read personal fields there."""
    axis = str(Axis.MANAGEMENT)
    paths = dict(UnitPath.objects.filter(axis=axis).values_list("unit_id", "path"))
    allowed = {
        unit
        for unit, path in paths.items()
        if scope.everything or (scope.may("import", axis, path) and scope.reads(axis, path) >= 2)
    }
    codes: dict[str, int] = {}
    names: dict[str, tuple[int, ...]] = {}
    rows = Unit.objects.filter(dissolved_on__isnull=True).values_list("pk", "code", "name", "short_name")
    for unit, code, name, short in rows.iterator():
        if unit not in allowed:
            continue
        codes[code] = unit
        for called in {folded(name), folded(short)} - {""}:
            names[called] = (*names.get(called, ()), unit)
    return Branches(codes, names)
