"""Full-text search over conversations: the words of their messages, and who wrote them.

As in the archive (`records.queries.words`): words that must all be said in one message, `"words in
quotes"` that follow each other. A word that is still being typed finds what begins so.
"""

from dataclasses import replace
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from gouvernail.inbox.models import Conversation, Message
from gouvernail.records.queries.words import Term, as_match, as_tsquery, terms_asked

SHORTEST: Final = 3
"""A word of fewer letters asks for itself alone: what begins so would be nearly everything."""


def holding(rows: QuerySet[Conversation], question: str) -> QuerySet[Conversation]:
    """Return those of `rows` one message of which holds what is asked. No query.

    A question without any word (a sign alone) finds nothing.
    """
    terms = [_widened(one) for one in terms_asked(question.replace("@", " "))]
    if not terms:
        return rows.none() if question.strip() else rows
    said = Message.objects.filter(words__number__in=_numbers(terms))
    return rows.filter(Q(pk__in=said.values("conversation_id")))


def _widened(term: Term) -> Term:
    single = len(term.words) == 1 and len(term.words[0]) >= SHORTEST
    return replace(term, prefix=True) if single else term


def _numbers(terms: list[Term]) -> RawSQL:
    if connection.vendor == "postgresql":
        asked = " & ".join(map(as_tsquery, terms))
        sql = "SELECT number FROM inbox_words WHERE words @@ %s::tsquery"
        return RawSQL(sql, (asked,))  # noqa: S611 - the words are a parameter
    asked = " AND ".join(map(as_match, terms))
    sql = "SELECT rowid FROM inbox_text WHERE inbox_text MATCH %s"
    return RawSQL(sql, (asked,))  # noqa: S611 - the words are a parameter
