"""How firmly the rules of packs are applied in a unit: levels decided there, and waivers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Q, UUIDField, Value
from django.db.models.functions import Coalesce, Least

from gouvernail.kernel.rules import Context, Control, Finding, Outcome, Pack, Post, Verdict, judge
from gouvernail.kernel.rules.canonical import digest_of_digests
from gouvernail.people.models import Unit
from gouvernail.rulebooks.models import RuleControl, Waiver
from gouvernail.rulebooks.permissions import chain_of

STRICTNESS: Final = {Control.OBSERVE: 0, Control.WARN: 1, Control.ENFORCE: 2}
DIGESTS_KEPT: Final = 512
_digests: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}

Levels = Mapping[str, Control]  # by rule


def stricter(one: Control, other: Control) -> Control:
    """Return the stricter of two levels."""
    return max(one, other, key=STRICTNESS.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A pack ready to judge, whose it is (`pack_id`) and the path of the unit it binds."""

    pack_id: UUID
    path: str
    pack: Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One row of what was decided: a level, or, with `waiver`, that a rule lets off."""

    rule: str
    path: str
    network: str
    control: str
    waiver: UUID | None = None
    account: UUID | None = None
    tag: str = ""

    def lets_off(self, post: Post, context: Context) -> bool:
        """Return whether a waiver covers a post."""
        return (
            self.waiver is not None
            and self.network in {"", post.network}
            and (self.account is None or str(self.account) == context.account)
            and (not self.tag or self.tag in post.tags)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One pack on one post: rules applied otherwise than written, and which waivers let off."""

    controls: Levels = field(default_factory=dict)
    waivers: Mapping[str, UUID] = field(default_factory=dict)


