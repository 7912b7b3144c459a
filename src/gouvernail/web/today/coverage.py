"""What the coverage of clauses asks of whoever writes rules: no rule without its clause."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.rulebooks.models import PackVersion
from gouvernail.rulebooks.queries.coverage import rules_of, unwritten_rules, versions_in_force
from gouvernail.web.today.lines import Row, Source, Sources


def rules_without_clause(person: Person) -> Sources:
    """Return one line when rules in force cite no clause in force, for who edits rules."""
    if not may(person, Right.EDIT_RULES):
        return []
    return [Source(asked=versions_in_force(person), lines=_unwritten)]


def _unwritten(versions: Sequence[PackVersion]) -> list[Row]:
    """Return the line. One query."""
    count = len(unwritten_rules(rules_of(versions)))
    if not count:
        return []
    title = ngettext(
        "%(count)s rule is enforced but written nowhere",
        "%(count)s rules are enforced but written nowhere",
        count,
    )
    return [
        Row(
            kind="warn",
            title=title % {"count": count},
            fact=_("No clause in force stands behind"),
            url=reverse("rulebooks:trace-gaps") + "?kind=unwritten",
            verb=_("Look"),
        )
    ]
