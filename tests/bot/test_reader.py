"""From a text to what was understood of it: topic, language, date, whom it names, and what it must not be treated as."""

import random
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.context import Asker
from bot.domain.reading import Reading
from bot.fitting import fitted_to
from bot.reader import LONGEST_READ, STRAIGHT_FROM, Library, _asked_below, _choices, read
from knowledge.directory import Directory, PersonId, TopicId, Traits
from knowledge.loader import build, load
from knowledge.matcher import Example, Guess, Prediction, Verdict, examples_of
from tests.any_text import any_text
from tests.bot.desks import small_matcher
from tests.knowledge.directories import build_three_topics, edited, person, three_topics
from tests.samples import sample

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
DIRECTORY = build_three_topics()
LIBRARY = Library(directory=DIRECTORY, matcher=small_matcher())
COMPANY = Path(__file__).parents[2] / "knowledge" / "company"
NOBODY = Asker(person=PersonId(""), traits=Traits(), zone="Europe/Madrid")
PAYSLIP = "No me ha llegado la nómina de octubre"
DOWNLOAD = "¿Dónde descargo mi nómina?"
LAPTOP = "Mi portátil no enciende"


def asker(name: str = "bo", directory: Directory = DIRECTORY, **more: Any) -> Asker:
    listed = directory.people[person(name)]
    known = {"language": listed.languages[0], "zone": listed.hours.zone}
    return Asker(person=listed.id, traits=directory.traits(listed.id), **known | more)


def heard(text: str, who: Asker | None = None, library: Library = LIBRARY, **more: Any) -> Reading:
    return read(text, who or asker(), TUESDAY, library, **more)


@pytest.mark.parametrize(
    "text", ["hola", "Hola, buenas noches", "good evening", "muchas gracias por todo", "thanks a lot"]
)
def test_a_greeting_or_thanks_alone_is_about_nothing(text: str) -> None:
    read_as = heard(text)
    assert read_as.greeting or read_as.thanks
    assert (read_as.topic, read_as.verdict, read_as.confidence, read_as.caution) == (None, "person", 0.0, "")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("¿Quién lleva las nóminas?", True),
        ("Who looks after payslips?", True),
        ("¿Con quién hablo de un aumento de sueldo?", False),
        ("Who do I talk to about bullying?", False),
    ],
)
def test_who_looks_after_a_confidential_topic_is_named_unless_the_words_confide_something(
    text: str, named: bool
) -> None:
    payslips = "  - id: payslip\n"
    files = edited(
        three_topics(), "departments/payroll.yaml", payslips, payslips + "    confidential: true\n"
    )
    for name in ("ana", "luis"):
        email = f"  email: {name}@ensayo.example\n"
        files = edited(files, "people.yaml", email, email + "  confidential: true\n")
    library = Library(directory=build(files), matcher=small_matcher())
    assert heard(text, library=library).asks_who == named


@pytest.mark.parametrize(
    ("text", "confidential"),
    [
        ("No quiero seguir viviendo", True),
        ("I don't want to be alive anymore", True),
        ("Un señor con un cuchillo ha entrado en recepción", True),
        ("somebody is threatening the receptionist with a knife", True),
        ("hay fuego en el almacén", False),
        ("Me han robado el portátil en el tren", False),
    ],
)
def test_distress_and_violence_are_confidential_whether_or_not_another_word_says_so(
    text: str, confidential: bool
) -> None:
    read_as = heard(text)
    assert read_as.danger is not None
    assert (read_as.caution != "") == confidential


def test_what_was_only_taken_for_distress_for_a_moment_is_not_confidential() -> None:
    read_as = heard("aquí no ha llamado nadie")
    assert (read_as.danger, read_as.caution) == (None, "")


# --- topic and reasons ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic"), [(PAYSLIP, "payslip"), (LAPTOP, "laptop"), ("I want to book holidays", "holiday")]
)
def test_a_text_finds_its_topic_with_reasons(text: str, topic: str) -> None:
    found = heard(text)
    assert (found.topic, found.verdict) == (topic, "route")
    assert found.confidence > 0.8
    assert found.because


def test_nonsense_goes_to_a_person() -> None:
    assert heard("qwerty zzz").verdict == "person"


def test_the_choices_are_two_or_three_topics_of_the_directory_each_once() -> None:
    choices = heard("algo de la nómina o de las vacaciones, no sé").choices
    assert 2 <= len(choices) <= 3
    assert len(set(choices)) == len(choices)
    assert set(choices) <= set(DIRECTORY.topics)


