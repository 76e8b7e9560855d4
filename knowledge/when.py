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
from typing import Literal

from msgspec import Struct

from knowledge.calendar import WorkingHours, zone_of
from knowledge.dates.english import ENGLISH
from knowledge.dates.others import other_readings
from knowledge.dates.resolve import Reckoning, instant_of, office_hours, says_day_only
from knowledge.dates.said import Grammar, Said, is_longer_than_a_week, one_day, read
from knowledge.dates.spanish import SPANISH

_GRAMMARS = {"es": SPANISH, "en": ENGLISH}
_SHORT_NUMBERS = [*map(str, range(10)), *(f"{number:02}" for number in range(100))]
_CORES = frozenset(_SHORT_NUMBERS).union(*(grammar.cores for grammar in _GRAMMARS.values()))
_CORE = re.compile(r"[a-z]+|\d+")
_READ_CHARACTERS = 2_000  # a wish that comes later than this is not heard
_PROMISE_CHARACTERS = 80
_BEFORE_LATEST = 40
_LAST_WORDS = 60
_BEFORE_WILL = 40
_SENTENCE_END = re.compile(r"[.;?!\n](?!\d)")
_DATE_LIKE = re.compile(
    r"\d.*(?:\b(?:ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|oct|nov|dic|dec)|\bdias?\b|\bhoras?\b|\bsemanas?\b"
    r"|days?\b|hours?\b|weeks?\b)|\b(?:ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|oct|nov|dic|dec).*\d"
)
_TIME_LIKE = re.compile(r"\d[:.]\d\d|\d ?(?:am|pm|h)\b|\bhoras?\b|\bhours?\b|\bmin")
# What whoever serves says that they will do, or that will be there.
_WILL = re.compile(
    r"\b(?:(?:te|os|se|le|les) (?:lo|la|los|las) (?:mando|envio|paso|digo|doy|hago|traigo|llevo|dejo|subo|confirmo|arreglo|preparo|instalo"
    r"|(?:mandare|enviare|pasare|dire|dare|hare|traere|llevare|dejare|confirmare))|(?:te|os|le|les) (?:digo|escribo|llamo|contesto|confirmo|aviso|respondo|cuento"
    r"|decimos|escribimos|llamamos|contestamos|confirmamos|avisamos)"
    r"(?: algo)?|(?:lo|la|los|las) (?:tienes|teneis|tiene|tienen|tendras|tendreis|tendra|tendran|miro|mirare|reviso|arreglo|hago|preparo|envio|mando|veo"
    r"|tenemos|tendremos|miramos|vemos|revisamos|arreglamos|hacemos|preparamos|enviamos|mandamos|ingresamos|dejamos|traemos)"
    r"|(?:estara|estaran|quedara|quedaran|esta|estan) (?:list[oa]s?|arreglad[oa]s?|hech[oa]s?|resuelt[oa]s?|instalad[oa]s?)"
    r"|(?<!se )me (?:paso|pasare|acerco|acercare)|pasare|(?:voy|ire|vamos|iremos|subo|bajo|paso) (?:a|por) (?:tu|su|vuestra) (?:mesa|sitio|puesto|despacho|planta|oficina)"
    r"|(?:voy|vamos) a (?:verte|veros|verlo|verla|mirarlo|mirarla|arreglarlo|arreglarla)|estoy contigo|(?<!no )llega(?:ra)?n?|dame hasta"
    r"|(?:i will|i'll|ill|we will|we'll) (?:send|do|fix|bring|look|check|call|write|tell|have|get|let|confirm|answer|reply|give|install|prepare"
    r"|come|pop|drop|stop|swing|sort|update|ring|phone|finish|deliver|be (?:there|with you|at your desk))"
    r"|(?:you will|you'll|youll) (?:have|get|receive|hear)|(?:it|this|that|they)(?: will|'ll|ll) be (?:ready|done|there|here|fixed|sorted|working|with you|sent|installed)"
    r"|should (?:be (?:ready|done|there|here|fixed|sorted|working|with you|back)|arrive|get there)|will be(?= (?:on |by )?(?:\w+day|today|tomorrow)\b)"
    r"|will arrive|we expect (?:it|them|that|one)|give me (?:until|till))\b"
)
_ASSURED = re.compile(
    r"\b(?:sin falta|seguro|segurisimo|fijo|prometido|como muy tarde|a mas tardar|for sure|at the latest|i promise|promise)\b"
)
_OF_BEFORE = re.compile(r"\b(?:del?|desde|hasta|los|of|from|since|until)(?: el| la| the)? ?$")
_PUTS_RIGHT = re.compile(
    r"(?:(?:perdon|perdona|perdonad|no(?= ?,)|mejor dicho|quise decir|queria decir|sorry|i mean|i meant|actually)\b[ ,.:]*)++(?P<so>.+?)"
    r"(?:,? (?:y |and )?(?:no|not) (?:para |by |on )?(?:el |la |las |a las |the )?[\w:]+(?: \w+)?)?[ .!]*"
)
_CLAUSE_END = re.compile(r"[.,;?!\n](?!\d)")
# After these a date is of what is told, and not when it will be done: "te confirmo que el pago de octubre …".
_OF_SOMETHING = re.compile(
    r":(?!\d)|\b(?:que|desde|(?<!antes )(?<!dentro )(?<!finales )(?<!primeros )(?:de(?! la (?:manana|tarde))|del)|porque|since|from|that|of|because|if)\b"
)


