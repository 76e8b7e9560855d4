"""Who may speak to us. What is forged is refused with 401 or 400, never a 5xx, and stalls nobody."""

import asyncio
import base64
import gc
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.settings import WrongSetting
from handlers.teams.auth import Auth
from handlers.teams.hosts import Hosts
from handlers.teams.keys import Keys, keys_of
from handlers.teams.settings import TeamsSettings, teams_settings
from tests.handlers.teams.stage import Stage
from tests.samples import sample
from tests.teams_server.server import APP_ID, FakeTeams, running
from tests.teams_server.tokens import Signer

NO_HOSTS = Hosts()
STALL_S = 0.05  # no turn of the event loop may take longer
HOSTILE_URLS = (
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://user:pw@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://evil.example#smba.trafficmanager.net/",
    "https://127.0.0.1/",
    "http://127.0.0.1:9/evil",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://smba.trafficmanager.net/ x",
    "https://smba.trafficmanager.net./",
    "https://ѕmba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "file:///etc/passwd",
    "",
    None,
    "https://[bad",
    "https://smba.trafficmanager.net:port/",
)


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_no_address_but_microsofts_own_is_ever_called(url: str | None):
    assert not NO_HOSTS.allows(url)


def test_a_hosts_case_does_not_matter_and_this_machine_is_allowed_in_development_alone():
    assert NO_HOSTS.allows("https://SMBA.trafficmanager.net/emea/")
    assert NO_HOSTS.allows("https://smba.infra.gov.teams.microsoft.us/")
    assert Hosts(development=True).allows("http://localhost:56150")
    assert not Hosts(development=True).allows("http://10.0.0.1/")
    assert Hosts(["bots.faro.example"]).allows("https://bots.faro.example/")


def test_without_an_app_id_nobody_is_let_in_save_on_this_machine_when_asked_for():
    assert not teams_settings({}).connected
    with pytest.raises(WrongSetting, match="TEAMS_DEV_NO_AUTH"):
        teams_settings({"TEAMS_DEV_NO_AUTH": "1"}, host="0.0.0.0")
    with pytest.raises(WrongSetting, match="MICROSOFT_APP_ID"):
        teams_settings({"MICROSOFT_APP_PASSWORD": "x"})
    with pytest.raises(WrongSetting, match="MICROSOFT_APP_PASSWORD"):
        teams_settings({"MICROSOFT_APP_ID": APP_ID})
    with pytest.raises(WrongSetting, match="MICROSOFT_APP_TENANT_ID"):
        teams_settings({"MICROSOFT_APP_ID": APP_ID, "MICROSOFT_APP_PASSWORD": "x"})
    assert teams_settings({"TEAMS_DEV_NO_AUTH": "1"}).development
    with pytest.raises(ValueError, match="app id"):
        Auth(TeamsSettings(), Keys(lambda: None, ""), NO_HOSTS)  # type: ignore[arg-type]


def test_the_secret_is_in_no_repr():
    assert "hidden" not in repr(TeamsSettings(app_id=APP_ID, app_password="hidden"))


