"""What words add to the meaning of a whole text, and how they are taught it, on a handful of texts."""

import random

import numpy as np
import pytest

from knowledge.matcher import encoder, make_word_parts
from knowledge.matcher.make_word_parts import (
    Others,
    Parts,
    known_words,
    learn,
    main_axes,
    places_in,
    save,
    towards,
)
from knowledge.matcher.text import words_of
from knowledge.matcher.word_vectors import NUMBERS, PARTS_FILE, WordVectors, beginnings, meant_by, word_parts

MEGABYTE = 1_000_000


def whole(text: str) -> np.ndarray:
    """Where its words point together as parts of it, of length one."""
    meant = [meant_by(word) for word in words_of(text)]
    total = np.sum([numbers[NUMBERS:] for numbers in meant if numbers is not None], axis=0)
    return total / np.linalg.norm(total)


@pytest.mark.parametrize(
    ("one", "like", "unlike"),
    [
        ("mi tarjeta no funciona en la tienda", "my card does not work in the shop", "what time does the train leave"),
        ("¿cuántos días de vacaciones me quedan?", "how many days off do I have left", "the printer is out of paper"),
        ("how do I top up my account", "I want to add money to my balance", "somebody has stolen my phone"),
        ("me he olvidado de la contraseña", "no puedo entrar en mi cuenta", "quiero pedir una silla nueva"),
    ],
)  # fmt: skip
def test_two_texts_that_mean_the_same_are_nearer_than_another_in_either_language(one, like, unlike):
    assert whole(one) @ whole(like) > whole(one) @ whole(unlike) + 0.1


def test_a_text_of_which_no_word_is_known_means_nothing():
    assert meant_by("xqzwv") is None
    assert meant_by("00") is None


def test_what_was_learned_elsewhere_is_as_small_as_was_agreed():
    assert len(word_parts().keys) == make_word_parts.WORDS
    shipped = [PARTS_FILE, PARTS_FILE.with_name("encoder.npz")]
    assert encoder.encoder() is not None
    assert sum(file.stat().st_size for file in shipped) < 3 * MEGABYTE


def test_a_word_is_looked_for_whole_and_then_without_its_ending():
    assert [word for word, _ in beginnings("tarjetas")] == ["tarjetas", "tarjeta", "tarjet", "tarje", "tarj"]
    assert [word for word, _ in beginnings("sol")] == ["sol"]
    assert places_in("Hola, ¿las tarjetas 2026 del sol?", {"tarjeta": 3, "sol": 1}) == [(3, 0.7), (1, 1.0)]


def test_words_are_moved_until_the_texts_they_make_up_point_where_they_should():
    chance = np.random.default_rng(1)
    numbers = (0.05 * chance.standard_normal((40, 8))).astype(np.float32)
    hidden = chance.standard_normal((40, 8))
    texts = [[(int(place), 1.0) for place in chance.choice(40, 4, replace=False)] for _ in range(4096)]
    wanted = np.array([hidden[[place for place, _ in text]].sum(axis=0) for text in texts])
    wanted = (wanted / np.linalg.norm(wanted, axis=1, keepdims=True)).astype(np.float32)
    parts = Parts.of(texts)

    def cosines(of: np.ndarray) -> np.ndarray:
        sums = np.array([of[[place for place, _ in text]].sum(axis=0) for text in texts])
        return (sums * wanted).sum(axis=1) / np.linalg.norm(sums, axis=1)

    learned = learn(numbers, parts, wanted, np.ones(len(texts), np.float32))
    assert cosines(numbers).mean() < 0.3
    assert cosines(learned).mean() > 0.6
    assert (learned == learn(numbers, parts, wanted, np.ones(len(texts), np.float32))).all()


def test_texts_made_up_are_the_same_each_time_and_keep_the_small_words(monkeypatch):
    monkeypatch.setattr(make_word_parts, "SMALL_WORDS", 2)
    shares = {"the": 0.05, "a": 0.03, "card": 1e-4, "train": 1e-4, "silla": 1e-5}

    def made() -> list[str]:
        others = Others(shares, random.Random(3))
        return [*others.side_by_side(), *(others.exchanged("the lost card, a red one") for _ in range(30))]

    texts = made()
    assert texts == made()
    assert len(texts) == len(shares) * make_word_parts.BESIDE_OTHERS + 30
    changed = texts[-30:]
    assert all(text.split()[0] == "the" and text.split()[3] == "a" for text in changed)
    assert len(set(changed)) > 10


def test_the_words_of_the_texts_are_chosen_before_commoner_ones(monkeypatch):
    monkeypatch.setattr(make_word_parts, "WORDS", 2)
    shares = {"común": 0.1, "also": 0.05, "tarjeta": 1e-6}
    assert known_words(shares, ["mis tarjetas"]) == {"comun": "común", "tarjeta": "tarjeta"}


def test_numbers_come_back_from_the_file_as_they_were_but_for_rounding(tmp_path, monkeypatch):
    monkeypatch.setattr(make_word_parts, "PARTS_FILE", tmp_path / "parts.npz")
    chance = np.random.default_rng(2)
    encoded = chance.standard_normal((200, 96)).astype(np.float32)
    numbers = towards(encoded, *main_axes(encoded))
    save({"tarjeta": "tarjeta", "sol": "sol"}, numbers[:2] * np.array([[2.0], [1.0]], np.float32))
    with np.load(tmp_path / "parts.npz") as arrays:
        kept = WordVectors(arrays["keys"], arrays["numbers"], arrays["weight"])
    card, sun = kept.of("tarjetas"), kept.of("sol")
    assert card is not None
    assert sun is not None
    assert np.allclose(card, numbers[0] * 0.7, atol=0.02)
    assert np.allclose(sun, numbers[1] / 2, atol=0.02)
