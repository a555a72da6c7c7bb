"""Which letters papers are printed in: the office's own fonts first, whole Chinese fonts last.

Offices print in 方正小标宋, 仿宋, 黑体 and 楷体, which cost money and lie on the office's own machines. A home's
folder ``fonts/`` takes them. Free fonts of that kind lack letters that names need (玥 昇 珺 喆), so a font with all
of them always stands last; a name then never loses a letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from jishi.core.errors import refuse, sentence
from jishi.documents.document import Face, Language

_FANG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "FandolFang")
_SMALL_TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK")
_HEI = ("SimHei", "黑体", "STHeiti", "FandolHei")
_KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai")
_SERIF = {"zh-Hant": "TC", "zh-Hans": "SC", "en": "SC"}
#: What the office's own fonts are called in Word, by face; Word falls back by itself.
IN_WORD: Mapping[Face, str] = {
    "body": "仿宋_GB2312",
    "title": "方正小标宋简体",
    "heading": "黑体",
    "kai": "楷体_GB2312",
}
_OWN: Mapping[Face, tuple[str, ...]] = {"body": _FANG, "title": _SMALL_TITLE, "heading": _HEI, "kai": _KAI}


@dataclass(frozen=True)
class Fonts:
    """The fonts of one home.

    Attributes:
        found: as typst has read them.
        families: their names in lower case → as they are written.
    """

    found: typst.Fonts
    families: Mapping[str, str]

    def of(self, face: Face, language: Language) -> tuple[str, ...]:
        """Return the fonts that there are for a face, the best first; the last has every letter.

        Raises:
            Refusal: there is no font with Chinese letters.
        """
        there = [self.families[name.lower()] for name in _wanted(face, language) if name.lower() in self.families]
        whole = [name for name in there if name not in _OWN[face]]
        if not whole:
            raise refuse(
                "fonts",
                sentence("This machine has no font with all Chinese letters, so names would lose some."),
                sentence("Install Noto Serif CJK and Noto Sans CJK, or put them into the home's folder fonts."),
            )
        return tuple(there)


@dataclass(frozen=True)
class Used:
    """What one face is printed in.

    Attributes:
        font: the font that is used first.
        wanted: what an office would use.
        own: whether it is that kind of font, or only the one with all letters.
    """

    face: Face
    font: str
    wanted: str
    own: bool


def _wanted(face: Face, language: Language) -> Sequence[str]:
    region = _SERIF[language]
    heavy = face in ("heading", "title")
    sans = (f"Noto Sans CJK {region}", f"Noto Sans {region}", f"Source Han Sans {region}", "Noto Sans CJK SC")
    serif = (f"Noto Serif CJK {region}", f"Noto Serif {region}", f"Source Han Serif {region}", "Noto Serif CJK SC")
    # 黑体 is a face without serifs; the small title face is a heavy one with them.
    whole = (*sans, *serif) if face == "heading" else (*serif, *sans)
    # FangSong of simplified letters would set half of a Traditional text in another face.
    own = () if language == "zh-Hant" and not heavy else _OWN[face]
    return tuple(dict.fromkeys((*own, *whole)))


@lru_cache(maxsize=4)
def fonts_in(folder: Path | None = None) -> Fonts:
    """Read the fonts of the machine and of a home's folder, once."""
    paths = [str(folder)] if folder is not None and folder.is_dir() else []
    found = typst.Fonts(include_system_fonts=True, font_paths=paths)
    return Fonts(found, {name.lower(): name for name in found.families()})


def used(folder: Path | None = None, language: Language = "zh-Hans") -> tuple[Used, ...]:
    """Return which font each face is printed in: the check at the start.

    Raises:
        Refusal: there is no font with Chinese letters.
    """
    known = fonts_in(folder)
    firsts = {face: known.of(face, language)[0] for face in IN_WORD}
    return tuple(Used(face, font, IN_WORD[face], font in _OWN[face]) for face, font in firsts.items())
