"""What drills ask of a person: prove control, confirm, decide, take a token out."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.custody.models import ControlProof
from gouvernail.custody.queries.proofs import proofs_waiting
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def proofs_of_control(person: Person) -> Sources:
    """Return the proofs that wait for this person, the first due first."""
    return [each(proofs_waiting(person, today=clock.today()), _row)]


def _row(proof: ControlProof) -> Row:
    title, verb, kind = _words(proof)
    late = proof.is_going and proof.due_on < clock.today()
    return Row(
        kind="overdue" if late else kind,
        title=title % {"account": proof.account.name, "name": proof.person.name},
        fact=proof.get_state_display(),
        url=reverse("custody:proof-detail", args=[proof.pk]),
        verb=verb,
    )


def _words(proof: ControlProof) -> tuple[str, str, str]:
    if proof.is_missing:
        return _("%(name)s did not prove control of “%(account)s”"), _("Decide"), "stop"
    if proof.state == ControlProof.State.PHOTOGRAPHED:
        return _("Photograph of “%(account)s” by %(name)s"), _("Confirm"), "warn"
    if proof.state == ControlProof.State.PROVED:
        return (
            _("Take the token out of the profile of “%(account)s”"),
            pgettext("token", "Take it out"),
            "info",
        )
    return _("Prove that you get into “%(account)s”"), _("Prove it"), "clock"
