"""The charts: each one Altair definition, drawn as SVG for the page and as PNG for chat, with words that say the finding.

No script in them and nothing from elsewhere. Colours are told apart by colour-blind eyes (Okabe and Ito's), and no
line is told by colour alone: each has its own dash, its own shape and its name beside it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

from msgspec import Struct

from bot.figures.query import Report
from bot.figures.said import day_said, duration
from bot.figures.shown import Row
from bot.words import Words

Name = Literal["weekly", "response", "ratings"]
Scheme = Literal["light", "dark"]
NAMES: tuple[Name, ...] = ("weekly", "response", "ratings")

_MUCH = 1.1  # a change of less than a tenth is none


class Drawing(Struct, frozen=True, kw_only=True):
    """What a chart shows, as plain data: drawn in another process, and the key under which it is kept."""

    name: Name
    scheme: Scheme
    title: str
    x: str
    y: str
    series: tuple[str, ...]
    points: tuple[tuple[str, str, float], ...]  # x, series, y
    alt: str  # the finding, in words; the chart adds nothing that it does not say

    @property
    def is_empty(self) -> bool:
        return not self.points


def drawing(name: Name, report: Report, department: str, words: Words, scheme: Scheme = "light") -> Drawing:
    series, points, axis = _DATA[name](report, words)
    return Drawing(
        name=name,
        scheme=scheme,
        title=words(f"chart-{name}"),
        x=words("chart-week") if name != "ratings" else "",
        y=words(axis),
        series=series,
        points=points,
        alt=alt(name, report, department, words),
    )


Data = tuple[tuple[str, ...], tuple[tuple[str, str, float], ...], str]


def _weekly(report: Report, words: Words) -> Data:
    names = ("received", "resolved", "by_article")
    labels = tuple(words(f"figure-{name}") for name in names)
    points = tuple(
        (row.key, label, value)
        for row in _whole(report)
        for name, label in zip(names, labels, strict=True)
        if (value := row[name].value) is not None
    )
    return labels, points if any(value for _, _, value in points) else (), "chart-requests"


def _whole(report: Report) -> Sequence[Row]:
    """Without the weeks that the period cuts, which would look like a fall; all of them where it cuts each."""
    since, until = report.asked.since, report.asked.until
    days = ((row, date.fromisoformat(row.key)) for row in report.weeks)
    whole = [row for row, monday in days if since <= monday and monday + timedelta(days=6) <= until]
    return whole or report.weeks


def _response(report: Report, words: Words) -> Data:
    names = (("response_p50", words("chart-half")), ("response_p90", words("chart-nine")))
    points = tuple(
        (row.key, label, round(value / 3600, 2))
        for row in report.weeks
        for name, label in names
        if (value := row[name].value) is not None
    )
    return tuple(label for _, label in names), points, "chart-hours"


def _ratings(report: Report, words: Words) -> Data:
    names = ("exceeded", "met", "missed")
    labels = tuple(words(f"figure-{name}") for name in names)
    points = tuple(
        (label, label, value)
        for name, label in zip(names, labels, strict=True)
        if (value := report.total[name].value) is not None
    )
    return labels, points, "chart-number"


_DATA = {"weekly": _weekly, "response": _response, "ratings": _ratings}


def alt(name: Name, report: Report, department: str, words: Words) -> str:
    match name:
        case "weekly":
            return _weekly_says(report, department, words)
        case "response":
            return _response_says(report, department, words)
        case "ratings":
            return _ratings_says(report, department, words)


def _weekly_says(report: Report, department: str, words: Words) -> str:
    received = _count(report.total, "received")
    if not received or not report.weeks:
        return words("chart-weekly-empty", department=department)
    busiest = max(report.weeks, key=lambda row: _count(row, "received"))
    return words(
        "chart-weekly-says",
        department=department,
        received=received,
        weeks=len(report.weeks),
        resolved=_count(report.total, "resolved"),
        article=_count(report.total, "by_article"),
        busiest=day_said(busiest.key, words),
        most=_count(busiest, "received"),
    )


def _response_says(report: Report, department: str, words: Words) -> str:
    half, most = report.total["response_p50"].value, report.total["response_p90"].value
    if half is None or most is None:
        return words("chart-response-empty", department=department)
    return words(
        "chart-response-says",
        department=department,
        half=duration(half, words),
        most=duration(most, words),
        trend=trend([row["response_p50"].value for row in report.weeks]),
    )


def trend(values: list[float | None]) -> Literal["quicker", "slower", "same"]:
    """Whether the second half of the weeks was quicker than the first, by the middle week of each."""
    known = [value for value in values if value is not None]
    if len(known) < 4:
        return "same"
    middle = len(known) // 2
    first, second = (sorted(part)[len(part) // 2] for part in (known[:middle], known[middle:]))
    if second * _MUCH < first:
        return "quicker"
    return "slower" if second > first * _MUCH else "same"


def _ratings_says(report: Report, department: str, words: Words) -> str:
    better, as_, worse = (_count(report.total, name) for name in ("exceeded", "met", "missed"))
    if not better + as_ + worse or report.total["met"].withheld:
        return words("chart-ratings-empty", department=department)
    return words(
        "chart-ratings-says",
        department=department,
        better=better,
        count=better + as_ + worse,
        worse=worse,
        **{"as": as_},
    )


def _count(row: Row, name: str) -> int:
    return int(row[name].value or 0)


class _Colours(Struct, frozen=True):
    paper: str
    ink: str
    quiet: str
    lines: tuple[str, ...]


_COLOURS: dict[Scheme, _Colours] = {
    "light": _Colours("#fffefb", "#1f2a2d", "#dfdbd0", ("#0072b2", "#b34700", "#00795a")),
    "dark": _Colours("#1b2326", "#e7ecea", "#3b474b", ("#7cc4f2", "#f0b35a", "#4fd0a5")),
}
_DASHES = ([1, 0], [6, 3], [2, 3])
_SHAPES = ("circle", "square", "triangle-up")
_MOST_TICKS = 7
_WIDTH, _HEIGHT = 400, 220  # so that its letters are large enough on a phone
_NAMES = 180  # beside bars: as wide as they are in the widest font that may stand in for ours


def definition(of: Drawing) -> dict[str, Any]:
    """The Vega-Lite definition. Imports Altair only here: it is slow to load, and only the drawing process needs it."""
    import altair as alt

    colours = _COLOURS[of.scheme]
    rows = [{"x": x, "series": series, "y": y} for x, series, y in of.points]
    data: Any = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    has_names = of.name == "ratings"
    width = _WIDTH - _NAMES + 50 if has_names else _WIDTH  # as large as the others with what stands beside it
    chart = alt.Chart(data, title=of.title, width=width, height=_HEIGHT)
    scale = {
        "color": alt.Scale(domain=list(of.series), range=list(colours.lines[: len(of.series)])),
        "dash": alt.Scale(domain=list(of.series), range=list(_DASHES[: len(of.series)])),
        "shape": alt.Scale(domain=list(of.series), range=list(_SHAPES[: len(of.series)])),
    }
    drawn = _bars(alt, chart, of, scale, colours) if has_names else _lines(alt, chart, of, scale)
    found: dict[str, Any] = _dressed(drawn, colours).to_dict()
    return found


def _lines(alt: Any, chart: Any, of: Drawing, scale: dict[str, Any]) -> Any:
    legend = alt.Legend(title=None, orient="bottom", direction="vertical", labelLimit=_WIDTH)
    weeks = sorted({x for x, _, _ in of.points})
    named = weeks[:: max(1, -(-len(weeks) // _MOST_TICKS))]
    # Days as text: a time scale would show them in the drawing machine's own zone.
    label = "substring(datum.value, 8, 10) + '/' + substring(datum.value, 5, 7)"
    axis = alt.Axis(values=named, labelExpr=label, labelAngle=0, grid=False)
    return chart.mark_line(strokeWidth=2.5, point={"size": 45, "filled": True}).encode(
        x=alt.X("x:O", title=of.x, axis=axis, scale=alt.Scale(domain=weeks)),
        y=alt.Y("y:Q", title=of.y, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5)),
        color=alt.Color("series:N", scale=scale["color"], legend=legend),
        strokeDash=alt.StrokeDash("series:N", scale=scale["dash"], legend=legend),
        shape=alt.Shape("series:N", scale=scale["shape"], legend=legend),
    )


def _bars(alt: Any, chart: Any, of: Drawing, scale: dict[str, Any], colours: _Colours) -> Any:
    order = list(of.series)
    base = chart.encode(
        y=alt.Y("x:N", title=None, sort=order, axis=alt.Axis(labelLimit=_NAMES, minExtent=_NAMES)),
        x=alt.X("y:Q", title=of.y, axis=alt.Axis(tickMinStep=1, format="d", tickCount=5)),
    )
    bars = base.mark_bar(size=34).encode(color=alt.Color("series:N", scale=scale["color"], legend=None))
    figures = base.mark_text(align="left", dx=5, fontSize=14, color=colours.ink).encode(
        text=alt.Text("y:Q", format="d")
    )
    return bars + figures


def _dressed(chart: Any, colours: _Colours) -> Any:
    font = "Atkinson Hyperlegible, Liberation Sans, Arial, sans-serif"
    return (
        chart.configure(background=colours.paper, font=font, padding=10)
        .configure_title(color=colours.ink, fontSize=15, anchor="start", offset=12)
        .configure_axis(
            labelColor=colours.ink,
            titleColor=colours.ink,
            gridColor=colours.quiet,
            domainColor=colours.quiet,
            tickColor=colours.quiet,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=colours.ink, labelFontSize=13, symbolStrokeWidth=0)
        .configure_view(stroke=None)
    )
