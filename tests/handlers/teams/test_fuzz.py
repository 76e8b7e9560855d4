"""Whatever comes with a good token: odd shapes, odd values, odd presses. No answer is ever a 5xx."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.handlers.teams.stage import Stage
from tests.samples import sample

KEYS = [
    "type", "id", "from", "recipient", "conversation", "text", "value", "entities", "attachments", "channelData",
    "name", "action", "data", "ventanilla", "verb", "n", "s", "f", "form", "sent", "commandId", "messagePayload",
    "membersAdded", "membersRemoved", "mentioned", "replyToId", "locale", "localTimezone",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
TYPES = [
    "message",
    "invoke",
    "conversationUpdate",
    "installationUpdate",
    "messageUpdate",
    "messageDelete",
    "x",
]
NAMES = [
    "adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/fetchTask",
    "composeExtension/submitAction", "fileConsent/invoke", "signin/verifyState", "x",
]  # fmt: skip
VERBS = [
    "take",
    "say",
    "resolve",
    "hand_over",
    "rate",
    "edit",
    "delete",
    "whole",
    "queue",
    "choose",
    "move_words",
    "x",
]
PRESS = st.fixed_dictionaries(
    {"verb": st.sampled_from(VERBS)},
    optional={
        "n": st.integers(-5, 2000) | st.just(10**13),
        "s": st.integers(-1, 9),
        "form": st.sampled_from([*VERBS, ""]),
        "sent": st.booleans(),
        "f": st.dictionaries(
            st.sampled_from(["to", "due", "words", "held", "number", "topic"]),
            st.text(max_size=9),
            max_size=3,
        ),
    },
)
DATA = st.fixed_dictionaries(
    {"ventanilla": PRESS | VALUES}, optional={"text": st.text(max_size=20), "due": VALUES}
)


@pytest.mark.timeout(1200)
async def test_no_request_however_odd_is_a_server_error(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "Hola, necesito un portátil nuevo")
    odd: list[Any] = []

    @settings(max_examples=sample(300, 5000), deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        st.sampled_from(TYPES),
        st.sampled_from(NAMES),
        st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
        VALUES
        | st.fixed_dictionaries({"data": DATA})
        | st.fixed_dictionaries({"action": st.fixed_dictionaries({"data": DATA})})
        | DATA,
    )
    def made(kind: str, name: str, more: dict[str, Any], value: Any) -> None:
        found = stage.activities.base(berta, kind, name=name, text="hola", value=value)
        odd.append(found | {k: v for k, v in more.items() if k not in ("type", "name", "value")})

    made()
    for start in range(0, len(odd), 50):
        answers = await asyncio.gather(*(stage.post(body) for body in odd[start : start + 50]))
        wrong = [(s, odd[start + i]) for i, (s, _) in enumerate(answers) if s >= 500]
        assert wrong == []
        await stage.room.soon.settle()
