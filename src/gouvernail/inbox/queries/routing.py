"""The rules of routing as people read them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.inbox.models import RoutingRule
from gouvernail.listening.permissions import visible_topics
from gouvernail.people.models import Person
from gouvernail.registry.queries import network_label

MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """One rule, and what it asks, in words."""

    rule: RoutingRule
    asks: str


def rules_shown(viewer: Person) -> list[RuleShown]:
    """Return the rules in force, in the order in which they are asked. Two queries."""
    rows = RoutingRule.objects.filter(dropped_at__isnull=True).select_related("team", "account")
    rules = list(rows.order_by("position", "pk")[:MOST])
    asked = [one.topic_id for one in rules if one.topic_id]
    known = visible_topics(viewer).filter(pk__in=asked) if asked else ()
    topics = {one.pk: one.label for one in known}
    return [RuleShown(rule=one, asks=_asks(one, topics)) for one in rules]


def _asks(rule: RoutingRule, topics: dict[UUID, str]) -> str:
    tones = {"negative": _("negative tone"), "neutral": _("neutral tone")}
    tones["positive"] = _("positive tone")
    languages = {"fr": "français", "en": "English"}
    topic = topics.get(rule.topic_id, _("a topic you do not see")) if rule.topic_id else ""
    parts = (
        rule.keyword,
        rule.account.name if rule.account is not None else "",
        topic,
        network_label(rule.network) if rule.network else "",
        languages.get(rule.lang, rule.lang),
        tones.get(rule.sentiment, ""),
        rule.author,
        _("unless %(number)s wait there already") % {"number": rule.most_open}
        if rule.most_open
        else "",
    )
    return " · ".join(part for part in parts if part) or _("everything")
