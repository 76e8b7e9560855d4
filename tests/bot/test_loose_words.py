"""An owner of many who writes without saying to whom: what they write reaches who was tapped, and nobody else."""

import re
from random import Random

import pytest

from bot.answer import Answer
from bot.domain import commands as c
from bot.domain.request import Place, RequestNumber
from bot.hearing import MOST_HELD, Said
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.bot.days import Day, madrid
from tests.bot.domain.world import reading
from tests.samples import sample

pytestmark = pytest.mark.timeout(sample(120, 1200))

OPEN = 40
MESSAGES, AT_ONCE = sample(66, 1000), 50
MARK = re.compile(r"<(\d+)>")
# What an owner may write, and what the desk makes of it: held, unless it says itself where it belongs.
LOOSE = (
    ("Ya lo tienes en el correo <{n}>", "held"),
    ("{name}, mañana te la mando <{n}>", "held"),
    ("{ref}: enviada ayer <{n}>", "held"),  # a number alone is no thread: it is shown, and asked about
    ("Sobre {own}: sigue sin encender <{n}>", "own"),
    ("Sigue sin llegar", "held"),
    ("No me ha llegado la nómina de octubre <{n}>", "held"),
    ("Hola", "greeting"),
    ("Muchas gracias", "thanks"),
    ("¿Cómo va lo mío?", "held"),
    ("Mi portátil no enciende <{n}>", "held"),
    ("Hay humo en el almacén <{n}>", "danger"),
)


class Desk40:
    """Ana owns forty requests of as many people, and has asked something herself."""

    def __init__(self, day: Day) -> None:
        self.day, self.ana = day, day.who("ana")
        self.asked_by: dict[RequestNumber, PersonId] = {}
        self.own = RequestNumber(0)
        self.told: dict[int, RequestNumber] = {}  # mark -> the request to which a tap has sent it

    @classmethod
    async def opened(cls, store: Store, platform: str) -> "Desk40":
        day = await Day.at(store, madrid(24, 10), platform)
        for person in day.desk.directory.people:
            await store.people.set_profile(person, {f"place.{platform}": person})
        it = cls(day)
        it.own = RequestNumber(await day.asks("ana", "Mi portátil no enciende", "laptop"))
        for n in range(OPEN):
            await it._is_asked(n)
        await day.worker.settle()
        return it

    def place(self, person: PersonId, side: str) -> Place:
        platform = self.day.gateway.platform
        return Place(platform, f"{person}/{side}" if platform == "web" else person)

    async def _is_asked(self, n: int) -> None:
        asker = PersonId(f"asker{n}")
        profile = {"name": f"Persona {n}", "country": "ES", "language": "es"}
        await self.day.store.people.set_profile(asker, profile)
        ask = c.Ask(
            id=f"ask{n}",
            by=asker,
            text="Me falta la nómina",
            place=self.place(asker, "asks"),
            reading=reading("payslip"),
            as_new=True,
        )
        answer = await self.day.desk.handle(ask)
        assert answer.number is not None
        assert (await self.day.is_(answer.number)).owner == self.ana
        self.asked_by[answer.number] = asker

    def said(self, id_: str, text: str, thread: RequestNumber | None = None) -> Said:
        return Said(id=id_, by=self.ana, text=text, place=self.place(self.ana, "work"), thread=thread)

    async def writes(self, n: int, random: Random) -> tuple[Answer, str]:
        number, asker = random.choice([*self.asked_by.items()])
        text, expected = LOOSE[n % len(LOOSE)]
        facts = {"n": n, "name": f"Persona {asker[5:]}", "ref": f"R-{number}", "own": f"R-{self.own}"}
        return await self.day.desk.hear(self.said(f"loose{n}", text.format(**facts))), expected

    async def taps(self, n: int, number: RequestNumber) -> None:
        words = await self.day.desk.held.words(self.ana, f"loose{n}")
        assert words is not None
        sent = await self.day.desk.hear(self.said(f"loose{n}", words, number))
        assert (sent.kind, sent.number) == ("done", number)
        self.told[n] = number


@pytest.mark.parametrize("platform", ["web", "slack"])
async def test_of_an_owner_of_forty_no_loose_word_reaches_a_wrong_requester(
    store: Store, platform: str
) -> None:
    """A third leave on a tap, to one of those that were offered; the others reach nobody at all."""
    random = Random(40)
    it = await Desk40.opened(store, platform)
    for n in range(MESSAGES):
        answer, expected = await it.writes(n, random)
        match expected:
            case "held":
                assert (answer.kind, answer.held) == ("held", f"loose{n}")
                assert 0 < len(answer.numbers) <= MOST_HELD
                assert set(answer.numbers) <= it.asked_by.keys()
                if n % 3 == 0:
                    await it.taps(n, random.choice(answer.numbers))
            case "greeting" | "thanks":  # nothing in it is anybody's
                assert (answer.kind, answer.held) == (expected, "")
            case "own":
                assert (answer.kind, answer.number) == ("done", it.own)
            case "danger":
                assert answer.kind == "done"
                assert answer.number not in {it.own, *it.asked_by}
        if n % AT_ONCE == 0:
            await it.day.goes_on(seconds=30)
    await it.day.worker.settle()
    await _only_who_was_tapped_has_it(it)


async def _only_who_was_tapped_has_it(it: Desk40) -> None:
    """In what is kept, and in what the platform shows."""
    assert it.told
    for number, asker in it.asked_by.items():
        request = await it.day.is_(number)
        written = [words for words, by in (*request.messages, *request.notes) if by == it.ana]
        assert len(written) == sum(to == number for to in it.told.values()), (
            "words that were never sent there"
        )
        kept = " ".join(await it.day.desk.texts(number))
        sent = {n for n, to in it.told.items() if to == number}
        assert {int(mark) for mark in MARK.findall(kept)} <= sent
        shown = " ".join(message.card.text for message in it.day.gateway.seen(_asks(it, asker)))
        assert {int(mark) for mark in MARK.findall(shown)} == {int(mark) for mark in MARK.findall(kept)}
    to_anybody = " ".join(message.card.text for message in it.day.gateway.messages.values())
    left = {n for n in range(MESSAGES) if LOOSE[n % len(LOOSE)][1] != "held"} | it.told.keys()
    assert {int(mark) for mark in MARK.findall(to_anybody)} <= left
    assert it.day.gateway.violations == []


def _asks(it: Desk40, asker: PersonId) -> str:
    return it.place(asker, "asks").conversation


@pytest.mark.parametrize("locked", [False, True])
async def test_what_was_held_is_still_held_when_it_comes_again_and_nothing_is_left_to_serve(
    store: Store, locked: bool
) -> None:
    day = await Day.at(store, madrid(24, 10))
    ana = day.who("ana")
    number = await day.asks("bo", "Me falta la nómina")
    words = Said(
        id="loose", by=ana, text="Mañana la tienes", place=Place("slack", ana), locked=locked, private=locked
    )
    first = await day.desk.hear(words)
    assert (first.kind, first.numbers) == ("held", (number,))
    await day.does(c.Withdraw, "bo", number)
    again = await day.desk.hear(words)
    assert (again.kind, again.held, again.numbers) == ("held", "loose", ())
    assert await store.index(f"requester:{ana}") == []
