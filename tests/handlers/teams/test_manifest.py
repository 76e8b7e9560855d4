"""The app package: what an administrator uploads is whole, valid, and says the same in both languages."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import jsonschema
import pytest

from bot.words import of
from handlers.teams import home, icons, queue
from handlers.teams.manifest import VERSION, lacks, manifest, teams_package, texts
from handlers.teams.surface import COMMANDS, PERMISSIONS
from tests.handlers.teams.stage import Stage
from tests.teams_server.server import APP_ID

SCHEMAS = Path(__file__).parents[2] / "data" / "teams-manifest"
URL = "https://ventanilla.faro.example"


def opened() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(teams_package(APP_ID, URL)))


def test_the_package_holds_manifest_icons_and_texts():
    assert sorted(opened().namelist()) == ["color.png", "en.json", "manifest.json", "outline.png"]
    assert teams_package(APP_ID, URL) == teams_package(APP_ID, URL)


def test_the_manifest_keeps_to_teams_limits():
    made = json.loads(opened().read("manifest.json"))
    assert made["id"] == made["bots"][0]["botId"] == APP_ID
    assert len(made["name"]["short"]) <= 30
    assert len(made["name"]["full"]) <= 100
    assert len(made["description"]["short"]) <= 80
    assert len(made["description"]["full"]) <= 4000
    for listed in made["bots"][0]["commandLists"]:
        assert len(listed["commands"]) <= 10
        for command in listed["commands"]:
            assert len(command["title"]) <= 32
            assert len(command["description"]) <= 128
    assert made["bots"][0]["scopes"] == ["personal", "team", "groupChat"]
    assert {c["id"] for c in made["composeExtensions"][0]["commands"]} == {"ask", "findOwner"}
    asked = made["authorization"]["permissions"]["resourceSpecific"]
    assert {p["name"] for p in asked} == {p.name for p in PERMISSIONS}
    assert all(p.without for p in PERMISSIONS)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("MicrosoftTeams.1.17.json", manifest(APP_ID, URL, version="1.0.0", tab=True)),
        ("MicrosoftTeams.1.17.json", manifest(APP_ID, URL, version="1.0.0", tab=False)),
        ("MicrosoftTeams.Localization.1.17.json", texts("en", tab=True)),
    ],
    ids=["with tab", "without tab", "texts"],
)
def test_it_is_valid_against_the_published_schema(name: str, made: object):
    schema = json.loads((SCHEMAS / name).read_text("utf-8-sig"))
    jsonschema.Draft4Validator.check_schema(schema)
    assert isinstance(made, dict)
    assert f"/teams/v{VERSION}/{name.replace(f'{VERSION}.json', 'schema.json')}" in made["$schema"]
    checks = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    assert [f"{list(e.path)}: {e.message}" for e in checks.iter_errors(made)] == []
    assert not checks.is_valid(made | {"unknown": 1})


def test_the_texts_are_the_manifests_own_paths():
    made = manifest(APP_ID, URL, version="1.0.0", tab=True)
    for path in texts("en", tab=True):
        if path == "$schema":
            continue
        found: object = made
        for part in path.replace("]", "").replace("[", ".").split("."):
            found = found[int(part)] if part.isdecimal() else found[part]  # type: ignore[index]
        assert isinstance(found, str)


def test_what_the_menu_sends_is_understood():
    for language in ("es", "en"):
        say = of(language)
        assert say(COMMANDS[0].title) in home.HELP_WORDS
        assert say(COMMANDS[1].title) in queue.QUEUE_WORDS


@pytest.mark.parametrize(("made", "side"), [(icons.color(), 192), (icons.outline(), 32)])
def test_the_icons_are_pictures_of_the_right_size(made: bytes, side: int):
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", made[16:24]) == (side, side)
    at = made.index(b"IDAT")
    length = struct.unpack(">I", made[at - 4 : at])[0]
    pixels = zlib.decompress(made[at + 4 : at + 4 + length])
    assert len(pixels) == side * (side * 4 + 1)


def test_the_outline_is_white_on_nothing():
    made = icons.outline()
    at = made.index(b"IDAT")
    length = struct.unpack(">I", made[at - 4 : at])[0]
    rows = zlib.decompress(made[at + 4 : at + 4 + length])
    pixels = {rows[y * 129 + 1 + x * 4 : y * 129 + 5 + x * 4] for y in range(32) for x in range(32)}
    assert pixels == {b"\xff\xff\xff\x00", b"\xff\xff\xff\xff"}


def test_what_is_not_set_yet_is_named():
    assert lacks("", "") == ("MICROSOFT_APP_ID", "VENTANILLA_URL")
    assert lacks(APP_ID, URL) == ()
    assert zipfile.ZipFile(io.BytesIO(teams_package("", ""))).testzip() is None


def _urls(made: object) -> set[str]:
    """Every address of ours that the manifest names."""
    if isinstance(made, dict):
        return set().union(*(_urls(part) for part in made.values())) if made else set()
    if isinstance(made, list):
        return set().union(*(_urls(part) for part in made)) if made else set()
    return {made} if isinstance(made, str) and made.startswith(URL) else set()


@pytest.mark.parametrize("language", ["es", "en"])
async def test_every_address_that_the_manifest_names_is_served(stage: Stage, language: str):
    named = _urls(manifest(APP_ID, URL, version="1.0.0", tab=True))
    assert len(named) == 4
    for address in named:
        path = address.removeprefix(URL)
        async with stage.session.get(
            stage.server.make_url(path), headers={"Accept-Language": language}
        ) as answer:
            assert answer.status == 200, path
            assert answer.content_type == "text/html"
            html = await answer.text()
        if not path.startswith("/teams"):
            assert f'<html lang="{language}">' in html


async def test_the_notices_say_whose_desk_it_is_and_how_long_words_are_kept(stage: Stage):
    directory = stage.library.directory
    longest = max(department.words_kept_days for department in directory.departments.values())
    async with stage.session.get(
        stage.server.make_url("/privacy"), headers={"Accept-Language": "en"}
    ) as answer:
        html = await answer.text()
    assert directory.name in html
    assert f"{longest} days" in html
    people = [person.name for person in directory.people.values()]
    assert not [name for name in people if name in html]
