"""Which request does a message belong to? Pure: from words, place and the person's own requests.

One thread, one request. Outside a thread a requester's words go to the request that waits for them or that they
plainly continue; words within two minutes join unless they surely ask for another thing; words that say nothing by
themselves lean on what is open, for as long as it is fresh; else they are new. An owner's words are never guessed.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.apart import apart, holds_another, is_delicate_apart, topics_of
from bot.bare import is_only_for_a_person
from bot.domain.commands import Attached
from bot.domain.reading import Reading
from bot.domain.request import Place, Request, RequestNumber
from knowledge.directory import Directory, PersonId
from knowledge.follows import (
    announced,
    asks_for_privacy,
    goes_on,
    names_no_matter,
    points_back,
    says_false_alarm,
)
from knowledge.named import called
from knowledge.needs import asks_for_something

JOINS_WITHIN = timedelta(minutes=2)
LINE_WITHIN = timedelta(minutes=10)  # what is said to a file that came without words
ANSWERS_WITHIN = timedelta(minutes=10)  # what is said to a question that somebody has just put
TURN_LASTS = timedelta(days=14)  # over somebody's leave: "yes" is said to whoever spoke last
LEANS_WITHIN = timedelta(hours=12)  # since anything happened in it: as long as a working day and its evening
LATE_WITHIN = timedelta(days=30)  # since it closed for want of an answer: the answer
COMPLAINS_WITHIN = timedelta(days=30)
NAMES_NO_MATTER = 5  # words: "sigue sin llegar, gracias" says nothing of what it is about
SURELY = 0.9  # confidence from which words are another department's

MOST_NAMED = 3  # of somebody's own open requests, where they are told what is under way
MOST_HELD = 3  # requests that an owner's loose words are offered to

OVER = ("closed", "withdrawn")  # what is said of them opens something new
_NUMBER = re.compile(r"\bR-?(\d{4,9})\b", re.IGNORECASE)


class Said(Struct, frozen=True, kw_only=True):
    """Words as a platform delivered them. `id` is the message's own, the same for every delivery."""

    id: str
    by: PersonId
    text: str
    place: Place
    thread: RequestNumber | None = None  # by thread, quote or card
    private: bool = False
    files: tuple[Attached, ...] = ()
    wordless: bool = False  # files alone, which the text only names: nothing in it says what they are about
    locked: bool = False  # meant as a private note: of who serves it is held, whatever else it looks like
    calls_us: bool = True  # not: talk among others, of which only what belongs to its thread is kept
    as_requester: bool = False  # the place says that they speak as a requester (the web desk's left side)


class Heard(Struct, frozen=True, kw_only=True):
    what: Literal[
        "ask",
        "add",
        "complain",
        "greeting",
        "thanks",
        "nothing",
        "help",
        "which",
        "progress",
        "held",
        "who",
        "readers",
    ]
    number: RequestNumber | None = None  # add: to which
    joined: bool = False
    apart: bool = False  # add: they seem to ask for another thing, which one tap makes of them
    ringing: tuple[RequestNumber, ...] = ()  # add: their other alarms, which the words may be of as well
    as_new: bool = False  # ask: never joined to what is being said at the same moment
    # Of progress and readers: which; of held and which: to whom or of which it may be.
    numbers: tuple[RequestNumber, ...] = ()


