"""`ventanilla route`, read aloud: what it says to whoever looks after a directory, for each thing that can become of a text."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.cli.aloud import aloud
from bot.cli.fail import Failed
from bot.cli.offline import library_of
from bot.cli.route import described, routed
from bot.reader import Library
from knowledge.loader import build, read_folder
from knowledge.matcher import Example
from tests.bot.domain.world import COUNCIL, FIRST_TOPIC
from tests.knowledge.directories import edited, three_topics

EXAMPLE = Path(__file__).parents[1] / "knowledge" / "company"
PEOPLE_YAML = "people.yaml"
# What stands in the code and in JSON, and in no sentence.
RAW = re.compile(
    r"\b(?:None|True|False|not_\w+|\w+_(?:device|wanted|person)|route|verdict|person wanted)\b|[{}\[\]]"
)


def with_council() -> Library:
    return library_of(
        build(edited(three_topics(), "departments/people.yaml", FIRST_TOPIC, COUNCIL + FIRST_TOPIC))
    )


@pytest.fixture(scope="module")
def small() -> Library:
    return with_council()


@pytest.fixture(scope="module")
def example() -> Library:
    return library_of(build(read_folder(EXAMPLE)))


def said(text: str, library: Library, email: str = "") -> Sequence[str]:
    return list(aloud(routed(text, email, library), library.directory))


def test_what_is_sure_says_who_has_it_how_surely_why_and_who_comes_after(small: Library) -> None:
    owner, chance, why, chain, first, *others = said("Mi portátil no enciende", small)
    assert owner == "Bo Lindqvist (bo@ensayo.example) has it: Portátil (laptop)."
    assert re.fullmatch(r"The chance that this is meant is \d\d in 100\.", chance)
    assert why.startswith("It is like these examples: “Mi portátil no enciende”")
    assert (chain, first) == (
        "Who is asked to have it, in order:",
        "  Owner: Bo Lindqvist (bo@ensayo.example)",
    )
    assert any(line.startswith("  Lead: ") for line in others)


def test_what_is_like_nothing_says_that_the_concierge_has_it_and_why(small: Library) -> None:
    first, nearest, *_ = said("qwfp zxcv arst dhneio", small)
    assert first.endswith("has it, as the concierge: it is like nothing that there is a topic for.")
    assert nearest.startswith("The nearest topic is ")


def test_the_question_is_told_with_its_choices_whose_each_is_and_what_silence_does(example: Library) -> None:
    first, *rest = said("urgente: no puedo facturar antes del viernes", example)
    assert first == "One question is asked first, whether it is:"
    assert re.fullmatch(r"  \d+ in 100: .+ \(\S+@faro\.example\) for .+ \([a-z-]+\)", rest[0])
    assert any(line.startswith("  or something else: ") for line in rest)
    assert "Unanswered for ten minutes, it goes to the first of them." in rest
    assert "Its words say that it is urgent, so the shorter times count." in rest


def test_danger_says_what_is_read_at_once_and_who_is_told(small: Library) -> None:
    kind, contact, told, then = said("me han robado el portátil", small, "bo@ensayo.example")
    assert kind == "It tells of danger: a stolen device."
    assert contact == "Whoever asks reads at once: 112, o recepción: 555 0100 (Madrid)."
    assert told.endswith("(carmen@ensayo.example) is told at once and answers for it.")
    assert then.endswith("(vera@ensayo.example).")
    _, far, *_ = said("hay humo en el almacén", small)
    assert far.startswith(
        "Whoever asks reads at once: the emergency number of where they are is what to call, and 112"
    )
    _, _, kept, *_ = said("alguien ha entrado con un cuchillo", small, "bo@ensayo.example")
    assert kept == "It is treated as confidential: its words speak of something that few should read."
    as_json = described(routed("me han robado el portátil", "bo@ensayo.example", small), small)
    assert (as_json["owner"], as_json["danger"]) == ("carmen@ensayo.example", "stolen_device")


def test_the_official_way_says_that_nobody_has_it_and_nothing_is_kept(small: Library) -> None:
    [line] = said("¿Cómo hablo con el comité de empresa?", small)
    assert line == (
        "Nobody has it: the official way of Comité de empresa (council) is shown, and nothing of the text is kept."
    )


def test_an_article_answers_first_and_it_says_who_has_what_is_left(example: Library) -> None:
    article, owner, *rest = said("¿cómo pido vacaciones?", example, "diego.hernandez@faro.example")
    assert article == "The article holiday-request answers it: Vacaciones (holidays)."
    assert owner == "Where that is not enough, Ximena Castillo Duarte (ximena.castillo@faro.example) has it."
    assert not any("Not asked" in line for line in rest)


def test_an_owner_for_others_is_named_with_whom_they_are_for(example: Library) -> None:
    lines = said("¿cómo pido vacaciones?", example)
    assert (
        "  Not asked: Ximena Castillo Duarte (ximena.castillo@faro.example), who is only for people in MX"
        in lines
    )
    assert lines[-1].startswith("Where whoever asks works is not known here; --for EMAIL says it")
    for_a_site = said("no me va el wifi", example, "ximena.castillo@faro.example")
    assert for_a_site[0].startswith("Diego Hernández Luna (diego.hernandez@faro.example) has it")
    assert "people of Ciudad de México" in "".join(said("no me va el wifi", example))


def test_who_is_passed_over_is_said_with_what_mends_it(small: Library) -> None:
    lines = said("Mi portátil no enciende. Que no lo vea nadie más", small)
    assert "It is treated as confidential: whoever asks wants it so." in lines
    assert (
        "  Owner: Bo Lindqvist (bo@ensayo.example), passed over: is not marked confidential: true in people.yaml"
        in lines
    )


def test_whom_it_names_is_told_to_be_passed_over(small: Library) -> None:
    lines = said("Bo Lindqvist no me arregla el portátil", small)
    assert any(
        line.startswith("It names them, so they neither have nor read it: Bo Lindqvist") for line in lines
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hola", "it is greeted back and asked what is needed"),
        ("muchas gracias", "it only says thanks"),
        ("¿cómo va lo mío?", "whoever asks is told how their own requests are going"),
        ("¿eres un robot?", "it is told what the desk is and does"),
        ("ok", "it waits for no answer"),
    ],
)
def test_what_opens_nothing_says_so_and_what_happens_instead(text: str, why: str, small: Library) -> None:
    assert said(text, small) == [f"It opens no request: {why}."]
    assert described(routed(text, "", small), small)["opens"] is False


def test_what_was_taught_is_no_example(small: Library) -> None:
    lesson = Example("La fotocopiadora saca rayas", "laptop", "es", 10.0, shown="R-1007", is_taught=True)
    taught = replace(small, matcher=small.matcher.with_example(lesson))
    told = said("la fotocopiadora saca unas rayas", taught)
    assert "It is like what was taught with R-1007; ventanilla lessons show says more." in told
    assert not any("“R-" in line for line in told)


def test_a_greeting_has_no_topic_in_json_either(small: Library) -> None:
    told = described(routed("Hola, buenas noches", "", small), small)
    assert (told["opens"], told["topic"], told["unsure"], told["because"], told["alternatives"]) == (
        False,
        None,
        True,
        [],
        [],
    )


def test_who_asks_who_is_told_a_name(small: Library) -> None:
    first, *named = said("¿quién lleva las nóminas?", small)
    assert first == "It opens no request: whoever asks is told who looks after it."
    assert named == ["Named: Marta Quiroga (marta@ensayo.example), who leads Nóminas."]
    [_, topic] = said("¿quién se encarga de los portátiles?", small)
    assert topic == "Named: Bo Lindqvist (bo@ensayo.example) for Portátil (laptop)."


def test_two_needs_are_both_named(example: Library) -> None:
    lines = said("El portátil no enciende y además me falta el recibo de nómina de octubre", example)
    assert any(
        line.startswith("It asks for two things, of which one tap makes a request each: ") for line in lines
    )


def test_where_nobody_may_have_it_whose_it_is_is_told_all_the_same() -> None:
    """No one is marked for confidential requests; the desk gives it to somebody, and so does this."""
    files = three_topics()
    files[PEOPLE_YAML] = files[PEOPLE_YAML].replace("  confidential: true\n", "")
    files = {name: text.replace("    confidential: true\n", "") for name, text in files.items()}
    library = library_of(build(files))
    lines = said("Mi portátil no enciende. Que no lo vea nadie más", library)
    assert lines[0].endswith("has it: Portátil (laptop).")


def test_no_sentence_has_a_word_of_the_code(small: Library, example: Library) -> None:
    texts = (
        "no me va el wifi", "mi jefe me acosa", "hola", "¿quién lleva las nóminas?", "me han robado el portátil",
        "quiero una persona", "asdf qwer", "¿cómo pido vacaciones?", "quiero poner una queja de la limpieza",
        "urgente: no puedo facturar antes del viernes", "i lost my badge", "hay humo en el almacén",
        "mi nómina está mal y no quiero que se entere nadie", "quiero denunciar algo por el canal de denuncias",
    )  # fmt: skip
    for library in (small, example):
        for text in texts:
            for line in said(text, library):
                assert not RAW.search(line), line
                assert line[0].isupper() or line.startswith("  "), line


def test_whoever_is_not_in_the_directory_is_asked_for_without_for(small: Library) -> None:
    with pytest.raises(Failed, match=r"nobody@ensayo\.example is not in the directory"):
        routed("hola", "nobody@ensayo.example", small)
