"""Our own icons: strokes on a 24 x 24 grid, drawn in the colour of the text beside them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

STROKES = {
    "stone": "M4 15l4-8 5-2 6 5 1 7-4 3H8z M8 7l4 5 7-2 M12 12l-3 8",
    "home": "M5 4h14v16H5z M8.5 9l1.5 1.5L13 7.5 M8.5 15.5L10 17l3-3 M15.5 9h.5 M15.5 15.5h.5",
    "units": "M9 3h6v5H9z M3 16h6v5H3z M15 16h6v5h-6z M12 8v4 M6 16v-4h12v4",
    "grading": "M5 3h14v18H5z M8 8h8 M8 12h8 M8 16h4 M15 16l1.2 1.2L19 14.5",
    "overview": "M4 20h16 M6 20v-6h3v6 M11 20V8h3v12 M16 20V4h3v16",
    "coverage": "M12 3l8 3v6c0 4.5-3.2 7.6-8 9-4.8-1.4-8-4.5-8-9V6z M8.5 12l2.5 2.5 4.5-5",
    "imports": "M12 3v11 M7.5 9.5L12 14l4.5-4.5 M4 15v5h16v-5",
    "runs": "M12 3a9 9 0 1 0 9 9 M12 7v5l3.5 2 M15 3.6l5.6-.6-.6 5.6",
    "packs": "M4 7l8-4 8 4v10l-8 4-8-4z M4 7l8 4 8-4 M12 11v10",
    "person": "M12 4a4 4 0 1 0 .01 0 M4.5 20.5c.8-4.5 4-6.5 7.5-6.5s6.7 2 7.5 6.5",
    "visit": "M12 21c4.5-4.2 7-7.8 7-11a7 7 0 1 0-14 0c0 3.2 2.5 6.8 7 11z M12 7.5a2.5 2.5 0 1 0 .01 0",
    "menu": "M4 7h16 M4 12h16 M4 17h16",
    "close": "M6 6l12 12 M18 6L6 18",
    "search": "M11 4a7 7 0 1 0 .01 0 M16 16l4.5 4.5",
    "print": "M7 8V3h10v5 M7 17H4V8h16v9h-3 M7 14h10v7H7z",
    "download": "M12 4v10 M8 10.5l4 4 4-4 M5 20h14",
    "upload": "M12 15V5 M8 8.5l4-4 4 4 M5 20h14",
    "arrow": "M5 12h14 M13 6l6 6-6 6",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "flag": "M6 21V4h11l-2 4 2 4H6",
    "ledger": "M6 3h12v18H6z M9 8h6 M9 12h6 M9 16h3 M3 7h3 M3 12h3 M3 17h3",
    "leave": "M10 4H5v16h5 M14 8l4 4-4 4 M18 12H9",
    "lock": "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
}


def icon(name: str) -> SafeString:
    """Return the icon as inline SVG, hidden from screen readers because words always stand beside it."""
    return format_html(
        '<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        mark_safe(STROKES[name]),
    )