def belongs(
    said: Said,
    reading: Reading,
    mine: Sequence[Request],
    serving: Sequence[RequestNumber],
    directory: Directory,
    now: datetime,
) -> Heard:
    """`mine`: the person's own requests, newest first; `serving`: those that they own now, most recent first."""
    open_ones = [request for request in mine if request.is_open]
    if reading.danger is not None:
        return Heard(what="ask", as_new=True)
    named = named_in(said.text)
    meant = next(
        (r for r in mine if r.number == named and (r.status not in OVER or comes_late(r, now))), None
    )
    if (complained := _complained(said, reading, mine, directory, now)) is not None:
        return Heard(what="complain", number=complained)
    if reading.files_complaint:
        return Heard(what="ask", as_new=True)
    if meant is not None and meant.is_open and reading.asks_progress:
        return Heard(what="progress", numbers=(meant.number,))
    if meant is not None:
        return Heard(what="add", number=meant.number)
    if reading.asks_who:
        return Heard(what="who")
    # Said to the desk, whoever says it: a greeting or thanks and nothing else is for nobody's request.
    if _calls(said, reading) and open_ones and not (serving and not said.as_requester):
        return Heard(what="progress", numbers=tuple(r.number for r in open_ones[:MOST_NAMED]))
    if reading.greeting and not said.files:
        return Heard(what="greeting", numbers=tuple(r.number for r in open_ones[:MOST_NAMED]))
    if reading.thanks and not said.files:
        return Heard(what="thanks")
    if reading.bare == "readers" and open_ones:
        return Heard(what="readers", numbers=tuple(r.number for r in open_ones[:MOST_NAMED]))
    if reading.bare in ("help", "readers") and not said.files:
        return Heard(what="help")
    if serving and not said.as_requester:
        return Heard(what="held", numbers=tuple(serving[:MOST_HELD]))
    heard = _continued(said, reading, mine, open_ones, directory, now) or Heard(what="ask")
    if heard.what == "add" and not heard.apart:
        to = next(request for request in mine if request.number == heard.number)
        return replace(heard, apart=not to.awaits_a_line and holds_another(said.text, reading, to))
    return heard


def _calls(said: Said, reading: Reading) -> bool:
    """Whether they only ask if anybody is there: of who waits for an answer it asks how it is going."""
    return not said.files and (reading.bare == "calling" or (reading.greeting and "?" in said.text))


def named_in(text: str) -> RequestNumber | None:
    """The number that words say they are about; whose request it is, is not known yet."""
    found = _NUMBER.search(text)
    return RequestNumber(int(found[1])) if found is not None else None


def _continued(
    said: Said,
    reading: Reading,
    mine: Sequence[Request],
    open_ones: Sequence[Request],
    directory: Directory,
    now: datetime,
) -> Heard | None:
    """What the words plainly go on with; None: with nothing."""
    theirs = _whose_they_may_be(said, reading, mine, directory)
    open_theirs = [request for request in theirs if request.is_open]
    may_be_any = len(open_theirs) == len(open_ones)
    # Said of something that is open, and of nothing new.
    too_long = reading.too_long and reading.progress_of != "beside"
    plainly = too_long or reading.withdraws or is_only_for_a_person(reading, said.text)
    if plainly and may_be_any and len(open_ones) == 1 and not _elsewhere(reading, open_ones[0], directory):
        return Heard(what="add", number=open_ones[0].number, joined=True)
    if (addressed := _addressed(said, reading, open_ones, open_theirs, directory)) is not None:
        return addressed
    if reading.asks_progress and (state := _state(reading, open_ones, directory)) is not None:
        return state
    if len(open_ones) > 1 and (reading.withdraws or too_long):
        about = [r for r in open_theirs if _is_of(r, reading)]
        if len(about) == 1:
            return _joined(about[0])
    if (offered := _of_the_answer(said, reading, open_theirs, directory, now)) is not None:
        return _joined(offered)
    if (turn := _whose_turn_it_answers(said, reading, mine, open_ones, now)) is not None:
        return _joined(turn)
    if may_be_any and (answered := _answered(said, reading, mine, open_ones, directory)) is not None:
        return answered
    if reading.well and not open_ones and any(r.status == "resolved" or comes_late(r, now) for r in mine):
        return Heard(what="thanks")
    if (still_so := _still_so(said, reading, theirs, directory)) is not None:
        return Heard(what="add", number=still_so, joined=True)
    if len(just_asked := [r for r in open_ones if _just_asked(r, now)]) == 1:
        another = announced(said.text) == "plainly" or just_asked[0] not in open_theirs
        return _joined(just_asked[0], apart=another)
    waiting = [r for r in open_theirs if r.status == "pending" or _waits_for_a_line(r, said, now)]
    if len(waiting) == 1 and (goes_on(said.text) or not _elsewhere(reading, waiting[0], directory)):
        return _joined(waiting[0])
    recent = _spoken_of(said, reading, open_theirs, now)
    if recent is not None and (likely := apart(said.text, reading, recent, directory)) != "surely":
        # What may be delicate and is announced: whoever has the first has no business reading it.
        of_its_own = likely and stands_alone(reading) and announced(said.text)
        return None if of_its_own else _joined(recent, apart=likely == "perhaps")
    # What is still so may be what was resolved, and so may "¿y quince?" a moment later.
    of_what_was_done = reading.still_so or (not open_ones and names_no_matter(said.text))
    alive = (
        [r for r in theirs if r.status not in OVER and not r.signpost] if of_what_was_done else open_theirs
    )
    return _leaning(said, reading, alive, now) or _late_answer(said, reading, theirs, now)


