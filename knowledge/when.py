"""Dates in words, Spanish and English: by when somebody needs something, and what an owner types as a promise.

A date in free text is a wish only where the words say so ("la necesito el viernes", "before noon"); most dates are
not ("la nómina de octubre", "I asked on Monday"). What is heard is said back and mended with a tap, so where two
readings are possible the nearer and earlier one is taken. Day comes before month where both could be meant.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from knowledge.calendar import WorkingHours, zone_of
from knowledge.dates.english import ENGLISH
from knowledge.dates.resolve import Reckoning, instant_of, office_hours, says_day_only
from knowledge.dates.said import Grammar, Said, one_day, read
from knowledge.dates.spanish import SPANISH

_GRAMMARS = {"es": SPANISH, "en": ENGLISH}
_READ_CHARACTERS = 4_000  # a wish that comes later than this is not heard
_PROMISE_CHARACTERS = 80
_BEFORE_LATEST = 40
_SENTENCE_END = re.compile(r"[.;?!\n](?!\d)")
_DATE_LIKE = re.compile(
    r"\d.*(?:\b(?:ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|oct|nov|dic|dec)|\bdias?\b|\bhoras?\b|\bsemanas?\b"
    r"|days?\b|hours?\b|weeks?\b)|\b(?:ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|oct|nov|dic|dec).*\d"
)
_TIME_LIKE = re.compile(r"\d[:.]\d\d|\d ?(?:am|pm|h)\b|\bhoras?\b|\bhours?\b|\bmin")


class Wanted(Struct, frozen=True, kw_only=True):
    """`words` is what was read, as written. `day_only`: no time of day was said, `due` is the hours' own."""

    due: datetime  # UTC
    words: str
    day_only: bool


def heard(
    text: str, *, now: datetime, zone: str, hours: WorkingHours | None = None, language: str
) -> Wanted | None:
    """By when the asker needs it, where the text says that; None else, and for what is already over.

    "Para el viernes" is by Friday's closing in `hours`, "antes del viernes" by its opening. `zone` is the asker's.
    """
    text = text[:_READ_CHARACTERS]
    reckoning = _reckoning(now, zone, hours, language)
    whole = parse_due(text, now=now, zone=zone, hours=hours, language=language, library=False)
    if whole is not None:
        return whole
    plain = _plain(text)
    for grammar in _grammars(language):
        for found in _wishes(grammar, plain, reckoning):
            due = instant_of(found.said, reckoning, before=found.before)
            if due is not None:
                return Wanted(
                    due=due,
                    words=text[found.start : found.end].strip(" ,"),
                    day_only=says_day_only(found.said),
                )
    return None


def parse_due(
    text: str,
    *,
    now: datetime,
    zone: str,
    hours: WorkingHours | None = None,
    language: str,
    library: bool = True,
) -> Wanted | None:
    """The whole text as a date, as an owner types a promise; None when any of it is not understood.

    A day on which `hours` are closed is kept: an owner may promise a Saturday. `library` asks dateparser too where
    our own rules read nothing; without it this is a matter of microseconds.
    """
    if len(text) > _PROMISE_CHARACTERS:
        return None
    reckoning = _reckoning(now, zone, hours, language, on_closed_days=True)
    plain = _plain(text)
    for grammar in _grammars(language):
        start = _past_polite(grammar, plain, 0)
        marker = grammar.before.match(plain, start)
        for at, before in ((start, False), (_past_marker(grammar, plain, start), marker is not None)):
            found = read(grammar, plain, at, reckoning.today)
            if found and _past_polite(grammar, plain, found[1]) == len(plain):
                due = instant_of(found[0], reckoning, before=before)
                words = text[start : found[1]].strip(" ,")
                return Wanted(due=due, words=words, day_only=says_day_only(found[0])) if due else None
    return _by_library(text.strip(), reckoning) if library else None


