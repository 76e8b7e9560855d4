import pytest

from handlers.web import app as web_app

WEBSOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
async def test_a_browser_on_this_machine_is_served_whatever_the_port(stage, name):
    for host in (name, f"{name}:3000", f"{name}:9"):
        answer = await stage.client.get("/desk", headers={"Host": host, "Origin": f"http://{host}"})
        assert answer.status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "127.0.0.2",
        "user@localhost",
        "localhost@evil.example",
        "localhost:x",
        "localhost/",
        "0.0.0.0",
        "[::2]",
        "[::1",
        "",
    ],
)
async def test_a_foreign_host_reads_not_found(stage, host):
    for path in ("/desk", "/desk/queue?person=P1", "/"):
        answer = await stage.client.get(path, headers={"Host": host})
        assert answer.status in (400, 404), (host, path)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://localhost:1", "file://", "http://127.0.0.1"]
)
async def test_a_foreign_origin_reads_not_found_for_pages_posts_and_the_live_connection(stage, origin):
    foreign = {"Origin": origin}
    assert (await stage.client.get("/desk", headers=foreign)).status == 404
    assert (await stage.client.post("/desk/say", headers=foreign, data={"text": "x"})).status == 404
    live = await stage.client.get("/desk/live?person=P1&side=asks", headers=foreign | WEBSOCKET)
    assert live.status == 404


async def test_a_live_connection_without_an_origin_is_refused(stage):
    answer = await stage.client.get("/desk/live?person=P1&side=asks", headers=WEBSOCKET)
    assert answer.status == 404


async def test_a_live_connection_from_our_own_page_is_taken(stage):
    origin = f"http://{stage.host}"
    async with stage.client.ws_connect("/desk/live?person=P1&side=asks", origin=origin) as live:
        assert not live.closed


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "x-forwarded-anything",
        "Forwarded",
        "Via",
        "X-Real-IP",
    ],
)
async def test_behind_a_proxy_there_is_no_desk(stage, header):
    for path in ("/desk", "/desk/live?person=P1&side=asks"):
        assert (await stage.client.get(path, headers={header: "1.2.3.4"})).status == 404


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_post_that_another_site_started_does_nothing(stage, site):
    before = await stage.store.clock_offset()
    answer = await stage.client.post("/desk/clock", headers={"Sec-Fetch-Site": site}, data={"move": "hour"})
    assert answer.status == 404
    assert await stage.store.clock_offset() == before


async def test_every_answer_forbids_scripts_of_others_frames_and_keeping(stage):
    for path in ("/desk", "/desk/queue?person=P1", "/desk/nowhere", "/healthz"):
        headers = (await stage.client.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


async def test_where_there_is_no_local_desk_nothing_of_it_answers(stage):
    public = web_app.make_app(
        stage.desk, stage.store, stage.client.app[web_app.ROOM].settings, with_desk=False
    )
    paths = {getattr(resource, "canonical", "") for resource in public.router.resources()}
    assert not [path for path in paths if path.startswith("/desk")]
    assert {"/healthz", "/readyz", "/metrics"} <= paths


async def test_the_page_has_no_inline_script_or_style_and_loads_only_our_own(stage):
    from tests.handlers.web.parsed import elements

    html = await (await stage.client.get("/desk")).text()
    for element in elements(html):
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith(("on", "hx-on"))]
        assert element.tag != "style"
        if element.tag == "script":
            assert element.attributes["src"].startswith("/static/")
        if element.tag == "link":
            assert element.attributes["href"].startswith("/static/")
