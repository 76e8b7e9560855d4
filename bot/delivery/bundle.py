"""Cards that belong to delivery and not to one event: several things told at once, a doubtful copy."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot import words
from bot.delivery.card import Card, Paragraph
from bot.delivery.cards import View
from bot.delivery.notices import Notice
from bot.domain import events as e
from bot.domain.request import Request, ref

# The worst first: what somebody waits for in vain comes before what may still be kept.
_WORST_FIRST = (
    e.EmergencyTold,
    e.TargetBreached,
    e.PromiseLapsed,
    e.LeadBroughtIn,
    e.TargetWarned,
    e.PromiseReminded,
    e.OwnerAssigned,
    e.HandoverOffered,
)
_URGENCY = ("urgent", "high", "normal", "low")


class Part(Struct, frozen=True):
    """One of the things told together, with the card that it would have been."""

    told: Notice
    event: e.AnyEvent
    request: Request
    card: Card


def together_card(parts: Sequence[Part], view: View) -> Card:
    """ "4 things are waiting", the worst first and told in full; of the others the number and the headline."""
    say = words.of(view.language)
    worst, *others = sorted(parts, key=_rank)
    title = say("delivery-together", count=len(parts))
    rest = [say("delivery-together-line", ref=ref(p.request.number), what=_headline(p)) for p in others]
    return Card(
        kind="together",
        language=view.language,
        title=title,
        text="\n".join([title, worst.card.text, *rest]),
        blocks=(*worst.card.blocks, *map(Paragraph, rest)),
        number=worst.request.number,
        version=worst.request.version,
    )


def _headline(part: Part) -> str:
    return part.card.title or part.card.text.partition("\n")[0]


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
