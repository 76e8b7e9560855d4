"""Danger, confidential words and short signals. The sentences in `data/` were written before the word lists."""

import json
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import caution
from knowledge.directory import Directory
from knowledge.loader import build, read_folder
from knowledge.matcher import examples_of, fit
from tests.samples import sample

DATA = Path(__file__).parent / "data"
ROUTING = Path(__file__).parents[2] / ".." / "shared" / "data" / "routing"
KINDS = {"life", "violence", "distress", "stolen_device", "password"}


@cache
def company() -> Directory:
    return build(dict(read_folder(Path(__file__).parents[2] / "knowledge" / "company")))


def confidential_topics_of(directory: Directory) -> set[str]:
    return {str(topic.id) for topic in directory.topics.values() if topic.confidential}


def lines_of(name: str) -> list[str]:
    lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def sentences_of(name: str) -> list[tuple[str, str]]:
    return [tuple(line.split("\t", 1)) for line in lines_of(name)]


@pytest.mark.parametrize("language", ["es", "en"])
def test_danger_is_recognised_in_at_least_99_of_100_sentences(language):
    sentences = sentences_of(f"danger.{language}")
    missed = [text for _, text in sentences if caution.danger(text) is None]
    assert len(sentences) >= 200
    assert len(missed) <= 0.01 * len(sentences), missed


@pytest.mark.parametrize("language", ["es", "en"])
def test_danger_is_recognised_in_less_usual_words(language):
    sentences = lines_of(f"danger_more.{language}")
    missed = [text for text in sentences if caution.danger(text) is None]
    assert len(missed) <= 0.01 * len(sentences), missed


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("file", "least"), [("danger_odd", 0.99), ("danger_unseen", 0.95)])
def test_danger_is_recognised_in_odd_words_and_in_words_that_no_list_has_seen(language, file, least):
    sentences = sentences_of(f"{file}.{language}")
    missed = [text for _, text in sentences if caution.danger(text) is None]
    assert len(sentences) >= 100
    assert len(missed) <= (1 - least) * len(sentences), missed


@pytest.mark.parametrize("language", ["es", "en"])
def test_danger_is_recognised_in_everyday_words_of_many_registers(language):
    sentences = lines_of(f"danger_fresh.{language}")
    missed = [text for text in sentences if caution.danger(text) is None]
    assert len(sentences) >= 70
    assert len(missed) <= 0.03 * len(sentences), missed


@pytest.mark.parametrize("language", ["es", "en"])
def test_ordinary_sentences_with_the_words_of_danger_are_no_danger(language):
    false = [(text, caution.danger(text)) for text in lines_of(f"ordinary_more.{language}")]
    assert sum(found is not None for _, found in false) <= 1, false


@pytest.mark.parametrize(
    "text",
    [
        "la bomba de nutrición pita sin parar",
        "la bomba del pozo hace ruido",
        "the ERP kicks me out every five minutes",
        "Teams kicked me out of the meeting",
    ],
)
def test_a_pump_is_no_bomb_and_whom_a_program_throws_out_is_not_kicked(text):
    assert caution.danger(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "hay una bomba en la planta",
        "han dejado una bomba en el almacén",
        "my boss kicks me",
        "he kicked me out of the house",
    ],
)
def test_a_bomb_and_a_kick_are_danger(text):
    assert caution.danger(text) is not None


def test_who_wants_it_all_to_stop_is_heard_and_who_wants_the_alerts_to_stop_is_not():
    for text in (
        "what's the point, I just want it all to stop for good",
        "been thinking about how to end it",
    ):
        assert caution.danger(text).kind == "distress"
    assert caution.danger("I want it all to stop, the alerts keep coming") is None


