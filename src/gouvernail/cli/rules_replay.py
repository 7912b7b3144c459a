"""`gouvernail rules replay`: what a pack would have done to past posts."""

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gouvernail.cli.judging.packs import open_pack
from gouvernail.cli.judging.texts import read_texts
from gouvernail.cli.main import with_django
from gouvernail.cli.posts import Given, InputError

if TYPE_CHECKING:  # loaded when the command runs: `gouvernail --help` stays quick
    from gouvernail.kernel.rules import Pack
    from gouvernail.kernel.rules.replay import Asked, Figures
    from gouvernail.kernel.rules.segments import Archive, Filed
    from gouvernail.people.models import Unit

SAME, STOPS, MISUSED = 0, 1, 2
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `gouvernail rules`."""
    parser = commands.add_parser(
        "replay",
        help="tell what a pack would have stopped among past posts",
        description="Posts come from --against (JSON lines or CSV; `at`, `account`, `network` and "
        "`approvals` are read), or else from the archive of this site, as a trial on its pages "
        "reads it: of a unit and of those below, the top one by default. Exit code 0 when no more "
        "posts are stopped than before, 1 when more are, 2 when a pack, a file or the archive is "
        "wrong.",
    )
    parser.add_argument("--pack", required=True, metavar="NEW", help="the pack to try: file, name")
    parser.add_argument("--before", metavar="OLD", help="the pack it would replace (none)")
    parser.add_argument("--against", metavar="FILE", help="posts, as JSON lines or CSV")
    parser.add_argument("--unit", metavar="CODE", help="without --against: this unit and below")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="how many (1)")
    parser.add_argument("--json", action="store_true", help="all the figures, as one JSON object")
    parser.set_defaults(run=run_replay)


def run_replay(given: argparse.Namespace) -> int:
    """Replay against a file, or against the archive of the site."""
    run = _replay if given.against else with_django(_replay)
    return run(given)


def _replay(given: argparse.Namespace) -> int:
    from gouvernail.kernel.rules import PackError
    from gouvernail.kernel.rules.replay import replay
    from gouvernail.kernel.rules.segments import SegmentError

    try:
        after = open_pack(given.pack)
        before = open_pack(given.before) if given.before else None
        looked_at = _file(given.against) if given.against else _of_the_site(given.unit)
        asked, left_out = looked_at.asked(before, after)
    except (PackError, InputError) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    try:
        figures = replay(asked, looked_at.archive, processes=max(1, given.processes))
    except SegmentError as error:
        sys.stderr.write(f"a part of the archive cannot be read: {error.code}\n")
        return MISUSED
    figures.posts = looked_at.posts
    if given.json:
        told = {**figures.plain(), "left_out": left_out}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        lines = lines_of(figures, looked_at.lasted, left_out)
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return STOPS if figures.total.stopped else SAME


def lines_of(figures: "Figures", lasted: timedelta, left_out: Sequence[str] = ()) -> Iterator[str]:
    """Yield what the figures tell, in words and a table."""
    total = figures.total
    yield f"would have stopped {total.stopped} posts of {figures.posts}"
    if total.approved:
        yield f"  {total.approved} of them had been approved, {total.twice} by two people"
    yield f"would no longer stop {total.let_go}"
    yield f"reviews more each week: {figures.reviews_a_week(lasted):.1f}"
    if left_out:
        yield f"left out, past posts cannot answer them: {', '.join(left_out)}"
    for title, groups in (
        ("rule", figures.rules),
        ("network", figures.networks),
        ("month", figures.months),
    ):
        yield f"{title:<32} {'before':>8} {'after':>8} {'new':>8} {'gone':>8}"
        for name, group in sorted(groups.items()):
            new = group.raised if title == "rule" else group.stopped
            gone = group.dropped if title == "rule" else group.let_go
            shown = name or "-"
            yield f"{shown:<32} {group.before:>8} {group.after:>8} {new:>8} {gone:>8}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookedAt:
    """Posts to look at: how many there are, and how long they lasted from the first to the last.

    `unit` is whose archive they are; None for those of a file, of which no account is known.
    """

    archive: "Archive"
    posts: int
    lasted: timedelta
    unit: "Unit | None" = None

    def asked(self, before: "Pack | None", after: "Pack") -> "tuple[Asked, list[str]]":
        """Return what they are asked, and the rules left out, as a trial on the site does."""
        from gouvernail.kernel.rules.replay import Asked, answerable

        if self.unit is not None:
            from gouvernail.publishing.tasks.trying import approvals_of_records
            from gouvernail.rulebooks.queries.trials import asked_below

            return asked_below(self.unit, before, after, approvals=approvals_of_records())
        former, silent = answerable(before) if before is not None else (None, ())
        new, silent_now = answerable(after)
        return Asked(before=former, after=new, whole=True), sorted({*silent, *silent_now})


def _file(name: str) -> _LookedAt:
    posts = [_filed(each) for each in read_texts(name)]
    days = [each.at for each in posts if each.at != EPOCH]
    lasted = max(days) - min(days) if days else timedelta()
    return _LookedAt(archive=_InMemory(posts), posts=len(posts), lasted=lasted)


def _of_the_site(code: str | None) -> _LookedAt:
    from gouvernail.people.models import Unit
    from gouvernail.records.queries.segments import RecordArchive
    from gouvernail.rulebooks.queries.trials import span_below

    units = Unit.objects.filter(code__iexact=code) if code else Unit.objects.filter(parent=None)
    unit = units.order_by("path").first()
    if unit is None:
        raise InputError(f"no unit {code!r}" if code else "this site has no unit yet")
    span = span_below(unit)
    lasted = span.until - span.since if span.since and span.until else timedelta()
    return _LookedAt(archive=RecordArchive(), posts=span.posts, lasted=lasted, unit=unit)


def _filed(given: Given) -> "Filed":
    from gouvernail.kernel.rules import Post
    from gouvernail.kernel.rules.segments import Filed

    post = Post(
        text=given.text,
        network=given.word("network"),
        lang=given.word("lang")[:2],
        links=given.words("links"),
        tags=given.words("tags"),
    )
    return Filed(
        key=given.id or str(given.line),
        account=given.word("account"),
        at=_instant(given),
        post=post,
        approvals=_whole(given.fields.get("approvals")),
    )


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else 0


def _instant(given: Given) -> datetime:
    written = given.word("at") or given.word("published_at")
    if not written:
        return EPOCH
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise InputError(f"line {given.line}: not an instant: {written}") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class _InMemory:
    """Posts of a file, sealed in segments; nothing is indexed."""

    def __init__(self, posts: "Sequence[Filed]") -> None:
        from gouvernail.kernel.rules.segments import Segment, cut

        self._parts = {str(at): data for at, data in enumerate(cut(posts))}
        self._counts = {name: Segment(data).count for name, data in self._parts.items()}

    def segments(self) -> Sequence[tuple[str, int]]:
        return list(self._counts.items())

    def load(self, name: str) -> bytes:
        return self._parts[name]

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]] | None:
        del words
        return None
