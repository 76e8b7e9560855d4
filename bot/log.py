"""Logs are named events with ids, never message text: a person's words stay in the request."""

import logging
import sys

import structlog


def to_stderr() -> None:
    """Our events, and the warnings of what we use."""
    events_to_stderr()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s %(levelname)s %(message)s")


def events_to_stderr(least: int = logging.INFO) -> None:
    """Nothing of them on stdout, where a command's answer is; `least` is a level of `logging`."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
            if sys.stderr.isatty()
            else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
