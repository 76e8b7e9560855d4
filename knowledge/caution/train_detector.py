"""Makes detector.npz from the sentences in `learned/`: `python -m knowledge.caution.train_detector`

Takes a minute and numpy alone. Same sentences, same result. Prints what it would have said of each sentence had it not
learned from it, nor from its neighbours in the file, nor from those at the same place in the other language, which often
are its translation. The lines in detector.py are drawn by these scores.
"""

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from knowledge.caution.danger import listed
from knowledge.caution.detector import FILE, KINDS, LINES, kernel, known
from knowledge.caution.forms import words_of
from knowledge.caution.learned import Sentence, digest, sentences
from knowledge.caution.seen import seen
from knowledge.matcher.sparse import Floats

PENALTY = 0.1
BLOCKS = 25  # of a file's section; each is left out in turn


def fitted() -> tuple[Floats, Floats]:
    """What each sentence says for each kind; and the scores of each had its block been left out."""
    told, system = sentences(), _system()
    targets = np.array([[float(sentence.kind == kind) for kind in KINDS] for sentence in told])
    inverse = np.linalg.inv(system)
    dual = inverse @ targets
    unheard = targets.copy()
    for block in _blocks(told):
        unheard[block] -= np.linalg.solve(inverse[np.ix_(block, block)], dual[block])
    return dual.astype(np.float32), unheard


def _system() -> Floats:
    likeness = np.stack([known().likeness(seen(words_of(sentence.text))) for sentence in sentences()])
    system = kernel(likeness.astype(np.float64))
    system = (system + system.T) / 2
    system[np.diag_indices(len(system))] += PENALTY
    return system


def _blocks(told: tuple[Sentence, ...]) -> list[NDArray[np.intp]]:
    """Sentences at the same place of their section, in all languages together."""
    sizes = Counter(sentence.section for sentence in told)
    met: Counter[str] = Counter()
    blocks: dict[int, list[int]] = defaultdict(list)
    for place, sentence in enumerate(told):
        blocks[met[sentence.section] * BLOCKS // sizes[sentence.section]].append(place)
        met[sentence.section] += 1
    return [np.array(block) for block in blocks.values()]


def report(unheard: Floats) -> str:
    """What was found of danger, and of ordinary sentences taken for it, by the lists alone and by both ears."""
    found: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    beyond = np.array([LINES[KINDS[best]] for best in unheard.argmax(axis=1)])
    for sentence, heard in zip(sentences(), unheard.sum(axis=1) > beyond, strict=True):
        by_lists = listed(sentence.text) is not None
        found[sentence.language, sentence.kind or "ordinary"].append((by_lists, by_lists or bool(heard)))
    lines = ["language, kind, sentences: taken for danger by the lists, by both"]
    for (language, kind), rows in sorted(found.items()):
        by_lists, by_both = (sum(row) / len(rows) for row in zip(*rows, strict=True))
        lines.append(f"{language}, {kind}, {len(rows)}: {by_lists:.1%}, {by_both:.1%}")
    return "\n".join(lines)


def main() -> None:
    dual, unheard = fitted()
    np.savez_compressed(FILE, dual=dual, digest=np.array(digest()))
    print(report(unheard))


if __name__ == "__main__":
    main()
