"""A crash point ends what it names, once, and leaves proof of it; without the variable it is nothing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.crashpoints import POINTS, reached

SCRIPT = "from bot.store.crashpoints import reached; [reached('plan') for _ in range(3)]; print('lived')"


def run(mark: Path, crash: str, **more: str) -> "subprocess.CompletedProcess[str]":
    env = os.environ | {"VENTANILLA_CRASH": crash, "VENTANILLA_CRASH_MARK": str(mark)} | more
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=False
    )


def test_without_the_variable_no_point_does_anything() -> None:
    for point in POINTS:
        reached(point)  # type: ignore[arg-type]


def test_a_point_ends_the_worker_once_and_marks_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert run(mark, "plan").returncode == 137
    assert mark.read_text().startswith("plan worker ")
    again = run(mark, "plan")
    assert (again.returncode, again.stdout) == (0, "lived\n")


@pytest.mark.parametrize(
    ("crash", "lives"), [("plan:worker:3", False), ("plan:worker:4", True), ("send", True)]
)
def test_a_point_may_wait_for_its_nth_time(tmp_path: Path, crash: str, lives: bool) -> None:
    assert (run(tmp_path / "mark", crash).returncode == 0) == lives
    assert (tmp_path / "mark").exists() != lives


@pytest.mark.parametrize(("kind", "code"), [("redis", 0), ("both", 137)])
def test_a_point_may_kill_the_server_with_or_without_the_worker(tmp_path: Path, kind: str, code: int) -> None:
    with subprocess.Popen(["sleep", "60"]) as victim:
        record = tmp_path / "server.json"
        record.write_text(json.dumps({"pid": victim.pid}))
        result = run(tmp_path / "mark", f"plan:{kind}", VENTANILLA_CRASH_REDIS=str(record))
        assert result.returncode == code
        assert victim.wait(5) == -signal.SIGKILL
