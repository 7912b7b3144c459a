"""Where each rule stands: its level, elsewhere another one, waivers, what it would have stopped."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.kernel.rules import Control, Verdict
from gouvernail.people.models import Person
from gouvernail.rulebooks.models import (
    Pack,
    PackVersion,
    RaisedRule,
    RuleControl,
    StoredVerdict,
    Waiver,
)
from gouvernail.rulebooks.permissions import visible_packs, visible_waivers
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import in_words
from gouvernail.rulebooks.queries.rulings import Bound, RuledVerdict, levels_in

WINDOW: Final = timedelta(days=30)
STOPPING: Final = ("review", "block")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One rule as it is applied in the unit of its pack, and what is otherwise elsewhere.

    `would` and `stopped` count drafts submitted in the last 30 days: those it would have held
    back, and those it did.
    """

    level: Control
    would: int
    stopped: int
    elsewhere: tuple[RuleControl, ...]
    coming: tuple[RuleControl, ...]
    waivers: tuple[Waiver, ...]


def standings_of(bound: Bound, pack: Pack, *, at: datetime) -> dict[str, Standing]:
    """Return where each rule of a pack stands, by rule. Four queries; unit loaded."""
    levels = levels_in(pack.unit, bound, network="", at=at)
    counts = would_have_stopped(levels, since=at - WINDOW, under=pack.unit.path)
    said = _by_rule(latest_controls(pack, at=at))
    alive = (Waiver.Status.ASKED, Waiver.Status.GRANTED)
    waivers = _by_rule(
        Waiver.objects.filter(pack=pack, status__in=alive, until__gt=at)
        .select_related("unit", "account", "asked_by")
        .order_by("until")
    )
    return {
        rule: Standing(
            level=level,
            would=counts.get(rule, (0, 0))[0],
            stopped=counts.get(rule, (0, 0))[1],
            elsewhere=tuple(one for one in said.get(rule, ()) if _counts_elsewhere(one, pack, at)),
            coming=tuple(one for one in said.get(rule, ()) if _is_coming(one, at)),
            waivers=tuple(waivers.get(rule, ())),
        )
        for rule, level in levels.items()
    }


def _is_coming(control: RuleControl, at: datetime) -> bool:
    return control.starts_at is None or control.starts_at > at


def _counts_elsewhere(control: RuleControl, pack: Pack, at: datetime) -> bool:
    here = control.unit_id == pack.unit_id and not control.network
    return not here and not _is_coming(control, at)


def _by_rule(rows: Iterable) -> dict[str, list]:  # type: ignore[type-arg]  # rows of two models
    found: dict[str, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in rows:
        found[row.rule].append(row)
    return found


def latest_controls(pack: Pack, *, at: datetime) -> list[RuleControl]:
    """Return, by place, what counts `at` an instant, and all that is asked or comes. One query."""
    rows = (
        RuleControl.objects.filter(
            pack=pack, status__in=(RuleControl.Status.ASKED, RuleControl.Status.AGREED)
        )
        .select_related("unit", "asked_by", "decided_by")
        .order_by("starts_at", "asked_at", "pk")
    )
    counting: dict[tuple[str, UUID, str], RuleControl] = {}
    coming = []
    for row in rows:
        if _is_coming(row, at):
            coming.append(row)
        else:
            counting[row.rule, row.unit_id, row.network] = row
    return [*counting.values(), *coming]


def would_have_stopped(
    rules: Collection[str], *, since: datetime, under: str
) -> dict[str, tuple[int, int]]:
    """Return by rule how many drafts it would have held back, and how many it did. One query.

    Of submissions since an instant on accounts of the units under a path; a draft submitted twice
    counts once.
    """
    rows = (
        RaisedRule.objects.filter(
            rule__in=rules,
            at__gte=since,
            moment=StoredVerdict.Moment.SUBMISSION,
            would__in=STOPPING,
            account__unit__path__startswith=under,
        )
        .values("rule")
        .annotate(
            would_stop=Count("subject_id", distinct=True),
            stopped=Count("subject_id", distinct=True, filter=Q(severity__in=STOPPING)),
        )
    )
    return {row["rule"]: (row["would_stop"], row["stopped"]) for row in rows}


def controls_for_list(pack: Pack) -> QuerySet[RuleControl]:
    """Return every change of level of a pack, the last one first. One query when iterated."""
    people = ("asked_by", "decided_by")
    return RuleControl.objects.filter(pack=pack).select_related("unit", "pack__unit", *people)


def controls_to_decide(packs: QuerySet[Pack]) -> QuerySet[RuleControl]:
    """Return the changes of level of packs that wait for a second person. One query."""
    asked = RuleControl.objects.filter(status=RuleControl.Status.ASKED, pack__in=packs)
    return asked.select_related("unit", "pack__unit", "asked_by").order_by("asked_at", "pk")


def waivers_for_list(viewer: Person, *, state: str = "") -> QuerySet[Waiver]:
    """Return the waivers `viewer` may read, those that end first first. One query when iterated.

    `state`: one of the statuses, or empty for those asked for and those that count.
    """
    rows = visible_waivers(viewer).filter(pack__in=visible_packs(viewer))
    alive = (Waiver.Status.ASKED, Waiver.Status.GRANTED)
    rows = (
        rows.filter(status=state)
        if state in Waiver.Status.values
        else rows.filter(status__in=alive)
    )
    return rows.select_related("pack__unit", "unit__parent", "account", "asked_by", "decided_by")


def titles_of(waivers: Collection[Waiver]) -> dict[UUID, str]:
    """Return the titles of the rules that waivers let off, by waiver. One query.

    As the version in force says them; a rule that it has no more is left out.
    """
    packs = {one.pack_id for one in waivers}
    rows = PackVersion.objects.filter(pack__in=packs, status=PackVersion.Status.IN_FORCE)
    titles = {
        (version.pack_id, rule.id): in_words(rule.title)
        for version in rows.select_related("pack")
        for rule in kernel_pack(version).rules
    }
    found = ((one.pk, titles.get((one.pack_id, one.rule), "")) for one in waivers)
    return {key: title for key, title in found if title}


def waivers_named(keys: Collection[UUID]) -> dict[UUID, Waiver]:
    """Return waivers by their keys, for whoever reads a verdict that they let off. One query."""
    rows = Waiver.objects.filter(pk__in=keys).select_related("unit", "account", "decided_by")
    return {row.pk: row for row in rows}


def waivers_in(verdicts: Iterable[Verdict]) -> Mapping[UUID, Waiver]:
    """Return the waivers that let findings of verdicts off. One query, none without any.

    With `verdict.waiver_of(finding)`, where it is a `RuledVerdict`, a page shows each of them.
    """
    keys = {key for one in verdicts if isinstance(one, RuledVerdict) for key in one.waived.values()}
    return waivers_named(keys) if keys else {}
