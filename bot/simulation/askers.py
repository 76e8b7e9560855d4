"""Who asks, when and what about: invented colleagues, busier mornings and Mondays, some topics more than others."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random

from msgspec import Struct

from bot.domain.context import Asker
from knowledge.calendar import zone_of
from knowledge.directory import Directory, PersonId, Topic, Traits

PLATFORM = "simulated"
COLLEAGUES = 300
_BY_WEEKDAY = (1.4, 1.1, 1.0, 0.95, 0.8, 0.06, 0.04)
_BY_HOUR = (0, 0, 0, 0, 0, 0, 0.1, 0.5, 1.5, 3, 3, 2.5, 2, 1.5, 1, 1.5, 1.6, 1.2, 0.6, 0.3, 0.2, 0.1, 0.1, 0)


class Arrival(Struct, frozen=True, kw_only=True):
    at: datetime
    asker: Asker
    topic: Topic
    language: str
    text: str


def colleagues(directory: Directory, random: Random) -> list[Asker]:
    """People whom no directory lists: simulated figures are nobody's."""
    sites = list(directory.sites.values())
    found = []
    for n in range(COLLEAGUES):
        site = sites[0] if random.random() < 0.62 else random.choice(sites)
        language = "en" if "en" in directory.languages and random.random() < 0.18 else directory.languages[0]
        found.append(
            Asker(
                person=PersonId(f"{PLATFORM}-{n + 1}"),
                traits=Traits(country=site.country, site=site.id),
                language=language,
                zone=site.zone,
            )
        )
    return found


def arrivals(
    directory: Directory, random: Random, count: int, since: datetime, until: datetime
) -> Iterator[Arrival]:
    """`count` of them between the two instants, in no order."""
    people = colleagues(directory, random)
    topics = [topic for topic in directory.topics.values() if topic.signpost is None]
    weights = [random.paretovariate(1.6) for _ in topics]
    days = (until - since).days + 1
    busy = [_BY_WEEKDAY[(since + timedelta(days=n)).weekday()] for n in range(days)]
    while count > 0:
        asker = random.choice(people)
        at = _when(random, since, busy, asker.zone)
        if not since <= at < until:
            continue
        [topic] = random.choices(topics, weights)
        yield Arrival(
            at=at,
            asker=asker,
            topic=topic,
            language=asker.language,
            text=_text(topic, asker.language, random),
        )
        count -= 1


def _when(random: Random, since: datetime, busy: Sequence[float], zone: str) -> datetime:
    """`busy`: how much is asked on each day from `since` on."""
    [day] = random.choices(range(len(busy)), busy)
    [hour] = random.choices(range(24), _BY_HOUR)
    local = datetime.combine(
        (since + timedelta(days=day)).date(),
        time(hour, random.randrange(60), random.randrange(60)),
        zone_of(zone),
    )
    return local.astimezone(since.tzinfo)


def _text(topic: Topic, language: str, random: Random) -> str:
    known: Sequence[str] = topic.examples.get(language) or next(iter(topic.examples.values()), ("…",))
    return random.choice(known)
