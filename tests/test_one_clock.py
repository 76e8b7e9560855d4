"""One clock, Redis's: no rule, timer or delivery asks the process's own, so that a worker whose clock is wrong changes nothing.

Whatever does ask it is named here, with what for.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

ASKS_ITS_OWN = {
    "bot/cli/route.py": "`route` works without a Redis",
    "bot/cli/rehearse.py": "so does `rehearse`",
    "bot/reader.py": "reads one text beforehand, so that the first real one waits for nothing",
    "bot/store/findings.py": "how far it is from Redis's is what `doctor` says",
    "handlers/web/public.py": "and what `readyz` says",
    "handlers/slack/hear.py": "when to give up waiting for a message that an edit has overtaken",
    "handlers/slack/guard.py": "whether Slack's signature is a recent one",
    "handlers/slack/address.py": "signs what Slack would sign, to see whether the desk takes it",
    "handlers/slack/socket.py": "how long an answer took",
    "knowledge/check.py": "a directory's articles are reviewed by a day of people's",
}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
CLOCKS |= {("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}


def asked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in CLOCKS:
                yield f"{module}.{name}"
            case ast.ImportFrom(module="time", names=names):
                yield from (f"time.{alias.name}" for alias in names if ("time", alias.name) in CLOCKS)


def test_a_process_asks_its_own_clock_for_what_is_named_here_and_nothing_else() -> None:
    sources = (path for folder in ("bot", "handlers", "knowledge") for path in (ROOT / folder).rglob("*.py"))
    found = {str(path.relative_to(ROOT)) for path in sources if any(asked(path))}
    assert found == set(ASKS_ITS_OWN)


def test_neither_rules_nor_timers_nor_delivery_are_among_them() -> None:
    assert not [
        path for path in ASKS_ITS_OWN if path.startswith(("bot/domain/", "bot/delivery/", "bot/desk"))
    ]