def _addressed(
    said: Said,
    reading: Reading,
    open_ones: Sequence[Request],
    open_theirs: Sequence[Request],
    directory: Directory,
) -> Heard | None:
    """That an alarm was false is for whoever was alerted last, also where they named no other; else for whom they call."""
    alarm = _last_alarm(open_ones) if says_false_alarm(said.text) else None
    whose = alarm or _called(said, open_theirs, directory)
    if whose is None:
        return None
    is_other = apart(said.text, reading, whose, directory) != ""
    return (
        _joined(whose, apart=is_other) if alarm is None else _of_the_alarm(alarm, open_ones, apart=is_other)
    )


def _of_the_alarm(alarm: Request, open_ones: Sequence[Request], *, apart: bool = False) -> Heard:
    """Of one of several: nobody runs the less for another, and who says so must know."""
    others = (r.number for r in open_ones if r.emergency is not None and r.number != alarm.number)
    return replace(_joined(alarm, apart=apart), ringing=tuple(others))


def _last_alarm(open_ones: Sequence[Request]) -> Request | None:
    urgent = [r for r in open_ones if r.emergency is not None]
    return max(urgent, key=lambda r: r.spoken_at, default=None)


def _called(said: Said, open_theirs: Sequence[Request], directory: Directory) -> Request | None:
    """Whose owner they call by name: "hola Lucía, sí, pero sigue igual". Of several that she has, the one spoken of last."""
    people = called(said.text, directory)
    theirs = [r for r in open_theirs if not r.unseen and r.owner in people]
    return max(theirs, key=lambda r: (r.was_answered_last, r.last_at), default=None)


def comes_late(request: Request, now: datetime) -> bool:
    """Whether what is said of it now may be the answer for want of which it has closed."""
    closed_at = request.closed_at if request.status == "closed" and request.given_up else None
    return closed_at is not None and now - closed_at <= LATE_WITHIN


def _given_up(theirs: Sequence[Request], now: datetime) -> list[Request]:
    return [r for r in theirs if (r.status == "resolved" and r.by_silence) or comes_late(r, now)]


def _late_answer(said: Said, reading: Reading, theirs: Sequence[Request], now: datetime) -> Heard | None:
    """The answer to a question that nobody waits for any more: it reaches whoever put it, and brings the request back.

    What is about the same and asks for something by itself may be a new need: one tap makes it one.
    """
    silent = _given_up(theirs, now)
    if not silent or announced(said.text):
        return None
    routed = reading.verdict == "route"
    about = next((r for r in theirs if routed and reading.topic in topics_of(r)), None)
    if about in silent:
        return _joined(about, apart=asks_for_something(said.text) and not goes_on(said.text))
    leans_on = [r for r in silent if _leans_on(r, said, reading)]
    return _joined(leans_on[0]) if len(leans_on) == 1 else None


