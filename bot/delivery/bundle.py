"""Cards that belong to delivery and not to one event: several things told at once, a doubtful copy."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot import words
from bot.delivery.card import Button, Buttons, Card, Paragraph
from bot.delivery.cards import View
from bot.delivery.notices import Notice
from bot.domain import events as e
from bot.domain.request import Request, ref
from bot.words.text import cut

# The worst first: what somebody waits for in vain comes before what may still be kept.
OPEN = "open"  # the verb that gives one of them its own card
_WORST_FIRST = (
    e.EmergencyTold,
    e.TargetBreached,
    e.PromiseLapsed,
    e.LapseForetold,
    e.LeadBroughtIn,
    e.TargetWarned,
    e.PromiseReminded,
    e.ConsultLapsed,
    e.ConsultReminded,
    e.OwnerAssigned,
    e.HandoverOffered,
)
_PEOPLES_WORDS = frozenset({"said", "consult", "consult_answered", "nudged"})
_LONGEST_WORDS = 1_000  # of one message among several; whole, it stands in its request
_MOST_BLOCKS = 20
_URGENCY = ("urgent", "high", "normal", "low")


class Part(Struct, frozen=True):
    """One of the things told together, with the card that it would have been."""

    told: Notice
    event: e.AnyEvent
    request: Request
    card: Card


def together_card(parts: Sequence[Part], view: View) -> Card:
    """ "4 things are waiting", the worst first and in full. Of the others people's words, else number and headline."""
    say = words.of(view.language)
    worst, *others = sorted(parts, key=_rank)
    title = say("delivery-together", count=len(parts))
    rest = [_line(part, say) for part in others]
    numbers = dict.fromkeys(p.request.number for p in others if p.request.number != worst.request.number)
    opens = tuple(
        Button(label=say("button-open", ref=ref(number)), verb=OPEN, fields={"number": str(number)})
        for number in list(numbers)[:_MOST_BLOCKS]
    )
    return Card(
        kind="together",
        language=view.language,
        title=title,
        text="\n".join([title, worst.card.text, *rest]),
        blocks=(
            *worst.card.blocks,
            *map(Paragraph, rest[:_MOST_BLOCKS]),
            *([Buttons(opens)] if opens else []),
        ),
        number=worst.request.number,
        version=worst.request.version,
        glimpse=title if any(part.request.confidential for part in parts) else "",
    )


def _line(part: Part, say: words.Words) -> str:
    """What a person wrote is not held back with a headline, it only comes with others."""
    headline = part.card.title or part.card.text.partition("\n")[0]
    what = cut(part.card.text, _LONGEST_WORDS) if part.told.kind in _PEOPLES_WORDS else headline
    return say("delivery-together-line", ref=ref(part.request.number), what=what)


def _rank(part: Part) -> tuple[int, int, int]:
    kinds = [i for i, kind in enumerate(_WORST_FIRST) if isinstance(part.event, kind)]
    return (
        kinds[0] if kinds else len(_WORST_FIRST),
        _URGENCY.index(part.request.urgency),
        part.request.number,
    )


def twice(card: Card, view: View) -> Card:
    """The same message once more, after a send of which nobody knows whether it arrived."""
    note = words.of(view.language)("delivery-twice")
    return replace(card, text=f"{card.text}\n{note}", blocks=(*card.blocks, Paragraph(note, "quiet")))