Clock = Literal["", "open", "sure"]


class Wanted(Struct, frozen=True, kw_only=True):
    """`words` is what was read, as written. `day_only`: no time of day was said, `due` is the hours' own.

    `others` is what a typed promise may have meant instead, the nearest first. `bare`: the time is all that was said, without
    "para" or "by"; to whoever has just asked something it may be an answer and no wish. `clock`: only a time of day was said,
    and whether it says which half of the day: after "mañana a las 7", "mejor a las 6:30" is of that day.
    """

    due: datetime  # UTC
    words: str
    day_only: bool
    others: tuple[datetime, ...] = ()
    bare: bool = False
    clock: Clock = ""


class _Wish(Struct, frozen=True):
    start: int
    end: int
    said: Said
    before: bool


def heard(
    text: str, *, now: datetime, zone: str, hours: WorkingHours | None = None, language: str
) -> Wanted | None:
    """By when the asker needs it, where the text says that; None else, and for what is already over.

    "Para el viernes" is by Friday's closing in `hours`, "antes del viernes" by its opening. `zone` is the asker's.
    """
    text = text[:_READ_CHARACTERS]
    plain = _plain(text)
    if not may_be_dated(plain):
        return None
    reckoning = _reckoning(now, zone, hours, language)
    whole = _whole(text, plain, reckoning) or _put_right(text, plain, reckoning)
    if whole is not None:
        return whole
    for grammar in _grammars(language):
        for found in _wishes(grammar, plain, reckoning):
            due = instant_of(found.said, reckoning, before=found.before)
            if due is not None:
                return Wanted(
                    due=due,
                    words=text[found.start : found.end].strip(" ,"),
                    day_only=says_day_only(found.said),
                    clock=_clock_of(found.said),
                )
    return None


def promised(
    text: str, *, now: datetime, zone: str, hours: WorkingHours | None = None, language: str
) -> Wanted | None:
    """By when whoever serves says in passing that it will be done: "te lo mando mañana a las 10", "you'll have it on Friday".

    None where no such words say when, and for what is already over. `now` is when they were written.
    """
    text = text[:_READ_CHARACTERS]
    plain = _plain(text)
    if not may_be_dated(plain):
        return None
    reckoning = _reckoning(now, zone, hours, language, on_closed_days=True)
    for will in _WILL.finditer(plain):
        if "ó" in text[will.start() : will.end()]:
            continue  # "te lo mandó el lunes"
        end = _SENTENCE_END.search(plain, will.end())
        found = _time_behind(plain, will.end(), end, reckoning) or _time_before(
            plain, will.start(), end, reckoning
        )
        if found is not None:
            return _promised(text, found, reckoning)
    assured = _assured(plain, reckoning)
    return _promised(text, assured, reckoning) if assured is not None else None


def _promised(text: str, wish: _Wish, reckoning: Reckoning) -> Wanted | None:
    due = instant_of(wish.said, reckoning, before=wish.before)
    return _wanted(due, text[wish.start : wish.end], wish.said, reckoning) if due else None


def _time_behind(plain: str, begin: int, end: re.Match[str] | None, reckoning: Reckoning) -> _Wish | None:
    """ "Te lo mando mañana a las 10": the first time of the rest of the sentence, unless that tells of something else."""
    stop = min(end.start() if end else len(plain), begin + _LAST_WORDS)
    beside = _OF_SOMETHING.search(plain, begin, stop)
    stop = beside.start() if beside else stop
    starts = (word.start() for word in _CORE.finditer(plain, begin, stop))
    return next((found for at in starts if (found := _ahead(plain, at, stop, reckoning))), None)


