"""How the invented people behave: quick and slow owners, promises mostly kept, requesters who sometimes come back."""

from datetime import datetime, timedelta
from random import Random

from bot.domain import commands as c
from bot.domain.approval import yes_missing
from bot.domain.reading import ArticleFound, Reading
from bot.simulation.askers import Arrival
from bot.simulation.life import Life, TheEnd
from knowledge.calendar import add_business
from knowledge.directory import Directory, PersonId, Topic

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def live(life: Life, arrival: Arrival) -> None:
    """From the first words to the simulated present, or to the end of the story."""
    try:
        _ask(life, arrival)
        if life.request.unseen and life.request.is_open:
            _bot_answers(life, arrival)
        if life.request.is_open:
            _serve(life, arrival)
        _afterwards(life)
    except TheEnd:
        pass


def _chance(life: Life, share: float) -> bool:
    return life.random.random() < share


def _ask(life: Life, arrival: Arrival) -> None:
    random, directory = life.random, life.directory
    topic = arrival.topic if not _chance(life, 0.07) else _another(directory, arrival.topic, random)
    sure = not _chance(life, 0.08)
    article = _article(directory, topic, arrival) if _chance(life, 0.5) else None
    choices = (topic.id, _another(directory, topic, random).id) if not sure else ()
    reading = Reading(
        language=arrival.language,
        verdict="route" if sure else "ask",
        topic=topic.id,
        confidence=random.uniform(0.75, 0.99) if sure else random.uniform(0.3, 0.55),
        choices=choices,
        article=article if sure else None,
        caution="topic" if topic.confidential else "",
        urgency="high" if _chance(life, 0.05) else None,
        wanted_by=life.now + timedelta(hours=random.randrange(8, 120)) if _chance(life, 0.18) else None,
        complains=False,
    )
    life.asks(arrival.text, reading, private=_chance(life, 0.02))


def _another(directory: Directory, topic: Topic, random: Random) -> Topic:
    others = [t for t in directory.topics.values() if t.id != topic.id and t.signpost is None]
    return random.choice(others) if others else topic


def _article(directory: Directory, topic: Topic, arrival: Arrival) -> ArticleFound | None:
    for article in directory.articles:
        fits = article.topic == topic.id and article.for_.holds(arrival.asker.traits)
        if fits and article.language == arrival.language:
            return ArticleFound(article=article.name, language=article.language, topic=topic.id)
    return None


def _bot_answers(life: Life, arrival: Arrival) -> None:
    """The article or the one question: tapped within minutes, or left alone."""
    requester = arrival.asker.person
    life.waits(timedelta(minutes=life.random.randrange(1, 9)))
    request = life.request
    if request.choices is not None:
        if _chance(life, 0.75):
            chosen = arrival.topic.id if arrival.topic.id in request.choices.topics else None
            life.does(c.Choose, requester, topic=chosen)
        else:
            life.waits(timedelta(minutes=11))
    elif request.article is not None:
        if _chance(life, 0.5):
            life.does(c.ArticleSolved, requester)
        elif _chance(life, 0.7):
            life.does(c.WantPerson, requester)
        else:
            life.waits(8 * _DAY)  # silence: asked once more, then closed as unconfirmed


def _serve(life: Life, arrival: Arrival) -> None:
    if life.request.topic not in (None, arrival.topic.id) and not life.request.confidential:
        _mend_routing(life, arrival)
    _first_response(life)
    if _chance(life, 0.06):
        life.does(c.Withdraw, arrival.asker.person)
        return
    if _chance(life, 0.05):
        life.does(c.FileUnder, life.request.owner, topic=arrival.topic.id)
    if _chance(life, 0.14):
        _question(life, arrival)
    _resolve(life)


def _pace(life: Life) -> float:
    """Each owner's own, the same in every request of theirs."""
    return Random(f"pace {life.request.owner}").uniform(0.5, 1.7)  # noqa: S311 - an invented habit


def _works_for(life: Life, hours: float) -> None:
    """Lets so many of the owner's own working hours pass."""
    listed = life.directory.people.get(life.request.owner)
    span = timedelta(hours=hours)
    life.until(add_business(life.now, span, listed.hours) if listed else life.now + span)


def _mend_routing(life: Life, arrival: Arrival) -> None:
    """The requester says "not this", or the owner hands it on, warmly."""
    if _chance(life, 0.4):
        life.waits(timedelta(minutes=life.random.randrange(1, 30)))
        life.does(c.NotThis, arrival.asker.person)
        return
    _works_for(life, life.random.expovariate(1 / 0.7))
    if life.request.department == arrival.topic.department:
        return
    life.does(c.HandOver, life.request.owner, text="…", department=arrival.topic.department)
    offer = life.request.offer
    if offer is None:
        return
    if _chance(life, 0.85):
        _works_for(life, life.random.expovariate(1 / 0.8))
        if life.request.offer is not None:
            life.does(c.Take, offer.asked)
    else:
        life.waits(2 * _DAY)


