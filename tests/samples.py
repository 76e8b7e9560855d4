"""How large a sample a test takes: a small one every day, the whole one in `make soak`."""

import os

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"


def sample(everyday: int, soak: int) -> int:
    return soak if SOAK else everyday