UNSURE = ("charger Tengo", "hello charger", "the la", "lenta is enciende", "me tratan", "qwerty zzz")


@pytest.mark.parametrize("text", UNSURE)
def test_the_question_offers_a_confidential_topic_only_where_the_words_are_treated_as_confidential(
    text: str,
) -> None:
    """Else a channel would read "harassment" below a colleague's words about a charger."""
    found = heard(text)
    assert [guess.topic for guess in LIBRARY.matcher.predict(text).guesses].index("harassment") < 4
    assert ("harassment" in found.choices) <= (found.caution == "caution")


def test_the_question_does_not_offer_something_else_twice() -> None:
    assert LIBRARY.matcher.predict("charger Quién").guesses[0].topic == "anything-else"
    assert heard("charger Quién").choices == ("laptop", "payslip", "holiday")


def test_a_question_offers_nothing_where_no_choice_is_likely_and_a_delicate_one_only_where_it_is() -> None:
    def offered(**chances: float) -> set[str]:
        guesses = tuple(Guess(topic.replace("_", "-"), chance) for topic, chance in chances.items())
        in_play = frozenset({"harassment"})
        return set(_choices(Prediction(guesses, unsure=True, verdict="ask"), DIRECTORY, in_play))

    assert offered(anything_else=0.92, payslip=0.02, laptop=0.01) == set()
    assert offered(laptop=0.5, harassment=0.06, payslip=0.2) == {"laptop", "payslip"}
    assert offered(laptop=0.5, harassment=0.3) == {"laptop", "harassment"}


def test_what_is_more_than_a_little_unsure_is_asked_about_and_what_is_like_nothing_stays_a_persons() -> None:
    def asked(verdict: Verdict, chance: float) -> tuple[Verdict, bool]:
        found = _asked_below(
            STRAIGHT_FROM, Prediction((Guess("laptop", chance),), verdict != "route", verdict)
        )
        return found.verdict, found.unsure

    assert asked("route", STRAIGHT_FROM) == ("route", False)
    assert asked("route", STRAIGHT_FROM - 0.01) == ("ask", True)
    assert asked("person", 0.2) == ("person", True)


def test_a_matcher_of_an_older_directory_names_no_topic_that_is_gone() -> None:
    files = three_topics()
    cut = files["departments/people.yaml"].index("  - id: harassment")
    files["departments/people.yaml"] = files["departments/people.yaml"][:cut]
    library = Library(directory=build(files), matcher=small_matcher())
    found = heard("Un compañero me está acosando", library=library)
    assert found.topic in (None, *library.directory.topics)
    assert set(found.choices) <= set(library.directory.topics)


def test_words_to_somebody_who_has_the_request_need_no_routing() -> None:
    found = heard(f"{PAYSLIP}, y que no lo vea Marta Quiroga", routed=False)
    assert (found.topic, found.verdict, found.article) == (None, "person", None)
    assert found.about == (person("marta"),)
    assert found.caution == "requester"


# --- language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"), [(PAYSLIP, "es"), ("My October payslip has not arrived yet", "en")]
)
def test_the_language_of_the_message_decides(text: str, language: str) -> None:
    assert (
        heard(text, asker(language="es")).language == heard(text, asker(language="en")).language == language
    )


def test_where_it_cannot_be_told_the_profile_decides_and_then_the_company() -> None:
    assert heard("12345", asker(language="en")).language == "en"
    assert heard("12345", asker(language="fr")).language == DIRECTORY.languages[0]
    assert heard("12345", Asker(person=PersonId("guest"))).language == DIRECTORY.languages[0]


# --- article ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "article"), [("bo", "payslip-copy-es"), ("iris", "payslip-copy-mx")])
def test_the_article_is_the_one_for_the_askers_country(name: str, article: str) -> None:
    found = heard("¿Dónde descargo mi recibo de nómina?", asker(name)).article
    assert found is not None
    assert (found.article, found.language, found.topic) == (article, "es", "payslip")


def test_the_article_is_in_the_language_of_the_question() -> None:
    found = heard("Where do I download my payslip?").article
    assert found is not None
    assert found.language == "en"


def test_who_is_in_neither_country_is_offered_neither_countrys_article() -> None:
    stranger = Asker(person=PersonId("guest"), traits=Traits(country="PT"), zone="Europe/Lisbon")
    assert heard("¿Dónde descargo mi recibo de nómina?", stranger).article is None


