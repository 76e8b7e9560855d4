"""Who only wants a person gets one, and is told of no matter that they never spoke of."""

import pytest

from bot.bare import bare_of, is_only_for_a_person, without_a_matter
from bot.domain.reading import Reading
from knowledge.caution import asks_for_person
from knowledge.directory import TopicId

LIKE_HARASSMENT = Reading(
    language="es",
    verdict="route",
    topic=TopicId("harassment"),
    confidence=0.97,
    because=("quiero hablar con una persona de confianza",),
    caution="topic",
    wants_person=True,
)

ONLY = (
    "Quiero hablar con una persona",
    "¿Puedo hablar con un humano?",
    "Una persona, por favor",
    "Hola, buenos días. ¿Me puede atender una persona?",
    "¡Quiero una persona ya!",
    "prefiero que me atienda una persona de verdad",
    "I'd like to talk to a real person, not a bot",
    "can I speak to a human please?",
    "human",
)
MORE = (
    "Necesito hablar con alguien",
    "I need to talk to someone",
    "Quiero hablar con una persona de confianza",
    "Quiero hablar con una persona de Nóminas",
    "Quiero hablar con una persona, mi jefe me grita",
    "I want to speak to a person about my boss",
)


@pytest.mark.parametrize("text", ONLY)
def test_who_only_wants_a_person_has_said_nothing_of_any_matter(text):
    assert asks_for_person(text)
    heard = without_a_matter(LIKE_HARASSMENT, text)
    assert heard == Reading(language="es", verdict="person", wants_person=True)


@pytest.mark.parametrize("text", MORE)
def test_who_says_more_or_may_have_something_to_confide_is_heard_whole(text):
    assert not is_only_for_a_person(LIKE_HARASSMENT, text)
    assert without_a_matter(LIKE_HARASSMENT, text) is LIKE_HARASSMENT


@pytest.mark.parametrize("caution", ["words", "requester"])
def test_what_is_confidential_by_its_own_words_stays_so(caution):
    reading = Reading(language="es", verdict="person", wants_person=True, caution=caution)
    assert without_a_matter(reading, ONLY[0]).caution == caution


@pytest.mark.parametrize(
    ("bare", "text"),
    [
        ("opening", "Same for me"),
        ("opening", "me too please"),
        ("opening", "same here"),
        ("opening", "lo mismo para mí"),
        ("opening", "A mí también, por favor"),
        ("opening", "yo igual"),
        ("", "same payslip for me"),
        ("", "a mí también me falla el wifi"),
        ("nothing", "ok"),
        ("nothing", "vale, perfecto"),
        ("nothing", "nada, era eso"),
        ("nothing", "never mind"),
        ("answer", "sí"),
        ("answer", "no"),
        ("answer", "el segundo"),
        ("answer", "yes please"),
        ("answer", "no, the other one"),
        ("answer", "sí, los dos"),
        ("nothing", "jajaja"),
        ("nothing", "test"),
        ("nothing", "👍"),
        ("nothing", "perdón, me equivoqué de chat"),
        ("nothing", "hasta mañana"),
        ("nothing", "no, gracias"),
        ("nothing", "¡Buen finde!"),
        ("nothing", "espera"),
        ("matterless", "eso no es lo que pedí"),
        ("matterless", "no me sirve"),
        ("matterless", "esto no me ayuda"),
        ("matterless", "not very helpful"),
        ("matterless", "no funciona"),
        ("matterless", "it doesn't work"),
        ("matterless", "that's not what I asked for"),
        ("matterless", "no ha venido nadie"),
        ("matterless", "son las 17:30 y aquí no ha llamado nadie"),
        ("matterless", "nadie me ha contestado todavía"),
        ("matterless", "nobody came"),
        ("matterless", "they never showed up"),
        ("matterless", "4pm came and went"),
        ("", "se ha caído y no ha venido nadie"),
        ("", "the bus never showed up"),
        ("", "nadie responde en la nave, hay humo"),
        ("opening", "otra cosa"),
        ("calling", "¿Estás ahí?"),
        ("opening", "Tengo una duda"),
        ("opening", "perdona, una pregunta"),
        ("opening", "¿me podéis ayudar?"),
        ("opening", "hi, quick question"),
        ("opening", "can I ask you something?"),
        ("opening", "tengo un problema"),
        ("opening", "😡"),
        ("calling", "??"),
        ("calling", "¿Hay alguien?"),
        ("calling", "hola, ¿hay alguien por ahí?"),
        ("calling", "is anybody there?"),
        ("calling", "hello? anybody home?"),
        ("opening", "me aburro"),
        ("opening", "cuéntame un chiste"),
        ("opening", "I'm so bored"),
        ("opening", "hi, how was your weekend?"),
        ("help", "ayuda"),
        ("help", "¿Quién eres?"),
        ("help", "eres una persona o un robot"),
        ("help", "¿Qué puedes hacer?"),
        ("readers", "¿Quién lee lo que escribo?"),
        ("readers", "quien puede leer esto"),
        ("readers", "¿se va a enterar mi jefe de esto?"),
        ("readers", "will my manager see this?"),
        ("", "mi jefe lo sabe"),
        ("matterless", "que no lo vea nadie más, por favor"),
        ("matterless", "please keep this confidential"),
        ("", "necesito una sala privada"),
        ("help", "what can you do"),
        ("help", "are you a bot?"),
        ("matterless", "¡¡Urgente!!"),
        ("matterless", "it's urgent, please"),
        ("matterless", "https://intranet.faro.example/noticias/423"),
    ],
)
def test_what_says_nothing_of_any_matter_is_told_from_what_does(bare, text):
    assert bare_of(text) == bare


