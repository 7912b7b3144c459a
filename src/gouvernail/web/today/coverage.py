"""What the coverage of clauses asks of whoever writes rules: no rule without its clause."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.rulebooks.queries.coverage import rules_in_force, unwritten_rules
from gouvernail.web.today.lines import Row


def rules_without_clause(person: Person) -> list[Row]:
    """Return one line when rules in force cite no clause in force. Two queries, none for others."""
    if not may(person, Right.EDIT_RULES):
        return []
    count = len(unwritten_rules(rules_in_force(person)))
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
