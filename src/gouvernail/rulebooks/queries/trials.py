"""What a draft would have done: the figures of a trial, for those who may read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from gouvernail.foundation.paging import Page, page_of_keys
from gouvernail.kernel.rules import Context, Finding, Pack, judge
from gouvernail.kernel.rules.replay import Asked, answerable
from gouvernail.kernel.rules.segments import Filed
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from gouvernail.records.permissions import visible_records
from gouvernail.records.queries.segments import filed_of
from gouvernail.registry.models import Account
from gouvernail.rulebooks.models import PackVersion
from gouvernail.rulebooks.models.trials import Trial, TrialReading
from gouvernail.rulebooks.queries.facts import account_facts, audience_of
from gouvernail.rulebooks.queries.judging import account_limits
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import Tried, in_words

SAMPLES_SHOWN: Final = 12
MONTHS_SHOWN: Final = 24
EXPORT_HEADER: Final = (
    *("by", "name", "before", "after", "newly_raised", "no_longer_raised", "otherwise"),
    *("newly_stopped", "no_longer_stopped", "approved", "approved_by_two"),
)
NUMBERS: Final = (
    *("before", "after", "raised", "dropped", "altered"),
    *("stopped", "let_go", "approved", "twice"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How many posts the units of a pack published, and when the first and the last."""

    posts: int
    since: datetime | None
    until: datetime | None


def span_below(unit: Unit) -> Span:
    """Return what the archive holds of a unit and of those below. One query."""
    rows = Record.objects.filter(aside=False, account__unit__path__startswith=unit.path)
    told = rows.aggregate(posts=Count("pk"), since=Min("published_at"), until=Max("published_at"))
    return Span(**told)


def contexts_below(unit: Unit) -> dict[str, Context]:
    """Return the circumstances of each account of a unit and of those below. Two queries.

    They are those of today, where the account stands included.
    """
    codes = dict(Unit.objects.values_list("path", "code"))
    accounts = Account.objects.filter(unit__path__startswith=unit.path)
    return {
        str(account.pk): Context(
            unit_path=tuple(codes[path] for path in _chain(account.unit.path)),
            account=str(account.pk),
            account_class=account.kind,
            audience=audience_of(account),
            limits=account_limits(account),
            standing=account_facts(account),
        )
        for account in accounts.select_related("unit", "connection")
    }


def asked_below(
    unit: Unit, before: Pack | None, after: Pack | None, *, approvals: Mapping[str, int]
) -> tuple[Asked, list[str]]:
    """Return what the archive of a unit and of those below is asked. Two queries.

    With the rules that no archive can answer, by id: they are left out of both packs.
    `approvals` tells how many people approved each record, by its key.
    """
    former, silent_before = answerable(before) if before is not None else (None, ())
    new, silent_after = answerable(after) if after is not None else (None, ())
    asked = Asked(
        before=former,
        after=new,
        contexts=contexts_below(unit),
        whole=True,
        only_known=True,
        approvals=approvals,
    )
    return asked, sorted({*silent_before, *silent_after})


def _chain(path: str) -> list[str]:
    return [path[: at + 1] for at, mark in enumerate(path) if mark == "/"]


