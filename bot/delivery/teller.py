"""A notice, and how the notices of one event are collected."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from bot.domain.request import Request, WordsId
from knowledge.directory import PersonId

Side = Literal["asks", "work"]


class Notice(Struct, frozen=True, kw_only=True):
    """One person, one event. Kinds "living", "receipt" and "assigned" show the newest state in one card a place.

    `accountable`: what makes somebody answerable; undelivered, it moves on. `urgent`: not held for anybody's hours.
    """

    key: str  # number / event / recipient / kind: planning twice adds nothing
    number: int
    event: int  # its index in the history, from 0
    kind: str
    to: PersonId
    side: Side
    loud: bool
    accountable: bool = False
    urgent: bool = False
    words: WordsId | None = None  # of kind "file": which


class Teller:
    """Collects the notices of one event; somebody who is told a thing twice is told once."""

    def __init__(self, before: Request | None, after: Request, index: int) -> None:
        self._before, self.after, self._index = before, after, index
        self._urgent = after.emergency is not None or after.urgency == "urgent"
        self._told: dict[str, Notice] = {}

    @property
    def before(self) -> Request:
        """The state before; of the first event, the one it made."""
        return self._before if self._before is not None else self.after

    @property
    def told(self) -> tuple[Notice, ...]:
        return tuple(self._told.values())

    def tell(
        self, kind: str, to: PersonId, side: Side, *, loud: bool = False, accountable: bool = False
    ) -> None:
        number = self.after.number
        key = f"{number}/{self._index}/{to}/{kind}"
        notice = Notice(
            key=key,
            number=number,
            event=self._index,
            kind=kind,
            to=to,
            side=side,
            loud=loud,
            accountable=accountable,
            urgent=loud and self._urgent,
        )
        self._told.setdefault(key, notice)

    def files(self, to: PersonId, side: Side, files: Iterable[WordsId]) -> None:
        """Each is a message of its own that does not ring: the words that it came with do."""
        for words in files:
            notice = Notice(
                key=f"{self.after.number}/{self._index}/{to}/file-{words}",
                number=self.after.number,
                event=self._index,
                kind="file",
                to=to,
                side=side,
                loud=False,
                words=words,
            )
            self._told.setdefault(notice.key, notice)

    def owner_files(self, files: Iterable[WordsId]) -> None:
        if not self.after.unseen and self.after.owner != self.after.requester:
            self.files(self.after.owner, "work", files)

    def all_files(self, to: PersonId) -> None:
        """To whom it is given to work on: what came before them."""
        self.files(to, "work", [file for file, by in self.after.files if by != to])

    def requester(self, kind: str = "living", *, loud: bool = False) -> None:
        self.tell(kind, self.after.requester, "asks", loud=loud)

    def owner(self, kind: str = "living", *, loud: bool = False) -> None:
        """The concierge is accountable unseen while the bot itself answers: there is nobody to tell then."""
        if not self.after.unseen and self.after.owner != self.after.requester:
            self.tell(kind, self.after.owner, "work", loud=loud)

    def serving(self) -> None:
        """Who has a card to work with: the owner, and whoever is asked to take it."""
        self.owner()
        if self.after.offer is not None:
            self.tell("living", self.after.offer.asked, "work")

    def everybody(self) -> None:
        self.requester()
        self.serving()

    def no_longer(self, person: PersonId) -> None:
        """Somebody who had it: their card says where it is now, or that it is not theirs to read any more."""
        if person not in (self.after.owner, self.after.requester):
            self.tell("living", person, "work")

    def echo(self, person: PersonId) -> None:
        """One's own words, where the platform does not show them by itself."""
        self.tell("echo", person, "asks" if person == self.after.requester else "work")