def _time_before(plain: str, stop: int, end: re.Match[str] | None, reckoning: Reckoning) -> _Wish | None:
    """ "Mañana a primera hora me paso": a time that stands right before, and not in a question."""
    if end is not None and end[0] == "?":
        return None
    for at in (
        word.start()
        for word in _CORE.finditer(plain, max(_sentence_start(plain, stop), stop - _BEFORE_WILL), stop)
    ):
        found = _ahead(plain, at, stop, reckoning)
        if found is not None and not plain[found.end : stop].strip(" ,"):
            return None if _OF_BEFORE.search(plain, 0, at) else found
    return None


def _assured(plain: str, reckoning: Reckoning) -> _Wish | None:
    """ "Uy, se me pasó. Esta tarde sin falta": a clause that is a time and that it is sure, and nothing else."""
    for assurance in _ASSURED.finditer(plain):
        begin = max((m.end() for m in _CLAUSE_END.finditer(plain, 0, assurance.start())), default=0)
        end = _CLAUSE_END.search(plain, assurance.end())
        if plain[assurance.end() : end.start() if end else len(plain)].strip() or (end and end[0] == "?"):
            continue
        start = begin + len(plain[begin : assurance.start()]) - len(plain[begin : assurance.start()].lstrip())
        found = _ahead(plain, start, assurance.start(), reckoning)
        if found is not None and not plain[found.end : assurance.start()].strip():
            return found
    return None


def _ahead(plain: str, at: int, stop: int, reckoning: Reckoning) -> _Wish | None:
    """The time that begins there and is not over; None where there is none."""
    for grammar in _grammars(reckoning.language):
        start = _past_marker(grammar, plain, at)
        found = read(grammar, plain, start, reckoning.today) if start < stop else None
        before = grammar.before.match(plain, at) is not None
        due = instant_of(found[0], reckoning, before=before) if found else None
        if found is not None and due is not None and due > reckoning.now:
            return _Wish(at, found[1], found[0], before)
    return None


def may_be_dated(plain: str) -> bool:
    """Whether a text without accents and capitals shows any word or number of a date: most texts show none."""
    return not _CORES.isdisjoint(_CORE.findall(plain))


def parse_due(
    text: str, *, now: datetime, zone: str, hours: WorkingHours | None = None, language: str
) -> Wanted | None:
    """The whole text as a date, as an owner types a promise; None when any of it is not understood.

    A day on which `hours` are closed is kept: an owner may promise a Saturday. Where our own rules read nothing the
    dateparser library is asked, whose first answer takes 0.1 s unless `warm` was called.
    """
    if len(text) > _PROMISE_CHARACTERS:
        return None
    reckoning = _reckoning(now, zone, hours, language, on_closed_days=True)
    return _whole(text, _plain(text), reckoning) or _by_library(text.strip(), reckoning)