def test_an_article_past_its_review_is_not_offered() -> None:
    files = edited(
        three_topics(),
        "articles/payslip-copy-es.es.md",
        "review_again: 2099-09-14",
        "review_again: 2026-11-23",
    )
    library = Library(directory=build(files), matcher=small_matcher())
    assert date(2026, 11, 23) < TUESDAY.date()
    assert heard("¿Dónde descargo mi nómina?", library=library).article is None


@pytest.mark.parametrize("text", [f"{DOWNLOAD}, es urgente", f"Estoy harto, nadie me atiende. {DOWNLOAD}"])
def test_neither_the_urgent_nor_a_complaint_is_answered_with_an_article(text: str) -> None:
    assert heard(DOWNLOAD).article is not None
    assert heard(text).article is None


@pytest.mark.parametrize(
    "text",
    [
        PAYSLIP,
        "La nómina viene mal",
        "My October payslip has not arrived yet",
        "Falta la nómina de octubre en el portal, no la puedo descargar",
    ],
)
def test_where_something_is_wrong_a_person_has_it_and_no_article(text: str) -> None:
    found = heard(text)
    assert (found.topic, found.verdict, found.article) == ("payslip", "route", None)


# --- date and urgency -------------------------------------------------------------------------------------------


def test_by_when_it_is_needed_is_heard() -> None:
    found = heard(f"{PAYSLIP} y la necesito para el viernes")
    assert found.wanted_by is not None
    assert (found.wanted_by.date(), found.wanted_day_only) == (date(2026, 11, 27), True)


def test_urgent_words_raise_the_urgency_and_plain_ones_do_not() -> None:
    assert heard(f"Es urgente: {LAPTOP}").urgency == "high"
    assert heard(LAPTOP).urgency is None


# --- confidential by caution ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Un compañero me está acosando", "topic"),
        (f"Necesito esto en privado: {LAPTOP}", "requester"),
        (f"{LAPTOP}, pero que no lo vea Iris Campo", "requester"),
        (f"{LAPTOP} y estoy de baja por depresión", "words"),
        ("me tratan", "caution"),  # a confidential topic is still in play
        ("qwerty zzz", ""),  # of what is like nothing that there is, none is
        (LAPTOP, ""),
    ],
)
def test_why_a_text_is_treated_as_confidential(text: str, why: str) -> None:
    assert heard(text).caution == why


@pytest.fixture(scope="module")
def unseen() -> tuple[Library, list[Example]]:
    """The example company without every fifth of its sentences, and these."""
    directory = load(COMPANY)
    examples, texts = examples_of(directory)
    seen = [example for place, example in enumerate(examples) if place % 5]
    matcher = fitted_to(directory, seen, texts)
    return Library(directory=directory, matcher=matcher), examples[::5]


def test_of_unseen_delicate_sentences_99_in_100_are_treated_so_or_shown_the_official_way(unseen) -> None:
    library, examples = unseen
    delicate = [e for e in examples if library.directory.is_delicate(TopicId(e.topic))]
    assert len(delicate) >= 50
    missed = []
    for example in delicate:
        found = heard(example.text, NOBODY, library)
        shown = found.verdict == "route" and found.topic and library.directory.topics[found.topic].signpost
        if not found.caution and not shown:
            missed.append(example.text)
    assert len(missed) <= 0.01 * len(delicate), missed


def test_of_unseen_ordinary_sentences_hardly_more_than_one_in_ten_is_treated_as_confidential(unseen) -> None:
    library, examples = unseen
    ordinary = [e for e in examples if not library.directory.is_delicate(TopicId(e.topic))]
    careful = sum(bool(heard(example.text, NOBODY, library).caution) for example in ordinary)
    assert careful <= 0.08 * len(ordinary)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("few", [3, 5])
