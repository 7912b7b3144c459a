"""Lines of the journal of the processes: one event, one line, whatever words it holds."""

import logging
from typing import Final

TURNING: Final = (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_WRITTEN: Final = {
    code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code != ord("\t")
} | {code: f"\\u{code:04x}" for code in TURNING}


class OneLine(logging.Formatter):
    """Writes what people typed so that it can begin no line of its own and turn no text around.

    The lines of a traceback follow, each behind a bar that no message can imitate.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name logging calls
        """Return the line, its control characters written out."""
        return super().formatMessage(record).translate(_WRITTEN)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback if there is one."""
        first, *others = super().format(record).splitlines()
        return "\n".join([first, *(f"  | {line.translate(_WRITTEN)}" for line in others)])
