"""Empty workbooks of a pack, to be filled in."""

from pathlib import Path

from jishi.actions.imports.forms import facts_form, register_form, tall_form
from jishi.actions.imports.ledger_form import ledger_form
from jishi.actions.imports.members.form import FORM as MEMBERS
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.template import write_template

SHIPPED = Path(__file__).resolve().parents[4] / "packs"


def form_of(kind: str, pack: Pack) -> Form:
    """Return the form ``units``, ``members``, ``ledger``, ``facts`` or ``facts-tall`` of a pack."""
    if kind == "units":
        return register_form(pack.vocabulary)
    if kind == "members":
        return MEMBERS
    if kind == "ledger":
        return ledger_form(pack)
    return facts_form(pack.facts) if kind == "facts" else tall_form(pack.facts)


def template_of(kind: str, pack: str, language: str) -> bytes:
    """Return the template of a form; no home is needed.

    Args:
        kind: ``units``, ``members``, ``ledger``, ``facts`` or ``facts-tall``.
        pack: name of a pack that ships with the program, or the path of a pack's folder.
        language: ``zh-Hans``, ``zh-Hant`` or ``en``.
    """
    folder = Path(pack) if (Path(pack) / "pack.yaml").is_file() else SHIPPED / pack
    return write_template(form_of(kind, load(folder, checked=False)), language)
