"""A complaint from the first word to "made good", and thanks that are seen, as both sides read them on the local desk."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.card import Buttons
from bot.domain.request import Request
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.handlers.web.stage import Stage, example_library

SAID = {
    "es": {
        "ask": "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco",
        "reply": "La miro hoy.",
        "done": "Te la he enviado por correo.",
        "complain": "Quiero poner una queja: la nómina llegó tarde y sin el plus",
        "sorry": "Lo siento, Irene. Te la mando corregida ahora.",
        "good": "Corregida y enviada.",
        "told": "Quiero poner una queja, solo para que lo sepan: nadie me avisó",
    },
    "en": {
        "ask": "Hi, my October payslip has not arrived and I need it by Friday, it is for the bank",
        "reply": "I am looking at it today.",
        "done": "I have sent it to you by e-mail.",
        "complain": "I want to make a complaint: the payslip came late and without the bonus",
        "sorry": "I am sorry. You will have the right one in a moment.",
        "good": "Corrected and sent.",
        "told": "I want to make a complaint, just so you know: nobody told me",
    },
}


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Stage]:
    stage = Stage(store, example_library())
    await stage.client.start_server()
    yield stage
    await stage.client.close()


async def served(desk: Stage, language: str) -> tuple[PersonId, int]:
    irene = desk.person("irene.cobo")
    number = await desk.ask(irene, SAID[language]["ask"])
    if (await desk.request(number)).unseen:
        await desk.act(irene, "want_person", number, side="asks")
    owner = await desk.owner_of(number)
    await desk.say(owner, SAID[language]["reply"], side="work", thread=number)
    await desk.act(owner, "resolve", number, text=SAID[language]["done"])
    await desk.worker.settle()
    return irene, number


async def read(desk: Stage, person: PersonId, side: str, kind: str) -> str:
    """The newest card of a kind that this person was shown."""
    return [entry.card.text for entry in await desk.shown(person, side) if entry.card.kind == kind][-1]


async def lead_of(desk: Stage, request: Request) -> PersonId:
    return desk.directory.departments[request.department].lead


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_complaint_in_words_is_answered_by_somebody_else_and_made_good(
    desk: Stage, language: str
) -> None:
    irene, number = await served(desk, language)
    asked = await read(desk, irene, "asks", "resolved")
    who_sees = {"es": "la ve quien te ha atendido", "en": "is seen by the person who helped you"}[language]
    better = {"es": "Mejor de lo que esperaba", "en": "Better than I expected"}[language]
    assert asked.index(who_sees) < asked.index(better), "who will see it is read before the tap"
    await desk.say(irene, SAID[language]["complain"])
    request = await desk.request(number)
    assert (request.status, request.owner) == ("open", await lead_of(desk, request))
    given = await read(desk, request.owner, "work", "assignment")
    assert SAID[language]["complain"] in given, "whoever is to make it good reads what it is"
    sorry = await read(desk, irene, "asks", "complaint")
    lead = desk.directory.people[request.owner].name
    assert request.ref in sorry
    assert lead in sorry
    for said in {
        "es": (
            "Siento que no haya salido como debía",
            "Tendrás una respuesta suya",
            "Solo quería que lo supieran",
        ),
        "en": (
            "I'm sorry this did not go as it should have",
            "You will hear from them",
            "I only wanted them to know",
        ),
    }[language]:
        assert said in sorry
    assert "!" not in sorry
    await desk.say(request.owner, SAID[language]["sorry"], side="work", thread=number)
    await desk.act(request.owner, "resolve", number, text=SAID[language]["good"])
    again = await read(desk, irene, "asks", "resolved")
    assert {"es": "¿Ha quedado bien ahora?", "en": "Has it been put right?"}[language] in again
    assert better not in again, "of a complaint one thing is asked, and it is no survey"
    await desk.act(irene, "made_good", number, side="asks")
    told = await read(desk, request.owner, "work", "made_good")
    assert "Irene Cobo" in told
    after = await desk.request(number)
    assert (after.counted.complaints, after.counted.made_good) == (1, 1)


async def test_the_line_with_a_bad_rating_is_read_by_who_answered_and_by_who_makes_it_good(
    desk: Stage,
) -> None:
    irene, number = await served(desk, "es")
    answered = await desk.owner_of(number)
    await desk.act(irene, "rate", number, side="asks", outcome="missed", text="Llegó dos días tarde")
    lead = await desk.owner_of(number)
    assert lead != answered
    assert "Llegó dos días tarde" in await read(desk, lead, "work", "assignment")
    assert "Llegó dos días tarde" in await read(desk, answered, "work", "rated")
    everybody_else = set(desk.directory.people) - {lead, answered}
    for person in everybody_else:
        assert not any("dos días tarde" in entry.card.text for entry in await desk.shown(person, "work"))


@pytest.mark.parametrize("language", ["es", "en"])
async def test_so_that_you_know_is_thanked_for_and_changes_nothing(desk: Stage, language: str) -> None:
    irene, number = await served(desk, language)
    before = await desk.request(number)
    await desk.say(irene, SAID[language]["told"])
    after = await desk.request(number)
    assert (after.status, after.owner) == ("resolved", before.owner)
    assert {"es": "Gracias por contarlo", "en": "Thank you for telling us"}[language] in await read(
        desk, irene, "asks", "complaint"
    )
    told = await read(desk, await lead_of(desk, after), "work", "complained")
    assert SAID[language]["told"] in told


@pytest.mark.parametrize(
    ("text", "sorry"),
    [
        ("Quiero poner una queja por cómo se reparten las plazas del aparcamiento", "lo siento"),
        ("Quiero poner una queja", "lo siento"),
        ("I want to make a complaint", "I'm sorry"),
    ],
)
async def test_a_complaint_about_nothing_that_is_known_has_a_lead_and_one_receipt_with_one_apology(
    desk: Stage, text: str, sorry: str
) -> None:
    irene = desk.person("irene.cobo")
    number = await desk.ask(irene, text)
    request = await desk.request(number)
    assert request.complaint is not None
    assert request.owner == await lead_of(desk, request)
    rang = [entry.card for entry in await desk.shown(irene, "asks") if entry.card.kind != "echo"]
    assert [card.kind for card in rang] == ["receipt"]
    assert request.ref in rang[0].text
    assert rang[0].text.count(sorry) == 1
    offered = {b.verb for block in rang[0].blocks for b in getattr(block, "buttons", ())}
    assert {"made_good", "for_information"} <= offered


async def test_three_complaints_in_a_week_reach_the_lead_in_the_requesters_words_once(desk: Stage) -> None:
    said = {}
    for who in ("irene.cobo", "lucia.ferrando", "hector.aguilar", "pau.rius"):
        person = desk.person(who)
        number = await desk.ask(person, SAID["es"]["ask"])
        if (await desk.request(number)).unseen:
            await desk.act(person, "want_person", number, side="asks")
        said[number] = f"Quiero poner una queja: {who} sigue esperando, {number}"
        if len(said) == 2:
            await desk.act(person, "make_private", number, side="asks")
        await desk.say(person, said[number], thread=number)
    request = await desk.request(max(said))
    lead = await lead_of(desk, request)
    told = [entry.card.text for entry in await desk.shown(lead, "work") if entry.card.kind == "alike"]
    assert len(told) == 1, "told once in a week"
    private = sorted(said)[1]
    for number, words in said.items():
        if number == private:
            assert words not in told[0], "never a confidential one"
        else:
            assert words in told[0]


@pytest.mark.parametrize("answer", ["yes", "no"])
async def test_thanks_are_seen_only_once_their_owner_has_agreed(desk: Stage, answer: str) -> None:
    irene, number = await served(desk, "es")
    await desk.act(irene, "rate", number, side="asks", outcome="exceeded")
    assert "en público" in await read(desk, irene, "asks", "resolved_now")
    await desk.act(irene, "thank", number, side="asks", public="yes")
    owner = await desk.owner_of(number)
    assert "Te lo pregunto una sola vez" in await read(desk, owner, "work", "thanked")
    await desk.act(owner, "answer_thanks", number, yes=answer)
    thanks = (await desk.request(number)).thanks
    assert thanks is not None
    assert thanks.shown == (answer == "yes")
    irene, second = await served(desk, "es")
    await desk.act(irene, "thank", second, side="asks", public="yes")
    again = (await desk.request(second)).thanks
    assert again is not None
    assert (again.asks, again.shown) == (False, answer == "yes"), "what was said holds for all that follow"


@pytest.mark.parametrize("praise", ["rate", "thank"])
async def test_a_praised_answer_is_proposed_as_an_article_to_whoever_gave_it(
    desk: Stage, praise: str
) -> None:
    irene, number = await served(desk, "es")
    owner = await desk.owner_of(number)
    how = {"rate": {"outcome": "exceeded"}, "thank": {}}[praise]
    await desk.act(irene, praise, number, side="asks", **how)
    kind = {"rate": "rated", "thank": "thanked"}[praise]
    card = [entry.card for entry in await desk.shown(owner, "work") if entry.card.kind == kind][-1]
    assert "Si la guardas, ayudará a quien pregunte lo mismo" in card.text
    [keep] = [
        button
        for block in card.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
        if button.verb == "keep_answer"
    ]
    assert keep.form == "keep_answer"
    fields = {"title": "La nómina", "question": "¿Me mandas la nómina?", "text": "Se manda el día 28."}
    await desk.act(owner, "keep_answer", number, months="3", **fields)
    kept, _ = await desk.store.articles.all()
    assert list(kept) == [f"kept-{number}"]


async def test_what_was_as_expected_or_is_confidential_is_not_proposed(desk: Stage) -> None:
    for outcome, private in (("met", False), ("exceeded", True)):
        irene, number = await served(desk, "es")
        if private:
            await desk.act(irene, "make_private", number, side="asks")
        await desk.act(irene, "rate", number, side="asks", outcome=outcome)
        told = await read(desk, await desk.owner_of(number), "work", "rated")
        assert "Guardada" not in told