@pytest.mark.parametrize(
    "text",
    [
        "llevo dos días con el portátil bloqueado",
        "llevo toda la mañana con el ordenador apagándose",
        "¿y si llevo el portátil a reparar mañana?",
        "la API está tirando errores a todo el mundo",
        "me cayó el refresco encima de la laptop",
    ],
)
def test_how_long_a_device_fails_is_no_theft_and_what_falls_on_it_hurts_nobody(text):
    assert caution.danger(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "un tipo se llevó la laptop de recepción",
        "me llevó el portátil un tío en la cafetería",
        "está tirando todo y amenazando",
        "se me ha caído una estantería encima",
    ],
)
def test_a_device_that_somebody_took_and_what_falls_on_somebody_are_danger(text):
    assert caution.danger(text) is not None


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_kind_of_danger_is_right_nearly_always(language):
    sentences = sentences_of(f"danger.{language}")
    found = [(kind, caution.danger(text), text) for kind, text in sentences]
    wrong = [(kind, danger.kind, text) for kind, danger, text in found if danger and danger.kind != kind]
    assert {kind for kind, _ in sentences} == KINDS
    assert len(wrong) <= 0.05 * len(sentences), wrong


@pytest.mark.parametrize("language", ["es", "en"])
def test_ordinary_sentences_are_taken_for_danger_in_at_most_one_of_200(language):
    sentences = lines_of(f"ordinary.{language}")
    false = [(text, caution.danger(text)) for text in sentences if caution.danger(text)]
    assert len(sentences) >= 200
    assert len(false) <= 0.005 * len(sentences), false


@pytest.mark.parametrize("language", ["es", "en"])
def test_danger_is_recognised_in_capitals_without_accents_and_with_letters_drawn_out(language):
    def shout(text: str) -> str:
        return text.upper().translate(str.maketrans("ÁÉÍÓÚÜ", "AEIOUU")) + "!!!"

    def draw_out(text: str) -> str:
        return text[:-1] + text[-1] * 4 if text[-1] in "aeiou" else text

    sentences = [text for _, text in sentences_of(f"danger.{language}")]
    for change in (shout, draw_out):
        missed = [change(text) for text in sentences if caution.danger(change(text)) is None]
        assert len(missed) <= 0.01 * len(sentences), missed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hay un insendio en la bodega", "life"),
        ("necesitamos una ambulansia", "life"),
        ("me amenzó con un cuchilo", "violence"),
        ("someone is unconcsious", "life"),
        ("we need an ambulence", "life"),
        ("he threatend me with a kniffe", "violence"),
    ],
)
def test_a_typing_error_in_a_long_word_does_not_hide_danger(text, kind):
    found = caution.danger(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text", ["ya no hay humo", "no hay fuego, creo", "there is no smoke anymore", "was that a gas leak?"]
)
def test_a_denial_or_a_question_may_still_be_danger(text):
    assert caution.danger(text) is not None


def test_a_lawyer_is_not_a_misspelt_drowning():
    assert caution.danger("un abogado pide documentación de un despido") is None
    assert caution.danger("se ha ahogado en la piscina") is not None


def test_danger_is_found_at_the_end_of_a_long_story():
    story = "Buenos días, os cuento cómo ha ido la semana en el almacén. " * 300
    found = caution.danger(story + "Por cierto, hay humo en el muelle 4.")
    assert found is not None
    assert found.kind == "life"


def test_the_gravest_danger_is_named_first():
    found = caution.danger("me robaron la laptop y hay un compañero inconsciente en el suelo")
    assert found is not None
    assert found.kind == "life"


