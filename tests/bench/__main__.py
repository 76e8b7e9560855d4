"""`make bench`: what it costs, each in a process of its own, one after the other on the same machine."""

import subprocess
import sys
from importlib.util import find_spec

BENCHES = {
    "desk": "follow-up and new ask against the bare commit",
    "slack": "signed Slack events beside a bare Bolt app that acknowledges",
    "loop": "the longest call on an event loop",
    "screen": "from words to the owner's screen; start and memory",
    "calendar": "business time",
    "timers": "firing what is due",
    "routing": "the matcher beside plain baselines",
    "danger": "what people really asked, and how much of it is taken for danger",
    "learning": "what one correction is worth, and what ill will changes",
    "figures": "what a lead's question costs",
    "teams": "answered and delivered, beside a bare echo bot",
}


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}. There are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    failed = 0
    for name, what in BENCHES.items():
        module = f"tests.bench.{name}"
        if (wanted and name not in wanted) or find_spec(module) is None:
            continue
        print(f"\n== {name}: {what}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", module], check=False).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
