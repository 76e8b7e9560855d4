"""How the detector's net is trained, on a handful of sentences."""

import numpy as np

from knowledge.caution import teaching
from knowledge.caution.learned import sentences
from knowledge.caution.likeness import taught
from knowledge.caution.make_taught import meant
from knowledge.caution.net import Net
from knowledge.caution.train_glance import glanced
from knowledge.caution.train_net import beside, trained
from knowledge.caution.variations import Told

WORDS = [
    ["hay", "humo", "en", "el", "almacen"],
    ["me", "siguen", "hasta", "casa"],
    ["quiero", "una", "silla"],
    ["there", "is", "smoke", "in", "the", "hall"],
    ["i", "need", "a", "chair"],
]
KINDS = np.array([0, 1, -1, 0, -1])
LANGUAGES = ["es", "es", "es", "en", "en"]
WANTED = (KINDS[:, None] == np.arange(2)).astype(np.float32)


def told(seed: int = 1) -> Told:
    return Told(WORDS, KINDS, LANGUAGES, ["gas"], np.random.default_rng(seed))


def net(seed: int) -> Net:
    return trained(told(seed), WORDS * 60, np.tile(WANTED, (60, 1)), [["hola"]], seed)


def said(by: Net, words: list[str]) -> list[float]:
    return [float(score) for score in by.scores([by.of_word(word) for word in words])]


def test_the_teacher_says_of_what_it_was_taught_nearly_what_was_wanted():
    assert np.abs(taught(WORDS, WANTED).scores(WORDS) - WANTED).max() < 0.2


def test_by_meaning_the_teacher_says_of_a_text_what_the_sentence_that_points_its_way_says():
    directions = np.eye(len(WORDS), 8, dtype=np.float32)
    near = np.array([[0.1, 0.9, 0, 0, 0, 0.4, 0, 0]], np.float32)
    said = meant(np.concatenate([directions, near / np.linalg.norm(near)]), WANTED)
    assert np.abs(said[: len(WORDS)] - WANTED).max() < 0.2
    assert said[-1].argmax() == 1


def test_what_the_teacher_says_is_kept_to_a_hundredth(tmp_path, monkeypatch):
    monkeypatch.setattr(teaching, "FILE", tmp_path / "taught.npz")
    said = np.array([[-0.2, 0.0, 0.333], [1.05, 0.5, 0.99]], np.float32)
    teaching.Taught(said, "these").save()
    kept = teaching.taught()
    assert np.abs(kept.scores - said).max() < 0.01
    assert kept.digest == "these"


def test_the_texts_to_teach_begin_with_the_sentences_and_are_always_the_same(monkeypatch):
    monkeypatch.setattr(teaching, "MADE_UP", 50)
    told = [sentence for sentence in sentences()[::500] if sentence.language == "es"]
    one, other = teaching.texts_of(told), teaching.texts_of(told)
    assert one == other
    assert one[: len(told)] == [sentence.text for sentence in told]
    assert len(one) == len(told) + 50
    assert all(teaching.words_shown(one))


def test_danger_stays_danger_however_it_is_varied_and_gets_the_gravest_kind_beside_another():
    varied = [told(seed).varied(1) for seed in range(200)]
    assert {kind for _, kind in varied} == {0, 1}
    assert len({tuple(words) for words, _ in varied}) > 50


def test_a_text_is_made_up_from_one_language_and_is_never_empty_nor_longer_than_is_heard():
    texts = [told(seed).made_up() for seed in range(200)]
    assert all(1 <= len(words) <= 40 for words in texts)
    assert not any({"silla", "chair"} <= set(words) for words in texts)


def test_the_same_seed_gives_the_same_net():
    one, other = net(3), net(3)
    assert all(np.array_equal(array, other.arrays()[name]) for name, array in one.arrays().items())


def test_nets_side_by_side_say_the_mean_of_what_each_says():
    one, other = net(3), net(4)
    both = said(beside([one, other]), WORDS[0])
    apart = np.mean([said(one, WORDS[0]), said(other, WORDS[0])], axis=0)
    assert np.allclose(both, apart, atol=1e-4)


def test_a_word_alone_is_heard_as_well_as_many():
    assert len(said(net(3), ["humo"])) == len(said(net(3), WORDS[3])) == 2


def test_the_first_look_lets_all_reviewed_danger_through_and_no_other_text():
    look = glanced(WORDS * 60, np.tile(KINDS >= 0, 60).astype(np.float32), len(WORDS), seed=1)
    let_through = [sum(map(look.of_word, words)) > look.line for words in WORDS]
    assert let_through == [kind >= 0 for kind in KINDS]


def test_the_same_seed_gives_the_same_first_look():
    said = np.tile(KINDS >= 0, 60).astype(np.float32)
    one, other = (glanced(WORDS * 60, said, len(WORDS), seed=1) for _ in range(2))
    assert all(np.array_equal(array, other.arrays()[name]) for name, array in one.arrays().items())