def warm() -> None:
    """Does beforehand what the first question would wait for (dateparser's import and its locales: 0.1 s)."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for language in _GRAMMARS:
        _by_library("3 feb 2027, 10:00", _reckoning(now, "UTC", None, language))


def _whole(text: str, plain: str, reckoning: Reckoning) -> Wanted | None:
    """The text as one date, with nothing beside it but courtesy and "para" or "by"."""
    if len(text) > _PROMISE_CHARACTERS:
        return None
    for grammar in _grammars(reckoning.language):
        start = _past_polite(grammar, plain, 0)
        readings = {start: False}
        marked = grammar.markers.match(plain, start) is not None
        bare = not (marked or grammar.need.search(plain) or grammar.latest.search(plain))
        if marked:
            is_before = grammar.before.match(plain, start) is not None
            readings.setdefault(_past_marker(grammar, plain, start), is_before)
        for at, before in readings.items():
            found = read(grammar, plain, at, reckoning.today)
            if found and _past_polite(grammar, plain, found[1]) == len(plain):
                due = instant_of(found[0], reckoning, before=before)
                return _wanted(due, text[start : found[1]], found[0], reckoning, bare=bare) if due else None
    return None


def _put_right(text: str, plain: str, reckoning: Reckoning) -> Wanted | None:
    """ "Perdón, el viernes, no el jueves": the time that it is, and not the one that it is not."""
    said = _PUTS_RIGHT.fullmatch(plain) if len(plain) <= _PROMISE_CHARACTERS else None
    if said is None:
        return None
    begin, end = said.span("so")
    return _whole(text[begin:end], plain[begin:end], reckoning)


def _wanted(due: datetime, words: str, said: Said, reckoning: Reckoning, *, bare: bool = False) -> Wanted:
    others = other_readings(said, due, reckoning) if reckoning.on_closed_days else ()
    return Wanted(
        due=due,
        words=words.strip(" ,"),
        day_only=says_day_only(said),
        others=others,
        bare=bare,
        clock=_clock_of(said),
    )


def _clock_of(said: Said) -> Clock:
    if said.clock_min is None or said.days is not None:
        return ""
    return "open" if said.half_is_open else "sure"


def _wishes(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    """What the text wishes for, sure signs first and each kind in the order of the text."""
    if grammar.marks.search(plain) is None:
        return
    sure = [*_marked(grammar, plain, reckoning), *_with_latest(grammar, plain, reckoning)]
    yield from sorted(sure, key=lambda wish: (wish.start, -wish.end))
    yield from _asked_for(grammar, plain, reckoning)


def _marked(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    for pattern in (grammar.before, grammar.by, grammar.for_, grammar.need):
        for mark in pattern.finditer(plain):
            # A time's own words may begin with the mark ("by 4"), so both readings are tried.
            begins = (mark.end(),) if pattern is grammar.need else (mark.start(), mark.end())
            readings = (read(grammar, plain, begin, reckoning.today) for begin in begins)
            found = max((one for one in readings if one), key=lambda one: one[1], default=None)
            if found is None:
                continue
            start = mark.end() if pattern is grammar.need else mark.start()
            wish = _Wish(start, found[1], found[0], pattern is grammar.before)
            if pattern is grammar.need and grammar.events.search(mark[0]):
                continue
            if not _is_no_wish(grammar, plain, mark.start(), wish, is_for=pattern is grammar.for_):
                yield wish


def _is_no_wish(grammar: Grammar, plain: str, mark: int, wish: _Wish, *, is_for: bool) -> bool:
    before = plain[_sentence_start(plain, mark) : mark]
    return bool(
        grammar.denied.search(before)
        or grammar.gone.match(plain, wish.end)
        or grammar.of.search(plain[max(0, wish.start - 20) : wish.start])
        or (is_for and _belongs_to_something(grammar, before, wish))
    )


def _belongs_to_something(grammar: Grammar, before: str, wish: _Wish) -> bool:
    """ "Vacaciones para el 15", "the payslip for November": the date is the thing's."""
    if is_longer_than_a_week(wish.said) or grammar.events.search(before):
        return True
    return not (grammar.for_is_enough or grammar.need.search(before) or grammar.asks.search(before))


def _with_latest(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    """ "El viernes como muy tarde": the date stands right before."""
    for mark in grammar.latest.finditer(plain):
        for start in grammar.starts.finditer(plain, max(0, mark.start() - _BEFORE_LATEST), mark.start()):
            found = read(grammar, plain, start.start(), reckoning.today)
            if not found or found[1] != mark.start():
                continue
            wish = _Wish(start.start(), mark.end(), found[0], False)
            is_things = grammar.events.search(plain[max(0, wish.start - 60) : wish.start])
            if not is_things and not _is_no_wish(grammar, plain, wish.start, wish, is_for=False):
                yield wish
            break


def _asked_for(grammar: Grammar, plain: str, reckoning: Reckoning) -> Iterator[_Wish]:
    """ "¿Me lo podéis mirar esta semana?": a date that ends the sentence in which something is asked."""
    stop = 0
    for asked in grammar.asks.finditer(plain):
        if asked.start() < stop:
            continue  # in a sentence already read
        end = _SENTENCE_END.search(plain, asked.end())
        stop = end.start() if end else len(plain)
        for start in grammar.starts.finditer(plain, max(asked.end(), stop - _LAST_WORDS), stop):
            found = read(grammar, plain, start.start(), reckoning.today)
            if not found or _past_polite(grammar, plain, found[1]) < stop:
                continue
            wish = _Wish(start.start(), found[1], found[0], False)
            if not _is_no_wish(grammar, plain, start.start(), wish, is_for=True):
                yield wish
            break


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


class _Bare(dict[int, str]):
    """What each letter is without accent and capital: filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isspace() and letter != "\n":
            bare = " "
        elif letter.isdecimal():  # of any script
            bare = str(unicodedata.decimal(letter))
        else:
            bare = unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter
        self[code] = bare
        return bare


_BARE = _Bare({ord("’"): "'"})


def _plain(text: str) -> str:
    """Without accents and capitals, letter for letter, so that places in it are places in the text."""
    return text.translate(_BARE)


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