def warm() -> None:
    """Does beforehand what the first question would wait for (dateparser's import and its locales: 0.1 s)."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for language in _GRAMMARS:
        _by_library("3 feb 2027, 10:00", _reckoning(now, "UTC", None, language))


class _Wish(Struct, frozen=True):
    start: int
    end: int
    said: Said
    before: bool


def _wishes(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    """What the text wishes for, sure signs first and each kind in the order of the text."""
    sure = [*_marked(grammar, plain, reckoning), *_with_latest(grammar, plain, reckoning)]
    yield from sorted(sure, key=lambda wish: wish.start)
    yield from _asked_for(grammar, plain, reckoning)


def _marked(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    for pattern, before, whole_mark in (
        (grammar.before, True, True),
        (grammar.by, False, True),
        (grammar.for_, False, True),
        (grammar.need, False, False),
    ):
        for mark in pattern.finditer(plain):
            found = read(grammar, plain, mark.end(), reckoning.today)
            if not found:
                continue
            start = mark.start() if whole_mark else mark.end()
            wish = _Wish(start, found[1], found[0], before)
            if not _is_no_wish(grammar, plain, mark.start(), mark.end(), wish, pattern is grammar.for_):
                yield wish


def _is_no_wish(
    grammar: Grammar, plain: str, start: int, date_start: int, wish: _Wish, belongs_to_events: bool
) -> bool:
    sentence = plain[_sentence_start(plain, start) : start]
    return bool(
        grammar.denied.search(sentence)
        or grammar.gone.match(plain, wish.end)
        or grammar.of.search(plain[max(0, date_start - 20) : date_start])
        or (belongs_to_events and grammar.events.search(sentence) and not grammar.need.search(sentence))
    )


def _with_latest(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    """ "El viernes como muy tarde": the date stands right before."""
    for mark in grammar.latest.finditer(plain):
        for start in grammar.starts.finditer(plain, max(0, mark.start() - _BEFORE_LATEST), mark.start()):
            found = read(grammar, plain, start.start(), reckoning.today)
            if found and found[1] == mark.start() and not grammar.of.search(plain[: start.start()]):
                yield _Wish(start.start(), mark.end(), found[0], False)
                break


def _asked_for(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    """ "¿Me lo podéis mirar esta semana?": a date that ends the sentence in which something is asked."""
    for asked in grammar.asks.finditer(plain):
        end = _SENTENCE_END.search(plain, asked.end())
        stop = end.start() if end else len(plain)
        for start in grammar.starts.finditer(plain, asked.end(), stop):
            found = read(grammar, plain, start.start(), reckoning.today)
            if not found or _past_polite(grammar, plain, found[1]) < stop:
                continue
            wish = _Wish(start.start(), found[1], found[0], False)
            if _is_no_wish(grammar, plain, start.start(), start.start(), wish, True):
                break
            yield wish


def _past_polite(grammar: Grammar, plain: str, start: int) -> int:
    while (match := grammar.polite.match(plain, start)) and match.end() > start:
        start = match.end()
    return start


def _past_marker(grammar: Grammar, plain: str, start: int) -> int:
    ends = [
        m.end()
        for pattern in (grammar.before, grammar.by, grammar.for_)
        if (m := pattern.match(plain, start))
    ]
    return max(ends, default=start)


def _sentence_start(plain: str, at: int) -> int:
    return max(
        (end.end() for end in _SENTENCE_END.finditer(plain, max(0, at - 200), at)), default=max(0, at - 200)
    )


def _grammars(language: str) -> Iterator[Grammar]:
    """The person's own language first; people mix them."""
    own = _GRAMMARS.get(language.split("-")[0].casefold())
    if own:
        yield own
    yield from (grammar for grammar in _GRAMMARS.values() if grammar is not own)


def _reckoning(
    now: datetime, zone: str, hours: WorkingHours | None, language: str, *, on_closed_days: bool = False
) -> Reckoning:
    return Reckoning(
        now=now,
        zone=zone,
        hours=hours or office_hours(zone),
        language=language.split("-")[0].casefold(),
        on_closed_days=on_closed_days,
    )


def _plain(text: str) -> str:
    """Without accents and capitals, letter for letter, so that places in it are places in the text."""
    return "".join(
        " "
        if letter.isspace() and letter != "\n"
        else unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter
        for letter in text
    ).replace("’", "'")


def _by_library(text: str, reckoning: Reckoning) -> Wanted | None:
    """What our rules do not read: other orders and compositions ("Dec 5 3pm", "en 2 días y 3 horas")."""
    plain = _plain(text)
    if not _DATE_LIKE.search(plain):
        return None
    zone = zone_of(reckoning.zone)
    settings = {
        "RELATIVE_BASE": reckoning.now.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found = _library()(text, languages=[*_GRAMMARS], settings=settings)
    if found is None:
        return None
    has_time = bool(_TIME_LIKE.search(plain))
    said = one_day(found.date()) if not has_time else None
    due = instant_of(said, reckoning) if said else found.replace(tzinfo=zone).astimezone(UTC)
    if due is None or due <= reckoning.now:
        return None
    return Wanted(due=due, words=text, day_only=not has_time)


@lru_cache(maxsize=1)
def _library() -> Callable[..., datetime | None]:
    import dateparser  # here, not above: who only hears wishes never waits for it

    parse: Callable[..., datetime | None] = dateparser.parse
    return parse
