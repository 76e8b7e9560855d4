"""Makes detector.npz from the sentences in `learned/`: `python -m knowledge.caution.train_detector`

Takes a minute and numpy alone. Same sentences, same result. Prints what it would have said of each sentence had it not
learned from it, nor from its neighbours in the file, nor from those at the same place in the other language, which often
are its translation. The lines in detector.py are drawn by these scores.
"""

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from knowledge.caution.danger import listed
from knowledge.caution.detector import FILE, KINDS, LINES, Glance, kernel, known
from knowledge.caution.forms import words_of
from knowledge.caution.learned import Sentence, digest, sentences
from knowledge.caution.seen import keys_of, seen
from knowledge.matcher.features import Keys
from knowledge.matcher.sparse import Floats
from knowledge.matcher.word_vectors import NUMBERS, vector_of

PENALTY = 0.1
PENALTY_OF_GLANCE, CONSTANT = 1.0, 0.05
# Such a share of what the detector hears may be passed over: without having learned from it, and having learned from it.
PASSED_OVER, PASSED_OVER_OF_LEARNED = 0.002, 0.01
BLOCKS = 25  # of a file's section; each is left out in turn


def fitted() -> tuple[Floats, Floats, Floats]:
    """What each sentence says for each kind; the scores of each, and had its block been left out."""
    told = sentences()
    targets = np.array([[float(sentence.kind == kind) for kind in KINDS] for sentence in told])
    likeness = np.stack([known().likeness(seen(words_of(sentence.text))) for sentence in told])
    system = kernel(likeness.astype(np.float64))
    dual, learned, unheard = _solved((system + system.T) / 2, PENALTY, targets)
    return dual.astype(np.float32), learned, unheard


def _solved(system: Floats, penalty: float, targets: Floats) -> tuple[Floats, Floats, Floats]:
    """Kernel ridge regression: what each sentence says; what is said of each, and had its block been left out."""
    system[np.diag_indices(len(system))] += penalty
    inverse = np.linalg.inv(system.astype(np.float64))
    dual = inverse @ targets
    unseen = targets.copy()
    for block in _blocks(sentences()):
        unseen[block] -= np.linalg.solve(inverse[np.ix_(block, block)], dual[block])
    return dual, targets - penalty * dual, unseen


def _blocks(told: tuple[Sentence, ...]) -> list[NDArray[np.intp]]:
    """Sentences at the same place of their section, in all languages together."""
    sizes = Counter(sentence.section for sentence in told)
    met: Counter[str] = Counter()
    blocks: dict[int, list[int]] = defaultdict(list)
    for place, sentence in enumerate(told):
        blocks[met[sentence.section] * BLOCKS // sizes[sentence.section]].append(place)
        met[sentence.section] += 1
    return [np.array(block) for block in blocks.values()]


def glance(learned: Floats, unheard: Floats) -> Glance:
    """A linear look at single words, and the line above which the detector itself is asked."""
    told = sentences()
    target = np.array([1.0 if sentence.kind else -1.0 for sentence in told])
    words = [words_of(sentence.text) for sentence in told]
    keys = np.unique(np.concatenate([keys_of(word) for text in words for word in text]))
    shown = np.stack([_shown(text, keys) for text in words])
    dual, seen_before, unseen = _solved(shown @ shown.T + CONSTANT, PENALTY_OF_GLANCE, target)
    line = min(
        np.quantile(unseen[heard(unheard) & (target > 0)], PASSED_OVER),
        np.quantile(seen_before[heard(learned) & (target > 0)], PASSED_OVER_OF_LEARNED),
    )
    weight = (dual @ shown).astype(np.float32)
    return Glance(keys, weight[:-NUMBERS], weight[-NUMBERS:], CONSTANT * float(dual.sum()), float(line))


def _shown(words: list[str], keys: Keys) -> Floats:
    """How often each key occurs, and where the words point together."""
    row = np.zeros(len(keys) + NUMBERS, np.float32)
    for word in words:
        if word[0].isdigit():
            continue
        np.add.at(row, np.searchsorted(keys, keys_of(word)), 1)
        if (numbers := vector_of(word)) is not None:
            row[-NUMBERS:] += numbers
    return row / np.float32((len(words) + 1) ** 0.5)


def heard(scores: Floats) -> NDArray[np.bool_]:
    """Which of these rows of scores are danger."""
    lines = np.array([LINES[KINDS[best]] for best in scores.argmax(axis=1)])
    return np.asarray(scores.sum(axis=1) > lines)


def report(unheard: Floats) -> str:
    """What was found of danger, and of ordinary sentences taken for it, by the lists alone and by both ears."""
    found: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for sentence, by_detector in zip(sentences(), heard(unheard), strict=True):
        by_lists = listed(sentence.text) is not None
        found[sentence.language, sentence.kind or "ordinary"].append(
            (by_lists, by_lists or bool(by_detector))
        )
    lines = ["language, kind, sentences: taken for danger by the lists, by both"]
    for (language, kind), rows in sorted(found.items()):
        by_lists, by_both = (sum(row) / len(rows) for row in zip(*rows, strict=True))
        lines.append(f"{language}, {kind}, {len(rows)}: {by_lists:.1%}, {by_both:.1%}")
    return "\n".join(lines)


def main() -> None:
    dual, learned, unheard = fitted()
    looked = glance(learned, unheard)
    np.savez_compressed(
        FILE,
        dual=dual,
        digest=np.array(digest()),
        keys=looked.keys,
        weight=looked.weight,
        drift=looked.drift,
        constant=looked.constant,
        line=looked.line,
    )
    print(report(unheard))


if __name__ == "__main__":
    main()
