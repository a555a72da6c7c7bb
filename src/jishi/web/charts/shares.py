"""How a whole is divided: a stacked bar with its words below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jishi.web.charts.bar import percent


@dataclass(frozen=True)
class Part:
    """One part of a whole.

    Attributes:
        name: its word.
        count: how many.
        tone: good, fair, plain, poor or none; chooses the colour.
        share: its share in words, already written for the reader.
    """

    name: str
    count: int
    tone: str
    share: str = ""


def stacked(parts: Sequence[Part], label: str) -> SafeString:
    """Draw the parts side by side in one bar; an empty whole draws nothing."""
    total = sum(part.count for part in parts)
    if not total:
        return SafeString("")
    pieces, before = [], 0
    for part in parts:
        start, stop = before * 10000 // total, (before + part.count) * 10000 // total
        before += part.count
        if stop > start:
            pieces.append((part.tone, percent(start), percent(stop - start)))
    return format_html(
        '<svg class="chart-share" role="img" aria-label="{}">{}</svg>',
        label,
        format_html_join("", '<rect class="fill-{}" x="{}%" width="{}%" height="18"/>', pieces),
    )


def legend(parts: Sequence[Part]) -> SafeString:
    """Say the parts in words, each beside its colour."""
    rows = ((part.tone, part.name, part.count, part.share) for part in parts)
    return format_html(
        '<ul class="legend">{}</ul>',
        format_html_join(
            "",
            '<li><svg aria-hidden="true"><rect class="fill-{}" width="10" height="10" rx="2"/></svg>'
            '{} <span class="strong">{}</span> <span class="soft">{}</span></li>',
            rows,
        ),
    )
