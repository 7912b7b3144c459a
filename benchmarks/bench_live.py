"""The request that answers while somebody types, with the rule engine and without it.

    python benchmarks/bench_live.py

Loads the demo, opens a draft as its author, and sends real posts to the composer as if they were
being typed: the page's own request, with its queries, findings, previews and approval route. Each
post is sent in turn with the engine silent (its verdict is empty), with the packs that the demo has
in force, and with those and one of 10,000 terms and 1,000 patterns. Figures are milliseconds of
processor of the whole request, database included (SQLite); the median over the posts.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
EVERY: Final = 120
COMMAND: Final = "python benchmarks/bench_live.py"
SILENT, IN_FORCE, LARGE = "engine silent", "packs in force", "and 10k terms + 1k patterns"
Judging = Callable[..., Any]


def main() -> int:
    """Load the demo in a home of its own, measure, print the table."""
    with tempfile.TemporaryDirectory(prefix="gouvernail-bench-") as home:
        os.environ["GOUVERNAIL_HOME"] = home
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/gouvernail.sqlite3"
        os.environ["GOUVERNAIL_LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "gouvernail.project.settings.demo"
        from gouvernail.project import preparation

        sys.stdout, output = sys.stderr, sys.stdout
        preparation.main(["alize"])
        sys.stdout = output
        print(measured())
    return 0


def measured() -> str:
    """Return the table."""
    from django.urls import reverse

    from benchmarks.bench_rules import DATA, pack, posts
    from gouvernail.rulebooks.queries.judging import Rulebook

    texts = posts(DATA)
    client, draft, rules = composing()
    ways = judgings(Rulebook, pack(DATA, texts))
    spent: dict[str, list[float]] = {name: [] for name in ways}
    judging: dict[str, list[float]] = {name: [] for name in ways}
    address = reverse("content:draft-live", args=[draft.pk])
    chosen = texts[::EVERY]
    for text in [*chosen[:3], *chosen]:
        for name, way in ways.items():
            inside: list[float] = []
            Rulebook.judge = clocked(way, inside)  # type: ignore[method-assign]
            typed = {"edit_count": draft.edit_count, "title": draft.title, "text": text}
            begun = time.process_time()
            answer = client.post(address, {**typed, "language": draft.language})
            spent[name].append(time.process_time() - begun)
            judging[name].append(sum(inside))
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
    base = statistics.median(spent[SILENT][3:])
    lines = [
        (
            f"{len(chosen)} posts typed in a draft of {draft.variants.count()} accounts; "
            f"{rules} rules in force."
        ),
        "",
        "| request | ms of processor | x silent | in the engine, ms | share |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in ways:
        whole, part = (statistics.median(each[name][3:]) for each in (spent, judging))
        lines.append(
            f"| {name} | {whole * 1e3:.1f} | {whole / base:.2f} | {part * 1e3:.2f} |"
            f" {part / whole:.1%} |"
        )
    return "\n".join(lines)


def composing() -> tuple[Any, Any, int]:
    """Return a signed-in author, the draft with most accounts, and how many rules judge it."""
    from django.conf import settings
    from django.test import Client
    from django.utils.timezone import now

    from gouvernail.content.models import Draft
    from gouvernail.rulebooks.queries.judging import rulebook_for

    settings.ALLOWED_HOSTS = ["*"]
    drafts = Draft.objects.filter(status=Draft.Status.DRAFTING).select_related("author", "unit")
    draft = max(drafts, key=lambda one: (one.variants.count(), str(one.pk)))
    client = Client()
    client.force_login(draft.author)
    book = rulebook_for(draft.unit, at=now())
    return client, draft, sum(len(pack.rules) for pack in book.packs)


def judgings(book: Any, large: Any) -> dict[str, Judging]:  # noqa: ANN401 -- a class of Django's
    """Return the three ways to judge, by name."""
    from gouvernail.kernel.rules import Verdict, judge

    real = book.judge

    def silent(_book: object, post: Any, context: Any) -> Verdict:  # noqa: ANN401
        return Verdict(pack_digest="", post=post, context=context, findings=())

    def with_large(rulebook: object, post: Any, context: Any) -> Verdict:  # noqa: ANN401
        judge(large, post, context)
        verdict: Verdict = real(rulebook, post, context)
        return verdict

    return {SILENT: silent, IN_FORCE: real, LARGE: with_large}


def clocked(way: Judging, inside: list[float]) -> Judging:
    """Return the same judging, which notes the seconds of processor it takes."""

    def judging(*given: Any) -> Any:  # noqa: ANN401
        begun = time.process_time()
        verdict = way(*given)
        inside.append(time.process_time() - begun)
        return verdict

    return judging


if __name__ == "__main__":
    sys.exit(main())
