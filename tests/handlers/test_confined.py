"""What is confidential stands in no channel: what both chat platforms ask before they show anything there."""

from pathlib import Path

import pytest

from bot.delivery.gateway import Postponed
from bot.store.store import Store
from handlers.confined import Confined
from tests.bot.domain.world import BO, Story


async def test_while_nobody_can_say_what_is_confidential_nothing_is_shown_and_it_waits(tmp_path: Path):
    store = Store.connect(f"unix://{tmp_path}/no.sock", "t")
    confined, story = Confined(store, "slack"), Story(BO)
    story.asks()
    request = story.is_
    for asked in (
        confined.confidential(request.number),
        confined.private_place(request),
        confined.sent(request),
    ):
        with pytest.raises(Postponed):
            await asked
    await store.aclose()
