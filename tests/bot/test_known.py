"""What a process remembers of people is never older than some seconds, whoever changed it."""

from itertools import pairwise

from bot.known import FRESH_S, Known
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from knowledge.directory import PersonId, Traits
from tests.knowledge.directories import build_three_topics

DIRECTORY = build_three_topics()


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


async def test_a_name_changed_or_erased_by_another_process_is_seen_here_within_seconds(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    clock, other = Clock(), Store.connect(redis_server.url, tenant)
    here = Known(store.people, clock)
    nadia = PersonId(await other.people.meet("slack:T1:U1", "nadia@guests.example"))
    for before, after in pairwise(("", "Nadia Romo", "Nadia Romo Gil", "")):
        assert await here.name(nadia, DIRECTORY) == before
        if after:
            await other.people.set_profile(nadia, {"name": after})
        else:
            await other.eraser.forget(nadia)
        clock.now += FRESH_S + 0.1
        assert await here.name(nadia, DIRECTORY) == after
    await other.aclose()


async def test_a_person_is_asked_for_once_in_some_seconds_and_a_change_of_our_own_holds_at_once(
    store: Store,
) -> None:
    clock, person = Clock(), PersonId("P1")
    known = Known(store.people, clock)
    await store.people.set_profile(person, {"name": "Nadia", "language": "en"})
    assert await known.name(person, DIRECTORY) == "Nadia"
    await store.people.set_profile(person, {"name": "Nadia Romo"})
    clock.now += FRESH_S - 0.1
    assert await known.name(person, DIRECTORY) == "Nadia"
    assert (await known.asker(person, DIRECTORY)).language == "en"
    known.forget(person)
    assert await known.name(person, DIRECTORY) == "Nadia Romo"


async def test_what_is_remembered_has_an_end_in_number_and_in_time(store: Store) -> None:
    clock = Clock()
    known = Known(store.people, clock, remembers=3)
    for n in range(5):
        await known.profile(PersonId(f"P{n}"))
    assert len(known._profiles) == 3
    clock.now += FRESH_S + 0.1
    await known.profile(PersonId("P1"))
    assert len(known._profiles) == 1


async def test_where_somebody_works_is_worked_out_from_the_zone_that_their_platform_tells(
    store: Store,
) -> None:
    """Slack tells no country, and most who ask are in no directory."""
    person = PersonId("P2")
    await store.people.set_profile(person, {"zone": "America/Mexico_City"})
    asker = await Known(store.people).asker(person, DIRECTORY)
    assert asker.traits == Traits(country="MX", site="cdmx")
    assert asker.zone == "America/Mexico_City"
