"""One decision as one write: state, history, words, timers, indexes and tallies, all derived from before and after."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from msgspec.structs import astuple

from bot.answer import Answer, encode_answer
from bot.domain import events as e
from bot.domain.commands import AnyCommand, texts
from bot.domain.indexes import indexes, next_due
from bot.domain.instants import unix_ms
from bot.domain.request import Request, WordsId
from bot.domain.timers import timers
from bot.figures.figures import groups
from bot.figures.tallies import tallies
from bot.store.writes import Loaded, Write
from knowledge.directory import PersonId

encode_state = msgspec.json.Encoder().encode
decode_state = msgspec.json.Decoder(Request).decode

Claims = tuple[tuple[str, str, int], ...]


def request_in(loaded: Loaded) -> Request | None:
    return decode_state(loaded.state) if loaded.state is not None else None


def requests_in(states: Mapping[int, tuple[int, bytes]]) -> dict[int, Request]:
    """Of what `Store.states` gave, in its order; absent ones are left out."""
    return {number: decode_state(state) for number, (_, state) in states.items()}


def refusal_write(
    before: Request | None, command: AnyCommand, answer: Answer, fired: tuple[str, int] | None
) -> Write:
    """A refusal is committed too: a refused click replayed later must not succeed."""
    return Write(
        number=before.number if before else 0,
        expected=before.version if before else 0,
        command=command.id,
        answer=encode_answer(answer),
        timers_fired=(fired,) if fired else (),
        wake=False,
    )


def write_of(
    command: AnyCommand,
    before: Request | None,
    after: Request,
    events: list[e.AnyEvent],
    answer: Answer,
    claims: Claims = (),
    fired: tuple[str, int] | None = None,
) -> Write:
    derived = _derived(before, after, fired)
    return Write(
        number=after.number,
        expected=before.version if before else 0,
        command=command.id,
        answer=encode_answer(answer),
        state=encode_state(after),
        events=tuple(map(e.encode_event, events)),
        words=_words(command, events),
        forget_words=_forgotten(command, before, after, events),
        timers=derived.timers,
        timers_done=derived.timers_done,
        timers_fired=(fired,) if fired else (),
        index_add=derived.index_add,
        index_remove=derived.index_remove,
        tallies=derived.tallies,
        claims=claims,
    )


class _Derived(NamedTuple):
    """What of timers, indexes and tallies changes, as a write says it."""

    timers: tuple[tuple[str, int], ...] = ()
    timers_done: tuple[str, ...] = ()
    index_add: tuple[tuple[str, str, float], ...] = ()
    index_remove: tuple[tuple[str, str], ...] = ()
    tallies: tuple[tuple[str, str, int], ...] = ()


# No timer, index or figure of an open request looks at these, but for the last where it has no clock.
UNSEEN = frozenset(
    ("version", "messages", "notes", "files", "undoable", "waiting_since", "nudged_at", "last_at", "said_at")
)
# At these timers look, and of the indexes only the place in a queue: by what is due next.
TIMED = frozenset(("first_response", "next_response", "resolution", "escalates_at", "answered_at", "promise"))
_FIELDS = Request.__struct_fields__
_ALL = frozenset(_FIELDS)


def _changed(before: Request, after: Request) -> frozenset[str]:
    """The fields that differ: most words and clicks change few, and this is seen sooner than anything is derived."""
    pairs = zip(_FIELDS, astuple(before), astuple(after), strict=True)
    return frozenset([field for field, was, is_ in pairs if was is not is_ and was != is_])


def _derived(before: Request | None, after: Request, fired: tuple[str, int] | None) -> _Derived:
    seen = _changed(before, after) - UNSEEN if before is not None and after.is_open else _ALL
    had, has = (timers(before) if before else {}, timers(after)) if seen else ({}, {})
    counts = not seen <= TIMED
    moves = counts or before is None or next_due(before) != next_due(after)
    was, is_ = (indexes(before) if before else {}, indexes(after)) if moves else ({}, {})
    fired_name = fired[0] if fired else ""
    return _Derived(
        timers=tuple((name, unix_ms(due)) for name, due in has.items() if had.get(name) != due),
        timers_done=tuple(name for name in had if name not in has and name != fired_name),
        index_add=tuple((i, m, score) for (i, m), score in is_.items() if was.get((i, m)) != score),
        index_remove=tuple(key for key in was if key not in is_),
        tallies=_counted(before, after) if counts else (),
    )


def _counted(before: Request | None, after: Request) -> tuple[tuple[str, str, int], ...]:
    """Tally, cell and by how much: nothing for most acts, which change no figure."""
    if before is None:
        return tuple((tally, cell, count) for (tally, cell), count in tallies(after).items())
    if groups(before) == groups(after):
        return ()
    is_, was = tallies(after), tallies(before)
    deltas = ((tally, cell, is_[tally, cell] - was[tally, cell]) for tally, cell in {**is_, **was})
    return tuple(change for change in deltas if change[2])


def _words(command: AnyCommand, events: list[e.AnyEvent]) -> tuple[tuple[str, str, bytes], ...]:
    """The command's words that an event refers to; what no event holds is not kept (a signpost stores no text)."""
    said = texts(command).items()
    return tuple((command.by, words, text.encode()) for words, text in said if _is_held(words, events))


def _is_held(words: WordsId, events: list[e.AnyEvent]) -> bool:
    for fields in map(astuple, events):  # mostly the first one's
        if words in fields or any(words in field for field in fields if isinstance(field, tuple)):
            return True
    return False


_TAKES_BACK = (e.MessageDeleted, e.ActUndone)


def _forgotten(
    command: AnyCommand, before: Request | None, after: Request, events: list[e.AnyEvent]
) -> tuple[tuple[str, str], ...]:
    """Words that were deleted or undone are gone at once, not only hidden."""
    gone: list[tuple[PersonId, WordsId]] = []
    for event in events:
        if isinstance(event, _TAKES_BACK) and event.words is not None:
            gone.append((event.by, event.words))
        elif isinstance(
            event, e.MessageMoved
        ):  # only their author moves words: they lie under the command's person
            gone.append((command.by, event.words))
    gone += [(by, file) for file, by in files_gone(before, after)]
    return tuple((str(by), str(words)) for by, words in gone)


def files_gone(before: Request | None, after: Request) -> tuple[tuple[WordsId, PersonId], ...]:
    """With words that were deleted, undone or moved."""
    had = before.files if before is not None else ()
    return tuple(file for file in had if file not in after.files)
