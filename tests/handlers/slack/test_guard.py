"""What is forged or malformed is refused cheaply, by 401 and 400; a fault of ours stays 500."""

import json
import random
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from handlers.slack.limits import BODY_BYTES
from tests.handlers.slack.stage import PAYSLIP, Stage
from tests.samples import sample
from tests.slack_server.payloads import time_picked, typed
from tests.slack_server.sender import HttpSender

FORM = "application/x-www-form-urlencoded"


def at(stage: Stage, clock_s: float, secret: str = "") -> HttpSender:
    url = str(stage.server.make_url("/slack/events"))
    sender = HttpSender(stage.session, url, clock=lambda: clock_s)
    if secret:
        sender._secret = secret
    return sender


@pytest.mark.parametrize(("age_s", "status"), [(0, 200), (299, 200), (302, 401), (-302, 401)])
async def test_a_signature_holds_for_five_minutes(stage: Stage, age_s: int, status: int):
    reply = await at(stage, time.time() - age_s).post(
        b'{"type":"url_verification","challenge":"c"}', "application/json"
    )
    assert reply.status == status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=abc"},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=abc"},
        {"X-Slack-Request-Timestamp": "1e9", "X-Slack-Signature": "v0=abc"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=abc"},
        {"X-Slack-Request-Timestamp": "NOW", "X-Slack-Signature": "v0=ñandú€"},
        {"X-Slack-Request-Timestamp": "NOW", "X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "NOW", "X-Slack-Signature": "v0="},
    ],
)
async def test_what_slack_did_not_sign_is_401_and_is_not_read(stage: Stage, headers: dict[str, str]):
    given = {name: value.replace("NOW", str(int(time.time()))) for name, value in headers.items()}
    for body in (b"", b"{", b'{"type":"url_verification","challenge":"c"}', b"ssl_check=1"):
        assert (await stage.http.raw(body, given)).status == 401


async def test_another_secret_is_401(stage: Stage):
    reply = await at(stage, time.time(), "another secret").post(b"{}", "application/json")
    assert reply.status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'{"type":1}', "application/json"),
        (b'{"type":"event_callback"}', "application/json"),
        (b'{"type":"event_callback","event":{"type":"message","user":[]}}', "application/json"),
        (b'{"a":' * 50_000, "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=null", FORM),
        (b"payload=%FF", FORM),
        (b"nothing=known", FORM),
        (b"\xff\xfe\x00", FORM),
        (b"&".join(b"a=%d" % n for n in range(500)), FORM),
        (urlencode({"payload": '{"type":"block_actions","user":{"id":"U1"},"actions":[]}'}).encode(), FORM),
        (urlencode({"payload": '{"type":"view_submission","user":{"id":"U1"}}'}).encode(), FORM),
        (urlencode({"payload": '{"type":"view_submission","user":{"id":"U1"},"view":{}}'}).encode(), FORM),
    ],
)
async def test_what_is_no_payload_of_slacks_is_400(stage: Stage, body: bytes, kind: str):
    assert (await stage.http.post(body, kind)).status == 400


async def test_slacks_question_whether_the_address_is_ours_is_answered(stage: Stage):
    reply = await stage.http.post(
        b'{"type":"url_verification","challenge":"c0ffee","token":"t"}', "application/json"
    )
    assert (reply.status, reply.body) == (200, {"challenge": "c0ffee"})


async def test_more_than_a_mebibyte_is_413(stage: Stage):
    assert (await stage.http.post(b"x" * (BODY_BYTES + 1), "application/json")).status == 413


async def test_an_event_that_nobody_listens_to_is_answered_too(stage: Stage):
    assert await stage.event({"type": "emoji_changed", "event_ts": "1.0"})


async def test_a_fault_of_ours_behind_the_guard_stays_500_and_slack_delivers_again(stage: Stage):
    stage.library, kept = None, stage.library  # type: ignore[assignment]
    try:
        berta = stage.fake.world.user("Berta Solís")
        event = stage.payloads.envelope(stage.payloads.said(berta, stage.fake.world.dm(berta), PAYSLIP))
        assert not await stage.sender.event(event)
    finally:
        stage.library = kept
    assert [found.status for found in stage.sender.deliveries] == [500] * 4
    assert await stage.sender.event(event)
    assert len(await stage.numbers()) == 1


