"""The dashboard as plain data for its template: what is asked, what may be shown, how it is said."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct

from bot.domain.request import ref
from bot.figures.charts import NAMES as CHARTS
from bot.figures.charts import drawing
from bot.figures.query import Asked, Report
from bot.figures.rights import led_by
from bot.figures.said import day_said, month_said, said
from bot.figures.shown import FIGURES, Row
from bot.words import Words, text_in
from handlers.web.stats.requests import WHICH, Line, Which
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId

WEEKS = 13
DAYS = 15  # the newest that stand in the table; the files hold all
IN_TABLES = (
    "received",
    "by_article",
    "wrong_first",
    "response_p50",
    "responded_within",
    "promises_broken",
    "complaints",
)
_BLOCKS = ("volume", "complaints", "speed", "promises", "ratings")


class Wanted(Struct, frozen=True, kw_only=True):
    """What the address asks for; whatever is missing or nonsense is the usual."""

    asked: Asked
    which: Which | None
    wrong_period: bool


def wanted(query: Mapping[str, str], directory: Directory, viewer: PersonId, today: date) -> Wanted | None:
    """None for who leads nothing. A department that is not theirs to see is asked for as it stands: and refused."""
    mine = led_by(viewer, directory)
    if not mine:
        return None
    since, until = _day(query.get("since")), _day(query.get("until"))
    last = until or today
    first = since or last - timedelta(weeks=WEEKS)
    wrong = first > last or last - first > timedelta(days=731)
    if wrong:
        first, last = today - timedelta(weeks=WEEKS), today
    asked = Asked(
        department=DepartmentId(query.get("department") or mine[0]),
        since=first,
        until=last,
        topic=TopicId(query["topic"]) if query.get("topic") else None,
        platform=query.get("platform") or None,
    )
    which = query.get("which")
    return Wanted(asked=asked, which=which if which in WHICH else None, wrong_period=wrong)


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("handlers.web.stats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_ENV = _environment()


def alone(t: Words, title: str, story: str, button: str = "") -> str:
    """A page that shows no figure: before the tap, and where there is nothing."""
    return _ENV.get_template("alone.html").render(
        t=t, language=t.language, title=title, story=story, button=button
    )


def own(row: Row, story: str, name: str, t: Words, *, leads: bool) -> str:
    """One's own figures, each with its definition. `leads`: whether there is a department's page to go to as well."""
    return _ENV.get_template("own.html").render(
        t=t, language=t.language, name=name, story=story, leads=leads, blocks=_blocks(row, t)
    )


def dashboard(
    report: Report, asked: Wanted, lines: Sequence[Line], directory: Directory, viewer: PersonId, t: Words
) -> str:
    place = directory.departments[report.asked.department]
    name = text_in(place.name, t.language)
    drawings = [drawing(chart, report, name, t) for chart in CHARTS]
    return _ENV.get_template("dashboard.html").render(
        t=t,
        language=t.language,
        asked=report.asked,
        which=asked.which,
        wrong_period=asked.wrong_period,
        name=name,
        departments=[
            (one, text_in(directory.departments[one].name, t.language)) for one in led_by(viewer, directory)
        ],
        topics=_topics(directory, report.asked.department, t),
        platforms=[row.key for row in report.platforms],
        report=report,
        charts=[(one.name, one.alt, not one.is_empty) for one in drawings],
        blocks=[*_blocks(report.total, t), [_backlog(report, t)]],
        columns=[(figure, t(f"figure-{figure}")) for figure in IN_TABLES],
        straight=_straight(report, t),
        days=[(day_said(row.key, t), [said(one, t) for one in row.values]) for row in report.days[-DAYS:]],
        weeks=[(day_said(row.key, t), _cells(row, t)) for row in report.weeks],
        months=[(month_said(row.key, t), _cells(row, t)) for row in report.months],
        by_topic=[(row.key, _topic(directory, row.key, t), _cells(row, t)) for row in report.topics],
        by_platform=[(row.key, _cells(row, t)) for row in report.platforms],
        by_person=[(directory.people[PersonId(row.key)].name, _cells(row, t)) for row in report.people],
        agreement=_agreement(report, t),
        alike=[
            (row.key.replace("|", " · "), said(row["response_p50"], t), said(row["response_p90"], t))
            for row in report.alike
        ],
        private=[
            (t(f"stats-private-{k}"), t("figures-fewer-than-five") if n is None else str(n))
            for k, n in report.private.items()
        ],
        has_withheld=any(value.withheld for row in (report.total, *report.topics) for value in row.values),
        lines=[_said_line(line, directory, t) for line in lines],
        whiches=WHICH,
        address=lambda **changed: address(report.asked, asked.which, **changed),
    )


def _agreement(report: Report, t: Words) -> str:
    agreement = report.agreement
    if agreement is None:
        return ""
    return t("stats-agreement", agreement=agreement.name, day=day_said(agreement.agreed.isoformat(), t))


def address(asked: Asked, which: Which | None, /, path: str = "/stats", **changed: Any) -> str:
    """The same page with something else asked for."""
    now: dict[str, Any] = {
        "department": asked.department,
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "topic": asked.topic,
        "platform": asked.platform,
        "which": which,
    }
    kept = {name: value for name, value in (now | changed).items() if value}
    return f"{path}?{urlencode(kept)}"


def _topics(directory: Directory, department: DepartmentId, t: Words) -> list[tuple[str, str]]:
    known = (directory.topics[topic] for topic in directory.departments[department].topics)
    return [
        (one.id, text_in(one.name, t.language))
        for one in known
        if not one.confidential and one.signpost is None
    ]


def _topic(directory: Directory, topic: str, t: Words) -> str:
    known = directory.topics.get(TopicId(topic))
    return text_in(known.name, t.language) if known else (topic or t("stats-no-topic"))


def _blocks(total: Row, t: Words) -> list[list[tuple[str, str, str]]]:
    """(name, value, what it counts) of every figure, by family."""
    return [
        [
            (t(f"figure-{figure.name}"), said(total[figure.name], t), t(f"figure-{figure.name}-means"))
            for figure in FIGURES
            if figure.family == family
        ]
        for family in _BLOCKS
    ]


def _backlog(report: Report, t: Words) -> tuple[str, str, str]:
    return t("figure-backlog"), str(report.backlog.open), t("figure-backlog-means")


def _straight(report: Report, t: Words) -> str:
    """In guided weeks one sentence on how much was right first time; nothing elsewhere."""
    if report.straight is None:
        return ""
    routed, share = report.straight["routed"], report.straight["right_first"]
    which = "few" if share.withheld else "says"
    return t(f"stats-straight-{which}", routed=int(routed.value or 0), share=said(share, t))


def _cells(row: Row, t: Words) -> list[str]:
    return [said(row[name], t) for name in IN_TABLES]


def _said_line(line: Line, directory: Directory, t: Words) -> dict[str, Any]:
    return {
        "number": ref(line.number),
        "asked": day_said(line.asked.isoformat(), t),
        "topic": _topic(directory, line.topic, t),
        "state": t(f"stats-state-{line.status}"),
        "late": line.late,
        "words": line.words,
    }
