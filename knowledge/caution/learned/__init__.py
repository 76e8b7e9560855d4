"""What the detector learns from: reviewed sentences and words, in text files beside this one."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from knowledge.caution.forms import words_of
from knowledge.matcher import word_vectors

_FOLDER = Path(__file__).parent
PREFIX = "*"


class Sentence(Struct, frozen=True):
    kind: str  # of danger; empty for an ordinary one
    text: str
    section: str  # of the files: those at the same place of it in two languages often say the same
    language: str


class Senses(Struct, frozen=True):
    """Word -> the names of the senses that it may have."""

    exact: Mapping[str, tuple[str, ...]]
    beginning: Mapping[str, tuple[str, ...]]  # of a word

    @property
    def words(self) -> set[str]:
        return {*self.exact, *self.beginning}

    def of(self, word: str) -> tuple[str, ...]:
        found = dict.fromkeys(self.exact.get(word, ()))
        for length in range(1, len(word) + 1):
            found.update(dict.fromkeys(self.beginning.get(word[:length], ())))
        return tuple(sorted(found))


@lru_cache(maxsize=1)
def sentences() -> tuple[Sentence, ...]:
    """All of them, danger first, in the files' order."""
    found = [
        sentence
        for about in ("danger", "ordinary")
        for file in sorted(_FOLDER.glob(f"{about}.*.txt"))
        for sentence in _sentences_of(file.read_text("utf-8"), file.name.split(".")[1])
    ]
    return tuple(found)


def _sentences_of(source: str, language: str) -> list[Sentence]:
    """A comment begins a section, and so does a kind in brackets."""
    kind, part, found = "", 0, []
    for line in source.splitlines():
        if line.startswith("#"):
            part += 1
        elif line.startswith("["):
            kind = line.strip("[] ")
        elif line.strip():
            found.append(Sentence(kind, line.strip(), f"{kind} {part}", language))
    return found


@lru_cache(maxsize=1)
def senses() -> Senses:
    exact: dict[str, tuple[str, ...]] = {}
    beginning: dict[str, tuple[str, ...]] = {}
    for line in _lines((_FOLDER / "senses.txt").read_text("utf-8")):
        name, _, listed = line.partition(":")
        for written in listed.split():
            table = beginning if written.endswith(PREFIX) else exact
            for word in words_of(written):
                table[word] = (*table.get(word, ()), name)
    return Senses(exact, beginning)


def digest(beside: Sequence[Path] = ()) -> str:
    """Of all that is learned from, and the files beside it: whether the detector was fitted to these very ones."""
    files = [*sorted(_FOLDER.glob("*.txt")), word_vectors.FILE, *beside]
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=16).hexdigest()


def _lines(source: str) -> list[str]:
    stripped = (line.strip() for line in source.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]
