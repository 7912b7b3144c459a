"""Which team a new conversation goes to (R108)."""

from gouvernail.inbox.models import Conversation, Desk, RoutingRule
from gouvernail.kernel.text import fold


def route(conversation: Conversation, text: str, desk: Desk) -> RoutingRule | None:
    """Give a new conversation to the team of the first rule that holds; return that rule.

    Nothing where routing is off. One query, one more for each rule that counts a team's load.
    Changes the row only.
    """
    if not desk.routing_on:
        return None
    rows = RoutingRule.objects.filter(dropped_at__isnull=True, team__closed_at__isnull=True)
    for rule in rows.select_related("team").order_by("position", "pk"):
        if holds(rule, conversation, text) and not _is_full(rule):
            conversation.team, conversation.priority = rule.team, rule.priority
            return rule
    return None


def holds(rule: RoutingRule, conversation: Conversation, text: str) -> bool:
    """Return whether every condition of a rule holds. Pure."""
    said = _folded(text)
    author = {_folded(conversation.author_handle), _folded(conversation.author_name)}
    words = [_folded(word.strip()) for word in rule.keyword.split(",") if word.strip()]
    asked = (
        (rule.account_id, rule.account_id == conversation.account_id),
        (rule.network, rule.network == conversation.network),
        (rule.topic_id, rule.topic_id == conversation.topic_id),
        (rule.lang, conversation.lang.startswith(rule.lang)),
        (rule.sentiment, rule.sentiment == conversation.sentiment),
        (rule.author, _folded(rule.author.lstrip("@")) in author),
        (words, any(word in said for word in words)),
    )
    return all(is_so for wanted, is_so in asked if wanted)


def _folded(text: str) -> str:
    return fold(text).text


def _is_full(rule: RoutingRule) -> bool:
    if not rule.most_open:
        return False
    waiting = Conversation.objects.filter(team=rule.team_id, status=Conversation.Status.OPEN)
    return waiting[: rule.most_open + 1].count() >= rule.most_open
