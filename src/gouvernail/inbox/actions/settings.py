"""How comments are answered: the one page, then clocks and routing where they are switched on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.inbox.errors import ConversationInvalidError, RoutingRuleNotFoundError
from gouvernail.inbox.models import Conversation, Desk, RoutingRule
from gouvernail.inbox.queries.clocks import days_off
from gouvernail.kernel.opening import Opening, read_week
from gouvernail.ledger.actions import record
from gouvernail.listening.permissions import visible_topic
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require_overall
from gouvernail.registry.permissions import visible_account
from gouvernail.teams.permissions import visible_team

FIELDS = (
    *("hours_fr", "hours_en", "rules_fr", "rules_en", "clocks_on", "routing_on", "zone"),
    *("opening", "holidays", "first_minutes", "next_minutes", "solve_minutes"),
    *("kept_days", "private_days", "complaint_days"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFacts:
    """What is said of how comments are answered; see `Desk`."""

    hours_fr: str = ""
    hours_en: str = ""
    rules_fr: str = ""
    rules_en: str = ""
    clocks_on: bool = False
    routing_on: bool = False
    zone: str = "Europe/Paris"
    opening: dict[str, Any] = field(default_factory=dict)
    holidays: str = ""
    first_minutes: int = 60
    next_minutes: int = 60
    solve_minutes: int = 960
    kept_days: int = Desk.Kept.YEAR
    private_days: int = Desk.Kept.YEAR
    complaint_days: int = Desk.Kept.LONGEST


@action("inbox.write_desk")
def write_desk(*, facts: DeskFacts, by: Person, at: datetime) -> Desk:
    """Say how comments are answered. Clocks count for what comes from now on.

    Raises:
        ConversationInvalidError: hours, a zone or a country that make no sense; no hour of
            opening while clocks are on.
        RightMissingError: `by` does not write the charter.
    """
    require_overall(by, Right.EDIT_CHARTER)
    problems = _problems(facts, year=at.year)
    if problems:
        raise ConversationInvalidError(problems)
    Desk.objects.get_or_create(only=True)  # two who write it at once find one row
    desk = Desk.objects.select_for_update().get()
    for name in FIELDS:
        setattr(desk, name, getattr(facts, name))
    desk.save()
    record(actor=by, verb="inbox_desk.written", subject=desk, at=at)
    return desk


def _problems(facts: DeskFacts, *, year: int) -> dict[str, str]:
    problems = {}
    try:
        ZoneInfo(facts.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems["zone"] = _("There is no such time zone.")
    try:
        ever = Opening(zone="UTC", week=read_week(facts.opening)).is_ever
    except ValueError:
        ever = True
        problems["opening"] = _(
            "Write hours as 08:00-12:00, 13:00-19:00, in order; a night is two lines, until 00:00"
            " then from 00:00 of the next day."
        )
    if facts.clocks_on and not ever:
        problems["opening"] = _("Say when you are open: delays count only then.")
    try:
        days_off(facts.holidays, year) if facts.holidays else None
    except NotImplementedError:
        problems["holidays"] = _("Write a country as FR, or a part of it as CA-QC.")
    for name in ("kept_days", "private_days", "complaint_days"):
        if getattr(facts, name) not in Desk.Kept.values:
            problems[name] = _("Choose one of these.")
    return problems


@action("inbox.write_rule")
def write_rule(
    *, conditions: dict[str, Any], team_id: UUID | str, priority: int, by: Person, at: datetime
) -> RoutingRule:
    """Add a rule of routing, after those there are.

    `conditions` are fields of `RoutingRule`: `account_id`, `topic_id`, `network`, `lang`,
    `sentiment`, `keyword`, `author`, `most_open`.

    Raises:
        TeamNotFoundError, AccountNotFoundError, TopicNotFoundError: missing, or hidden from `by`.
        ConversationInvalidError: the team is closed, or there is no such priority.
        RightMissingError: `by` does not write the charter.
    """
    require_overall(by, Right.EDIT_CHARTER)
    team = visible_team(team_id, viewer=by)
    if team.closed_at is not None:
        raise ConversationInvalidError({"team": _("This team is closed.")})
    if priority not in Conversation.Priority.values:
        raise ConversationInvalidError({"priority": _("Choose one of the priorities.")})
    if conditions.get("account_id"):
        visible_account(conditions["account_id"], viewer=by)
    if conditions.get("topic_id"):
        visible_topic(conditions["topic_id"], viewer=by)
    last = RoutingRule.objects.order_by("-position").first()
    position = last.position + 1 if last is not None else 1
    rule = RoutingRule(team=team, priority=priority, position=position, **conditions)
    rule.save(force_insert=True)
    record(actor=by, verb="routing_rule.written", subject=rule, at=at)
    return rule


@action("inbox.move_rule")
def move_rule(rule_id: UUID | str, *, by: Person, at: datetime) -> RoutingRule:
    """Let a rule of routing be asked one place earlier; the first one stays where it is.

    Raises:
        RoutingRuleNotFoundError: missing, or dropped.
        RightMissingError: `by` does not write the charter.
    """
    require_overall(by, Right.EDIT_CHARTER)
    rows = RoutingRule.objects.select_for_update().filter(dropped_at__isnull=True)
    rules = list(rows.order_by("position", "pk"))
    place = next((at_ for at_, one in enumerate(rules) if str(one.pk) == str(rule_id)), None)
    if place is None:
        raise RoutingRuleNotFoundError
    if place:
        rules[place - 1], rules[place] = rules[place], rules[place - 1]
    for position, rule in enumerate(rules, 1):
        if rule.position != position:
            rule.position = position
            rule.save(update_fields=("position",))
            record(actor=by, verb="routing_rule.moved", subject=rule, at=at)
    return rules[max(place - 1, 0)]


@action("inbox.drop_rule")
def drop_rule(rule_id: UUID | str, *, by: Person, at: datetime) -> RoutingRule:
    """Drop a rule of routing; what it routed stays where it is.

    Raises:
        RoutingRuleNotFoundError: missing, or dropped already.
        RightMissingError: `by` does not write the charter.
    """
    require_overall(by, Right.EDIT_CHARTER)
    rows = RoutingRule.objects.select_for_update().filter(dropped_at__isnull=True)
    rule = rows.filter(pk=rule_id).first()
    if rule is None:
        raise RoutingRuleNotFoundError
    rule.dropped_at = at
    rule.save(update_fields=("dropped_at",))
    record(actor=by, verb="routing_rule.dropped", subject=rule, at=at)
    return rule
