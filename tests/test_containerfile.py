"""The container does what `make run` does. No engine is needed to see whether each of its instructions is true."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.settings import Settings, from_environment
from tests.faults.processes import Running, environment, short_folder

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "Containerfile").read_text()
STEPS = [line.split(maxsplit=1) for line in TEXT.replace("\\\n", " ").splitlines() if line and line[0] != "#"]
LEFT_OUT = (ROOT / ".dockerignore").read_text().split()
ROOMS = ("bot", "handlers", "knowledge")


def told(instruction: str) -> list[str]:
    return [rest for name, rest in STEPS if name == instruction]


def copied(ignored: list[str]) -> list[Path]:
    """What `COPY . .` takes, as paths from the root."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if not _left_out(here / name, ignored)]
        found += [here / name for name in files if not _left_out(here / name, ignored)]
    return found


def _left_out(path: Path, ignored: list[str]) -> bool:
    return any(fnmatch(str(path), pattern) or fnmatch(f"/{path}", pattern) for pattern in ignored)


def test_it_installs_the_locked_versions_and_the_project_as_make_run_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    [locked, project] = [step for step in told("RUN") if step.startswith("pip install")]
    assert "--require-hashes -r requirements.lock" in locked
    assert "--require-hashes -r requirements.lock" in makefile
    assert "--no-deps --no-build-isolation ." in project
    assert "--no-deps --no-build-isolation -e ." in makefile
    assert told("COPY") == ["requirements.lock ./", ". ."]


def test_it_has_a_python_that_the_project_and_its_lock_are_for_and_a_redis_on_every_machine() -> None:
    [image] = told("FROM")
    found = re.search(r"python:3\.(\d+)-slim-bookworm$", image)
    assert found is not None
    assert int(found[1]) >= 11
    # The lock's own server is for x86-64 alone; on arm64 it is Debian's that starts.
    assert any("apt-get install -y --no-install-recommends redis-server" in step for step in told("RUN"))


def test_it_serves_as_nobody_in_particular_keeps_its_data_in_a_volume_and_is_told_where_to_listen() -> None:
    [env] = told("ENV")
    given = dict(part.split("=") for part in env.split())
    [volume], [port], [user] = told("VOLUME"), told("EXPOSE"), told("USER")
    assert Path(volume) == from_environment({"VENTANILLA_DATA": given["VENTANILLA_DATA"]}).data
    assert int(port) == Settings().port
    assert any(f"install -d -o {user} -m 700 {volume}" in step for step in told("RUN"))
    assert json.loads(told("CMD")[0])[:2] == ["ventanilla", "run"]


def test_its_own_line_to_run_it_opens_the_desk_to_this_machine_alone() -> None:
    [line] = re.findall(r"docker run .*", TEXT)
    assert re.findall(r"-p (\S+)", line) == [f"127.0.0.1:{Settings().port}:{Settings().port}"]
    assert f"-v ventanilla:{told('VOLUME')[0]}" in line


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As its last steps install it: from a copy of what it takes, not from this checkout."""
    app, site = tmp_path_factory.mktemp("app"), tmp_path_factory.mktemp("site")
    for path in copied(LEFT_OUT):
        (app / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, app / path)
    install = ("install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", site, app)
    subprocess.run([sys.executable, "-m", "pip", *install], check=True, timeout=100, env=environment())
    return site


def test_what_is_installed_is_all_that_the_desk_is_made_of(installed: Path) -> None:
    ours = {path for path in copied([*LEFT_OUT, "*.pyc"]) if path.parts[0] in ROOMS}
    assert len(ours) > 500
    assert {path for path in ours if not (installed / path).is_file()} == set()


def test_what_is_installed_opens_the_desk(installed: Path) -> None:
    folder = short_folder()
    env = {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1", "VENTANILLA_DATA": str(folder / "data")}
    asked = json.loads(told("CMD")[0])[1:]
    desk = Running(folder / "log", *asked, "--port", 0, env=env)
    try:
        with urllib.request.urlopen(f"http://localhost:{desk.port(90)}/desk", timeout=10) as said:
            assert "Faro" in said.read().decode()
        assert desk.tell_to_end() == 0
    finally:
        desk.kill()
        shutil.rmtree(folder)
