"""What a requester's further words change: who may read it, by when, how urgent, and who has it now."""

from datetime import UTC, datetime

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.decide import asking, owning
from bot.domain.decide import steps as s
from bot.domain.decide.complaining import complain
from bot.domain.decide.danger import raise_emergency
from bot.domain.decide.steps import Steps
from bot.domain.reading import Reading
from bot.domain.request import Elsewhere, Request, WordsId
from knowledge.calendar import zone_of
from knowledge.directory import PersonId, Urgency

RISING: tuple[Urgency, ...] = ("low", "normal", "high", "urgent")


def stays_signposted(request: Request, reading: Reading | None) -> bool:
    """Whether more words get the official way again, unkept. Danger, a person wanted or another matter do not."""
    if not request.signpost or request.status != "resolved":
        return False
    if reading is None:
        return True
    elsewhere = reading.verdict == "route" and reading.topic not in (None, request.topic)
    return reading.danger is None and not reading.wants_person and not elsewhere


def more_from_requester(steps: Steps, reading: Reading | None, by: PersonId, words: WordsId) -> None:
    """What further words change: who may have it, by when, how urgent; and the way out of what the bot had said."""
    before = steps.request
    danger = reading.danger if reading is not None and _is_news(before) else None
    if reading is not None:
        asking.understand(steps, _on_the_day_said(steps, _as_said_to(before, reading)), by)
        if reading.urgency is not None and RISING.index(reading.urgency) > RISING.index(before.urgency):
            s.set_urgency(steps, reading.urgency, "words")
    if danger is not None:
        if not before.is_open:
            steps.add(e.RequestReopened, by=by, cause="words")
        raise_emergency(steps, danger, _whose_it_is(before))
    elif _comes_back(before, reading):
        asking.come_back(steps, by, "words", reading, words)
    elif before.unseen and reading is not None and reading.well and reading.withdraws:
        # "Ya está, gracias": nothing for a person to read. Whether the article helped it does not say.
        steps.add(e.RequestWithdrawn, by=by, words_until=s.words_until(steps))
    elif before.unseen and before.article is not None and reading is not None and reading.well:
        asking.solved(steps)  # "perfecto, me funciona" is what the button says
    elif before.unseen:
        wanted = reading is not None and (reading.objects or reading.wants_person)
        asking.leave_article(steps, "person" if wanted else "words", reading)
    elif reading is not None and before.awaits_a_line and _is_known_now(steps, reading):
        asking.to_person(steps, before, "read", reading)
    owning.pass_on_if_barred(steps, "about" if reading is not None and reading.about else "confidential")
    if reading is not None and not before.unseen:
        _heed(steps, reading, by, words)


def _whose_it_is(request: Request) -> Elsewhere:
    has = Elsewhere(topic=request.topic, urgency=request.urgency)
    return has if request.unseen else replace(has, department=request.department, owner=request.owner)


def _comes_back(before: Request, reading: Reading | None) -> bool:
    """What is only to be known leaves a resolved request so; of what has closed for want of an answer nobody would hear."""
    for_information = reading is not None and reading.for_information
    return before.status == "closed" or (before.status == "resolved" and not for_information)


def _is_known_now(steps: Steps, reading: Reading) -> bool:
    """Words say what a file could not, so that whoever answers for it has it at once."""
    return reading.verdict == "route" and owning.known_topic(steps, reading.topic) is not None


def _as_said_to(before: Request, reading: Reading) -> Reading:
    """What words mean to whoever has it: once a person has written, "a las 10" is an answer to them, and not by when it is
    needed."""
    reading = _without_echo(reading, before)
    puts_right = reading.corrects and before.wanted_by is not None
    is_answer = reading.wanted_bare and before.answered_at is not None and not puts_right
    return replace(reading, wanted_by=None) if is_answer else reading


def _on_the_day_said(steps: Steps, reading: Reading) -> Reading:
    """ "Mejor a las 6:30" puts right the time of day that was said before, and not its day."""
    before, wanted, context = steps.request.wanted_by, reading.wanted_by, steps.context
    if not reading.wanted_clock or before is None or wanted is None:
        return reading
    zone = zone_of(context.asker.zone or context.directory.zone)
    on_that_day = datetime.combine(before.astimezone(zone).date(), wanted.astimezone(zone).time(), zone)
    may_be = [on_that_day]
    if reading.wanted_clock == "open" and not steps.request.wanted_day_only:
        may_be += [on_that_day.replace(hour=(on_that_day.hour + 12) % 24)]
    due = min(may_be, key=lambda at: abs(at - before)).astimezone(UTC)
    return replace(reading, wanted_by=due) if due > steps.now else reading


def _without_echo(reading: Reading, before: Request) -> Reading:
    """That it takes too long, is still so, is to be otherwise ("al final mejor en tren", "y que ponga mi antigüedad"), is
    needed no more or leans on what was said ("pone error 0x80") says nothing of what it is about: it makes nothing
    confidential that a person has.

    Only the low line of a guess is not heeded; what is confidential by its own words still is (law 11).
    """
    of_it = reading.withdraws or reading.leans
    urges = (reading.too_long or reading.asks_progress or reading.still_so or of_it) and not before.unseen
    says_nothing = (urges or reading.amends) and reading.caution == "caution"
    return replace(reading, caution="") if says_nothing else reading


def _is_news(before: Request) -> bool:
    """Danger that nobody is being told of yet, or again after it was over."""
    return before.emergency is None or not before.is_open


def _heed(steps: Steps, reading: Reading, by: PersonId, words: WordsId) -> None:
    """What a tap could have said, said in words to a person who has it."""
    complaint = steps.request.complaint
    if reading.complains and (complaint is None or not complaint.is_open):
        complain(steps, by, words, for_information=reading.for_information)
    elif reading.wants_person:
        steps.add(e.PersonWanted)
        asking.lead_wanted(steps)
    elif reading.too_long:
        asking.lead_wanted(steps, "too_long")
