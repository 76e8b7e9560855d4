"""Makes detector.npz: `python -m knowledge.caution.train_detector [--held-out] PUBLIC.jsonl ...`

From the sentences in `learned/`, from what a teacher says of these and of texts that are made up of them (make_taught.py), and
from requests that are no danger (plain.py, NOTICE.md): our own, those of the example company and of the training halves of CLINC150 and
BANKING77, to be named in this order. Takes some minutes of a core and numpy alone. Same files, same result. With `--held-out`
nothing is written: it trains without a fifth of the sentences at a time and prints what is found of these, by the lists alone
and by both ears; the teacher, who knows all sentences, is replaced by what the likeness of words says. Left out together are
neighbours in the file and those at the same place in the other language, which often are translations.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from knowledge.caution.danger import judged, listed
from knowledge.caution.detector import FILE, LONGEST, heard_in
from knowledge.caution.forms import forms, words_of
from knowledge.caution.glance import Glance
from knowledge.caution.learned import Sentence, digest, sentences
from knowledge.caution.likeness import taught as by_words
from knowledge.caution.net import Index, Net, Real
from knowledge.caution.plain import EVERYDAY, plain_requests
from knowledge.caution.teaching import taught, texts_of, varying, wanted_of, words_shown
from knowledge.caution.train_glance import glanced
from knowledge.caution.train_net import beside, trained

SEEDS = (20, 21)  # a net each
GLANCE_SEED, GLANCED_AT = 1, 60_000  # made-up texts for the first look, other ones than the nets saw
BLOCKS, PARTS = 25, 5  # of a file's section; each part of its blocks is left out in turn
WHOLE = ("table", "unit")  # what is not kept in half precision


def fitted(told: Sequence[Sentence], scores: Real, public: Sequence[Path]) -> Net:
    """`scores`: what the teacher says of the texts that are made of the sentences."""
    texts, plain = words_shown(texts_of(told)), plain_requests(public)
    return _in_half(beside([trained(varying(told, seed), texts, scores, plain, seed) for seed in SEEDS]))


def looking_first(net: Net, told: Sequence[Sentence], public: Sequence[Path]) -> Glance:
    """What of a text says at once that the net would hear no danger in it."""
    making = varying(told, GLANCE_SEED)
    texts = [*making.words, *plain_requests(public), *(making.made_up() for _ in range(GLANCED_AT))]
    of_word = lru_cache(maxsize=None)(net.of_word)
    said = np.array([net.scores([of_word(word) for word in text]).sum() for text in texts])
    return glanced(texts, said, len(told), GLANCE_SEED)


def _in_half(net: Net) -> Net:
    """As it is kept, so that whatever is drawn by its scores is drawn by those of the shipped one."""
    kept: dict[str, Any] = {name: array.astype(np.float32) for name, array in _kept(net).items()}
    return replace(net, **kept | {name: getattr(net, name) for name in WHOLE})


def _kept(net: Net) -> dict[str, Any]:
    return {
        name: array if name in WHOLE else array.astype(np.float16) for name, array in net.arrays().items()
    }


def parts(told: Sequence[Sentence]) -> Index:
    """Which part each sentence is left out with."""
    sizes = Counter(sentence.section for sentence in told)
    met: Counter[str] = Counter()
    found = []
    for sentence in told:
        found.append(met[sentence.section] * BLOCKS // sizes[sentence.section] % PARTS)
        met[sentence.section] += 1
    return np.array(found)


def unheard(public: Sequence[Path]) -> dict[Sentence, Real]:
    """The scores of each sentence from a net that learned from none of its part."""
    told, part_of = sentences(), parts(sentences())
    found: dict[Sentence, Real] = {}
    for part in range(PARTS):
        others = [one for one, of in zip(told, part_of, strict=True) if of != part]
        words = words_shown(texts_of(others))
        net = fitted(others, by_words(words[: len(others)], wanted_of(others)).scores(words), public)
        for one, of in zip(told, part_of, strict=True):
            if of == part:
                found[one] = net.scores([net.of_word(word) for word in words_of(one.text)[:LONGEST]])
    return found


def report(scores: dict[Sentence, Real]) -> str:
    """What is taken for danger, by the lists alone and by both ears."""
    found: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for sentence, said in scores.items():
        findings = forms("danger").find_all(sentence.text)
        by_both = judged(sentence.text, findings, heard_in(words_of(sentence.text), said))
        found[sentence.language, sentence.kind or "ordinary"].append(
            (listed(sentence.text) is not None, by_both is not None)
        )
    lines = ["language, kind, sentences: taken for danger by the lists, by both"]
    for (language, kind), rows in sorted(found.items()):
        by_lists, by_either = (sum(row) / len(rows) for row in zip(*rows, strict=True))
        lines.append(f"{language}, {kind}, {len(rows)}: {by_lists:.1%}, {by_either:.1%}")
    return "\n".join(lines)


def main() -> None:
    public = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    if not public:
        sys.exit(__doc__)
    if "--held-out" in sys.argv[1:]:
        print(report(unheard(public)))
        return
    told, teacher = sentences(), taught()
    if teacher.digest != digest():
        sys.exit("The teacher was asked about other sentences: python -m knowledge.caution.make_taught")
    net = fitted(told, teacher.scores, public)
    save(net, looking_first(net, told, public))


def save(net: Net, glance: Glance) -> None:
    np.savez_compressed(FILE, digest=np.array(digest(EVERYDAY)), **_kept(net), **glance.arrays())


if __name__ == "__main__":
    main()
