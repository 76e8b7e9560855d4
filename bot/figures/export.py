"""A report as data: JSON for programs, CSV for a spreadsheet. Both hold what the viewer may see and no more."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.figures.query import Report
from bot.figures.rights import OF_PEOPLE
from bot.figures.shown import BY_NAME, FIGURES, Row, Value
from bot.figures.straight import NAMES as STRAIGHT
from bot.words import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
HEAD = ("department", "since", "until", "group", "key", "figure", "unit", "value", "withheld", "means")


def as_json(report: Report, words: Words) -> dict[str, Any]:
    """Times in business seconds, shares from 0 to 1; `withheld` says why a value is null."""
    asked = report.asked
    return {
        "department": asked.department,
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "topic": asked.topic,
        "platform": asked.platform,
        "simulated": report.simulated,
        "total": _json_row(report.total),
        "weeks": {row.key: _json_row(row) for row in report.weeks},
        "months": {row.key: _json_row(row) for row in report.months},
        "topics": {row.key: _json_row(row) for row in report.topics},
        "platforms": {row.key: _json_row(row) for row in report.platforms},
        "alike": {row.key: _json_row(row) for row in report.alike},
        "straight": _json_row(report.straight) if report.straight else None,
        "days": {row.key: _json_row(row) for row in report.days},
        "people": {row.key: _json_row(row) for row in report.people},
        "agreement": _agreement(report),
        "private": dict(report.private),
        "backlog": {
            "open": report.backlog.open,
            "age_p50_days": report.backlog.age_p50,
            "oldest_days": report.backlog.oldest,
            "over_a_week": report.backlog.over_a_week,
        },
        "counted": words("figures-whole-weeks"),
        "definitions": {name: words(f"figure-{name}-means") for name in _defined(report)},
    }


def _defined(report: Report) -> tuple[str, ...]:
    return (*(f.name for f in FIGURES), "backlog", *(STRAIGHT if report.days else ()))


def _agreement(report: Report) -> dict[str, str] | None:
    """What opens figures by person; null where nothing does."""
    agreement = report.agreement
    return {"name": agreement.name, "date": agreement.agreed.isoformat()} if agreement is not None else None


def _json_row(row: Row) -> dict[str, Any]:
    return {value.name: _json_value(value) for value in row.values}


def _json_value(value: Value) -> Any:
    shown = int(value.value) if value.unit == "count" and value.value is not None else value.value
    return {"value": None, "withheld": value.withheld} if value.withheld else shown


def as_csv(reports: Iterable[Report], words: Words) -> str:
    """One line a figure, with its definition at the end. No cell can be taken for a formula, whatever the directory calls its topics."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for report in reports:
        asked = report.asked
        head = [asked.department, asked.since.isoformat(), asked.until.isoformat()]
        for line in _lines(report):
            writer.writerow([safe(cell) for cell in (*head, *line, _means(line, words))])
    return out.getvalue()


def _means(line: Sequence[Any], words: Words) -> str:
    group, _, name = line[:3]
    if group == "backlog":
        return words("figure-backlog-means")
    if name in STRAIGHT:
        return words(f"figure-{name}-means")
    if name not in BY_NAME or group == "private":
        return ""
    means = words(f"figure-{name}-means")
    in_weeks = BY_NAME[name].family in OF_PEOPLE and group != "person"
    return f"{means} {words('figures-whole-weeks-short')}" if in_weeks else means


def _lines(report: Report) -> Iterator[Sequence[Any]]:
    for group, rows in (
        ("total", (report.total, report.straight) if report.straight else (report.total,)),
        ("week", report.weeks),
        ("month", report.months),
        ("topic", report.topics),
        ("platform", report.platforms),
        ("alike", report.alike),
        ("day", report.days),
        ("person", report.people),
    ):
        for row in rows:
            for value in row.values:
                yield group, row.key, value.name, value.unit, _number(value), value.withheld
    for measure, count in report.private.items():
        yield (
            "private",
            "",
            measure,
            "count",
            "" if count is None else count,
            "" if count is not None else "few",
        )
    yield "backlog", "", "open", "count", report.backlog.open, ""
    yield "backlog", "", "oldest", "days", report.backlog.oldest, ""


def _number(value: Value) -> Any:
    if value.value is None:
        return ""
    return int(value.value) if value.unit == "count" else round(value.value, 4)


def safe(cell: object) -> object:
    """A spreadsheet takes text that begins like a formula for one: an apostrophe makes it text again."""
    # Some spreadsheets read the wide forms (＝＋－＠) as the plain ones, and pass over what is not seen.
    if isinstance(cell, str) and _seen(cell).startswith(_FORMULA):
        return "'" + cell
    return cell


def _seen(cell: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFKC", cell) if unicodedata.category(c) not in ("Cf", "Zs")
    )