def test_a_small_directory_treats_99_in_100_delicate_sentences_so_too_and_few_ordinary_ones(
    language: str, few: int
) -> None:
    """Each delicate topic of the example company beside four others by chance, with few examples of each."""
    company, chance = load(COMPANY), random.Random(f"{language}{few}")
    delicate = [topic for topic in company.topics if company.is_delicate(topic)]
    others = [topic for topic in company.topics if topic not in delicate]
    missed, careful, of_delicate, of_ordinary = list[str](), 0, 0, 0
    for topic in delicate * 2:
        topics = [topic, *chance.sample(others, 4)]
        directory = replace(company, topics={name: company.topics[name] for name in topics})
        examples, texts = examples_of(directory)
        own = {name: [e for e in examples if (e.topic, e.lang) == (name, language)] for name in topics}
        for some in own.values():
            chance.shuffle(some)
        seen = [example for some in own.values() for example in some[:few]]
        library = Library(directory=directory, matcher=fitted_to(directory, seen, texts))
        for example in (example for some in own.values() for example in some[few:]):
            found = heard(example.text, NOBODY, library)
            is_treated_so = bool(found.caution or found.danger)
            if example.topic != topic:
                of_ordinary, careful = of_ordinary + 1, careful + is_treated_so
                continue
            of_delicate += 1
            shown = found.verdict == "route" and found.topic == topic and directory.topics[topic].signpost
            if not is_treated_so and not shown:
                missed.append(example.text)
    assert of_delicate >= 200
    assert len(missed) <= 0.01 * of_delicate, missed
    assert careful <= 0.12 * of_ordinary


# --- whom it names ----------------------------------------------------------------------------------------------


def test_whom_it_names_and_who_shall_not_see_it_are_passed_over() -> None:
    found = heard("La nómina está mal, Marta Quiroga no contesta, y que no lo vea Luis Ibarra")
    assert set(found.about) == {person("marta"), person("luis")}


def test_who_names_themselves_is_not_passed_over_for_it() -> None:
    assert heard(f"Soy Bo Lindqvist. {LAPTOP}").about == ()


# --- what it is beside its matter -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Hola", "greeting"),
        ("¡Buenos días!", "greeting"),
        ("Muchas gracias", "thanks"),
        ("¿Cómo va lo mío?", "asks_progress"),
        ("Quiero hablar con una persona", "wants_person"),
        ("Esto es una queja: nadie me atiende", "complains"),
        ("Ya no hace falta, gracias", "withdraws"),
    ],
)
def test_short_messages_say_what_they_want(text: str, field: str) -> None:
    said = ("greeting", "thanks", "asks_progress", "wants_person", "complains", "withdraws")
    found = heard(text)
    assert getattr(found, field)
    assert not any(getattr(heard(LAPTOP), other) for other in said)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Hay humo en el almacén", "life"), ("Me han robado el portátil", "stolen_device"), (LAPTOP, None)],
)
def test_danger_is_heard_before_all_else(text: str, kind: str | None) -> None:
    assert heard(text).danger == kind


# --- whatever people write --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud83d", "🙂" * 500, "a" * 40_000, "\u202e" * 50, "R-1001"]
)
def test_nothing_that_people_write_is_too_much(text: str) -> None:
    assert heard(text).language in DIRECTORY.languages


@settings(max_examples=sample(150, 3_000), deadline=None)
@given(any_text(), st.booleans())
def test_any_text_is_read_in_little_time(text: str, routed: bool) -> None:
    began = process_time()
    found = heard(text, routed=routed)
    assert process_time() - began < 0.25  # on a busy machine; measured alone it is some 20 ms at most
    assert found.language in DIRECTORY.languages


def test_of_a_very_long_text_the_beginning_is_read() -> None:
    assert heard(LAPTOP + " " * LONGEST_READ + "y me acosan").caution == ""


NOTICES = (
    "AVISO LEGAL: Este mensaje y sus adjuntos son confidenciales y privados. Si no es el destinatario, no lo lea.",
    "This e-mail is private and confidential, intended solely for the addressee.\nDo not share it with anyone.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_below_a_mail_makes_nothing_confidential_and_no_words_beside_it_are_lost(
    notice: str,
) -> None:
    assert heard(f"{LAPTOP}\n--\n{notice}").caution == ""
    assert heard(f"{LAPTOP}\n\n{notice}\n\nQue no lo vea nadie más, por favor").caution == "requester"


@pytest.mark.parametrize("text", ["Este mensaje es confidencial", "Hola\nEste mensaje es confidencial"])
def test_whoever_says_themselves_that_it_is_confidential_is_believed(text: str) -> None:
    assert heard(f"{text}\nno me va el portátil").caution == "requester"


def test_danger_behind_a_log_that_is_longer_than_what_is_read_is_heard() -> None:
    line = (
        "2026-11-30 09:12:{0:02} ERROR [worker-{0}] com.wms.sync.Scheduler - user=svc{0} status=500 retry=3"
    )
    log = "\n".join(line.format(place % 60) for place in range(120))
    assert len(log) > LONGEST_READ
    assert heard(f"{log}\nsale humo del servidor").danger == "life"
    assert heard(f"{log}\nlo he reiniciado dos veces").danger is None