def mutated_bytes(chance: random.Random, body: bytes) -> bytes:
    cut = chance.randrange(len(body))
    return body[:cut] + bytes(chance.randrange(256) for _ in range(chance.randrange(4))) + body[cut + 1 :]


def mutated(chance: random.Random, body: bytes) -> bytes:
    """A payload with something broken in it, as bytes or as a value of another type."""
    if chance.random() < 0.3:
        return mutated_bytes(chance, body)
    found = json.loads(body)
    for _ in range(chance.randrange(1, 4)):
        _break(chance, found)
    return json.dumps(found).encode("utf-8", "surrogatepass")


def _break(chance: random.Random, part: Any) -> None:
    while True:
        places = list(part.keys()) if isinstance(part, dict) else list(range(len(part)))
        if not places:
            return
        place = chance.choice(places)
        if isinstance(part[place], dict | list) and part[place] and chance.random() < 0.7:
            part = part[place]
            continue
        part[place] = chance.choice(
            [None, 0, -1, 1e308, True, "", "x" * 5000, [], {}, [[]], {"id": 3}, "T1", "D1", "‮", "1.1"]
        )
        return


async def test_no_fuzzed_request_is_answered_with_5xx(stage: Stage):
    chance = random.Random(20261124)
    berta, world = stage.colleague("Berta Solís"), stage.fake.world
    ts = await stage.say(berta, PAYSLIP)
    dm = world.dm(berta)
    message = stage.fake.from_bot(berta)[0]
    pay = stage.payloads
    events = [
        pay.envelope(pay.said(berta, dm, "y otra cosa")),
        pay.envelope(pay.edited(dm, ts, "otra")),
        pay.envelope(pay.reaction(berta, dm, ts, "ticket")),
        pay.envelope(pay.home_opened(berta)),
        pay.envelope(pay.user_change(berta)),
        pay.envelope(pay.mention(pay.said(berta, dm, "<@UT1BOT> hola"))),
    ]
    button = {
        "type": "button",
        "action_id": "act/want_person/0",
        "value": '{"v":"want_person","n":1001,"s":1}',
    }
    clicks = [
        pay.click(
            berta, dm, message, button, trigger="t1", response_url=stage.fake.response_url(dm.id, berta.id)
        ),
        pay.submission(
            berta,
            {
                "id": "V1",
                "hash": "h",
                "type": "modal",
                "callback_id": "form",
                "private_metadata": '{"verb":"say","numbers":[1001]}',
                "team_id": "T1",
            },
            typed(text="x") | time_picked("due", datetime.now(UTC)),
        ),
        pay.shortcut(berta, "ask", trigger="t2"),
        pay.message_shortcut(
            berta,
            dm,
            message,
            "find_owner",
            trigger="t3",
            response_url=stage.fake.response_url(dm.id, berta.id),
        ),
    ]
    command = pay.command(berta, dm, "away until Monday", trigger="t4", response_url="")
    statuses = set()
    for _ in range(sample(300, 5000)):
        kind = chance.random()
        if kind < 0.5:
            reply = await stage.http.post(
                mutated(chance, json.dumps(chance.choice(events)).encode()), "application/json"
            )
        elif kind < 0.6:
            fields = command | {
                chance.choice([*command]): chance.choice(["", "x" * 5000, "‮", "<@U1|", "\0", "T9"])
            }
            reply = await stage.http.post(mutated_bytes(chance, urlencode(fields).encode()), FORM)
        else:
            inside = mutated(chance, json.dumps(chance.choice(clicks)).encode())
            reply = await stage.http.post(b"payload=" + urlencode({"": inside}).encode()[1:], FORM)
        assert reply.status < 500, reply
        statuses.add(reply.status)
    assert statuses >= {200, 400}


async def test_an_unsigned_flood_costs_next_to_nothing(stage: Stage):
    started = time.process_time()
    count = sample(300, 10_000)
    async with aiohttp.ClientSession() as session:
        url = stage.server.make_url("/slack/events")
        for _ in range(count):
            async with session.post(url, data=b"{}") as answer:
                assert answer.status == 401
    assert (time.process_time() - started) / count < 0.003  # client and server together
