"""By when somebody needs it stands in the owner's App Home."""

from tests.handlers.slack.stage import PAYSLIP, Stage

WISH = f"{PAYSLIP}, la necesito para el viernes"


async def test_a_line_of_the_queue_says_by_when_it_is_needed(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), WISH)
    request = await stage.newest()
    assert request.wanted_by is not None
    home = await stage.open_home(stage.user_of(request.owner))
    assert "hace falta antes de que acabe" in str(home["blocks"])
