"""Small drawings in SVG: geometry in attributes, so that a strict CSP has nothing to say."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

SPARK_WIDTH = 96.0
SPARK_HEIGHT = 28.0
SPARK_MARGIN = 2.0
NEARLY_FULL = 0.9


def share(value: float, limit: float) -> float:
    """Return `value` over `limit`, between 0 and 1; 0 when there is no limit."""
    return min(max(value / limit, 0.0), 1.0) if limit else 0.0


def bar_kind(value: float, limit: float) -> str:
    """Return `stop` over the limit, `warn` from nine tenths of it, else an empty string."""
    if limit and value > limit:
        return "stop"
    return "warn" if share(value, limit) >= NEARLY_FULL else ""


def bar_svg(value: float, limit: float, kind: str) -> SafeString:
    """Return a bar filled to `value` of `limit`; hidden from readers, the figures stand beside."""
    return format_html(
        '<svg class="g-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bg" width="100" height="6"/>'
        '<rect class="fg {}" width="{}" height="6"/></svg>',
        kind,
        f"{100 * share(value, limit):.1f}",
    )


def spark_path(points: Sequence[float]) -> str:
    """Return the path of a line through `points`, spread over the width, highest on top."""
    low, high = min(points), max(points)
    if low == high:  # a flat line stands in the middle
        low, high = low - 1, high + 1
    span = high - low
    step = SPARK_WIDTH / max(1, len(points) - 1)
    drop = SPARK_HEIGHT - 2 * SPARK_MARGIN
    corners = (
        f"{index * step:.1f} {SPARK_MARGIN + drop * (high - point) / span:.1f}"
        for index, point in enumerate(points)
    )
    return "M" + "L".join(corners)


def spark_svg(points: Sequence[float], kind: str) -> SafeString:
    """Return a line of recent values with its area; empty with fewer than two points."""
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return SafeString()
    line = spark_path(points)
    base = f"L{SPARK_WIDTH:.0f} {SPARK_HEIGHT:.0f}L0 {SPARK_HEIGHT:.0f}Z"
    return format_html(
        '<svg class="g-spark {}" width="96" height="28" viewBox="0 0 96 28" aria-hidden="true">'
        '<path class="area" d="{}"/><path d="{}"/></svg>',
        f"is-{kind}" if kind else "",
        line + base,
        line,
    )