def _first_response(life: Life) -> None:
    _works_for(life, life.random.lognormvariate(-0.4, 1.0) * _pace(life))
    owner = life.request.owner
    if _chance(life, 0.35):
        _promise(life, owner)
    else:
        life.does(c.Say, owner, text="…")
        if _chance(life, 0.3):
            life.waits(timedelta(seconds=10))
            life.does(c.Undo, owner)
            life.does(c.Say, owner, text="…")


def _promise(life: Life, owner: PersonId) -> None:
    due = _in_office(life, life.now + timedelta(hours=life.random.choice((4, 8, 24, 48))))
    life.does(c.MakePromise, owner, due=due, text="")
    if _chance(life, 0.12):
        life.until(max(life.now, due - _HOUR))
        life.does(c.MakePromise, life.request.owner, due=_in_office(life, due + _DAY), because="longer")
    elif _chance(life, 0.1):
        life.until(due + _HOUR)  # nobody thought of it


def _in_office(life: Life, at: datetime) -> datetime:
    listed = life.directory.people.get(life.request.owner)
    return add_business(at, timedelta(0), listed.hours) if listed else at


def _question(life: Life, arrival: Arrival) -> None:
    life.does(c.AskRequester, life.request.owner, text="…")
    if _chance(life, 0.85):
        life.waits(timedelta(hours=life.random.expovariate(1 / 6)))
        life.does(c.Say, arrival.asker.person, text="…", reading=_plain(arrival.language))
    else:
        life.waits(12 * _DAY)


def _plain(language: str) -> Reading:
    return Reading(language=language, verdict="person")


def _resolve(life: Life) -> None:
    if not life.request.is_open:
        return
    promise = life.request.promise
    if promise is not None and not promise.lapsed and _chance(life, 0.88):
        # Who has named a time has it done by then.
        life.until(life.now + max(promise.due - life.now, timedelta(0)) * life.random.uniform(0.5, 0.97))
    else:
        _works_for(life, life.random.lognormvariate(1.4, 0.9) * _pace(life))
    if life.request.is_open:
        _get_yes(life)
        life.does(c.Resolve, life.request.owner, text="…")


def _get_yes(life: Life) -> None:
    """Where the topic needs one: asked for, and given within the day."""
    whose = yes_missing(life.request, life.directory)
    if whose is None:
        return
    life.does(c.AskColleague, life.request.owner, colleague=whose, text="…", yes_or_no=True)
    life.waits(timedelta(hours=life.random.uniform(0.2, 3)))
    for asked in life.request.open_consults:
        life.does(c.AnswerColleague, asked.colleague, consult=asked.id, yes=True)


def _afterwards(life: Life) -> None:
    """Whether it is right, how it was, and what is done about what was not."""
    requester = life.asker.person
    if life.request.status != "resolved":
        life.waits(40 * _DAY)
        return
    life.waits(timedelta(hours=life.random.expovariate(1 / 5)))
    if _chance(life, 0.07):
        life.does(c.Reopen, requester, text="…")
        _resolve(life)
        life.waits(timedelta(hours=1))
    _rate(life)
    if _chance(life, 0.01):
        life.does(c.Complain, requester, text="…", for_information=_chance(life, 0.3))
        _make_good(life)
    if _chance(life, 0.01):
        life.does(c.MakePrivate, requester)
    life.waits(40 * _DAY)


def _rate(life: Life) -> None:
    requester, request = life.asker.person, life.request
    if not _chance(life, 0.45):
        return
    late = request.counted.resolution_late or request.counted.promises_broken or request.reopened
    weights = (0.1, 0.45, 0.45) if late else (0.38, 0.55, 0.07)
    [outcome] = life.random.choices(("exceeded", "met", "missed"), weights)
    rated = life.does(c.Rate, requester, outcome=outcome)
    if not rated:
        if _chance(life, 0.2):
            life.does(
                c.Say,
                requester,
                text="…",
                reading=Reading(language=life.asker.language, verdict="person", thanks=True),
            )
        return
    if outcome == "exceeded" and _chance(life, 0.4):
        life.does(c.Thank, requester, public=_chance(life, 0.5))
    if outcome == "met" and _chance(life, 0.06):
        life.does(c.Rate, requester, outcome="exceeded")
    if outcome == "missed":
        _make_good(life)


def _make_good(life: Life) -> None:
    """The lead writes back, and it is asked once whether it is right now."""
    _works_for(life, life.random.expovariate(1 / 3))
    if not life.request.is_open:
        return
    life.does(c.Say, life.request.owner, text="…")
    _resolve(life)
    if _chance(life, 0.75):
        life.waits(timedelta(hours=2))
        life.does(c.MadeGood, life.asker.person)