def _state(reading: Reading, open_ones: Sequence[Request], directory: Directory) -> Heard | None:
    """Of which "how is it going?" is asked; None where it is of nothing that is open, which is a need like any other."""
    about = tuple(r.number for r in open_ones if _is_of(r, reading))
    if reading.progress_of == "beside" and len(about) == 1:
        # "The laptop never showed up, still waiting": more than a question, for whoever has it to read.
        return Heard(what="add", number=about[0], joined=True)
    if not reading.progress_of or about:
        numbers = about if reading.progress_of else tuple(r.number for r in open_ones)
        return Heard(what="progress", numbers=numbers)
    if reading.progress_of == "beside":
        return None
    may_be = tuple(r.number for r in open_ones if not _elsewhere(reading, r, directory))
    if len(may_be) > 1:
        return Heard(what="which", numbers=may_be[:MOST_NAMED])
    return Heard(what="progress", numbers=may_be) if may_be else None


def _of_the_answer(
    said: Said, reading: Reading, open_ones: Sequence[Request], directory: Directory, now: datetime
) -> Request | None:
    """Of which prepared answer they say that it does not do: of the one that was given last."""
    objects = reading.objects or (reading.bare == "matterless" and reading.still_so)
    if not objects or said.files:
        return None
    given = [r for r in open_ones if r.article is not None and now - r.last_at <= LEANS_WITHIN]
    given = [r for r in given if not _elsewhere(reading, r, directory)]
    return max(given, key=lambda r: r.last_at, default=None)


def _whose_turn_it_answers(
    said: Said, reading: Reading, mine: Sequence[Request], open_ones: Sequence[Request], now: datetime
) -> Request | None:
    """A word that is nothing by itself answers whoever spoke last, however their words were put: as a question or not."""
    if (
        reading.bare not in ("nothing", "answer")
        or said.files
        or any(r.status == "pending" for r in open_ones)
    ):
        return None
    if not open_ones and reading.bare == "answer":
        given_up = _given_up(mine, now)
        return given_up[0] if len(given_up) == 1 else None
    turns = [r for r in open_ones if r.was_answered_last]
    last = max(turns, key=lambda r: r.answered_at or r.asked_at, default=None)
    return last if last is not None and _is_their_turn(last, now) else None


def _is_their_turn(request: Request, now: datetime) -> bool:
    """Whether a person has written to them and waits, however they put it, for what they say: "3 de noviembre", days later."""
    answered_at = request.answered_at
    spoke_last = request.is_open and request.was_answered_last
    return spoke_last and answered_at is not None and now - answered_at <= TURN_LASTS


def _leaning(said: Said, reading: Reading, alive: Sequence[Request], now: datetime) -> Heard | None:
    """What words lean on that are no request by themselves: "pone error 0x80", an hour later.

    Of several it is the one that they are about, else the one whose owner waits for them; else it is asked.
    """
    fresh = [r for r in alive if now - r.last_at <= LEANS_WITHIN or _is_their_turn(r, now)]
    leans_on = [r for r in fresh if _leans_on(r, said, reading)]
    if len(leans_on) > 1:
        about = [r for r in leans_on if _is_of(r, reading)]
        turns = sorted(
            (r for r in leans_on if r.was_answered_last), key=lambda r: r.answered_at or r.asked_at
        )
        leans_on = about or turns[-1:] or leans_on
    if len(leans_on) > 1:
        return Heard(what="which", numbers=tuple(r.number for r in leans_on[:MOST_NAMED]))
    return _joined(leans_on[0]) if leans_on else None


def _leans_on(request: Request, said: Said, reading: Reading) -> bool:
    """Whether they name no matter, or begin as what goes on does and are like nothing in particular, or like this one.

    What may be confidential is never put before whoever has something else.
    """
    if announced(said.text) or said.files:
        return False
    if names_no_matter(said.text):
        return True
    if reading.amends and _is_of(request, reading):
        return reading.caution in ("", "caution")  # a mere likeness, of what may well be this one
    if reading.caution == "requester":
        shut_out = reading.verdict != "route" or request.confidential  # what stays among the same few
        return shut_out and (asks_for_privacy(said.text) or (request.confidential and goes_on(said.text)))
    if request.complained_of is not None and reading.caution in ("caution", "words") and goes_on(said.text):
        return reading.verdict != "route"  # what went wrong, told further to whoever answers for it now
    its_own = reading.verdict == "route" and reading.topic in topics_of(request)
    if reading.caution and not (reading.caution == "topic" and its_own):
        return False
    if not (reading.corrects or goes_on(said.text)):
        return False
    if reading.verdict != "route":
        return True
    return its_own and (reading.corrects or points_back(said.text) or not asks_for_something(said.text))


