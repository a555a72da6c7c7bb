"""A bar with a tick at the median of the peers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def bar(share: int | None, median: int | None, label: str) -> SafeString:
    """Draw one horizontal bar as wide as its cell.

    Args:
        share: how much of the full bar, in basis points; None draws the empty bar.
        median: where the tick stands, in basis points; None draws no tick.
        label: the same in words, for screen readers and the tip.
    """
    value = median_tick = ""
    if share is not None:
        weak = " weak" if median is not None and share < median else ""
        value = format_html('<rect class="value{}" y="3" width="{}%" height="8" rx="4"/>', weak, percent(share))
    if median is not None:
        # Two pixels wide and never outside the picture, wherever the median lies.
        median_tick = format_html(
            '<rect class="median" x="{}%" width="2" height="14"/>', percent(min(median, 9950))
        )
    return format_html(
        '<svg class="chart-bar" role="img" aria-label="{}">'
        '<rect class="ground" y="3" width="100%" height="8" rx="4"/>{}{}</svg>',
        label,
        value,
        median_tick,
    )


def percent(basis_points: int) -> str:
    """Write basis points as a percentage that SVG reads, kept inside 0 to 100.

    Example:
        >>> percent(8135)
        '81.35'
    """
    kept = max(0, min(10000, basis_points))
    return f"{kept // 100}.{kept % 100:02d}"
