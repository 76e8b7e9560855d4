"""From a colleague's words to an accountable owner: asking, and what the requester says of the routing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Context
from bot.domain.decide import climbing, owning
from bot.domain.decide import steps as s
from bot.domain.decide.complaining import complain
from bot.domain.decide.danger import raise_emergency
from bot.domain.decide.steps import Steps
from bot.domain.reading import Reading
from bot.domain.refusals import Empty, NothingToDo, Refusal
from bot.domain.request import Elsewhere, Request, RequestNumber, WordsId
from knowledge import duty
from knowledge.directory import PersonId, TopicId

QUESTION_LAPSES_AFTER = timedelta(minutes=10)
MOST_CHOICES = 3


def ask(command: c.Ask, number: RequestNumber, context: Context) -> list[e.AnyEvent]:
    if not command.text.strip():
        raise Refusal(Empty(verb="ask"))
    steps = Steps(None, context)
    reading = command.reading
    _open(steps, command, number)
    understand(steps, reading, command.by, private=command.private)
    if reading.urgency is not None and reading.danger is None:
        s.set_urgency(steps, reading.urgency, "words")
    _answer(steps, reading)
    if reading.files_complaint and not steps.request.unseen and reading.danger is None:
        complain(
            steps, command.by, None if _signpost(context, reading) else c.words_id(command), unserved=True
        )
    owning.pass_on_if_barred(steps, "confidential")
    return steps.events


def _open(steps: Steps, command: c.Ask, number: RequestNumber) -> None:
    context, reading = steps.context, command.reading
    directory = context.directory
    requester = command.requester or command.by
    signposted = _signpost(context, reading) is not None
    concierge = duty.chain(
        directory,
        None,
        context.situation,
        duty.Asker(person=requester, traits=context.asker.traits, language=reading.language),
        department=directory.concierge,
        about=frozenset(reading.about),
        confidential=bool(reading.caution)
        or command.private
        or (signposted and not _is_elsewhere(context, reading.topic)),
    )
    steps.add(
        e.RequestAsked,
        number=number,
        requester=requester,
        place=command.place,
        language=reading.language,
        department=directory.concierge,
        owner=_first(concierge, directory.departments[directory.concierge].lead),
        words=None if signposted else c.words_id(command),
        author=command.author,
        recorded_by=command.by if command.by != requester else None,
        country=context.asker.traits.country,
        files=() if signposted else c.file_ids(command),
        names_nothing=reading.bare == "matterless" and not reading.still_so,
    )


def _first(candidates: Iterable[duty.Step], otherwise: PersonId) -> PersonId:
    return next((step.person for step in candidates if not step.passed_over), otherwise)


def _signpost(context: Context, reading: Reading) -> TopicId | None:
    """The official way that these words are surely about. Who is in danger or wants a person is not sent on."""
    topic = reading.topic
    if reading.verdict != "route" or topic is None or reading.danger is not None or reading.wants_person:
        return None
    if reading.article is not None and _is_elsewhere(context, topic):
        return None  # what is written down answers for a department that does not answer here yet
    return topic if _is_signpost(context, topic) else None


def _is_elsewhere(context: Context, topic: TopicId | None) -> bool:
    """Its way is only the address of a department that is not open here yet: nothing about it is delicate."""
    found = context.directory.topics.get(topic) if topic else None
    if found is None or found.signpost is None or found.confidential:
        return False
    return found.signpost == context.directory.departments[found.department].elsewhere


def _is_signpost(context: Context, topic: TopicId | None) -> bool:
    found = context.directory.topics.get(topic) if topic else None
    return found is not None and found.signpost is not None


def understand(steps: Steps, reading: Reading, by: PersonId, *, private: bool = False) -> None:
    """What the words say beside what they ask for: whom they name, who may read it, by when it is wanted."""
    named = tuple(p for p in reading.about if p not in steps.request.about and p != steps.request.requester)
    if named:
        steps.add(e.PeopleNamed, people=named)
    if private:
        owning.keep_confidential(steps, "requester", by)
    elif reading.caution and not steps.request.confidential_settled:
        owning.keep_confidential(steps, reading.caution)
    wanted = reading.wanted_by
    if wanted is not None and wanted > steps.now and wanted != steps.request.wanted_by:
        steps.add(e.WantedByHeard, due=wanted, day_only=reading.wanted_day_only, by=by)


def _answer(steps: Steps, reading: Reading) -> None:
    """Danger first; else at once what the company already knows; else one question if unsure; else its owner."""
    signpost = _signpost(steps.context, reading)
    if reading.danger is not None:
        sure = reading.topic if reading.verdict == "route" else None
        raise_emergency(steps, reading.danger, Elsewhere(topic=sure, urgency=reading.urgency or "normal"))
    elif signpost is not None:
        _give_signpost(steps, signpost)
    elif reading.needs:
        # An article or a question would speak of one of them and let the other wait.
        _to_owner(steps, reading)
        steps.add(e.NeedsHeard, needs=reading.needs)
    elif reading.verdict == "route" and reading.article is not None and not reading.wants_person:
        _offer_article(steps, reading)
    elif _is_to_be_asked(reading):
        _ask_which(steps, reading)
    else:
        _to_owner(steps, reading)


def _is_to_be_asked(reading: Reading) -> bool:
    """Who complains hears an apology and not a question: unsure, it is a person's who finds out what it is about."""
    wants = reading.wants_person or _complains(reading)
    return reading.verdict == "ask" and len(reading.choices) > 1 and not wants


