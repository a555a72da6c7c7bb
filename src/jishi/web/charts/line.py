"""A small line through a few points in time."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, MARGIN = 320, 96, 24


def line(points: Sequence[tuple[str, int, str]], label: str) -> SafeString:
    """Draw points (name, value, value in words) from left to right; fewer than two draw nothing."""
    if len(points) < 2:
        return SafeString("")
    low, high = min(value for _, value, _ in points), max(value for _, value, _ in points)
    span = max(1, high - low)
    step = (WIDTH - 2 * MARGIN) // (len(points) - 1)
    places = [
        (MARGIN + step * index, HEIGHT - MARGIN - (value - low) * (HEIGHT - 2 * MARGIN - 8) // span)
        for index, (_, value, _) in enumerate(points)
    ]
    marks = (
        (x, y, x, y - 8, said, x, HEIGHT - 6, name) for (x, y), (name, _, said) in zip(places, points, strict=True)
    )
    return format_html(
        '<svg class="chart-line" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        " ".join(f"{x},{y}" for x, y in places),
        format_html_join(
            "",
            '<circle cx="{}" cy="{}" r="3.5"/><text x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text>',
            marks,
        ),
    )