@pytest.mark.parametrize(
    "text",
    [
        "¡Ayuda!",
        "AYUDA",
        "help me",
        "ayuda por favor",
        "ok, ¿y la factura?",
        "está mal",
        "nómina",
        "wifi",
        "el lunes",
        "1002",
        "tengo una duda de la nómina",
        "tengo un problema con mi jefe",
        "I need help with my printer",
        "es urgente, no puedo trabajar",
        "espera la factura desde hace un mes",
        "no me sirve la tarjeta",
        "no está",
        "who are you going to send to my desk",
        "¡¿HAY ALGUIEN?!",
        "hay alguien herido",
        "me aburro en mi puesto, quiero cambiar",
        "is anyone from IT around",
        "what time is it in the Lima office",
    ],
)
def test_what_may_be_about_something_or_may_be_a_cry_is_heard_whole(text):
    assert bare_of(text) == ""


def test_what_is_confidential_by_its_own_words_or_danger_is_never_bare():
    for reading in (
        Reading(language="es", verdict="person", danger="life"),
        Reading(language="es", verdict="person", caution="requester"),
    ):
        assert without_a_matter(reading, "ok") is reading


def test_of_a_whole_message_that_is_listed_the_net_has_not_the_last_word_and_the_lists_of_danger_have():
    life = Reading(language="es", verdict="person", danger="life")
    assert without_a_matter(life, "¿hay alguien ahí?").bare == "calling"
    assert without_a_matter(life, "¿hay alguien ahí?").danger is None
    assert without_a_matter(life, "¿hay alguien ahí? hay fuego") is life


@pytest.mark.parametrize(
    "text",
    [
        "ah… ya lo he intentado reiniciar y nada",
        "sí, ya he probado a apagarlo y encenderlo",
        "Sigue sin ir, ya lo he intentado todo",
        "I already tried turning it off and on",
        "yes, tried restarting it twice",
        "It still doesn't work, I've tried everything",
    ],
)
def test_what_has_been_tried_with_a_device_is_no_danger_however_it_sounds(text):
    distress = Reading(language="es", verdict="person", danger="distress")
    assert without_a_matter(distress, text).danger is None


@pytest.mark.parametrize(
    "text",
    ["ya lo he intentado todo", "I've tried everything", "I tried turning it off", "lo he intentado, adiós"],
)
def test_who_has_tried_everything_and_says_no_more_may_despair(text):
    distress = Reading(language="es", verdict="person", danger="distress")
    assert without_a_matter(distress, text).danger == "distress"


def test_that_an_answer_does_not_do_is_said_of_what_was_answered():
    heard = without_a_matter(Reading(language="es", verdict="ask", topic=TopicId("pay-error")), "No me sirve")
    assert (heard.verdict, heard.still_so) == ("person", True)


@pytest.mark.parametrize("text", ["vale gracias, mañana lo miro", "thanks, will check it later"])
def test_thanks_among_a_few_words_that_are_like_nothing_are_thanks(text):
    assert without_a_matter(Reading(language="es", verdict="person"), text).bare == "thanks"


@pytest.mark.parametrize(
    "text", ["gracias, pero no lo veo", "gracias, ¿y el resto?", "thanks, I also need one more"]
)
def test_thanks_beside_a_need_are_none(text):
    assert without_a_matter(Reading(language="es", verdict="person"), text).bare == ""