def _complains(reading: Reading) -> bool:
    return reading.files_complaint or reading.complains


def _ask_which(steps: Steps, reading: Reading) -> None:
    """The best guess stands in the state, for when the question stays unanswered; nobody is named yet."""
    directory = steps.context.directory
    steps.add(
        e.RequestFiled,
        topic=reading.topic,
        department=steps.request.department,
        cause="read",
        confidence=reading.confidence,
        because=reading.because,
        directory=directory.version,
    )
    topics = reading.choices[:MOST_CHOICES]
    in_play = (directory.topics.get(topic) for topic in (*topics, reading.topic) if topic)
    if any(topic is not None and topic.confidential for topic in in_play):
        owning.keep_confidential(steps, "caution")
    steps.add(e.ChoicesOffered, topics=topics, lapses_at=steps.now + QUESTION_LAPSES_AFTER)


def _to_owner(steps: Steps, reading: Reading) -> None:
    """To the owner of what was read; without a topic, to the concierge's person."""
    guessed = reading.verdict == "person" or (reading.verdict == "ask" and _complains(reading))
    topic = None if guessed else owning.known_topic(steps, reading.topic)
    owning.route(
        steps,
        topic,
        "routed",
        filed="person_wanted" if reading.wants_person else "read",
        confidence=reading.confidence if topic else 0.0,
        because=reading.because if topic else (),
    )


def _give_signpost(steps: Steps, topic: TopicId, filed: Any = "read", by: PersonId | None = None) -> None:
    """The official way, and nothing stored but that something was asked."""
    owning.file(steps, topic, cause=filed, by=by)
    if not _is_elsewhere(steps.context, topic):
        owning.keep_confidential(steps, "topic")
    steps.add(e.SignpostGiven, topic=topic)
    steps.add(e.RequestResolved, by=None, how="article", closes_at=s.closes_at(steps))


def _offer_article(steps: Steps, reading: Reading) -> None:
    article = reading.article
    if article is None:
        return
    owning.file(steps, article.topic, cause="read", confidence=reading.confidence, because=reading.because)
    again = s.next_morning(steps)
    steps.add(
        e.ArticleOffered,
        article=article.article,
        language=article.language,
        topic=article.topic,
        asks_again_at=again,
        closes_at=s.next_morning(steps, again),
    )


def split(steps: Steps, command: c.Split) -> None:
    """What their author says are two things are two: the second has become a request of its own."""
    request = steps.request
    if not request.needs or command.to is None or command.words != request.first_words:
        raise Refusal(NothingToDo(number=command.number, verb="split"))
    steps.add(e.NeedSplit, by=command.by, words=command.words, to=command.to)
    alone = len(request.messages) == 1
    if request.confidential and alone and says_nothing_delicate(steps, command.reading):
        steps.add(e.ConfidentialLifted, by=command.by, settles=False)


def says_nothing_delicate(steps: Steps, reading: Reading | None) -> bool:
    """Whether the words that made it confidential are another request's now: nobody has said so, nobody else has
    written, nothing came along, and what stays says nothing of the kind."""
    request = steps.request
    topic = steps.context.directory.topics.get(request.topic) if request.topic else None
    alone = all(by == request.requester for _, by in request.messages) and not request.files
    quiet = reading is not None and not reading.caution and not request.confidential_settled
    return alone and quiet and topic is not None and not topic.confidential


def choose(steps: Steps, command: c.Choose) -> None:
    choices = steps.request.choices
    if choices is None or (command.topic is not None and command.topic not in choices.topics):
        raise Refusal(NothingToDo(number=command.number, verb="choose"))
    steps.add(e.ChoiceMade, topic=command.topic)
    if command.topic is not None and _is_signpost(steps.context, command.topic):
        _forget_words(steps)
        _give_signpost(steps, command.topic, "chosen", command.by)
    else:
        _settle_caution(steps, command.topic, command.by)
        owning.route(steps, command.topic, "routed", filed="chosen", confidence=1.0, by=command.by)


