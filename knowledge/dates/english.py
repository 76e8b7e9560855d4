"""How English says when."""

import re
from datetime import date, timedelta

from knowledge.dates.lexicon import APART, Lexicon, any_of, by_middle, iso, part, rule, slashed
from knowledge.dates.said import (
    Grammar,
    Rule,
    Said,
    clock,
    coming_date,
    coming_day,
    coming_month,
    coming_weekday,
    month_of,
    next_month,
    one_day,
    quarter_of,
    week_of,
    weekday_from,
    weekend_eve,
)

_WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thurs": 3,
    "thur": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
_MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10,
    "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "couple of": 2, "three": 3, "a few": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty five": 45, "twenty four": 24, "forty eight": 48,
}  # fmt: skip
_HOURS = {
    word: number
    for word, number in _NUMBERS.items()
    if number <= 24 and word not in {"a", "an", "a couple of", "couple of", "a few"}
}


_WORDS = Lexicon(weekdays=_WEEKDAYS, months=_MONTHS, numbers=_NUMBERS)
_WEEKDAY, _MONTH, _NUMBER = any_of(_WEEKDAYS), any_of(_MONTHS), rf"\d{{1,3}}|{any_of(_NUMBERS)}"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"


def _weekday(match: re.Match[str], today: date) -> Said | None:
    """ "Next Friday" is the one of next week, "this Friday" and "Friday" the one that comes."""
    weekday = _WEEKDAYS[match["weekday"]]
    if match["day"]:
        month, day = _WORDS.month(match["month"] or match["month_before"]), int(match["day"])
        return one_day(coming_date(today, day, month) if month else coming_weekday(today, day, weekday))
    if match["which"] == "next" or match["next_week"]:
        return one_day(week_of(today)[0] + timedelta(days=7 + weekday))
    return one_day(weekday_from(today, weekday, same_day=match["which"] == "this"))


def _end_of(match: re.Match[str], today: date) -> Said | None:
    ahead = bool(match["next"])
    if match["month"]:
        days = coming_month(today, _MONTHS[match["month"]])
    elif match["what"] == "week":
        if not ahead:
            return weekend_eve(today)
        days = week_of(today + timedelta(days=7))
    elif match["what"] == "month":
        days = month_of(next_month(today) if ahead else today)
    elif match["what"] == "quarter":
        days = quarter_of(quarter_of(today)[1] + timedelta(days=1) if ahead else today)
    else:
        days = date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    return Said(days=days, is_end=True)


def _part_of_month(match: re.Match[str], today: date) -> Said | None:
    last = 7 if match["part"] in {"early", "beginning of", "start of"} else 15
    return by_middle(today, last, _WORDS.month(match["month"]), next_one=bool(match["next"]))


def _time(match: re.Match[str], today: date) -> Said | None:
    """ "At 3" and "3 pm", but neither "3" alone nor "by 3 people"."""
    half = match["half"] or ""
    bare = not (half or match["minute"] or match["exact"])
    if bare and not (match["at"] and _AFTER_HOUR.match(match.string, match.end())):
        return None
    is_morning = half.startswith("a") or "morning" in half
    return clock(
        _WORDS.number(match["hour"]), int(match["minute"] or 0), "am" if is_morning else "pm" if half else ""
    )


def _past_or_to(match: re.Match[str], today: date) -> Said | None:
    minutes = {"half": 30, "quarter": 15, "a quarter": 15}.get(match["minute"]) or _WORDS.number(
        match["minute"]
    )
    hour = _WORDS.number(match["hour"])
    return clock(hour, minutes) if match["past"] == "past" else clock(hour - 1, 60 - minutes)


_AFTER_HOUR = re.compile(
    rf" *(?:$|[^\w\s]|\n)| (?:today|tomorrow|tonight|on|this|the|next|please|pls|thanks|at|if|and|so|or|but|because|sharp|latest|in the"
    rf"|{_WEEKDAY})\b"
)
_HALF = (
    rf"(?:{APART}(?P<half>am|pm|a\.m\.?|p\.m\.?|in the morning|in the afternoon|in the evening|at night))?"
)

