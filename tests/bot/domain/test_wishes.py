"""By when the requester needs it: on the owner's card, and where it cannot be met, said in one tap when taking."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.delivery.card import Button, Buttons, Paragraph
from bot.domain import commands as c
from tests.bot.delivery.told import Told, friday
from tests.bot.domain.world import ANA, BO

MONDAY_FIVE = datetime(
    2026, 11, 30, 16, tzinfo=UTC
)  # the end of the working day after the Friday that is needed


def wishing() -> Told:
    told = Told()
    told.asks(wanted_by=friday(), wanted_day_only=True)
    return told


def not_by_then(told: Told) -> list[Button]:
    """What one tap offers below the sentence that says so."""
    pairs = pairwise(told.card(ANA).blocks)
    below = [
        block for line, block in pairs if isinstance(line, Paragraph) and "Si no llegas para" in line.text
    ]
    return [button for block in below if isinstance(block, Buttons) for button in block.buttons]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "es",
            (
                "Ana Prado no lo tendrá antes de que acabe el viernes 27 de noviembre, y lo siente."
                " Te contestará el lunes 30 de noviembre antes de las 17:00."
            ),
        ),
        (
            "en",
            (
                "Ana Prado won't have it by the end of Friday, November 27, and is sorry."
                " You will have an answer by 5:00 PM on Monday, November 30."
            ),
        ),
    ],
)
def test_one_tap_takes_it_and_tells_the_requester_honestly(language: str, said: str) -> None:
    told = wishing()
    [tap] = not_by_then(told)
    assert (tap.verb, tap.form, tap.fields) == ("promise", "", {"due": MONDAY_FIVE.isoformat()})
    told.does(c.MakePromise, ANA, due=MONDAY_FIVE)
    assert (told.is_.taken, told.is_.owner) == (True, ANA)
    assert told.card(BO, language, "promise").text.splitlines()[-1] == said
    assert "promise" in told.loud(BO, "asks")


def test_once_a_later_time_is_promised_or_the_wish_has_passed_it_is_not_offered_any_more() -> None:
    promised, passed, none = wishing(), wishing(), Told()
    promised.does(c.MakePromise, ANA, due=friday() - timedelta(days=1))
    assert len(not_by_then(promised)) == 1
    promised.does(c.MakePromise, ANA, due=MONDAY_FIVE)
    passed.later(days=5)
    none.asks()
    assert not_by_then(promised) == not_by_then(passed) == not_by_then(none) == []


def test_where_an_earlier_time_is_promised_the_card_says_which_reason_the_tap_gives() -> None:
    told = wishing()
    told.does(c.MakePromise, ANA, due=friday() - timedelta(days=1))
    [tap] = not_by_then(told)
    assert "un toque le dice otra hora, y que está llevando más de lo previsto" in told.card(ANA).text
    told.does(
        c.MakePromise, ANA, due=datetime.fromisoformat(tap.fields["due"]), because=tap.fields["because"]
    )
    assert "Está llevando más de lo previsto." in told.card(BO, kind="promise").text


def test_a_promise_within_the_wish_says_nothing_of_it() -> None:
    told = wishing()
    told.does(c.MakePromise, ANA, due=friday())
    assert "te promete una respuesta" in told.card(BO, kind="promise").text
