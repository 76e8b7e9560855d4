"""By when somebody needs it stands in the owner's queue."""

from tests.handlers.teams.stage import PAYSLIP, Stage, read

WISH = f"{PAYSLIP}, la necesito para el viernes"


async def test_a_line_of_the_queue_says_by_when_it_is_needed(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), WISH)
    request = await stage.newest()
    assert request.wanted_by is not None
    owner = stage.user_of(request.owner)
    await stage.say(owner, "queue")
    assert "hace falta antes de que acabe" in read(stage.shown(owner)[-1].card)