DAYS: tuple[Rule, ...] = (
    rule(r"today", lambda m, today: one_day(today)),
    rule(r"tonight", lambda m, today: Said(days=(today, today), part="night")),
    rule(r"(?:tomorrow|tmrw|tmr)", lambda m, today: one_day(today + timedelta(days=1))),
    rule(r"(?:the )?day after tomorrow", lambda m, today: one_day(today + timedelta(days=2))),
    rule(r"this morning", lambda m, today: Said(days=(today, today), part="morning")),
    rule(r"this afternoon", lambda m, today: Said(days=(today, today), part="afternoon")),
    rule(r"this evening", lambda m, today: Said(days=(today, today), part="night")),
    rule(
        rf"(?:on )?(?:(?P<which>next|this|this coming|coming|the coming) )?(?P<weekday>{_WEEKDAY})(?!s\b)"
        rf"(?:(?P<next_week> (?:of )?next week)| this week|"
        rf",? (?:the )?(?:(?P<month_before>{_MONTH}) )?{_DAY}(?!\d|:| ?[ap]m)(?:(?: of)? (?P<month>{_MONTH}))?)?",
        _weekday,
    ),
    rule(rf"(?:on )?(?:the )?{_DAY}(?: of)?[ -](?P<month>{_MONTH}){_YEAR}", _WORDS.dated),
    rule(rf"(?:on )?(?P<month>{_MONTH}) (?:the )?{_DAY}(?!\d|:| ?[ap]m){_YEAR}", _WORDS.dated),
    rule(
        r"(?:on )?(?:the )?(?P<first>\d{1,2})(?P<cut>[/-])(?P<second>\d{1,2})(?:(?P=cut)(?P<year>20\d\d|\d\d))?",
        slashed,
    ),
    rule(r"(?:on )?(?:the )?(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.(?P<year>20\d\d|\d\d)", slashed),
    rule(r"(?:on )?(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", iso),
    rule(
        r"(?:on )?the (?P<day>\d{1,2})(?:st|nd|rd|th)(?! (?:party|person|floor|time|attempt|week|day|quarter|version))",
        lambda m, today: one_day(coming_day(today, int(m["day"]))),
    ),
    rule(r"(?:(?:later|sometime|some time) )?this week", lambda m, today: Said(days=week_of(today))),
    rule(r"(?:sometime )?next week", lambda m, today: Said(days=week_of(today + timedelta(days=7)))),
    rule(
        r"early next week",
        lambda m, today: one_day(week_of(today)[0] + timedelta(days=8)),
    ),
    rule(r"this month", lambda m, today: Said(days=month_of(today))),
    rule(r"next month", lambda m, today: Said(days=month_of(next_month(today)))),
    rule(r"(?:(?:the|this) )?weekend", lambda m, today: weekend_eve(today)),
    rule(
        rf"(?:at )?(?:the )?end of (?:(?:the |this |(?P<next>next ))?(?P<what>week|month|quarter|year)|(?P<month>{_MONTH}))",
        _end_of,
    ),
    rule(r"(?:the )?(?P<month>)(?P<next>)?(?P<what>week|month|year)[- ]?end", _end_of),
    rule(r"eow", lambda m, today: weekend_eve(today)),
    rule(r"eom", lambda m, today: Said(days=month_of(today), is_end=True)),
    rule(
        rf"(?:the )?(?P<part>early|beginning of|start of|mid|middle of)(?: |-|(?<=mid))(?:(?:the |this )?month|(?P<next>next month)|(?P<month>{_MONTH}))",
        _part_of_month,
    ),
    rule(r"(?:christmas|xmas)(?: day)?", lambda m, today: one_day(coming_date(today, 25, 12))),
    rule(
        rf"(?P<month>{'|'.join(name for name in _MONTHS if len(name) > 3 and name not in {'march', 'sept'})})",
        lambda m, today: Said(days=coming_month(today, _MONTHS[m["month"]])),
    ),
)

TIMES: tuple[Rule, ...] = (
    rule(
        rf"(?P<at>(?:at|around|about|by|before) )?(?P<hour>\d{{1,2}}|{any_of(_HOURS)})(?:[:.](?P<minute>\d\d))?(?P<exact>{APART}o'?clock)?{_HALF}"
        r"(?![/.:]\d)",
        _time,
    ),
    rule(
        rf"(?:(?:at|by|before) )?(?P<minute>half|a quarter|quarter|five|ten|twenty) (?P<past>past|to) (?P<hour>\d{{1,2}}|{any_of(_HOURS)})",
        _past_or_to,
    ),
    rule(r"(?:at )?(?:noon|midday)", lambda m, today: clock(12, 0, "pm")),
    rule(r"(?:at )?midnight", lambda m, today: clock(24)),
    rule(r"(?:before |at )?(?:lunch(?: ?time)?)", part("lunch")),
    rule(r"(?:(?:right )?after lunch|early (?:in the )?afternoon)", part("early_afternoon")),
    rule(r"(?:in the )?morning", part("morning")),
    rule(r"(?:in the )?afternoon", part("afternoon")),
    rule(r"(?:(?:in the|at) )?(?:evening|night)", part("night")),
    rule(r"first thing(?: in the morning)?", part("first_thing")),
    rule(
        r"(?:at )?(?:(?:the )?(?:end of (?:the |this )?(?:business )?day|day'?s end|close of (?:business|play)|end of business)"
        r"|eod|cob|eob|last thing)",
        part("end"),
    ),
)

