"""What people put right is learned by every process, without a restart, and goes with the words that it came from."""

from itertools import count

import pytest

from bot.commit import decode_state
from bot.desk import Desk
from bot.domain import commands as c
from bot.domain.request import Place, Request
from bot.fitting import fitted_to, version_for
from bot.hearing import Said
from bot.known import Known
from bot.learning import Learning
from bot.retention import erase_due
from bot.shelf import LEARNED, MATCHER, Shelf
from bot.store.store import Store
from knowledge.directory import DepartmentId, PersonId, TopicId
from knowledge.loader import fingerprint
from knowledge.matcher import Example, Matcher, examples_of
from tests.bot.desks import small_matcher
from tests.knowledge.directories import build_three_topics, three_topics

COPIES = "Este mes no tengo las copias de Reka, llama al 600 123 456"  # goes to who answers for payslips
CHOICES = "La pantalla saca rayas"  # might be anything, says the desk
LIKE_NOTHING = (
    "La impresora saca rayas"  # the company has no printer, says the desk: a person finds out whose it is
)
AGAIN = "este mes no tengo las copias"
TAUGHT = [(COPIES, "laptop"), (CHOICES, "payslip")]
_ids = count(1)


class Process:
    """One of several: it shares nothing but Redis with the others."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.shelf = Shelf(store.publisher, store.people, Learning(store))
        self.desk = Desk(store, Known(store.people), lambda: self.shelf.library)

    @property
    def learned(self) -> dict[int, str]:
        """Request -> what became of its lesson."""
        assert self.shelf.learned is not None
        return {judged.lesson.number: judged.verdict for judged in self.shelf.learned.judged}

    @property
    def texts(self) -> list[str]:
        assert self.shelf.learned is not None
        return [judged.lesson.text for judged in self.shelf.learned.judged]

    def topic(self, text: str) -> str:
        return self.shelf.library.matcher.predict(text).guesses[0].topic

    @property
    def lines(self) -> list[float]:
        return lines_of(self.shelf.library.matcher)

    def person(self, name: str) -> PersonId:
        found = self.desk.directory.by_email(f"{name}@ensayo.example")
        assert found is not None
        return found.id

    async def asks(self, text: str, by: str = "ana", *, private: bool = False) -> Request:
        person = self.person(by)
        said = Said(
            id=f"m{next(_ids)}", by=person, text=text, place=Place("web", f"{person}/{next(_ids)}"),
            private=private, as_requester=True,
        )  # fmt: skip
        answer = await self.desk.hear(said)
        return await self.request(answer.number)

    async def request(self, number: int | None) -> Request:
        [(_, state)] = (await self.store.states([number or 0])).values()
        return decode_state(state)

    async def files(self, request: Request, topic: str) -> Request:
        if request.unseen:  # the bot is still asking what it is
            request = await self.orders(
                c.WantPerson(id=f"x{next(_ids)}", by=request.requester, number=request.number)
            )
        return await self.orders(
            c.FileUnder(id=f"x{next(_ids)}", by=request.owner, number=request.number, topic=TopicId(topic))
        )

    async def orders(self, command: c.About) -> Request:
        answer = await self.desk.handle(command)  # type: ignore[arg-type]
        assert answer.kind == "done", answer
        return await self.request(command.number)


def lines_of(matcher: Matcher) -> list[float]:
    """From what chance on it routes, below which a person is asked, and the two curves of chances."""
    said = matcher._fitted.confidence
    curves = [number for line in (said.right, said.inside) for number in (*line.weights, line.offset)]
    return [said.route_from, said.person_below, *curves]


async def started(store: Store) -> Process:
    process = Process(store)
    assert await process.shelf.refresh()
    return process


@pytest.fixture
async def here(store: Store) -> Process:
    await store.publisher.publish(
        MATCHER, version_for(fingerprint(three_topics())), {"matcher": small_matcher().to_bytes()}
    )
    process = Process(store)
    await process.shelf.publish(three_topics())
    return await started(store)


async def test_an_owners_file_under_is_taken_by_a_process_that_runs_already(
    store: Store, here: Process
) -> None:
    elsewhere = await started(store)
    request = await here.files(await here.asks(COPIES), "laptop")
    assert elsewhere.topic(AGAIN) != "laptop"
    assert await elsewhere.shelf.refresh()  # as every five seconds
    assert elsewhere.topic(AGAIN) == "laptop"
    again = await elsewhere.asks(AGAIN, "vera")
    assert (again.topic, again.because[0]) == ("laptop", request.ref)
    late = await started(store)
    assert late.learned == {request.number: "applied"}


async def test_a_handover_that_was_taken_teaches_the_department(here: Process) -> None:
    request = await here.asks(COPIES)
    request = await here.orders(c.WantPerson(id="p", by=request.requester, number=request.number))
    over = c.HandOver(
        id="over", by=request.owner, number=request.number, text="es suyo", department=DepartmentId("it")
    )
    offered = await here.orders(over)
    assert offered.taught is None  # nobody has taken it yet
    assert offered.offer is not None
    await here.orders(c.Take(id="take", by=offered.offer.asked, number=request.number))
    await here.shelf.refresh()
    assert here.topic(AGAIN) == "laptop"


async def test_not_this_and_a_pick_among_choices_are_lessons(here: Process) -> None:
    request = await here.asks("Mi portátil no enciende")
    not_this = await here.orders(c.NotThis(id="not", by=request.requester, number=request.number))
    assert not_this.taught is not None
    assert (not_this.taught.kind, not_this.taught.not_topic) == ("not_this", "laptop")
    asked = await here.asks(CHOICES, "vera")
    assert asked.choices is not None, asked
    picked = c.Choose(id="pick", by=asked.requester, number=asked.number, topic=TopicId("laptop"))
    await here.orders(picked)
    await here.shelf.refresh()
    assert set(here.learned) == {request.number, asked.number}


async def test_what_is_like_nothing_has_a_person_and_their_filing_finds_the_next_like_it(
    store: Store, here: Process
) -> None:
    elsewhere = await started(store)
    asked = await here.asks(LIKE_NOTHING)
    assert (asked.topic, asked.choices, asked.unseen) == (None, None, False)
    request = await here.files(asked, "laptop")
    assert await elsewhere.shelf.refresh()
    again = await elsewhere.asks("otra vez saca rayas la impresora", "vera")
    assert (again.topic, again.because[0]) == ("laptop", request.ref)


async def test_a_lesson_keeps_no_name_and_no_number(here: Process) -> None:
    await here.files(await here.asks(COPIES), "laptop")
    await here.shelf.refresh()
    assert here.texts == ["Este mes no tengo las copias de , llama al"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_nothing_is_learned_from_what_is_or_becomes_confidential(here: Process, when: str) -> None:
    request = await here.asks(COPIES, private=when == "before")
    await here.files(request, "laptop")
    await here.shelf.refresh()
    assert here.learned == ({} if when == "before" else {request.number: "applied"})
    if when == "after":
        await here.orders(c.MakePrivate(id="private", by=request.requester, number=request.number))
        await here.shelf.refresh()
        assert here.learned == {}
    assert here.topic(AGAIN) != "laptop"


async def test_a_lesson_taken_back_counts_no_more_until_it_is_taught_again(
    store: Store, here: Process
) -> None:
    request = await here.files(await here.asks(COPIES), "laptop")
    await here.shelf.refresh()
    assert await store.lessons.unlearn(request.number)
    await here.shelf.refresh()
    assert (here.learned, here.topic(AGAIN) == "laptop") == ({}, False)
    await here.files(await here.files(request, "payslip"), "laptop")
    await here.shelf.refresh()
    assert here.learned == {request.number: "applied"}
    assert not await store.lessons.unlearn(999)


async def test_what_was_learned_is_fitted_anew_and_taken_by_all(store: Store, here: Process) -> None:
    await here.files(await here.asks(COPIES), "laptop")
    assert not await here.shelf.learn_anew()  # it has not looked yet
    await here.shelf.refresh()
    assert await here.shelf.learn_anew()
    assert not await here.shelf.learn_anew()  # nothing more to learn
    other = await started(store)
    assert other.topic(AGAIN) == "laptop"
    assert await store.publisher.current(LEARNED)


async def test_where_routing_begins_is_reckoned_anew_from_the_directory_and_what_was_taught(
    store: Store, here: Process
) -> None:
    told = {(await here.files(await here.asks(text), to)).number: to for text, to in TAUGHT}
    before = here.lines
    await here.shelf.refresh()
    assert here.learned == dict.fromkeys(told, "applied")
    assert here.lines == pytest.approx(before)  # a lesson is added at the lines of before
    assert await here.shelf.learn_anew()
    await here.shelf.refresh()

    directory = build_three_topics()
    own, texts = examples_of(directory)
    assert here.shelf.learned is not None
    taught = [
        Example(one.lesson.text, told[one.lesson.number], one.lesson.language, one.weight, is_taught=True)
        for one in here.shelf.learned.judged
    ]
    wanted = fitted_to(directory, [*own, *taught], texts)
    assert here.lines == pytest.approx(lines_of(wanted), rel=1e-4)
    assert here.lines != pytest.approx(before, rel=1e-3)
    assert (await started(store)).lines == here.lines


async def test_what_the_release_before_had_fitted_anew_is_fitted_by_this_one(
    store: Store, here: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.files(await here.asks(COPIES), "laptop")
    await here.shelf.refresh()
    with monkeypatch.context() as before:
        before.setattr("bot.fitting.fitted_by", lambda: "before")
        assert await here.shelf.learn_anew()
    theirs = await store.publisher.current(LEARNED)
    after = await started(store)
    assert after.topic(AGAIN) == "laptop"  # the lesson itself counts meanwhile
    assert await after.shelf.learn_anew()
    assert await store.publisher.current(LEARNED) != theirs


@pytest.mark.parametrize("how", ["retention", "forget"])
async def test_a_lesson_dies_with_its_source(store: Store, here: Process, how: str) -> None:
    request = await here.files(await here.asks(COPIES), "laptop")
    await here.shelf.refresh()
    assert await here.shelf.learn_anew()
    if how == "forget":
        await store.eraser.forget(request.requester)
    else:
        await here.orders(c.Withdraw(id="w", by=request.requester, number=request.number))
        await store.move_clock(200 * 86_400_000)
        assert await erase_due(store, await store.now()) == 1
    assert await store.publisher.current(LEARNED) is None
    await here.shelf.refresh()
    assert here.learned == {}
    assert here.topic(AGAIN) != "laptop"


async def test_words_that_became_another_request_teach_nothing_here(here: Process) -> None:
    request = await here.files(await here.asks(COPIES), "laptop")
    assert request.first_words is not None
    gone = c.DeleteWords(id="d", by=request.requester, number=request.number, words=request.first_words)
    assert (await here.orders(gone)).taught is None


async def test_a_kept_answer_is_offered_by_every_process_until_two_say_that_it_is_not_so(
    store: Store,
) -> None:
    matcher = {"matcher": small_matcher().to_bytes()}
    await store.publisher.publish(MATCHER, version_for(fingerprint(three_topics())), matcher)
    elsewhere = Shelf(store.publisher, store.people, None, store.articles)
    here = Process(store)
    await here.shelf.publish(three_topics())
    await here.shelf.refresh()
    assert await elsewhere.refresh()
    request = await here.asks("Mi portátil no tiene sonido")
    owner = request.owner
    await here.orders(c.Resolve(id="r", by=owner, number=request.number, text="Activa el altavoz"))
    keep = c.KeepAnswer(
        id="k", by=owner, number=request.number, title="Sonido", question="¿Cómo activo el sonido del portátil?",
        text="Activa el altavoz en los ajustes.",
    )  # fmt: skip
    await here.orders(keep)
    assert await elsewhere.refresh()
    names = [article.name for article in elsewhere.library.directory.articles]
    assert f"kept-{request.number}" in names
    for person in ("P1", "P2"):
        await store.articles.doubt(f"kept-{request.number}", person, (await store.now()).timestamp())
    assert await elsewhere.refresh()
    assert f"kept-{request.number}" not in [a.name for a in elsewhere.library.directory.articles]
