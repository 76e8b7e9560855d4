"""What was typed as a time to come, and is over: "ayer a las 12". Whoever typed it is told so, not that it is unread."""

import re
from datetime import UTC, datetime, time

from knowledge.calendar import WorkingHours, zone_of
from knowledge.caution.signals import plain
from knowledge.when import parse_due

_COUNTED = r"(?:\d{1,3}|un[oa]?s?|dos|tres|cuatro|cinco|an?|one|two|three|four|five|a few|a couple of)"
_SPAN = r"(?:minut\w*|horas?|dias?|semanas?|mes(?:es)?|hours?|days?|weeks?|months?)"
_DAY_ES = r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|semana|mes|ano)"
_DAY_EN = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year|night)"
_GONE = re.compile(
    r"\b(?:el dia de )?(?:antes de ayer|antier|anteayer|ayer|anteanoche|anoche)\b"
    r"|\bthe day before yesterday\b|\byesterday\b"
    rf"|\bhace {_COUNTED} {_SPAN}\b|\b{_COUNTED} {_SPAN} ago\b"
    rf"|\b(?:el |la )?(?:pasad[oa] {_DAY_ES}|{_DAY_ES} pasad[oa])\b|\blast {_DAY_EN}\b"
)
_BESIDE = re.compile(
    r"^[\s,.]*(?:(?:hasta|until|para|by|at|on|de|del|por|in|the|a|la|el)\b[\s,.]*)*|(?:[\s,.]|\bde|\bof)+$"
)
_PART = re.compile(r"(?:manana|tarde|noche|mediodia|morning|afternoon|evening|noon)")
_YEAR = re.compile(r"\b(20\d\d)\b")


def is_over(text: str, *, now: datetime, zone: str, hours: WorkingHours | None = None, language: str) -> bool:
    """Whether the whole text is a time before `now`; for what `parse_due` reads nothing in.

    It is one where it names what is gone and beside it at most a time of day, and where read this morning, or at the
    beginning of the year that it names, it says a time that has passed.
    """

    def read_at(moment: datetime) -> datetime | None:
        found = parse_due(text, now=moment, zone=zone, hours=hours, language=language)
        return found.due if found is not None else None

    said = plain(text[:200])
    if (gone := _GONE.search(said)) is not None:
        beside = _BESIDE.sub("", f"{said[: gone.start()]} {said[gone.end() :]}")
        if not beside or _PART.fullmatch(beside):
            return True
        time_of_day = f"{'a las ' if beside[0].isdigit() else ''}{beside}"
        read = (parse_due(t, now=now, zone=zone, language=language) for t in (beside, time_of_day))
        return any(found is not None for found in read)
    midnight = datetime.combine(now.astimezone(zone_of(zone)).date(), time(), zone_of(zone)).astimezone(UTC)
    years = [datetime(int(year), 1, 1, tzinfo=UTC) for year in _YEAR.findall(said)]
    read_before = map(read_at, (midnight, *years))
    return any(due is not None and due <= now for due in read_before)