def _settle_caution(steps: Steps, topic: TopicId | None, by: PersonId) -> None:
    """Whoever asked says what it is about: where that is nothing confidential, no such topic is in play any more."""
    found = steps.context.directory.topics.get(topic) if topic else None
    if steps.request.cautious and found is not None and not found.confidential:
        steps.add(e.ConfidentialLifted, by=by, settles=False)


def _forget_words(steps: Steps) -> None:
    """A signpost stores no text, nor does it keep what was written before it was known to be one."""
    request = steps.request
    for words, by in request.messages:
        wrote = request.recorded_by if words == request.first_words else None
        steps.add(e.MessageDeleted, by=wrote or by, words=words)


def not_this(steps: Steps, command: c.NotThis) -> None:
    """It was routed wrongly: never a hand-over of somebody's choice, and never back to what was ruled out."""
    request = steps.request
    if request.topic is None:
        raise Refusal(NothingToDo(number=command.number, verb="not_this"))
    steps.add(e.RuledOut, topic=request.topic)
    if request.article is not None:
        steps.add(e.ArticleLeft, cause="not_this")
    owning.route(steps, None, "not_this", filed="not_this", by=command.by)


def want_person(steps: Steps, command: c.WantPerson) -> None:
    """From the bot to a person; from a person who has it already, to their lead as well, once."""
    before = steps.request
    steps.add(e.PersonWanted)
    if before.status == "resolved":
        come_back(steps, command.by, "not_yet")
    elif before.unseen:
        leave_article(steps, "person")
    else:
        lead_wanted(steps)


def lead_wanted(steps: Steps, cause: Any = "wanted") -> None:
    lead = owning.lead_told(steps, without=[steps.request.owner])
    if lead is not None and lead not in steps.request.escalated_to:
        climbing.bring_in_lead(steps, cause, climbs=True)
    else:
        climbing.begin_ladder(steps, cause)


def come_back(
    steps: Steps, by: PersonId, cause: Any, reading: Reading | None = None, words: WordsId | None = None
) -> None:
    """Reopened: with whom it was, or with a person where only the bot had answered."""
    before = steps.request
    steps.add(e.RequestReopened, by=by, cause=cause, words=words)
    if before.unseen:
        to_person(steps, before, "person_wanted" if cause == "not_yet" else "read", reading)
    else:
        s.set_clock(steps, "resolution", "reopened")
        owning.pass_on_if_barred(steps, "confidential")  # it may have become so since it was resolved
        s.expect_answer(steps)


def leave_article(steps: Steps, cause: Any, reading: Reading | None = None) -> None:
    """From the bot's own answer or question to a person, with what was already read."""
    request = steps.request
    if request.article is not None:
        steps.add(e.ArticleLeft, cause=cause)
    if request.choices is not None:
        steps.add(e.ChoicesLapsed)
    says = reading if reading is not None and _says_where(request, reading) else None
    to_person(steps, request, "person_wanted" if cause == "person" else "read", says)


def _says_where(request: Request, reading: Reading) -> bool:
    """Whether further words say where it belongs. Most only go on with it, and what they would be about by themselves
    is chance: "lo pagué con mi tarjeta" makes of expenses no company card.
    """
    offered = request.choices.topics if request.choices is not None else ()
    return request.topic is None or reading.corrects or reading.topic in offered


def to_person(steps: Steps, before: Request, filed: Any, reading: Reading | None) -> None:
    topic, confidence, because = before.topic, before.confidence, before.because
    if reading is not None and reading.verdict == "route" and reading.topic is not None:
        topic, confidence, because = reading.topic, reading.confidence, reading.because
    topic = owning.known_topic(steps, topic)
    owning.route(
        steps,
        topic,
        "routed",
        filed=filed,
        confidence=confidence if topic else 0.0,
        because=because if topic else (),
    )


def question_lapsed(steps: Steps) -> None:
    """Nobody chose: to whom the best guess names."""
    request = steps.request
    steps.add(e.ChoicesLapsed)
    owning.route(
        steps, request.topic, "routed", filed="lapsed", confidence=request.confidence, because=request.because
    )


def article_solved(steps: Steps, command: c.ArticleSolved) -> None:
    if steps.request.article is None:
        raise Refusal(NothingToDo(number=command.number, verb="article_solved"))
    solved(steps)


def solved(steps: Steps) -> None:
    steps.add(e.ArticleHelped)
    steps.add(e.RequestResolved, by=None, how="article", closes_at=s.closes_at(steps))


def article_outdated(steps: Steps, command: c.ArticleOutdated) -> None:
    """It is not so any more: a person has it, as whoever wanted one would."""
    if steps.request.article is None:
        raise Refusal(NothingToDo(number=command.number, verb="article_outdated"))
    leave_article(steps, "outdated")