def trials_of(version: PackVersion) -> QuerySet[Trial]:
    """Return the trials of a version, the last first, with who asked. One query."""
    return Trial.objects.filter(version=version).select_related("asked_by").order_by("-asked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: what it is about, and the numbers of `NUMBERS`."""

    key: str
    label: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month of the chart: posts stopped before and after, and their bars (0 to 100 long)."""

    label: str
    before: int
    after: int
    before_length: float
    after_length: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Posts stopped month by month, those without any included; `highest` is the longest bar.

    `left` is how many months, before these, only the table shows.
    """

    bars: Sequence[Bar]
    highest: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleShown:
    """One post that would have been stopped: what the draft says of it, and how it was read.

    `marks` are its words in pieces, as `Tried.marks`.
    """

    record: Record
    findings: Sequence[tuple[str, str]]
    marks: Sequence[tuple[str, str]]
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """One page of the posts that would have been stopped: from `first` to `last` of `kept`.

    `kept` counts those that the reader may see; `hidden` those of other units. Beyond a thousand
    posts, the trial kept a thousand, chosen by their digests.
    """

    page: Page[Any]
    first: int
    last: int
    kept: int
    hidden: int

    @property
    def rows(self) -> Sequence[SampleShown]:
        """Return the posts of the page."""
        return self.page.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a trial tells a reader. Figures count every post, posts shown are those they may see.

    `left_out` are the titles of rules that the archive cannot answer: no figure counts them.
    """

    posts: int
    total: Mapping[str, int]
    now: Mapping[str, int]
    a_week: float
    left_out: Sequence[str]
    rules: Sequence[Row]
    units: Sequence[Row]
    networks: Sequence[Row]
    months: Sequence[Row]
    chart: Chart
    samples: Samples
    readings: Mapping[str, int]

    @property
    def is_cut(self) -> bool:
        """Return whether more posts would be stopped than the trial kept to be read."""
        return self.total["stopped"] > self.samples.kept + self.samples.hidden


def outcome_of(trial: Trial, *, viewer: Person, cursor: str = "") -> Outcome:
    """Return what a finished trial tells `viewer`, with a page of posts. Eight queries at most."""
    figures = trial.figures
    months = _rows(figures["months"], {})
    counted = trial.readings.values_list("reading").annotate(number=Count("pk")).order_by()
    read: dict[str, int] = dict(counted)
    return Outcome(
        posts=figures["posts"],
        total=figures["total"],
        now=figures["now"],
        a_week=_a_week(figures),
        left_out=_titles(trial, figures.get("left_out", [])),
        rules=_by_rule(trial),
        units=_by_unit(figures["accounts"]),
        networks=_rows(figures["networks"], {}),
        months=months,
        chart=_chart(months),
        samples=_samples(trial, viewer, cursor),
        readings={one: read.get(one, 0) for one in TrialReading.Reading.values},
    )


def _a_week(figures: Mapping[str, Any]) -> float:
    """Return how many more reviews there would have been each week; below 0, fewer."""
    if not figures.get("since"):
        return 0.0
    lasted = datetime.fromisoformat(figures["until"]) - datetime.fromisoformat(figures["since"])
    weeks = max(lasted / timedelta(weeks=1), 1.0)
    more: int = figures["total"]["stopped"] - figures["total"]["let_go"]
    return more / weeks


def _rows(groups: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]) -> list[Row]:
    return [
        Row(key=key, label=labels.get(key, key), numbers=numbers) for key, numbers in groups.items()
    ]


def _by_rule(trial: Trial) -> list[Row]:
    rows = _rows(trial.figures["rules"], _rule_titles(trial))
    return sorted(rows, key=lambda row: (-_moved(row.numbers), -row.numbers["after"], row.key))


def _rule_titles(trial: Trial) -> dict[str, str]:
    titles: dict[str, str] = {}
    for version in (trial.against, trial.version):
        if version is not None:
            titles |= {rule.id: in_words(rule.title) for rule in _pack(version).rules}
    return titles


def _titles(trial: Trial, rules: Sequence[str]) -> list[str]:
    titles = _rule_titles(trial) if rules else {}
    return sorted(titles.get(rule, rule) for rule in rules)


def _moved(numbers: Mapping[str, int]) -> int:
    return numbers["raised"] + numbers["dropped"] + numbers["altered"]


def _pack(version: PackVersion) -> Pack:
    return kernel_pack(version)


def _by_unit(accounts: Mapping[str, Mapping[str, int]]) -> list[Row]:
    """Return the numbers of accounts added up by unit. One query."""
    rows = Account.objects.filter(pk__in=list(accounts)).select_related("unit")
    units: dict[str, tuple[str, dict[str, int]]] = {}
    for account in rows:
        label, numbers = units.setdefault(
            account.unit.path, (account.unit.label, dict.fromkeys(NUMBERS, 0))
        )
        for name in NUMBERS:
            numbers[name] += accounts[str(account.pk)][name]
        units[account.unit.path] = label, numbers
    return [Row(key=path, label=units[path][0], numbers=units[path][1]) for path in sorted(units)]


def _chart(months: Sequence[Row]) -> Chart:
    numbers = {month.key: month.numbers for month in months}
    highest = max((max(one["before"], one["after"]) for one in numbers.values()), default=0)
    scale = 100 / highest if highest else 0.0
    none = dict.fromkeys(NUMBERS, 0)
    named = _months_between(min(numbers), max(numbers)) if numbers else []
    bars = [
        Bar(
            label=month,
            before=told["before"],
            after=told["after"],
            before_length=told["before"] * scale,
            after_length=told["after"] * scale,
        )
        for month, told in ((one, numbers.get(one, none)) for one in named[-MONTHS_SHOWN:])
    ]
    return Chart(bars=bars, highest=highest, left=len(named) - len(bars))


def _months_between(first: str, last: str) -> list[str]:
    """Return the months from one to another, `2025-11` to `2026-02`, both included."""
    begin, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    numbers = range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def _samples(trial: Trial, viewer: Person, cursor: str) -> Samples:
    """Return a page of newly stopped posts that `viewer` may read. Six queries at most.

    The posts are those that the replay kept, chosen by their digests. What the draft said of them
    is told while it is the text that was tried.
    """
    kept = [
        UUID(key)
        for one in trial.figures["samples"]
        if one["kind"] == "stopped"
        for key, _account in one["posts"]
    ]
    seen = set(visible_records(viewer).filter(pk__in=kept).values_list("pk", flat=True))
    told = [key for key in kept if key in seen]
    places = [(place,) for place in range(len(told))]
    part, following, former = page_of_keys(places, cursor=cursor, size=SAMPLES_SHOWN)
    rows = visible_records(viewer).select_related("account__unit").in_bulk(told[part])
    return Samples(
        page=Page(
            rows=_explained(trial, [rows[key] for key in told[part] if key in rows]),
            next_cursor=following,
            previous_cursor=former,
        ),
        first=part.start + 1,
        last=part.stop,
        kept=len(told),
        hidden=len(kept) - len(told),
    )


def _explained(trial: Trial, records: Sequence[Record]) -> list[Any]:
    """Return posts with what the draft says of them, and how they were read. Three queries."""
    keys = [one.pk for one in records]
    readings = trial.readings.filter(record_id__in=keys).values_list("record_id", "reading")
    read = dict(readings)
    is_same = trial.digest == trial.version.digest
    pack, _silent = answerable(_pack(trial.version))
    contexts = contexts_below(trial.version.pack.unit)
    shown = []
    for one in records:
        found = _said(pack, filed_of(one), contexts) if is_same else ()
        shown.append(
            SampleShown(
                record=one,
                findings=[(in_words(each.title), in_words(each.message)) for each in found],
                marks=Tried(text=one.text, findings=tuple(found)).marks,
                reading=read.get(one.pk, ""),
            )
        )
    return shown


def _said(pack: Pack, filed: Filed, contexts: Mapping[str, Context]) -> tuple[Finding, ...]:
    context = contexts.get(filed.account, Context()).on(filed.at)
    return judge(pack, filed.post, context).findings


def export_rows(outcome: Outcome) -> Iterable[tuple[object, ...]]:
    """Return every table of a trial as lines under `EXPORT_HEADER`."""
    tables = (
        (_("rule"), outcome.rules),
        (_("unit"), outcome.units),
        (_("network"), outcome.networks),
        (_("month"), outcome.months),
    )
    for by, rows in tables:
        for row in rows:
            yield by, row.label, *(row.numbers[name] for name in NUMBERS)


def readings_of(trial: Trial) -> QuerySet[TrialReading]:
    """Return how posts of a trial were read, the last first. One query."""
    return trial.readings.select_related("record__account", "by").order_by("-at")
