"""The second ear for danger: learned from reviewed sentences, it hears what no list of words names."""

import random
from collections import Counter
from functools import cache

import numpy as np
import pytest

from knowledge import caution
from knowledge.caution import train_detector
from knowledge.caution.danger import LEAST, heard, judged, listed
from knowledge.caution.detector import (
    FILE,
    KINDS,
    LINES,
    LONGEST,
    Heard,
    glance,
    hears,
    may_be_danger,
    net,
    parts_of,
)
from knowledge.caution.forms import Found, words_of
from knowledge.caution.learned import Sentence, digest, senses, sentences
from knowledge.caution.net import Net, Real
from knowledge.caution.plain import EVERYDAY
from knowledge.caution.teaching import taught
from knowledge.caution.train_glance import HEARD, HIGH, ONE_LOST
from knowledge.matcher.word_vectors import word_vectors
from tests.knowledge.test_caution import ROUTING, company, lines_of, sentences_of
from tests.samples import SOAK, sample


@cache
def some(danger: bool) -> list[Sentence]:
    """Sentences that it learned from, evenly over the files."""
    chosen = [sentence for sentence in sentences() if bool(sentence.kind) is danger]
    return chosen[:: max(1, len(chosen) // sample(3_000, len(chosen)))]


def test_it_learned_from_many_sentences_of_every_kind_in_both_languages():
    told = Counter((sentence.language, sentence.kind) for sentence in sentences())
    for language in ("es", "en"):
        assert {kind for told_in, kind in told if told_in == language} == {"", *KINDS}
        assert sum(count for (told_in, kind), count in told.items() if told_in == language and kind) >= 700
        assert told[language, ""] >= 900


def test_no_sentence_stands_there_twice_or_as_danger_and_as_ordinary():
    kinds: dict[tuple[str, ...], set[str]] = {}
    for sentence in sentences():
        kinds.setdefault(tuple(words_of(sentence.text)), set()).add(sentence.kind)
    assert not [words for words, found in kinds.items() if len(found) > 1 and "" in found]


def test_the_shipped_file_was_fitted_to_these_very_sentences():
    with np.load(FILE) as arrays:
        assert str(arrays["digest"]) == digest(EVERYDAY), "run python -m knowledge.caution.train_detector"


def test_the_teacher_was_asked_about_these_very_sentences():
    assert taught().digest == digest(), "run python -m knowledge.caution.make_taught"


@pytest.mark.timeout(1_800)
@pytest.mark.skipif(not SOAK, reason="training takes minutes: make soak")
def test_the_shipped_file_is_what_a_fresh_training_gives():
    public = [ROUTING / f"{name}.jsonl" for name in ("clinc150_train", "banking77_train")]
    if not all(file.exists() for file in public):
        pytest.skip("the shared routing data is not on this machine")
    fresh = train_detector.fitted(sentences(), taught().scores, public)
    told = [words_of(sentence.text)[:LONGEST] for sentence in sentences()[:: len(sentences()) // 1_000]]
    apart = [abs(float((said_by(fresh, words) - said_by(net(), words)).sum())) for words in told]
    assert np.mean(apart) < 0.05
    look = train_detector.looking_first(net(), sentences(), public)
    assert abs(look.line - glance().line) < 0.5
    sums_apart = [abs(sum(map(look.of_word, words)) - sum(map(glance().of_word, words))) for words in told]
    assert np.mean(sums_apart) < 0.2


def said_by(of: Net, words: list[str]) -> Real:
    return of.scores([of.of_word(word) for word in words])


def test_nearly_every_sentence_of_danger_that_it_learned_from_is_heard_by_one_ear():
    missed = [sentence.text for sentence in some(danger=True) if caution.danger(sentence.text) is None]
    assert len(missed) <= 0.02 * len(some(danger=True)), missed


def test_hardly_any_ordinary_sentence_that_it_learned_from_is_danger_to_it():
    false = [sentence.text for sentence in some(danger=False) if heard(sentence.text)]
    assert len(false) <= 0.01 * len(some(danger=False)), false


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_hears_most_danger_in_sentences_that_it_has_never_seen(language):
    """Those of the lists: what both ears miss must fail both, so that each has to hear much by itself."""
    unseen = [text for _, text in sentences_of(f"danger_odd.{language}")]
    found = [text for text in unseen if heard(text)]
    assert len(found) >= 0.5 * len(unseen)


@pytest.mark.parametrize("language", ["es", "en"])
def test_unseen_ordinary_sentences_are_danger_to_it_in_at_most_two_of_100(language):
    ordinary = [*lines_of(f"ordinary.{language}"), *lines_of(f"ordinary_more.{language}")]
    false = [text for text in ordinary if heard(text)]
    assert len(false) <= 0.02 * len(ordinary), false


@pytest.mark.parametrize(
    "text",
    [
        "es la que está junto a la puerta",
        "la de arriba, al lado del ascensor",
        "no responde nadie en ese número",
        "sigue igual, no se enciende",
        "estoy en la sala del fondo",
        "Lo estoy mirando",
        "Ya la tengo y la miro ahora.",
        "en un rato lo vuelvo a mirar",
        "mañana lo lleva mi compañera",
        "it's the one next to the door",
        "nobody picks up there",
        "still the same, it won't start",
        "I'm in the room at the back",
        "I'm having a look at it",
        "I have it and will look again this afternoon",
        "the whole line is down",
    ],
)
def test_what_is_said_in_the_middle_of_a_matter_is_no_danger(text):
    assert caution.danger(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("se le ha puesto la cara de lado y no le sale la voz", "life"),
        ("his mouth went droopy and he can't get the words out", "life"),
        ("my ex keeps turning up outside and I am frightened", "violence"),
        ("ya he escrito las cartas para mis hijos, estaréis mejor sin mí", "distress"),
    ],
)
def test_what_is_only_hinted_at_is_heard_with_its_kind(text, kind):
    found = caution.danger(text)
    assert found is not None
    assert found.kind == kind


def test_one_sentence_of_danger_in_a_long_story_is_heard_as_if_it_stood_alone():
    danger = next(sentence.text for sentence in some(danger=True) if heard(sentence.text))
    story = "Os cuento cómo ha ido la semana en el almacén. " * 20
    assert heard(f"{story}{danger}. {story}") is not None


def test_of_a_text_that_repeats_itself_each_part_is_looked_at_once():
    assert len(list(parts_of("no llega el pedido de la semana. " * 500))) == 1
    assert len(list(parts_of("palabra " * 5_000))) <= 2
    assert all(len(part) <= LONGEST for part in parts_of("una dos tres cuatro cinco seis " * 100))


def test_words_alike_in_meaning_point_the_same_way_in_both_languages():
    vectors = word_vectors()

    def likeness(one: str, other: str) -> float:
        a, b = vectors.of(one), vectors.of(other)
        assert a is not None
        assert b is not None
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    for spanish, english, unlike in [("sangre", "blood", "invoice"), ("cuchillo", "knife", "holiday")]:
        assert likeness(spanish, english) > 0.5 > likeness(spanish, unlike)


def test_a_word_with_a_strange_ending_lends_its_meaning_from_the_word_it_begins_with():
    assert word_vectors().of("ambulanciaz") is not None
    assert word_vectors().of("xqzwv") is None


def test_senses_hold_words_of_both_languages_together():
    assert set(senses().of("sangrando")) & set(senses().of("bleeding"))


def test_neither_ear_alone_is_what_is_heard():
    only_heard = [s.text for s in some(danger=True) if listed(s.text) is None and heard(s.text)]
    assert only_heard
    assert all(caution.danger(text) for text in only_heard)


def test_the_first_look_loses_of_what_the_net_hears_in_sentences_of_danger_no_more_than_it_may():
    unseen = [text for language in ("es", "en") for _, text in sentences_of(f"danger_odd.{language}")]
    told = [*(sentence.text for sentence in some(danger=True)), *unseen]
    lost = [text for text in told if (said := hears(text)) and said.is_danger and not may_be_danger(text)]
    assert len(lost) <= len(told) // ONE_LOST, lost


def test_the_first_look_spares_the_net_most_examples_of_the_company():
    examples = [
        text for topic in company().topics.values() for texts in topic.examples.values() for text in texts
    ]
    let_through = [text for text in examples if may_be_danger(text)]
    assert len(let_through) <= 0.4 * len(examples)


def test_the_first_look_lets_through_whatever_scores_as_high_as_any_line():
    assert min(LINES.values()) >= HEARD > HIGH


def test_the_first_look_hears_one_sentence_of_danger_in_a_long_story():
    danger = next(sentence.text for sentence in some(danger=True) if heard(sentence.text))
    story = "El informe del trimestre se sube a la carpeta compartida. "
    assert not may_be_danger(story)
    assert may_be_danger(f"{story * 10}{danger}. {story * 10}")


@pytest.mark.parametrize(
    "text", ["hay que enviar el parte del accidente del año pasado", "who runs the fire drill rota"]
)
def test_a_word_of_the_lists_by_itself_is_none_where_all_else_sounds_ordinary(text):
    assert caution.danger(text) is None


@pytest.mark.parametrize(("language", "beside"), [("es", " y además "), ("en", " and also ")])
def test_another_need_beside_it_hides_hardly_any_danger(language: str, beside: str):
    directory, chance = company(), random.Random(1)
    ordinary = [
        text
        for topic in directory.topics.values()
        if not directory.is_delicate(topic.id)
        for text in topic.examples.get(language, ())
    ]
    told = [
        text.rstrip(".") + beside + chance.choice(ordinary) for _, text in sentences_of(f"danger.{language}")
    ]
    missed = [text for text in told if caution.danger(text) is None]
    assert len(missed) <= 0.06 * len(told), missed


def test_a_finding_of_the_lists_gives_way_sooner_where_more_is_said_around_it():
    doubtful = Heard("life", LEAST[0] + 0.1, "")
    found = [Found("life", "fire")]
    assert judged("there is a fire somewhere here", found, doubtful) is not None
    assert (
        judged("the new brochure is a fire hazard to my budget this year, says the boss", found, doubtful)
        is None
    )


@pytest.mark.parametrize(
    "text",
    ["fuego", "¡sangre!", "fire!!", "help, a gun", "incendio en el almacén", "me golpeó un proveedor"],
)
def test_a_short_cry_is_danger_by_its_word_alone(text):
    assert caution.danger(text) is not None


def test_examples_of_the_company_are_hardly_ever_danger_to_it():
    examples = [
        text for topic in company().topics.values() for texts in topic.examples.values() for text in texts
    ]
    chosen = examples[:: max(1, len(examples) // sample(300, len(examples)))]
    found = [text for text in chosen if heard(text)]
    assert len(found) <= 0.03 * len(chosen), found


@pytest.mark.parametrize("stop", [" ", ", ", ". ", "\n"], ids=repr)
@pytest.mark.parametrize(
    "sentence", ["I'm looking at it", "the login code never came", "me falta una silla en la oficina"]
)
def test_an_ordinary_sentence_said_a_thousand_times_is_no_more_danger_than_said_once(sentence, stop):
    assert caution.danger(sentence) is None
    assert caution.danger(stop.join([sentence] * 1_000)) is None


@pytest.mark.parametrize("stop", [" ", ", "], ids=repr)
def test_a_danger_that_is_repeated_without_a_stop_is_heard(stop):
    story = stop.join(["os cuento cómo ha ido la semana en el almacén"] * 50)
    cry = stop.join(["estaréis mejor sin mí, ya he escrito las cartas para mis hijos"] * 20)
    assert caution.danger(f"{story}{stop}{cry}") is not None


LOGS = {
    "login": "2026-11-30 09:{0:02}:07,123 ERROR [worker-{0}] com.wms.auth.LoginService - user=svc{0} password=*** msg=killed",
    "sshd": "Nov 30 09:{0:02}:07 srv-2 sshd[20{0:02}]: Failed password for invalid user admin from 10.0.0.{0} port 4{0:03}",
    "python": '  File "/usr/lib/wms/module{0}.py", line {0}, in run\n    raise FatalError("connection dead: kill -9")',
    "java": "Caused by: java.lang.RuntimeException: dead\n\tat com.wms.Login{0}.kill(Login{0}.java:{0})",
}


@pytest.mark.parametrize("line", LOGS.values(), ids=LOGS)
@pytest.mark.parametrize("own", ["", "la app del almacén se cierra sola, os pego el log:", "It crashes:"])
def test_what_a_machine_wrote_in_a_pasted_log_is_no_danger(own, line):
    log = "\n".join(line.format(place) for place in range(60))
    assert caution.danger(f"{own}\n{log}") is None


def test_danger_beside_a_pasted_log_is_heard():
    log = "\n".join(LOGS["login"].format(place) for place in range(60))
    for danger in ("pinché en el correo y puse mi contraseña", "sale humo del servidor"):
        assert caution.danger(f"{danger}\n{log}") is not None
        assert caution.danger(f"{log}\n{danger}") is not None


def test_what_a_fire_panel_writes_is_heard_by_its_words():
    assert (
        caution.danger("2026-11-30 09:12:33 CRITICAL panel=2 fire detected in zone 3, people inside")
        is not None
    )


def test_threats_that_are_shown_with_the_time_of_each_are_no_log():
    said = [
        "te voy a matar cuando salgas",
        "my ex keeps turning up outside and I am frightened",
    ]
    for words in said:
        assert caution.danger(words) is not None
        assert caution.danger(f"[30/11/26, 09:12:33] Ana: {words}") is not None
