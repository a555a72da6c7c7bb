"""Who said a fact, and where it stood."""

from django.utils.translation import gettext as _

from jishi.store.models.assess import FactValue
from jishi.web.pages.packs.contents import source_names


def source_name(source: str) -> str:
    """Return what a source of facts is called."""
    return source_names().get(source, source)


def place_of(said: FactValue) -> str:
    """Say where a value stood: file, sheet and row; or that it was typed in."""
    if said.origin is None:
        return _("typed in")
    parts = [said.origin.file.name, said.sheet, _("row %(row)s") % {"row": said.row} if said.row else ""]
    return " › ".join(part for part in parts if part)
