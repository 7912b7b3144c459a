"""The table of benchmarks/results/publishing.md: one line a part that ran."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from tests.publishing.proof.stage import Tally

PAGE = Path(__file__).resolve().parents[3] / "benchmarks" / "results" / "publishing.md"
COLUMNS = (
    "when (UTC)", "part", "database", "rounds", "posts", "once", "double", "lost", "to people",
    "after SEALED", "figure", "s",
)  # fmt: skip
HEAD = f"""# publishing

`make soak PART=NAME`, one line a part that ran to its end (`tests/publishing/test_soak.py`). Posts
go from real sender processes to a network on the same machine that forgets idempotency keys, so
that whatever is handed over twice is seen twice. *To people*: the sender gave up after six
attempts, and said so. *After SEALED*: posts heard between a seal and its lift.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
"""


def append(part: str, *, rounds: int, tally: Tally, seconds: float, figure: str = "") -> None:
    """Add one line."""
    if not PAGE.exists():
        PAGE.write_text(HEAD, encoding="utf-8")
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    cells = (
        when, part, connection.vendor, rounds, tally.asked, tally.once, tally.double, tally.lost,
        tally.to_people, tally.after_sealed, figure, f"{seconds:.0f}",
    )  # fmt: skip
    with PAGE.open("a", encoding="utf-8") as page:
        page.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
