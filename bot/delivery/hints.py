"""Resolved requests like a new one, for whoever has it now: what helped then may help again.

Never a confidential one, and only what this person may read anyway; looked up when the card is sent.
"""

import msgspec
from msgspec import Struct

from bot.domain.request import Request, RequestNumber
from bot.domain.rights import may_read
from bot.store.store import Store
from bot.words.text import cut
from knowledge.directory import Directory, PersonId
from knowledge.lessons import grams, likeness

LOOKED_AT = 30  # of a topic, the newest
SHOWN = 2
ALIKE = 0.3  # a cosine of runs of letters
LONGEST = 300  # characters of what was answered

_decode = msgspec.json.Decoder(Request).decode


class Hint(Struct, frozen=True):
    number: RequestNumber
    answer: str


async def hints_for(
    store: Store, request: Request, text: str, viewer: PersonId, directory: Directory
) -> tuple[Hint, ...]:
    """`text`: the request's own first words. Only until somebody has answered it. Raises Unavailable."""
    concerns = viewer == request.owner and request.is_open and request.answered_at is None
    if not concerns or request.confidential or request.topic is None or not text:
        return ()
    [newest] = await store.indexed_first([f"solved:{request.topic}"], LOOKED_AT)
    numbers = [int(number) for number in newest if int(number) != request.number]
    if not numbers:
        return ()
    states, words = await store.states(numbers), await store.words_of(numbers)
    own = grams(text)
    found = []
    for number, (_, state) in states.items():
        solved = _decode(state)
        asked = words[number].get(solved.first_words or "", b"").decode()
        answer = words[number].get(solved.resolution_words or "", b"").decode()
        like = likeness(own, grams(asked)) if asked and answer else 0.0
        if like >= ALIKE and not solved.confidential and may_read(viewer, solved, directory):
            found.append((like, Hint(solved.number, cut(" ".join(answer.split()), LONGEST))))
    found.sort(key=lambda one: (-one[0], -one[1].number))
    return tuple(hint for _, hint in found[:SHOWN])