AS_WRITTEN: Final = Applied()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Everything decided for a chain of units, by pack; `chain` has the top first."""

    chain: tuple[str, ...] = ()
    said: Mapping[UUID, Sequence[Said]] = field(default_factory=dict)

    def level(self, bound: Bound, rule: str, *, written: Control, network: str) -> Control:
        """Return how firmly a rule is applied there, waivers apart. No query.

        What the pack's own unit says takes the place of what is written; a unit below can only
        add. What is said of one network goes before what is said of all.
        """
        rows = [
            one
            for one in self.said.get(bound.pack_id, ())
            if one.rule == rule and one.waiver is None and one.network in {"", network}
        ]
        level = written
        for path in self.chain:
            here = sorted((one for one in rows if one.path == path), key=lambda one: one.network)
            if here and path.startswith(bound.path):
                said = Control(here[-1].control)
                level = said if path == bound.path else stricter(level, said)
        return level

    def on(self, bound: Bound, post: Post, context: Context) -> Applied:
        """Return how the rules of a pack apply to a post. No query."""
        rows = self.said.get(bound.pack_id)
        if not rows:
            return AS_WRITTEN
        controls: dict[str, Control] = {}
        waivers: dict[str, UUID] = {}
        for rule in bound.pack.rules:
            about = [one for one in rows if one.rule == rule.id]
            if not about:
                continue
            level = self.level(bound, rule.id, written=rule.control, network=post.network)
            waiver = next((one.waiver for one in about if one.lets_off(post, context)), None)
            if waiver is not None and level != Control.OBSERVE:
                level, waivers[rule.id] = Control.OBSERVE, waiver
            if level != rule.control:
                controls[rule.id] = level
        return Applied(controls=controls, waivers=waivers)


class RuledVerdict(Verdict):
    """A verdict that knows how the rules were applied, and which findings a waiver let off."""

    def __init__(
        self,
        *,
        pack_digest: str,
        post: Post,
        context: Context,
        findings: tuple[Finding, ...],
        controls: Mapping[str, Levels] | None = None,
        waived: Mapping[int, UUID] | None = None,
    ) -> None:
        super().__init__(pack_digest=pack_digest, post=post, context=context, findings=findings)
        self.controls = controls or {}
        self.waived = waived or {}

    def waiver_of(self, finding: Finding) -> UUID | None:
        """Return the waiver that let a finding of this verdict off."""
        for number, one in enumerate(self.findings):
            if one is finding:
                return self.waived.get(number)
        return None


def judged_as_ruled(
    packs: Sequence[Pack], applied: Sequence[Applied], post: Post, context: Context
) -> RuledVerdict:
    """Return what packs say together, each applied as ruled. Pure: no query.

    The digest of a pack applied otherwise than written is that of the pack so changed.
    """
    findings: list[Finding] = []
    waived: dict[int, UUID] = {}
    for pack, how in zip(packs, applied, strict=True):
        for finding in judge(pack, post, context).findings:
            if finding.rule in how.waivers:
                waived[len(findings)] = how.waivers[finding.rule]
            findings.append(_ruled(finding, pack, how.controls))
    digests = [digest_as_ruled(one, how.controls) for one, how in zip(packs, applied, strict=True)]
    return RuledVerdict(
        pack_digest=digests[0] if len(digests) == 1 else digest_of_digests(*digests),
        post=post,
        context=context,
        findings=tuple(findings),
        controls={
            pack.digest: how.controls
            for pack, how in zip(packs, applied, strict=True)
            if how.controls
        },
        waived=waived,
    )


def _ruled(finding: Finding, pack: Pack, controls: Levels) -> Finding:
    level = controls.get(finding.rule)
    if level is None:
        return finding
    severity = level.cap(finding.would)
    seats = pack.rule(finding.rule).seats if severity >= Outcome.REVIEW else ()
    return replace(finding, severity=severity, seats=seats)


def digest_as_ruled(pack: Pack, controls: Levels) -> str:
    """Return the digest of a pack with some of its rules at another level; kept once computed."""
    if not controls:
        return pack.digest
    key = (pack.digest, tuple(sorted((rule, str(level)) for rule, level in controls.items())))
    if key not in _digests:
        if len(_digests) >= DIGESTS_KEPT:
            _digests.pop(next(iter(_digests)))
        _digests[key] = pack.with_controls(controls).digest
    return _digests[key]


def rulings_of(paths: Collection[str], *, at: datetime) -> dict[UUID, list[Said]]:
    """Return what holds `at` an instant in the units with these paths, by pack. One query."""
    return rulings_at(rulings_between(paths, since=at, until=at), at=at)


def rulings_at(rows: Iterable[tuple[Any, ...]], *, at: datetime) -> dict[UUID, list[Said]]:
    """Return what of `rulings_between` holds `at` an instant, by pack. No query."""
    found: dict[UUID, list[Said]] = defaultdict(list)
    for row in rows:
        if row[8] > at or (row[9] is not None and row[9] <= at):
            continue
        rule, path, network, control = row[1:5]
        said = Said(
            rule=rule,
            path=path,
            network=network,
            control=control,
            waiver=None if control else row[5],
            account=row[6],
            tag=row[7],
        )
        kept = found[row[0]]
        if control:  # the one that started last takes the place of those before it
            same = (rule, path, network)
            kept[:] = [
                one for one in kept if one.waiver or (one.rule, one.path, one.network) != same
            ]
        kept.append(said)
    return found


def rulings_between(
    paths: Collection[str], *, since: datetime, until: datetime
) -> list[tuple[Any, ...]]:
    """Return the levels and waivers that held at some instant of a span, by start. One query.

    A waiver ended or expired since held until then.
    """
    names = (
        *("pack_id", "rule", "path", "network", "level", "id", "account_key", "label", "since"),
        "till",
    )
    levels = RuleControl.objects.filter(
        status=RuleControl.Status.AGREED, starts_at__lte=until, unit__path__in=paths
    ).annotate(
        path=F("unit__path"),
        level=F("control"),
        account_key=Value(None, output_field=UUIDField()),
        label=Value("", output_field=CharField()),
        since=F("starts_at"),
        till=Value(None, output_field=DateTimeField()),
    )
    waivers = Waiver.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=since),
        status__in=(Waiver.Status.GRANTED, Waiver.Status.ENDED),
        starts_at__lte=until,
        until__gt=since,
        unit__path__in=paths,
    ).annotate(
        path=F("unit__path"),
        level=Value("", output_field=CharField()),
        account_key=F("account_id"),
        label=F("tag"),
        since=F("starts_at"),
        till=Least(F("until"), Coalesce("ended_at", "until")),
    )
    found = levels.values_list(*names).union(waivers.values_list(*names), all=True)
    return sorted(found, key=lambda row: (row[8], str(row[5])))


def rulings_for(chain: Sequence[str], found: Mapping[UUID, Sequence[Said]]) -> Rulings:
    """Return what of it holds for one chain of units. No query."""
    units = set(chain)
    said = {pack: [one for one in rows if one.path in units] for pack, rows in found.items()}
    return Rulings(chain=tuple(chain), said={pack: rows for pack, rows in said.items() if rows})


def levels_in(unit: Unit, bound: Bound, *, network: str, at: datetime) -> dict[str, Control]:
    """Return how firmly each rule of a pack is applied in a unit, waivers apart. One query."""
    chain = chain_of(unit)
    rulings = rulings_for(chain, rulings_of(chain, at=at))
    return {
        rule.id: rulings.level(bound, rule.id, written=rule.control, network=network)
        for rule in bound.pack.rules
    }
