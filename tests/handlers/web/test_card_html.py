"""A card as the web desk draws it, whole: what a change of the template or of a card changes is seen here."""

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.words import of
from handlers.web import render
from handlers.web.render import Act
from knowledge.directory import PersonId
from tests.bot.delivery.stories import (
    asked_which,
    offered_article,
    resolved,
    smoke,
    taken,
    wished,
)
from tests.bot.delivery.told import Told, contents
from tests.bot.domain.world import ANA, BO
from tests.handlers.web.parsed import elements

ACT = Act(BO, "asks")
CARDS = (
    (wished, BO, "living"),
    (wished, ANA, "living"),
    (offered_article, BO, "living"),
    (asked_which, BO, "living"),
    (smoke, BO, "living"),
    (taken, BO, "said"),
    (resolved, BO, "resolved"),
)


def drawn(story: Told, viewer: PersonId, kind: str) -> str:
    """What differs from drawing to drawing is each button's own id, so that a press is sent once."""
    html = str(render.card(story.card(viewer, kind=kind), of("es"), ACT))
    return re.sub(r'(name="id" value=")[^"]+', r"\1ONE-OF-ITS-OWN", html)


@pytest.mark.parametrize(
    ("story", "viewer", "kind"), CARDS, ids=lambda v: getattr(v, "__name__", str(v).partition("@")[0])
)
def test_a_card_is_drawn_like_this(story, viewer: PersonId, kind: str, snapshot: SnapshotAssertion) -> None:
    assert drawn(story(), viewer, kind) == snapshot


@pytest.mark.parametrize(
    ("story", "viewer", "kind"), CARDS, ids=lambda v: getattr(v, "__name__", str(v).partition("@")[0])
)
def test_what_is_drawn_is_all_that_the_card_holds(story, viewer: PersonId, kind: str) -> None:
    told = story()
    shown = " ".join(" ".join(element.text for element in elements(drawn(told, viewer, kind))).split())
    for part in contents(told.card(viewer, kind=kind).blocks):
        for line in part.splitlines():
            words = re.sub(r"[*#\\]|^\d+\. |^- ", "", line).strip()
            assert " ".join(words.split()) in shown
