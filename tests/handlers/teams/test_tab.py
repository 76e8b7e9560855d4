"""The personal tab: for whom the company's own directory signs on, in Teams' frames alone."""

import time
from typing import Any

from tests.handlers.teams.stage import PAYSLIP, Stage
from tests.teams_server.server import APP_ID, TENANT, User
from tests.teams_server.tokens import Signer


def claims(stage: Stage, user: User, **changed: Any) -> dict[str, Any]:
    found = {
        "iss": f"{stage.fake.base}{TENANT}/v2.0",
        "aud": f"api://ventanilla.faro.example/{APP_ID}",
        "tid": TENANT,
        "oid": user.aad,
        "exp": int(time.time()) + 3600,
    } | changed
    return {name: value for name, value in found.items() if value is not None}


async def looked(stage: Stage, token: str, path: str = "/teams/tab/requests") -> tuple[int, str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with stage.session.get(stage.server.make_url(path), headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers


async def test_one_sees_what_one_asked_for_and_what_one_answers_for(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP + " <script>alert(1)</script>")
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    eva = stage.colleague("Eva Ríos")
    signer = stage.fake.signer
    for user, sees in ((berta, True), (owner, True), (eva, False)):
        status, page, _ = await looked(stage, signer.token(claims(stage, user)))
        assert status == 200
        assert (request.ref in page) == sees
        assert "<script>alert" not in page
    assert (await looked(stage, signer.token(claims(stage, berta, aud=APP_ID))))[0] == 200


async def test_only_teams_may_frame_it_and_nobody_keeps_it(stage: Stage):
    status, page, headers = await looked(stage, "", "/teams/tab")
    assert status == 200
    assert "frame-ancestors https://teams.microsoft.com" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "http" not in page.replace("https://", "")
    assert (await looked(stage, "", "/teams/static/tab.js"))[0] == 200


async def test_a_token_that_is_not_the_companys_own_shows_nothing(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    signer = stage.fake.signer
    wrong = {
        "none": "",
        "malformed": "a.b.c",
        "another app": signer.token(claims(stage, berta, aud="api://evil.example/x")),
        "another tenant": signer.token(claims(stage, berta, tid="other")),
        "another issuer": signer.token(
            claims(stage, berta, iss="https://login.microsoftonline.com/other/v2.0")
        ),
        "expired": signer.token(claims(stage, berta, exp=int(time.time()) - 4000)),
        "nobody": signer.token(claims(stage, berta, oid=None)),
        "a stranger's key": Signer(kid=signer.kid).token(claims(stage, berta)),
        "unknown key": signer.token(claims(stage, berta), kid="x"),
        "the bot's own": signer.token(signer.claims(APP_ID, stage.fake.service_url)),
    }
    for name, token in wrong.items():
        status, page, _ = await looked(stage, token)
        assert status == 401, name
        assert request.ref not in page
