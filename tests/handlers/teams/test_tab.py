"""The personal tab: for whom the company's own directory signs on, in Teams' frames alone."""

import time
from typing import Any

from bot.domain.request import Request
from bot.figures.charts import NAMES
from bot.words import of
from bot.words.dates import Clock
from knowledge.directory import DepartmentId, PersonId
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


async def looked(stage: Stage, token: str, path: str = "/teams/signed/pages") -> tuple[int, str, Any]:
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


async def asked(
    stage: Stage, user: User, path: str, form: dict[str, str] | None = None
) -> tuple[int, str, Any]:
    """A page of the tab's, or with `form` an act on it, as its script asks for it."""
    headers = {
        "Authorization": f"Bearer {stage.fake.signer.token(claims(stage, user))}",
        "HX-Request": "true",
    }
    where = stage.server.make_url("/teams/signed") / path.partition("?")[0].lstrip("/")
    where = where.with_query(path.partition("?")[2])
    method = "GET" if form is None else "POST"
    async with stage.session.request(method, where, headers=headers, data=form) as answer:
        return answer.status, await answer.text(), answer.headers


def an_act(request: Request, by: PersonId, verb: str) -> dict[str, str]:
    about = {"id": "0123456789ab", "by": by, "side": "work", "number": str(request.number)}
    return about | {"verb": verb, "seen": str(request.version)}


async def test_the_tab_shows_the_desk_s_own_pages_and_acts_for_who_is_signed_on_alone(stage: Stage):
    berta, eva = stage.colleague("Berta Solís"), stage.colleague("Eva Ríos")
    await stage.say(berta, PAYSLIP)
    await stage.say(eva, "hola")
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    other = next(p for p in stage.library.directory.people if p != request.owner)
    _, queue, _ = await asked(stage, owner, f"desk/queue?person={request.owner}&filter=mine")
    assert request.ref in queue
    _, whole, _ = await asked(stage, owner, f"desk/open?person={request.owner}&number={request.number}")
    assert "nómina de octubre" in whole
    _, history, _ = await asked(stage, berta, f"desk/asked?number={request.number}")
    assert "nómina de octubre" in history

    for user in (stage.user_of(other), berta, eva):  # in the owner's name, which is no secret
        for path in (
            f"desk/queue?person={request.owner}",
            f"desk/open?person={request.owner}&number={request.number}",
        ):
            status, page, _ = await asked(stage, user, path)
            assert status == 404
            assert request.ref not in page
        assert (await asked(stage, user, "desk/act", an_act(request, request.owner, "take")))[0] == 404
    for user in (owner, eva):
        assert (await asked(stage, user, f"desk/asked?number={request.number}"))[0] == 404
    assert not (await stage.request(request.number)).taken

    status, _, _ = await asked(stage, owner, "desk/act", an_act(request, request.owner, "take"))
    assert status == 200
    assert (await stage.request(request.number)).taken


async def test_figures_in_the_tab_are_the_dashboard_s_for_who_leads(stage: Stage):
    lead = stage.library.directory.departments[DepartmentId("it")].lead
    status, page, _ = await asked(stage, stage.user_of(lead), "stats")
    assert status == 200
    assert of(stage.library.directory.people[lead].languages[0])("stats-summary") in page
    status, _, headers = await asked(stage, stage.user_of(lead), f"stats/chart/{NAMES[0]}.svg")
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    for path in ("stats", "stats/figures.csv", "stats?department=payroll"):
        assert (await asked(stage, berta, path))[0] == 404
    assert (await asked(stage, stage.user_of(lead), "stats?department=payroll"))[0] == 404


async def test_every_page_of_the_tab_wants_a_token_and_only_teams_may_frame_it(stage: Stage):
    for path in ("pages", "desk/queue", "desk/open", "desk/form", "desk/asked", "stats", "stats/figures.csv"):
        status, _, headers = await looked(stage, "", f"/teams/signed/{path}")
        assert status == 401, path
        assert "frame-ancestors https://teams.microsoft.com" in headers["Content-Security-Policy"]
        assert "'none'" not in headers["Content-Security-Policy"].partition("frame-ancestors")[2]
        assert "X-Frame-Options" not in headers
    for path in ("/readyz", "/stats"):  # what is not the tab's stands in nobody's frame
        _, _, headers = await looked(stage, "", path)
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_whoever_is_asked_back_reads_in_the_tab_that_their_answer_is_awaited(stage: Stage):
    berta, request, owner, assignment = await stage.assigned()
    await stage.press(owner, assignment, "ask_requester", text="¿De qué mes es la nómina?")
    assert (await stage.request(request.number)).status == "pending"
    _, page, _ = await asked(stage, berta, "pages")
    assert of("es")("desk-state-for_me") in page
    assert of("es")("desk-state-pending") not in page


async def test_the_tab_tells_by_when_it_was_promised_and_not_an_earlier_hour(stage: Stage):
    berta, request, owner, assignment = await stage.assigned()
    await stage.press(owner, assignment, "promise", due="dentro de 3 semanas")
    promise = (await stage.request(request.number)).promise
    assert promise is not None
    _, page, _ = await asked(stage, berta, "pages")
    clock = Clock(of("es"), "Europe/Madrid", await stage.desk.now())
    assert of("es")("row-promised", by=clock.by(promise.due)) in page


async def test_the_tab_and_the_home_card_say_as_slack_s_home_how_it_stands_and_since_when_it_is_late(
    stage: Stage,
):
    berta, request, _, _ = await stage.assigned()
    say, now = of("es"), await stage.desk.now()
    due = request.first_response.due if request.first_response else None
    assert due is not None
    clock = Clock(say, "Europe/Madrid", now)

    async def surfaces() -> tuple[str, str]:
        before = len(stage.shown(berta))
        await stage.say(berta, "ayuda")
        return (await asked(stage, berta, "pages"))[1], str([m.card for m in stage.shown(berta)[before:]])

    for told in await surfaces():
        assert say("row-received") in told
        assert say("desk-state-untaken") not in told
        assert say("row-due", by=clock.by(due)) in told
    await stage.store.move_clock(int((due - now).total_seconds() * 1000) + 3_600_000)
    clock = Clock(say, "Europe/Madrid", await stage.desk.now())
    for told in await surfaces():
        assert say("row-late", since=clock.since(due)) in told
