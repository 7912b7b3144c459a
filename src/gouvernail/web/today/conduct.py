"""The lines of Today about cases: what one is asked, what one is to decide."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.conduct.models import Case
from gouvernail.conduct.queries import cases_waiting_for
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each
from gouvernail.web.words import day_words


def cases_waiting(person: Person, *, at: datetime) -> Sources:
    """Return what waits for this person in cases: their account, or a decision."""
    return [each(cases_waiting_for(person, at=at), lambda one: _row(one, person, at=at))]


def _row(case: Case, person: Person, *, at: datetime) -> Row:
    url = reverse("conduct:case-detail", args=[case.pk])
    if case.person_id == person.pk and case.status == Case.Status.DECIDED:
        day = day_words(case.appeal_through or at.date(), this_year=at.year)
        return Row(
            kind="warn",
            title=_("A decision concerns you"),
            fact=_("Read it; you may appeal until the end of %(day)s.") % {"day": day},
            at=case.appeal_by_at,
            url=url,
            verb=_("Read the decision"),
        )
    if case.person_id == person.pk:
        return Row(
            kind="info",
            title=_("Something concerns you"),
            fact=_("You speak first: nothing is decided before."),
            at=case.answer_by_at,
            url=url,
            verb=_("Read and answer"),
        )
    appealed = case.status == Case.Status.APPEALED
    mine = person.pk in {case.decider_id, case.judge_id}
    due = None if appealed else case.decide_by_at
    return Row(
        kind="overdue" if due and due < at else "warn" if mine else "info",
        title=_("An appeal to examine") if appealed else _("A case to decide"),
        fact=_("%(unit)s: it is yours") % {"unit": case.unit.short_label}
        if mine
        else _("%(unit)s: nobody has taken it up yet") % {"unit": case.unit.short_label},
        at=due or case.appealed_at,
        url=url,
        verb=_("Read"),
    )
