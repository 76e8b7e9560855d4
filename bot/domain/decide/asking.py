"""From a colleague's words to an accountable owner: asking, and what the requester says of the routing."""

from datetime import timedelta

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Context
from bot.domain.decide import steps as s
from bot.domain.decide.danger import raise_emergency
from bot.domain.decide.steps import Steps
from bot.domain.reading import Reading
from bot.domain.refusals import Empty, NothingToDo, Refusal
from bot.domain.request import RequestNumber
from knowledge import duty
from knowledge.calendar import next_opening
from knowledge.directory import PersonId, TopicId

QUESTION_LAPSES_AFTER = timedelta(minutes=10)
CLOSES_AFTER = timedelta(days=5)  # once resolved; a new word within them reopens


def ask(command: c.Ask, number: RequestNumber, context: Context) -> list[e.AnyEvent]:
    if not command.text.strip():
        raise Refusal(Empty(verb="ask"))
    steps = Steps(None, context)
    _open(steps, command, number)
    _understand(steps, command.reading, command.by, private=command.private)
    answer(steps, command.reading)
    return steps.events


def _open(steps: Steps, command: c.Ask, number: RequestNumber) -> None:
    context, reading = steps.context, command.reading
    directory = context.directory
    requester = command.requester or command.by
    signpost = _signpost(context, reading) is not None
    concierge = duty.chain(
        directory,
        None,
        context.situation,
        duty.Asker(person=requester, traits=context.asker.traits, language=reading.language),
        department=directory.concierge,
        about=frozenset(reading.about),
        confidential=bool(reading.caution) or command.private,
    )
    steps.add(
        e.RequestAsked,
        number=number,
        requester=requester,
        place=command.place,
        language=reading.language,
        department=directory.concierge,
        owner=_first(concierge, directory.departments[directory.concierge].lead),
        words=None if signpost else c.words_id(command),
        author=command.author,
        recorded_by=command.by if command.by != requester else None,
        country=context.asker.traits.country,
    )


def _first(candidates: tuple[duty.Step, ...], otherwise: PersonId) -> PersonId:
    return next((step.person for step in candidates if not step.passed_over), otherwise)


def _signpost(context: Context, reading: Reading) -> TopicId | None:
    topic = reading.topic
    if reading.verdict != "route" or topic is None or reading.danger is not None or reading.wants_person:
        return None
    return topic if context.directory.topics[topic].signpost is not None else None


def _understand(steps: Steps, reading: Reading, by: PersonId, *, private: bool = False) -> None:
    """What the words say beside what they ask for: whom they name, by when, how urgent, who may read it."""
    named = tuple(p for p in reading.about if p not in steps.request.about and p != steps.request.requester)
    if named:
        steps.add(e.PeopleNamed, people=named)
    if private:
        s.keep_confidential(steps, "requester", by)
    elif reading.caution and not steps.request.confidential_settled:
        s.keep_confidential(steps, reading.caution)
    if reading.wanted_by is not None and reading.wanted_by > steps.now:
        steps.add(e.WantedByHeard, due=reading.wanted_by, day_only=reading.wanted_day_only, by=by)
    if reading.danger is not None and steps.request.urgency != "urgent":
        steps.add(e.UrgencySet, urgency="urgent", cause="danger")
    elif reading.urgency is not None and reading.urgency != steps.request.urgency:
        steps.add(e.UrgencySet, urgency=reading.urgency, cause="words")


def answer(steps: Steps, reading: Reading) -> None:
    """Danger first; else at once what the company already knows; else one question if unsure; else its owner."""
    context = steps.context
    signpost = _signpost(context, reading)
    article = reading.article
    if reading.danger is not None:
        raise_emergency(steps, reading.danger)
    elif signpost is not None:
        _give_signpost(steps, signpost)
    elif reading.verdict == "route" and article is not None and not reading.wants_person:
        _offer_article(steps, reading)
    elif reading.verdict == "ask" and len(reading.choices) > 1 and not reading.wants_person:
        _ask_which(steps, reading)
    else:
        to_owner(steps, reading)


def _ask_which(steps: Steps, reading: Reading) -> None:
    """The best guess stands in the state, for when the question stays unanswered; nobody is named yet."""
    request = steps.request
    steps.add(
        e.RequestFiled,
        topic=reading.topic,
        department=request.department,
        cause="read",
        confidence=reading.confidence,
        because=reading.because,
        directory=steps.context.directory.version,
    )
    topics = tuple(t for t in reading.choices if t not in request.ruled_out)[:3]
    steps.add(e.ChoicesOffered, topics=topics, lapses_at=steps.now + QUESTION_LAPSES_AFTER)


