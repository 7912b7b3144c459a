"""The rules of a version in words, for whoever agrees to them: what each looks for, and does."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.kernel.rules import Control, Outcome, Rule
from gouvernail.kernel.rules.asked import keys_of, keys_of_when
from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.outline import outline_of
from gouvernail.kernel.rules.rewriting import values_of
from gouvernail.people.models import Person, Seat
from gouvernail.people.permissions import visible_units
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label
from gouvernail.rulebooks.forms.editor_fields import kind_in, nobody_named
from gouvernail.rulebooks.forms.editor_words import CHOICES, KINDS, LABELS
from gouvernail.rulebooks.models import PackVersion, RuleControl, Trial
from gouvernail.rulebooks.queries import RuleLine, kernel_pack, levels_in, rules_of
from gouvernail.rulebooks.queries.comparing import OPEN_AT_MOST
from gouvernail.rulebooks.queries.rulings import Bound
from gouvernail.rulebooks.queries.standing import latest_controls
from gouvernail.rulebooks.queries.trials import trials_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a rule says under one of its keys."""

    label: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """One rule in words. `does` is what happens to a post at `level`; `later` once enforced.

    `elsewhere` are other levels of units below or of one network. `counted` is what the trial of
    this very text says of it: posts it spoke of before and after, None without such a trial.
    """

    line: RuleLine
    looks_for: Sequence[Fact]
    when: Sequence[Fact]
    level: Control
    does: str
    later: str
    elsewhere: Sequence[RuleControl]
    counted: Mapping[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold:
    """The rules of a version by id, their levels together, and its last trial with figures."""

    rules: Mapping[str, RuleTold]
    levels: str
    stops: bool
    trial: Trial | None

    @property
    def is_short(self) -> bool:
        """Return whether its rules are few enough to be shown whole."""
        return len(self.rules) <= OPEN_AT_MOST


def version_told(version: PackVersion, *, viewer: Person, at: datetime) -> VersionTold:
    """Return the rules of a version in words, as they apply to the unit of its pack. Six queries.

    Levels are those it has, or will have, in force: as written, or as was decided since.
    """
    lines = rules_of(version, viewer=viewer)
    written = _written(version)
    levels = levels_of(version, at=at)
    names = _unit_names(written, viewer=viewer)
    lists = kernel_pack(version).meta.get("lists")
    trial = _trial_of(version)
    counted = trial.figures["rules"] if trial is not None else {}
    elsewhere = _elsewhere(version, at)
    told = {
        line.rule.id: RuleTold(
            line=line,
            looks_for=_looked_for(written.get(line.rule.id, {}), lists),
            when=_conditions(written.get(line.rule.id, {}), names),
            level=levels[line.rule.id],
            does=what_it_does(line.rule, levels[line.rule.id]),
            later=_later(line.rule, levels[line.rule.id]),
            elsewhere=elsewhere.get(line.rule.id, ()),
            counted=counted.get(line.rule.id, _NONE) if trial is not None else None,
        )
        for line in lines
    }
    return VersionTold(
        rules=told, levels=levels_told(levels), stops=_stops(version, levels), trial=trial
    )


_NONE: Final = {"before": 0, "after": 0}


def levels_of(version: PackVersion, *, at: datetime) -> dict[str, Control]:
    """Return how firmly the rules of a version apply in the unit of its pack. One query."""
    pack = version.pack
    bound = Bound(pack_id=pack.pk, path=pack.unit.path, pack=kernel_pack(version))
    return levels_in(pack.unit, bound, network="", at=at)


def stops_nothing(version: PackVersion, *, at: datetime) -> bool:
    """Return whether no rule of a version holds a post back at the levels it has. One query."""
    return not _stops(version, levels_of(version, at=at))


def _stops(version: PackVersion, levels: Mapping[str, Control]) -> bool:
    rules = kernel_pack(version).rules
    return any(levels[rule.id].cap(rule.outcome) >= Outcome.REVIEW for rule in rules)


def levels_told(levels: Mapping[str, Control]) -> str:
    """Write how many rules stand at each level."""
    count = Counter(levels.values())
    words = {
        Control.OBSERVE: _("%(number)s only observed: they stop nothing"),
        Control.WARN: _("%(number)s with a warning at most"),
        Control.ENFORCE: _("%(number)s enforced as written"),
    }
    return " · ".join(words[one] % {"number": count[one]} for one in words if count[one])


def what_it_does(rule: Rule, level: Control) -> str:
    """Write what happens to a post that raises a rule at a level."""
    if level == Control.OBSERVE:
        return _("It observes: the author reads a note, and nothing is stopped.")
    does = level.cap(rule.outcome)
    if does == Outcome.REVIEW:
        return _who_reviews(rule.seats)
    words = {
        Outcome.NOTE: _("The author reads a note, and nothing is stopped."),
        Outcome.WARN: _("The author is warned, and nothing is stopped."),
        Outcome.BLOCK: _("The post cannot be submitted as it is."),
    }
    return words[does]


def _who_reviews(seats: Sequence[str]) -> str:
    if not seats:
        return nobody_named()
    names = dict(Seat.choices)
    asked = ", ".join(str(names.get(seat, seat)) for seat in seats)
    return _("The post also needs the agreement of: %(seats)s.") % {"seats": asked}


def _later(rule: Rule, level: Control) -> str:
    held_back = level.cap(rule.outcome) != rule.outcome
    return what_it_does(rule, Control.ENFORCE) if held_back else ""


def _written(version: PackVersion) -> dict[str, Mapping[str, Plain]]:
    """Return what is written of each rule; a pack that is not written in blocks tells none."""
    chunks = outline_of(version.source.replace("\r\n", "\n")).chunks
    return {chunk.rule_id: values_of(chunk.text) or {} for chunk in chunks}


def _trial_of(version: PackVersion) -> Trial | None:
    done = trials_of(version).filter(status=Trial.Status.DONE, digest=version.digest)
    return done.first()


def _elsewhere(version: PackVersion, at: datetime) -> dict[str, list[RuleControl]]:
    found: dict[str, list[RuleControl]] = {}
    for one in latest_controls(version.pack, at=at):
        is_here = one.unit_id == version.pack.unit_id and not one.network
        if not is_here and one.starts_at is not None and one.starts_at <= at:
            found.setdefault(one.rule, []).append(one)
    return found


def _unit_names(written: Mapping[str, Mapping[str, Plain]], *, viewer: Person) -> dict[str, str]:
    """Return the names of the units that conditions name and `viewer` sees. Two queries at most."""
    codes = {code for values in written.values() for code in _texts(_in(values, "when", "unit"))}
    if not codes:
        return {}
    return {unit.code: unit.label for unit in visible_units(viewer).filter(code__in=codes)}


def _in(values: Plain, *path: str) -> Plain:
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def _texts(value: Plain) -> list[str]:
    """Return a value as texts; a list that stands for one, and a lone value too."""
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [_pair(_named(key), _texts(each)) for key, each in value.items()]
    if isinstance(value, bool) or str(value) in {"true", "false"}:
        return [_("yes") if str(value).lower() == "true" else _("no")]
    if isinstance(value, list):
        return [", ".join(_texts(one)) if isinstance(one, Mapping) else str(one) for one in value]
    return [str(value)]


def _pair(name: str, values: Sequence[str]) -> str:
    return _("%(name)s: %(values)s") % {"name": name, "values": ", ".join(values)}


def _looked_for(values: Mapping[str, Plain], lists: Plain) -> list[Fact]:
    kind = kind_in(values)
    if not kind:
        return []
    found = [
        Fact(label=pgettext("rule", "Kind of check"), values=[str(KINDS[kind])]),
        *_keys_told(_in(values, "check", kind), kind, lists),
    ]
    written = values.get("unless")
    exemptions = written if isinstance(written, list) else [written] if written else []
    found += [Fact(label=pgettext("rule", "Unless"), values=_texts(one)) for one in exemptions]
    return found


def _named(key: str) -> str:
    """Return a key of a part inside a check as the form calls it."""
    return str(KINDS.get(key, LABELS.get(key, key)))


def _keys_told(check: Plain, kind: str, lists: Plain) -> Iterator[Fact]:
    if not isinstance(check, Mapping):
        yield Fact(label=str(KINDS[kind]), values=_texts(check))
        return
    sorts = {key.name: key.sort for key in keys_of(kind)}
    for name, value in check.items():
        told = _texts(value)
        if sorts.get(name) == "flag":
            told = [_("yes") if str(value).lower() == "true" else _("no")]
        elif sorts.get(name) == "choice":
            told = [str(CHOICES.get(one, one)) for one in told]
        elif name == "lists":
            told = [_pair(one, _texts(_in(lists, one))) for one in told]
        yield Fact(label=str(LABELS.get(name, name)), values=told)


def _conditions(values: Mapping[str, Plain], units: Mapping[str, str]) -> list[Fact]:
    kinds = dict(Account.Kind.choices)
    languages = {
        "fr": pgettext("within a sentence", "French"),
        "en": pgettext("within a sentence", "English"),
    }
    named: dict[str, Callable[[str], str]] = {
        "network": network_label,
        "unit": lambda one: units.get(one, one),
        "account": lambda one: str(kinds.get(one, one)),
        "language": lambda one: languages.get(one, one),
    }
    return [
        Fact(
            label=str(LABELS.get(key.name, key.name)),
            values=[named.get(key.name, str)(one) for one in _texts(_in(values, "when", key.name))],
        )
        for key in keys_of_when()
        if _in(values, "when", key.name)
    ]
