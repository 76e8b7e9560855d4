"""What is wrong with a directory's files, said to whoever edits them by hand."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from msgspec import Struct

# Past this a file is not a directory with slips but something else, and nobody reads the list.
MOST_FAULTS_A_FILE = 100


class Fault(Struct, frozen=True, order=True):
    """`line` counts from 1. A warning does not keep the directory from being used."""

    file: str
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {kind}{self.message}"


class Faulty(Exception):
    """The files hold at least one fault that is not a warning. `faults` has the warnings too."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults if not fault.warning))
        self.faults = tuple(faults)


class TooMany(Exception):
    """The file has so many faults that reading on helps nobody."""


class Sheet:
    """One file while it is read: where its faults go, and the languages its texts must have.

    `languages` is empty while the company's own are unknown; then no text is missing in any.
    """

    def __init__(self, file: str, languages: tuple[str, ...] = ()) -> None:
        self.file = file
        self.languages = languages
        self.faults: list[Fault] = []

    def fault(self, line: int, message: str) -> None:
        self._add(Fault(self.file, line, message))

    def warn(self, line: int, message: str) -> None:
        self._add(Fault(self.file, line, message, warning=True))

    def _add(self, fault: Fault) -> None:
        alike = sum(other.warning == fault.warning for other in self.faults)
        if alike < MOST_FAULTS_A_FILE:
            self.faults.append(fault)
        # Warnings alone never stop the reading, however many.
        if not fault.warning and alike + 1 >= MOST_FAULTS_A_FILE:
            raise TooMany


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The sentence after "... is unknown.": the nearest known word, or else `otherwise`."""
    near = nearest(word, known)
    return f'Did you mean "{near}"?' if near else otherwise


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a slip of the hand would make into this one."""
    # Close matches cost the product of the lengths; nobody misspells a page.
    return next(iter(get_close_matches(word[:80], list(known), n=1, cutoff=0.72)), None)


def shown(word: str) -> str:
    """A word in quotes, cut so that a fault stays one line."""
    flat = " ".join(word.split())
    return f'"{flat[:57]}..."' if len(flat) > 60 else f'"{flat}"'