def to_owner(steps: Steps, reading: Reading) -> None:
    """To the owner of what was read; without a topic, to the concierge's person."""
    topic = reading.topic if reading.verdict != "person" else None
    if topic in steps.request.ruled_out or (topic and steps.context.directory.topics[topic].signpost):
        topic = None
    s.route(
        steps,
        topic,
        "routed",
        filed="person_wanted" if reading.wants_person else "read",
        confidence=reading.confidence if topic else 0.0,
        because=reading.because if topic else (),
    )


def _give_signpost(steps: Steps, topic: TopicId) -> None:
    """The official way, and nothing stored but that something was asked."""
    department = steps.context.directory.topics[topic].department
    steps.add(
        e.RequestFiled,
        topic=topic,
        department=department,
        cause="read",
        directory=steps.context.directory.version,
    )
    s.keep_confidential(steps, "topic")
    steps.add(e.SignpostGiven, topic=topic)
    steps.add(e.RequestResolved, by=None, how="article", closes_at=steps.now + CLOSES_AFTER)


def _offer_article(steps: Steps, reading: Reading) -> None:
    article = reading.article
    if article is None:
        return
    directory = steps.context.directory
    steps.add(
        e.RequestFiled,
        topic=article.topic,
        department=directory.topics[article.topic].department,
        cause="read",
        confidence=reading.confidence,
        because=reading.because,
        directory=directory.version,
    )
    again = s.tomorrow_morning(steps)
    steps.add(
        e.ArticleOffered,
        article=article.article,
        language=article.language,
        topic=article.topic,
        asks_again_at=again,
        closes_at=next_opening(again + timedelta(hours=12), steps.department.hours),
    )


def choose(steps: Steps, command: c.Choose) -> None:
    choices = steps.request.choices
    if choices is None:
        raise Refusal(NothingToDo(number=command.number, verb="choose"))
    if command.topic is not None and command.topic not in choices.topics:
        raise Refusal(NothingToDo(number=command.number, verb="choose"))
    steps.add(e.ChoiceMade, topic=command.topic)
    s.route(steps, command.topic, "routed", filed="chosen", by=command.by)


def not_this(steps: Steps, command: c.NotThis) -> None:
    """It was routed wrongly: never a hand-over of somebody's choice, and never back to what was ruled out."""
    request = steps.request
    if request.topic is None:
        raise Refusal(NothingToDo(number=command.number, verb="not_this"))
    steps.add(e.RuledOut, topic=request.topic)
    if request.article is not None:
        steps.add(e.ArticleLeft, cause="not_this")
    s.route(steps, None, "not_this", filed="not_this", by=command.by)


def want_person(steps: Steps, command: c.WantPerson) -> None:
    request = steps.request
    steps.add(e.PersonWanted)
    if request.status == "resolved":
        steps.add(e.RequestReopened, by=command.by, cause="not_yet")
        if request.signpost or request.by_article:
            leave_article(steps, "person")
        return
    if request.unseen:
        leave_article(steps, "person")
    else:
        s.bring_in_lead(steps, "wanted")


def leave_article(steps: Steps, cause: str, reading: Reading | None = None) -> None:
    """From the bot's own answer or question to a person, with what was already read."""
    request = steps.request
    if request.article is not None:
        steps.add(e.ArticleLeft, cause=cause)
    if request.choices is not None:
        steps.add(e.ChoicesLapsed)
    topic = request.topic
    if reading is not None and reading.verdict == "route" and reading.topic is not None:
        topic = reading.topic
    directory = steps.context.directory
    if topic in request.ruled_out or (topic and directory.topics[topic].signpost):
        topic = None
    s.route(steps, topic, "routed", filed="person_wanted" if cause == "person" else "read")


def article_solved(steps: Steps, command: c.ArticleSolved) -> None:
    if steps.request.article is None:
        raise Refusal(NothingToDo(number=command.number, verb="article_solved"))
    steps.add(e.ArticleHelped)
    steps.add(e.RequestResolved, by=None, how="article", closes_at=steps.now + CLOSES_AFTER)


def more_from_requester(steps: Steps, reading: Reading | None) -> None:
    """What a further message changes: what it names, dates, dangers; and the way out of an open article or question."""
    if reading is None:
        return
    _understand(steps, reading, steps.request.requester)
    if reading.danger is not None and steps.request.emergency is None:
        raise_emergency(steps, reading.danger)
    elif steps.request.unseen:
        leave_article(steps, "words", reading)
    s.pass_on_if_barred(steps, "about" if reading.about else "confidential")