@pytest.mark.parametrize("file", ["clinc150_train", "clinc150_val", "schuster_es_train"])
def test_requests_to_assistants_are_taken_for_danger_hardly_ever_but_for_a_lost_device(file):
    path = ROUTING / f"{file}.jsonl"
    if not path.exists():
        pytest.skip("the shared routing data is not on this machine")
    lines = path.read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[:: max(1, len(lines) // sample(3_000, len(lines)))]]
    found = [danger for danger in map(caution.danger, texts) if danger and danger.kind != "stolen_device"]
    assert len(found) <= 0.005 * len(texts), [danger.words for danger in found]


@pytest.mark.parametrize("language", ["es", "en"])
def test_confidential_words_are_recognised_in_at_least_99_of_100_sentences(language):
    sentences = sentences_of(f"confidential.{language}")
    missed = [text for _, text in sentences if caution.confidential_words(text) is None]
    assert len(sentences) >= 100
    assert len(missed) <= 0.01 * len(sentences), missed


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_hinted_at_is_confidential_by_its_words_or_by_the_topics_that_are_in_play(language):
    hidden = frozenset(confidential_topics_of(company()))
    matcher = fit(*examples_of(company()), confidential=hidden, told_by_words=caution.confidential_words)
    sentences = lines_of(f"confidential_fresh.{language}")
    missed = [
        text
        for text in sentences
        if caution.confidential_words(text) is None
        and caution.danger(text) is None
        and not matcher.in_play(text)
    ]
    assert len(sentences) >= 70
    assert len(missed) <= 0.05 * len(sentences), missed


@pytest.mark.parametrize(
    "text",
    [
        "Me siento sola en el equipo",
        "aquí me hacen sentir solo",
        "me siento solo",
        "me siento muy sola aquí",
        "I feel very lonely at work",
        "they make me feel left out",
    ],
)
def test_who_feels_alone_at_work_is_heard_in_confidence(text: str) -> None:
    assert caution.confidential_words(text) == "harassment"


CONFIDED = {
    "harassment": [
        "no me invitan a las reuniones y creo que es a propósito",
        "todo el mundo se calla cuando entro",
        "soy el único al que no saludan",
        "everyone goes quiet when I come in",
        "my boyfriend checks my phone all the time",
        "no tengo con quién hablar aquí",
        "nadie me saluda por las mañanas",
        "siento que sobro en este departamento",
        "there's nobody here I can talk to",
        "since the transfer I've been so alone",
    ],
    "health": [
        "me han salido mal las pruebas",
        "llevo una temporada muy mala en casa",
        "I still have effects from the stroke",
        "things have been very bad at home",
        "my tests came back bad",
        "me encontraron un bulto en el pecho",
        "soy víctima de violencia de género",
        "ando muy triste últimamente",
        "I just lost my father",
        "my mood is terrible these days",
        "I struggle to get out of bed in the mornings",
    ],
    "pay": [
        "estoy sin blanca hasta fin de mes",
        "¿se puede saber lo que cobra un encargado en concreto?",
        "I want to know what they pay the man who does my job",
        "no me alcanza para la renta este mes",
        "I can't make rent this month",
        "we're about to be evicted",
    ],
    "conduct": [
        "no puedo con él",
        "no confío en él para esto",
        "el nuevo se echa unas copas antes de coger la carretilla",
        "the new guy has a few beers before getting on the forklift",
        "my coworker does coke in the changing rooms",
        "el chófer se queda con gasolina",
        "creo que están falseando los partes de seguridad",
        "la jefa de sala se mete el bote de propinas en el bolso",
        "llevo tiempo callándome lo que veo en el almacén",
        "one of the guys on my shift takes boxes home in his car",
        "I think they are making up the safety reports",
        "I've kept quiet for too long about what I see",
        "I caught someone on my team reading another person's emails",
        "Rubén apunta horas que no hace",
        "Paco ficha y se va al bar",
        "mi jefe carga en la tarjeta de la empresa las cenas con su mujer",
        "la de contabilidad cobra facturas dos veces",
        "Rob writes down hours he never worked",
        "my boss puts dinners with his wife on the company card",
        "a director is hiring his cousins without any interviews",
        "a coworker copies customer data to a stick and takes it home",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in CONFIDED.items() for text in texts]
)
def test_what_somebody_confides_in_plain_words_is_heard_in_confidence(kind: str, text: str) -> None:
    assert caution.confidential_words(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "el servidor ha tenido una caída y está recuperado",
        "my boss drinks tea, does the machine have any?",
        "no tengo con quién compartir coche",
        "he pillado un atasco, empezad sin mí",
        "the coffee machine broke again",
        "a seizure of goods at customs, who is the broker?",
        "creo que están cambiando los partes de seguridad, ¿dónde está el formato?",
        "la batería dura poco y ya no puedo con el cargador",
        "no soporto el ruido del aire acondicionado",
        "estoy pensando en dejar el portátil en la oficina",
        "no me renuevan la licencia de Adobe por estar de prueba",
        "soledad: alta nueva, apellido con tilde",
        "mi jefe carga en la tarjeta de la empresa las cenas con clientes, ¿qué justificante hace falta?",
        "a coworker copies customer data to the shared sheet and it is there twice",
        "the manager uses the company van on Thursday, can we book it?",
    ],
)
def test_ordinary_words_near_to_what_is_confided_are_no_confidence(text: str) -> None:
    assert caution.confidential_words(text) is None


@pytest.mark.parametrize("language", ["es", "en"])
def test_ordinary_sentences_are_hardly_ever_taken_for_confidential(language):
    sentences = lines_of(f"ordinary.{language}")
    false = [(text, found) for text in sentences if (found := caution.confidential_words(text))]
    assert len(false) <= 0.01 * len(sentences), false


SIGNALS = {
    "greeting": caution.is_greeting,
    "thanks": caution.is_thanks,
    "person": caution.asks_for_person,
    "progress": caution.asks_progress,
    "complaint": caution.is_complaint,
    "private": caution.wants_private,
    "withdraw": caution.wants_withdraw,
}


@pytest.mark.parametrize(("signal", "text"), sentences_of("signals"))
def test_a_short_message_is_what_it_says(signal, text):
    shown = {name for name, shows in SIGNALS.items() if shows(text)}
    assert not shown if signal == "none" else signal in shown


@pytest.mark.parametrize(
    "text",
    [
        "Hola, no me ha llegado la nómina",
        "hi, my laptop is broken",
        "Buenos días, ¿quién lleva las vacaciones?",
        "gracias, pero sigue sin funcionar la impresora",
    ],
)
def test_a_greeting_or_thanks_before_a_request_is_a_request(text):
    assert not caution.is_greeting(text)
    assert not caution.is_thanks(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("que no lo vea Ana Ruiz por favor", ("Ana Ruiz",)),
        ("no quiero que Marta lo vea", ("Marta",)),
        ("que no se entere mi jefe", ("jefe",)),
        ("please don't show it to John Smith", ("John Smith",)),
        ("don't tell my boss", ("boss",)),
        ("without Peter knowing", ("Peter",)),
        ("que no lo vea nadie", ()),
        ("nobody else should see this", ()),
        ("necesito una silla", ()),
    ],
)
def test_who_must_not_see_it_is_named(text, names):
    assert caution.not_seen_by(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "the coffee machine does not give change",
        "we never send goods to Ceuta",
        "the scanner will not show the barcode",
        "Outlook doesn't tell me when mail arrives",
        "why do you not send the payslip by mail?",
        "puede que no llegue al almacén a tiempo",
        "no lo tenga en cuenta, era una prueba",
        "no se lo mandes al proveedor todavía",
    ],
)
def test_that_something_is_not_sent_or_shown_keeps_nothing_from_anybody(text):
    assert not caution.wants_private(text)
    assert not caution.not_seen_by(text)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("no puedo trabajar sin el portátil", True),
        ("es urgente porque el camión sale hoy", True),
        ("I can't work since this morning", True),
        ("the whole line is down", True),
        ("no es urgente, cuando puedas", False),
        ("not urgent, whenever you can", False),
        ("necesito una silla nueva", False),
    ],
)
def test_the_words_say_why_it_cannot_wait(text, urgent):
    assert bool(caution.urgency_words(text)) is urgent


@settings(max_examples=sample(60, 2_000), deadline=None)
@given(st.text(max_size=40_000))
def test_any_text_is_answered_without_a_fault(text):
    caution.danger(text)
    caution.confidential_words(text)
    caution.not_seen_by(text)
    assert isinstance(caution.is_greeting(text), bool)


@pytest.mark.parametrize(
    "text", ["", "a" * 40_000, "fuego " * 6_000, "\ud800" * 40_000, "no puedo más " * 3_000, "日本" * 20_000]
)
def test_the_longest_text_takes_little_time(text):
    caution.danger("warm up")
    began = process_time()
    caution.danger(text)
    assert process_time() - began < 0.5
