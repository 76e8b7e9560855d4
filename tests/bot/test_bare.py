"""Who only wants a person gets one, and is told of no matter that they never spoke of."""

import pytest

from bot.bare import is_only_for_a_person, without_a_matter
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
