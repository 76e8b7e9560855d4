"""What stands in more than one kind of file: hours, holidays, targets, days of retention, `for:`."""

from datetime import timedelta
from typing import get_args

from knowledge.calendar import Frame, HolidayPlace
from knowledge.directory import For, Urgency
from knowledge.reading import values
from knowledge.reading.drafts import Targets
from knowledge.reading.faults import shown
from knowledge.reading.fields import Fields, Week

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
TRAITS = ("country", "site", "company", "employment")


def read_week(owner: Fields, *, required: bool) -> Week | None:
    """The hours of each weekday; None where none are given, or none that can be read."""
    fields = owner.fields("hours", f"hours of {owner.what}", required=required)
    if fields is None:
        return None
    days: list[list[Frame]] = [[] for _ in values.DAYS]
    before = len(fields.sheet.faults)
    for key, line in fields.lines.items():
        try:
            wanted = values.week_days(key)
        except ValueError as error:
            fields.sheet.fault(line, f"{fields.what}: {error}")
            continue
        frames = _frames(fields, key)
        for weekday in wanted:
            days[weekday] += frames
        _name_overlap(fields, line, [days[weekday] for weekday in wanted])
    if not any(days) and len(fields.sheet.faults) == before:  # hours that can't be read are one slip, not two
        fields.sheet.fault(
            fields.line, f'{fields.what} are never open. Write them like mon-fri: ["09:00-17:00"].'
        )
        return None
    return tuple(tuple(sorted(day)) for day in days)


def _frames(fields: Fields, key: str) -> list[Frame]:
    """Several frames a day; a single one may stand without brackets."""
    frames = []
    for word in fields.words(key):
        try:
            frames.append(values.frame(word.text))
        except ValueError as error:
            fields.sheet.fault(word.line, f"{fields.what}: {error}")
    return frames


def _name_overlap(fields: Fields, line: int, days: list[list[Frame]]) -> None:
    overlap = next((pair for day in days if (pair := values.first_overlap(day))), None)
    if overlap:
        one, two = (values.frame_text(frame) for frame in overlap)
        fields.sheet.fault(
            line, f"{fields.what} overlap: {one} and {two}. Make the second begin when the first ends."
        )


def read_holidays(owner: Fields) -> HolidayPlace | None:
    fields = owner.fields("holidays", f"holidays of {owner.what}")
    return read_place(fields) if fields else None


def read_place(fields: Fields, *, last: bool = True) -> HolidayPlace | None:
    """Country and region; `last` when the mapping has no other keys."""
    country, region = fields.word("country"), fields.word("region", required=False)
    if last:
        fields.done()
    if not country.text:
        return None
    word = country
    try:
        values.holiday_place(country.text, "")
        word = region
        return values.holiday_place(country.text, region.text)
    except ValueError as error:
        fields.sheet.fault(word.line, f"{fields.what}: {error}")
        return None


def read_targets(owner: Fields) -> Targets:
    """Single values may be left out."""
    fields = owner.fields("targets", f"targets of {owner.what}")
    targets: dict[tuple[Urgency, str], timedelta] = {}
    if fields is None:
        return targets
    for urgency in URGENCIES:
        row = fields.fields(urgency, f"target {urgency} of {owner.what}")
        if row is None:
            continue
        for kind in ("first_response", "next_response", "resolution"):
            if (time := row.value(kind, values.duration)) is not None:
                targets[urgency, kind] = time
        row.done()
    fields.done()
    return targets


def read_retention(owner: Fields) -> tuple[int | None, int | None]:
    """Days that words and confidential words are kept after closing; None where not said."""
    fields = owner.fields("retention_days", f"retention_days of {owner.what}")
    if fields is None:
        return None, None
    kept = fields.value("words", values.days_kept), fields.value("confidential", values.days_kept)
    fields.done()
    return kept


def read_for(owner: Fields) -> tuple[For, int]:
    """The selector and its line; without one it is for everybody."""
    fields = owner.fields("for", f"for of {owner.what}")
    if fields is None:
        return For(), owner.line
    wanted = {trait: fields.listed(trait) for trait in TRAITS}
    fields.done()
    return For(**wanted), fields.line


def name_twice(fields: Fields, key: str, words: tuple[str, ...], line: int) -> None:
    """A fault where a list names something a second time."""
    twice = next((word for index, word in enumerate(words) if word in words[:index]), None)
    if twice is not None:
        fields.sheet.fault(line, f"{key} of {fields.what} names {shown(twice)} twice. Keep one.")