WAITS: tuple[Rule, ...] = (
    rule(
        rf"(?:in|within)(?: the next)? (?P<count>{_NUMBER}){APART}(?P<working>(?:business|working) )?"
        r"(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)(?P<half> and a half)?",
        _WORDS.wait,
    ),
    rule(r"(?:in|within) half an hour", lambda m, today: Said(wait=timedelta(minutes=30))),
    rule(r"within the hour", lambda m, today: Said(wait=timedelta(hours=1))),
    rule(r"(?:in|within) (?:a )?quarter of an hour", lambda m, today: Said(wait=timedelta(minutes=15))),
)

_NEEDS = (
    r"(?:(?:i|we|i'd|we'd|he|she|they)(?: really| also| will|'ll)? (?:need|needs|want|like to have|would like|require)|must be (?:ready|done|sent)|has to be (?:ready|done|sent)"
    r"|have to (?:send|submit|hand in|present|deliver))"
)
_THING = r"(?:(?:it|them|this|that|these|those)|(?:the|a|an|my|our|this|that|another|two|three) (?:[a-z]+ (?:of (?:the |my )?[a-z]+ )?){1,3}?|(?!(?:to|you|someone|somebody|help|by|no|not) )[a-z]+)"

_CORES = """
    today tonight tomorrow tmrw tmr day days morning afternoon evening night week weeks month months
    quarter year weekend monthend yearend midmonth eow eom christmas xmas half noon midday midnight lunch
    lunchtime eod cob eob business play thing minute minutes min mins hour hours hr hrs h
"""

ENGLISH = Grammar(
    days=DAYS,
    times=TIMES,
    waits=WAITS,
    cores=frozenset([*_WEEKDAYS, *_MONTHS, *map("mid{}".format, _MONTHS), *_HOURS, *_CORES.split()]),
    joint=re.compile(r",? ?(?:(?:at|on|of|in|by|before|around) )?"),
    lead=re.compile(r"(?:(?:on|at|by|for|sometime|some time|later|the latest|latest) )+"),
    before=re.compile(r"\b(?:before|ahead of|prior to) (?:the (?=end|weekend|\d))?(?=\w)"),
    by=re.compile(
        r"\b(?:by|no later than|not later than|at the latest by|latest by|on or before|(?<!not )due(?: by| on| for)?|within(?= )"
        r"|(?:i|we) (?:only )?(?:have|'ve got|have got) (?:time )?(?:until|till)|deadline(?: \w+){0,3}?(?: is|:)(?: on| by)?) ?(?=\w)"
    ),
    for_is_enough=False,
    for_=re.compile(r"\bfor (?=\w)"),
    latest=re.compile(
        r",? ?\b(?:at the (?:very )?latest|the latest|latest|at most|without fail|if (?:at all )?possible|if you can)\b"
    ),
    need=re.compile(rf"\b{_NEEDS} {_THING}(?: (?:back|ready|done|sent|fixed|sorted|urgently|asap))* ?"),
    asks=re.compile(
        r"\b(?:can you|could you|would you|will you|please|pls|can (?:someone|somebody|anyone)|send (?:me|us|it))\b"
    ),
    starts=re.compile(
        rf"\b(?:today|tonight|tomorrow|tmrw|tmr|the|this|next|on|in|at|within|{_WEEKDAY}|{_MONTH}|\d|end|eod|cob|eob|eow|eom|noon|midday"
        r"|first thing|before|early|later|close)\b"
    ),
    events=re.compile(
        r"\b(?:holidays?|vacation|leave|meetings?|appointments?|flights?|trips?|bookings?|booked|tickets?|hotel|events?|courses?|training"
        r"|shifts?|scheduled|planned|interviews?|dinners?|lunch(?:es)?|parties|party|day off|days off|off|rooms?)(?: \w+){0,2} ?$"
    ),
    denied=re.compile(
        r"\b(?:(?:don't|do not|doesn't|does not|didn't) (?:really )?need|not (?:needed|urgent)|no rush|promised|said|told|was|were|had been|should have"
        r"|paid|worked|i (?:am|will be)|i'm|i'll be)\b[^.;?!]*$"
    ),
    gone=re.compile(r",? (?:\w+ ){0,2}(?:worked|was|were|had|could|used to)\b"),
    of=re.compile(r"\b(?:of|to|through|from|since|last|past|every|each|ago|on every|until|till)(?: the)? ?$"),
    polite=re.compile(
        r"[\s,.!?:;()-]+|\b(?:please|pls|thanks|thank you|if possible|if you can|ok|okay|sure|yes|at the latest|the latest|i need it|we need it|asap"
        r"|you'll have it|i'll have it|it will be ready|i think|maybe|latest)\b"
    ),
)
