"""Reading the crisis plans to start from: one file each, in both languages. Pure.

`common.yaml` holds what all plans share: levels, roles, channels and variables. Each plan is one
file; its shape is that of `StarterPlan`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.crisis.starters.shapes import (
    StarterChannel,
    StarterCommons,
    StarterContact,
    StarterLevel,
    StarterPlan,
    StarterRole,
    StarterStatement,
    StarterStep,
    StarterTakeover,
)
from gouvernail.kernel.bilingual import (
    Both,
    both,
    differ,
    example_of,
    items,
    minutes,
    own_words,
    read_file,
    sayings,
    slug,
    variables_of,
    word,
)
from gouvernail.kernel.queries import QueryError, parse
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.text import DEFAULT_LIMITS, count

KINDS: Final = (
    *("reputation", "confidentiality", "regulatory", "hijack"),
    *("threats", "weather", "outage", "breach"),
)
RISKS: Final = ("reputation", "confidentiality", "regulatory")
TAKEOVER: Final = ("revoke", "rotate", "announce", "recover")
MOST_LINES_OF_A_CARD: Final = 10
_LEVELS: Final = 4
_HOUR: Final = 60
_LONG: Final = 3000
_LANGUAGES: Final = ("fr", "en")


@cache
def starter_commons() -> StarterCommons:
    """Return what the plans share."""
    return read_commons(_text("common"), "common.yaml")


@cache
def starter_plans() -> tuple[StarterPlan, ...]:
    """Return the plans to start from, in the order of `KINDS`."""
    return tuple(read_plan(_text(kind), f"{kind}.yaml") for kind in KINDS)


def starter_plan(kind: str) -> StarterPlan:
    """Return one of `starter_plans()`.

    Raises:
        KeyError: no plan is for this kind.
    """
    return {plan.slug: plan for plan in starter_plans()}[kind]


def narrowed(query: str, names: tuple[str, ...]) -> str:
    """Return a query of a plan that asks besides for one of `names` (a brand, a town).

    Raises:
        ValueError: no name.
    """
    if not names:
        raise ValueError("a query is narrowed by one name at least")
    spoken = " OR ".join('"{}"'.format(name.replace('"', " ")) for name in names)
    return f"({spoken}) AND ({query})"


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")


def read_commons(source: str, name: str) -> StarterCommons:
    """Return what `common.yaml` says.

    Raises:
        DataFileError: every fault, at its place.
    """
    return read_file(source, name, _commons)


def _commons(fields: Fields) -> StarterCommons:
    levels = items(fields, "levels", _level, least=_LEVELS, most=_LEVELS)
    roles = items(fields, "roles", _role)
    channels = items(fields, "channels", _channel)
    differ(fields, "levels", [str(each.level) for each in levels])
    differ(fields, "roles", [each.slug for each in roles])
    differ(fields, "channels", [each.slug for each in channels])
    return StarterCommons(
        levels={each.level: each for each in levels},
        roles={each.slug: each for each in roles},
        channels={each.slug: each for each in channels},
        variables=variables_of(fields),
    )


def _number(fields: Fields, key: str, low: int, high: int) -> int:
    fields.get(key, required=True)
    return fields.number(key, low=low, high=high) or low


def _level(fields: Fields) -> StarterLevel:
    return StarterLevel(
        level=_number(fields, "level", 1, _LEVELS),
        name=both(fields, "name"),
        meaning=both(fields, "meaning"),
        rhythm=both(fields, "rhythm"),
        report_hours=_number(fields, "report_hours", 0, 24),
    )


def _role(fields: Fields) -> StarterRole:
    return StarterRole(
        slug=slug(fields, "role"),
        name=both(fields, "name"),
        holder=both(fields, "holder"),
        deputy=both(fields, "deputy"),
    )


def _channel(fields: Fields) -> StarterChannel:
    networks = fields.texts("networks")
    for network, node in zip(networks, fields.nodes("networks"), strict=True):
        if network not in DEFAULT_LIMITS:
            choices = ", ".join(DEFAULT_LIMITS)
            fields.fault(node, "unknown_network", value=network, choices=choices)
    return StarterChannel(
        slug=slug(fields, "channel"),
        name=both(fields, "name"),
        networks=networks,
        characters=_number(fields, "characters", 1, _LONG),
    )


def read_plan(source: str, name: str) -> StarterPlan:
    """Return the plan of a file.

    Raises:
        DataFileError: every fault, at its place.
    """
    return read_file(source, name, _plan)


def _plan(fields: Fields) -> StarterPlan:
    kind = word(fields, "plan", KINDS)
    return StarterPlan(
        slug=kind,
        risk=word(fields, "risk", RISKS),
        title=both(fields, "title"),
        summary=both(fields, "summary"),
        signs=sayings(fields, "signs", least=3, most=8),
        queries=_queries(fields),
        examples=_examples(fields),
        duties=_duties(fields),
        card=_card(fields),
        checklists=_checklists(fields),
        inside=items(fields, "inside", _contact, least=3, most=9),
        outside=items(fields, "outside", _contact, least=3, most=9),
        statements=_statements(fields),
        never=items(fields, "never", _never, least=3, most=8),
        end=sayings(fields, "end", least=3, most=8),
        after=sayings(fields, "after", least=3, most=8),
        takeovers=_takeovers(fields) if kind == "hijack" else (),
        sources=sayings(fields, "sources"),
    )


def _queries(fields: Fields) -> Both:
    queries = both(fields, "queries")
    inner = fields.child("queries")
    for lang in _LANGUAGES:
        if inner is None or not queries.said(lang):
            continue
        try:
            parse(queries.said(lang))
        except QueryError as error:
            said = (error.message["en"], error.message["fr"])
            inner.fault(inner.get(lang), "bad_query", at=error.start + 1, detail=said)
    return queries


def _examples(fields: Fields) -> Mapping[int, Both]:
    found = items(fields, "examples", _example, least=_LEVELS, most=_LEVELS)
    differ(fields, "examples", [str(level) for level, _words in found])
    return dict(found)


def _example(fields: Fields) -> tuple[int, Both]:
    return _number(fields, "level", 1, _LEVELS), own_words(fields)


def _duties(fields: Fields) -> Mapping[str, Both]:
    found = items(fields, "duties", _duty, least=4)
    differ(fields, "duties", [role for role, _words in found])
    return dict(found)


def _duty(fields: Fields) -> tuple[str, Both]:
    return _role_of(fields), own_words(fields)


def _role_of(fields: Fields) -> str:
    return word(fields, "role", starter_commons().roles)


def _card(fields: Fields) -> tuple[StarterStep, ...]:
    card = items(fields, "card", _step(_HOUR), least=5, most=MOST_LINES_OF_A_CARD)
    _in_order(fields, "card", [each.minute for each in card])
    return card


def _step(most: int) -> Callable[[Fields], StarterStep]:
    def read(fields: Fields) -> StarterStep:
        return StarterStep(
            minute=minutes(fields, "minute", most=most),
            role=_role_of(fields),
            words=own_words(fields),
        )

    return read


def _in_order(fields: Fields, key: str, times: list[int]) -> None:
    last = 0
    for time, node in zip(times, fields.nodes(key), strict=True):
        if time < last:
            fields.fault(node, "out_of_order", key=key, value=time, limit=last)
        last = max(last, time)


def _checklists(fields: Fields) -> Mapping[str, tuple[StarterStep, ...]]:
    found = items(fields, "checklists", _checklist, least=3)
    differ(fields, "checklists", [role for role, _steps in found])
    return dict(found)


def _checklist(fields: Fields) -> tuple[str, tuple[StarterStep, ...]]:
    role = _role_of(fields)

    def read(inner: Fields) -> StarterStep:
        return StarterStep(minute=minutes(inner, "minute"), role=role, words=own_words(inner))

    steps = items(fields, "steps", read, least=2, most=10)
    _in_order(fields, "steps", [each.minute for each in steps])
    return role, steps


def _contact(fields: Fields) -> StarterContact:
    return StarterContact(
        who=both(fields, "who"), by=both(fields, "by"), minute=minutes(fields, "minute")
    )


def _statements(fields: Fields) -> tuple[StarterStatement, ...]:
    found = items(fields, "statements", _statement, least=5)
    differ(fields, "statements", [each.slug for each in found])
    return found


def _statement(fields: Fields) -> StarterStatement:
    commons = starter_commons()
    statement = StarterStatement(
        slug=slug(fields, "id"),
        channel=word(fields, "channel", commons.channels),
        moment=word(fields, "moment", ("first", "update", "end")),
        words=own_words(fields, variables=commons.variables, limit=_LONG),
    )
    if channel := commons.channels.get(statement.channel):
        for lang in _LANGUAGES:
            _fits(fields, channel, statement.words, lang)
    return statement


def _fits(fields: Fields, channel: StarterChannel, words: Both, lang: str) -> None:
    text = example_of(words.said(lang), starter_commons().variables, lang)
    sizes = [(channel.slug, len(text), channel.characters)]
    for network in channel.networks:
        counted = count(network, text)
        sizes.append((network, counted.length, counted.limit))
    for name, size, limit in sizes:
        if size > limit:  # a place has one fault: the first is told, a plan has no room for all
            fields.fault(fields.get(lang), "does_not_fit", value=name, size=size, limit=limit)
            return


def _never(fields: Fields) -> tuple[Both, Both]:
    return both(fields, "say"), both(fields, "instead")


def _takeovers(fields: Fields) -> tuple[StarterTakeover, ...]:
    found = items(fields, "takeovers", _takeover)
    differ(fields, "takeovers", [each.network for each in found])
    return found


def _takeover(fields: Fields) -> StarterTakeover:
    return StarterTakeover(
        network=word(fields, "network", DEFAULT_LIMITS),
        page=fields.text("page"),
        steps={name: both(fields, name) for name in TAKEOVER},
    )
