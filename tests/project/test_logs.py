"""What people type begins no line of its own in the journal of a process."""

import io
import logging
from typing import cast

import pytest

from gouvernail.project.logs import OneLine


def lines_of(message: str, *values: object, fault: Exception | None = None) -> list[str]:
    """Return the lines that one event leaves."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(OneLine("{levelname} {name} {message}", style="{"))
    logger = logging.Logger("gouvernail.test")  # noqa: LOG001 - one that nobody else listens to
    logger.addHandler(handler)
    logger.warning(message, *values, exc_info=fault)
    return out.getvalue().split("\n")[:-1]


@pytest.mark.parametrize(
    "word",
    [
        "a\r\nERROR root forged",
        "a\nb",
        "a\rb",
        "a\x0bb",
        "a\x0cb",
        "a\x85b",
        "a\u2028b",
        "a\x1b[2J",
    ],
)
def test_an_event_is_one_line(word: str) -> None:
    lines = lines_of("Sign-in refused for %s", word)

    assert len(lines) == 1
    assert len(lines[0].splitlines()) == 1
    assert lines[0].startswith("WARNING gouvernail.test Sign-in refused for a")
    assert "\x1b" not in lines[0]


def test_text_that_turns_around_is_written_out() -> None:
    assert "\u202e" not in lines_of("File %s", "gnp\u202efdp.exe")[0]


def test_a_traceback_follows_behind_a_bar() -> None:
    lines = lines_of("Broken", fault=ValueError("x\nERROR root forged"))

    assert lines[0] == "WARNING gouvernail.test Broken"
    assert all(line.startswith("  | ") for line in lines[1:])
    assert any("forged" in line for line in lines[1:])


def test_every_process_writes_through_it() -> None:
    from django.conf import settings  # noqa: PLC0415 - what the processes are given

    handlers = cast("dict[str, dict[str, str]]", settings.LOGGING["handlers"])
    formatters = cast("dict[str, dict[str, str]]", settings.LOGGING["formatters"])
    used = {formatters[handler["formatter"]]["()"] for handler in handlers.values()}
    assert used == {"gouvernail.project.logs.OneLine"}