def _is_of(request: Request, reading: Reading) -> bool:
    """Whether it is what they are about, or may be."""
    read = {reading.topic} if reading.verdict == "route" else {reading.topic, *reading.choices}
    return not topics_of(request).isdisjoint(read)


def _whose_they_may_be(
    said: Said, reading: Reading, mine: Sequence[Request], directory: Directory
) -> list[Request]:
    """Without those whose owner must not read such words; only a thread or a number takes delicate ones there."""
    if not stands_alone(reading):
        return list(mine)
    return [request for request in mine if not is_delicate_apart(said.text, reading, request, directory)]


def _joined(request: Request, *, apart: bool = False) -> Heard:
    return Heard(what="add", number=request.number, joined=True, apart=apart)


def _spoken_of(said: Said, reading: Reading, open_ones: Sequence[Request], now: datetime) -> Request | None:
    """What was spoken of here a moment ago: of several, what the words are about, else the one spoken of last."""
    recent = [r for r in open_ones if now - r.spoken_at <= JOINS_WITHIN and r.place == said.place]
    about = [r for r in recent if reading.verdict == "route" and reading.topic in topics_of(r)]
    return max(about or recent, key=lambda r: r.spoken_at, default=None)


def _answered(
    said: Said,
    reading: Reading,
    mine: Sequence[Request],
    open_ones: Sequence[Request],
    directory: Directory,
) -> Heard | None:
    """What to say to words that say nothing of any matter. None where somebody waits for them, or they may be one."""
    newest = tuple(r.number for r in open_ones[:MOST_NAMED])
    if said.files or any(r.status == "pending" or _waits_for_a_line(r, said, r.last_at) for r in open_ones):
        return None
    of_nothing_yet = reading.still_so and not any(r.status not in OVER for r in mine)
    if reading.bare in ("opening", "calling") or (reading.bare == "matterless" and of_nothing_yet):
        return Heard(what="greeting", numbers=newest)
    if reading.bare == "thanks":  # and a little more: whoever helps may like to know it
        one = open_ones[0].number if len(open_ones) == 1 else None
        return Heard(what="thanks") if one is None else Heard(what="add", number=one, joined=True)
    of_nothing = bool(reading.bare) or reading.verdict != "route" or _is_of_last_resort(reading, directory)
    of_something_open = reading.bare == "matterless" or reading.withdraws or reading.complains
    if of_nothing and of_something_open and open_ones:
        awaited = _awaited(open_ones) if reading.bare == "matterless" and reading.still_so else open_ones
        if len(awaited) > 1:
            return Heard(what="which", numbers=newest)
        return _joined(awaited[0])
    of_nothing_else = reading.withdraws and all(r.emergency is not None for r in open_ones)
    # "Era broma, jajaja": whoever runs to help must read it.
    if (alarm := _last_alarm(open_ones)) is not None and (reading.bare == "nothing" or of_nothing_else):
        return _of_the_alarm(alarm, open_ones)
    if reading.bare in ("nothing", "answer") or (reading.withdraws and of_nothing):
        return Heard(what="nothing")
    return None


def _awaited(open_ones: Sequence[Request]) -> Sequence[Request]:
    """Of which "no ha venido nadie" is said: of danger, else of what was promised, else of what somebody has answered."""
    urgent = [r for r in open_ones if r.emergency is not None]
    promised = [r for r in open_ones if r.promise is not None]
    return urgent or promised or [r for r in open_ones if r.was_answered_last] or open_ones