def _b64(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def hmac_signed(signer: Signer, claims: object) -> str:
    """The public key, which everybody knows, taken for a shared secret."""
    public = signer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = f"{_b64({'alg': 'HS256', 'typ': 'JWT', 'kid': signer.kid})}.{_b64(claims)}"
    made = base64.urlsafe_b64encode(hmac.new(public, head.encode(), hashlib.sha256).digest())
    return f"{head}.{made.rstrip(b'=').decode()}"


def forged(stage: Stage) -> dict[str, str]:
    """Every kind of token that must not let anybody in."""
    signer, url = stage.fake.signer, stage.fake.service_url
    good = signer.claims(APP_ID, url)
    stranger = Signer(kid=signer.kid)
    now = int(time.time())

    def changed(**claims: Any) -> str:
        return signer.token(signer.claims(APP_ID, url, **claims))

    return {
        "none": "",
        "word": "x",
        "dots": "a.b.c",
        "empty parts": "..",
        "two parts": signer.token(good).rpartition(".")[0],
        "broken base64": "%%%.%%%.%%%",
        "header is a list": f"{_b64([1])}.{_b64(good)}.AAAA",
        "kid is a number": f"{_b64({'alg': 'RS256', 'kid': 7})}.{_b64(good)}.AAAA",
        "kid is missing": f"{_b64({'alg': 'RS256'})}.{_b64(good)}.AAAA",
        "alg none": f"{_b64({'alg': 'none', 'kid': signer.kid})}.{_b64(good)}.",
        "signature cut": signer.token(good)[:-10],
        "signed with the public key": hmac_signed(signer, good),
        "unknown kid": signer.token(good, kid="nobody"),
        "a stranger's key under our kid": stranger.token(good),
        "another app": changed(aud="22222222-2222-3333-4444-555555555555"),
        "no audience": changed(aud=None),
        "emulator's issuer": changed(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
        "skill's issuer": changed(iss="https://login.microsoftonline.com/x/v2.0"),
        "expired": changed(exp=now - 400),
        "no expiry": changed(exp=None),
        "not yet": changed(nbf=now + 4000),
        "another service": changed(serviceurl="https://smba.trafficmanager.net/emea/"),
        "no service": changed(serviceurl=None),
        "a slash less": changed(serviceurl=url.rstrip("/")),
        "claims are a list": f"{_b64({'alg': 'RS256', 'kid': signer.kid})}.{_b64([good])}.AAAA",
        "very long": "a" * 100_000,
    }


async def test_forged_tokens_of_every_kind_are_refused(stage: Stage):
    berta = stage.colleague("Berta Solís")
    last = await stage.last_number()
    for name, token in forged(stage).items():
        status, _ = await stage.post(stage.activities.said(berta, "Hola, necesito un portátil"), token=token)
        assert status in (400, 401), name
    assert await stage.last_number() == last
    assert await stage.store.people.person(f"teams:x:{berta.aad}") is None


async def test_a_header_of_another_kind_is_refused(stage: Stage):
    berta = stage.colleague("Berta Solís")
    body = stage.activities.said(berta, "Hola")
    for header in ("Basic abc", "Bearer", "Bearer  ", "bearer\t", "Bearer é", "x" * 500):
        answer = await stage.session.post(stage.url, json=body, headers={"Authorization": header})
        assert answer.status == 401, header


async def test_a_key_that_may_not_speak_for_this_channel_is_refused(stage: Stage):
    berta = stage.colleague("Berta Solís")
    body = stage.activities.said(berta, "Hola") | {"channelId": "emulator"}
    assert (await stage.post(body))[0] == 401
    assert (await stage.post(body | {"channelId": ""}))[0] == 401


async def test_a_service_address_that_is_not_allowed_is_refused_though_the_token_names_it(stage: Stage):
    berta = stage.colleague("Berta Solís")
    signer = stage.fake.signer
    for url in HOSTILE_URLS:
        if url in ("https://127.0.0.1/", "http://127.0.0.1:9/evil", "https://[::1]/"):
            continue  # the tests' own Teams lives there
        body = stage.activities.said(berta, "Hola") | {"serviceUrl": url}
        token = signer.token(signer.claims(APP_ID, url or ""))
        assert (await stage.post(body, token=token))[0] in (400, 401), url


async def test_another_tenant_is_refused(stage: Stage):
    body = stage.activities.said(stage.colleague("Berta Solís"), "Hola")
    body["channelData"] = {"tenant": {"id": "another"}}
    assert (await stage.post(body))[0] == 403


NO_ACTIVITIES = (
    b"",
    b"{",
    b"[]",
    b"[{}]",
    b"null",
    b"7",
    b'"x"',
    b"{}",
    b'{"type":"message"}',
    b'{"type":7,"from":{"id":"x"},"conversation":{"id":"y"}}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"type":"message","value":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
)


async def test_what_is_no_activity_is_a_bad_request(stage: Stage):
    signer = stage.fake.signer
    token = signer.token(signer.claims(APP_ID, stage.fake.service_url))
    for body in NO_ACTIVITIES:
        for headers in ({}, {"Content-Type": "application/json"}, {"Content-Type": "text/html"}):
            headers |= {"Authorization": f"Bearer {token}"}
            answer = await stage.session.post(stage.url, data=body, headers=headers)
            assert answer.status in (400, 401), body[:30]


async def test_a_body_that_is_too_large_is_refused(stage: Stage):
    signer = stage.fake.signer
    token = signer.token(signer.claims(APP_ID, stage.fake.service_url))
    answer = await stage.session.post(
        stage.url, data=b"x" * (1 << 20) + b"x", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status == 413


async def test_a_slow_key_server_is_asked_once_and_stalls_nobody(fake: FakeTeams, stage: Stage):
    await stage.room.keys.aclose()
    stage.room.keys._keys, stage.room.keys._tried_at = {}, float("-inf")
    fake.key_delay = asyncio.Event()
    before = fake.key_fetches
    token = fake.signer.token(fake.signer.claims(APP_ID, fake.service_url), kid="nobody")
    body = stage.activities.said(stage.colleague("Berta Solís"), "Hola")
    waiting = [asyncio.create_task(stage.post(body, token=token)) for _ in range(20)]
    stalled = await longest_turn(lambda: fake.key_fetches > before)
    fake.key_delay.set()
    assert {status for status, _ in await asyncio.gather(*waiting)} == {401}
    assert fake.key_fetches - before == 1
    assert stalled < STALL_S


async def test_forged_tokens_and_odd_bodies_stall_nobody(stage: Stage):
    body = stage.activities.said(stage.colleague("Berta Solís"), "Hola")
    tokens = [token for token in forged(stage).values() for _ in range(sample(2, 20))]
    deep = [b"[" * 100_000, b'{"a":' * 50_000, b'{"type":"message","text":"' + b"x" * 900_000]
    good = stage.fake.signer.token(stage.fake.signer.claims(APP_ID, stage.fake.service_url))
    signed = {"Authorization": f"Bearer {good}"}

    async def all_sent() -> None:
        for token in tokens:
            assert (await stage.post(body, token=token))[0] in (400, 401)
        for odd in deep:
            async with stage.session.post(stage.url, data=odd, headers=signed) as answer:
                assert answer.status in (400, 401)

    sending = asyncio.create_task(all_sent())
    assert await longest_turn(sending.done) < STALL_S
    await sending


async def longest_turn(ended: Callable[[], bool]) -> float:
    """The longest turn of this event loop until then, in seconds of its own work.

    Not by the wall: there it is longer by what other processes take of the processor meanwhile.
    """
    longest = 0.0
    gc.collect()
    while not ended():
        at = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - at)
    return longest


async def test_unknown_keys_do_not_make_us_ask_again_and_again():
    async with running(FakeTeams()) as fake:
        now = [1000.0]
        async with aiohttp.ClientSession() as session:
            keys = Keys(lambda: session, f"{fake.base}v1/.well-known/openidconfiguration", lambda: now[0])
            await keys.refresh()
            for _ in range(50):
                assert await keys.key("nobody") is None
            assert fake.key_fetches == 1
            now[0] += 301
            assert await keys.key("nobody") is None
            assert fake.key_fetches == 2
            fake.signer = Signer(kid="rolled")
            now[0] += 301
            assert await keys.key("rolled") is not None
            await keys.aclose()


def test_a_key_document_of_another_shape_has_no_keys():
    assert keys_of({}) == {}
    assert keys_of({"keys": "x"}) == {}
    assert keys_of({"keys": [1, None, {"kty": "RSA"}, {"kty": "RSA", "kid": "a", "n": "?", "e": 7}]}) == {}


async def test_the_password_is_neither_sent_nor_said_anywhere_but_at_the_login(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "Hola")
    assert stage.fake.tokens_given == 1
