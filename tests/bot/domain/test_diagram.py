"""The drawing of the states is what the code does, and the README shows the drawing."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bot.domain import commands as c
from bot.domain.diagram import START, TRANSITIONS, diagram
from bot.domain.events import AnyEvent
from bot.domain.evolve import evolve
from bot.domain.request import Request
from tests.bot.domain.world import ANA, BO, Story, article, reading

README = Path(__file__).parents[3] / "README.md"
DRAWN = {(move.before, move.event.__name__, move.after) for move in TRANSITIONS}


def moves(history: Iterable[AnyEvent]) -> set[tuple[str, str, str]]:
    """What has moved a request from one status to another."""
    request: Request | None = None
    found = set()
    for event in history:
        before, request = request, evolve(request, event)
        status = before.status if before is not None else START
        if status != request.status:
            found.add((status, type(event).__name__, request.status))
    return found


def _asked(**about: object) -> Story:
    story = Story(BO)
    story.asks(**about)
    return story


def _resolved() -> Story:
    story = _asked()
    story.does(c.Resolve, ANA, text="enviada")
    return story


def _pending() -> Story:
    story = _asked()
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    return story


def _then(story: Story, *orders: Callable[[Story], object]) -> Story:
    for order in orders:
        order(story)
    return story


def _by(command: type[c.About], by: str, **fields: object) -> Callable[[Story], object]:
    return lambda story: story.does(command, by, **fields)


PLAYED = (
    _then(_resolved(), _by(c.Complain, BO), _by(c.OnlyForInformation, BO)),
    _then(_asked(article=article()), _by(c.ArticleSolved, BO)),
    _then(_asked(article=article()), lambda s: s.until("article_again"), lambda s: s.until("article_close")),
    _then(_asked(article=article()), _by(c.Withdraw, BO)),
    _then(_asked(), _by(c.Withdraw, BO)),
    _then(_pending(), _by(c.Withdraw, BO)),
    _then(_pending(), _by(c.Undo, ANA)),
    _then(_pending(), lambda s: s.says(BO, "octubre", reading(None))),
    _then(_pending(), _by(c.Resolve, ANA, text="era octubre"), _by(c.Undo, ANA)),
    _then(_resolved(), _by(c.Undo, ANA)),
    _then(_resolved(), _by(c.Reopen, BO)),
    _then(_resolved(), lambda s: s.until("close"), _by(c.Complain, BO)),
)


def test_the_drawing_has_every_move_that_the_code_makes_and_no_other():
    assert set().union(*(moves(story.history) for story in PLAYED)) == DRAWN


def test_the_readme_shows_the_drawing():
    text = README.read_text(encoding="utf-8")
    shown = text.partition("<!-- states -->")[2].partition("<!-- /states -->")[0].strip()
    assert shown == diagram(), "put what bot.domain.diagram.diagram() gives between the two marks"


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda move: f"{move.before}-{move.after}")
def test_every_arrow_says_what_it_means(move):
    assert f"{move.before} --> {move.after} : {move.says}" in diagram()
    assert not set(move.says) & set(":;\n"), "Mermaid reads these as its own"