def _complained(
    said: Said, reading: Reading, mine: Sequence[Request], directory: Directory, now: datetime
) -> RequestNumber | None:
    """Which of their requests a complaint in loose words is about: the one they name, else the only one there is."""
    if not reading.files_complaint:
        return _of_what_was_done(reading, mine, now)
    served = [r for r in mine if r.status not in ("new", "withdrawn") and not r.signpost]
    if (named := named_in(said.text)) is not None:
        return next((r.number for r in served if r.number == named), None)
    theirs = _whose_they_may_be(said, reading, served, directory)
    lately = [
        r for r in theirs if now - r.last_at <= COMPLAINS_WITHIN and not _elsewhere(reading, r, directory)
    ]
    return lately[0].number if len(lately) == 1 else None


def _of_what_was_done(reading: Reading, mine: Sequence[Request], now: datetime) -> RequestNumber | None:
    """Which request, of somebody who waits for nothing, they say was served badly: "gracias, pero pedirlo tres veces …"."""
    of_it = reading.complains and reading.verdict != "route" and reading.caution not in ("words", "requester")
    if not of_it or any(r.is_open for r in mine):
        return None
    done = [r for r in mine if r.status == "resolved" and not r.signpost and now - r.last_at <= LEANS_WITHIN]
    return max(done, key=lambda r: r.last_at).number if done else None


def _still_so(
    said: Said, reading: Reading, mine: Sequence[Request], directory: Directory
) -> RequestNumber | None:
    """Which of their requests goes on, open or resolved: "sigue sin llegar". None where it may be one of several."""
    if not reading.still_so:
        return None
    alive = [r for r in mine if r.status not in OVER and not r.signpost]
    if reading.progress_of == "beside":
        # "The bus never came, I'm still waiting": by its department alone it may be any.
        alive = [r for r in alive if _is_of(r, reading)]
    elif len(said.text.split()) > NAMES_NO_MATTER:
        alive = [r for r in alive if _may_be_about(r, reading, directory)]
    elif not (
        _is_of_last_resort(reading, directory) or names_no_matter(said.text)
    ):  # "still nothing" is like what belongs nowhere else
        alive = [r for r in alive if not _elsewhere(reading, r, directory)]
    if len(alive) > 1:
        alive = [r for r in alive if reading.verdict == "route" and r.topic == reading.topic]
    return alive[0].number if len(alive) == 1 else None


def _just_asked(request: Request, now: datetime) -> bool:
    """Somebody waits for these words: an answer names anything ("my laptop"), and is no less one for what it names."""
    asked = request.pending_since
    return request.status == "pending" and asked is not None and now - asked <= ANSWERS_WITHIN


def _waits_for_a_line(request: Request, said: Said, now: datetime) -> bool:
    return request.awaits_a_line and request.place == said.place and now - request.last_at <= LINE_WITHIN


def _may_be_about(request: Request, reading: Reading, directory: Directory) -> bool:
    """Whether what was read is the request's department, or nothing was read at all."""
    read = (reading.topic,) if reading.verdict == "route" else reading.choices
    departments = {directory.topics[t].department for t in read if t is not None and t in directory.topics}
    return not departments or _meant(request, directory) in departments


def _elsewhere(reading: Reading, request: Request, directory: Directory) -> bool:
    """Surely about something that another department answers for; of what nobody knows yet nothing is sure."""
    if request.awaits_a_line:
        return False
    if reading.verdict != "route" or reading.topic is None or reading.confidence < SURELY:
        return False
    # What belongs nowhere else is no other department's: "that's not what I asked for, it jams again".
    department = directory.topics[reading.topic].department
    return department not in (directory.concierge, _meant(request, directory))


def _is_of_last_resort(reading: Reading, directory: Directory) -> bool:
    topic = directory.topics.get(reading.topic) if reading.topic is not None else None
    return topic is not None and topic.department == directory.concierge


def _meant(request: Request, directory: Directory) -> str:
    """The department that a request is about, also while the bot itself still answers."""
    topic = directory.topics.get(request.topic) if request.topic is not None else None
    return topic.department if topic is not None else request.department


def stands_alone(reading: Reading) -> bool:
    """Words that are nobody else's request, wherever they are said: of danger, delicate ones, a complaint."""
    return bool(reading.danger or reading.caution or reading.files_complaint)
