"""What each verb of the ledger says to a reader, and the icon beside it.

One table for the whole house, held to the verbs the models declare by a test. A class may say it
better with `ledger_sentences = {"account.updated": _("…")}`. `%(name)s` stands for a field written
in clear, by its label when it has choices.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.ledger.queries.states import governed_models, kind_of

SENTENCES: Final[Mapping[str, Promise]] = {
    "absence.cancelled": _("Absence cancelled"),
    "absence.declared": _("Absence declared"),
    "access.changed": _("Access put right"),
    "access.closed": _("Access taken away: %(why)s"),
    "access.confirmed": _("Access confirmed"),
    "access.declared": _("Access declared: %(means)s"),
    "access.kept": _("Access left in force"),
    "access.revocation_asked": _("Revocation of an access asked for"),
    "access.to_revoke": _("Access to revoke: %(why)s"),
    "account.imported": _("Account entered by an import"),
    "account.read_by_hand": _("Figures read by hand"),
    "account.registered": _("Account registered"),
    "account.status_changed": _("Status changed: %(status)s"),
    "account.updated": _("Record updated"),
    "api_key.created": _("API key created"),
    "api_key.revoked": _("API key revoked"),
    "approval.approved": _("Approved"),
    "approval.changes_requested": _("Changes requested"),
    "approval.claimed": _("Review taken in hand"),
    "approval.expired": _("Approval expired"),
    "approval.refused": _("Refused"),
    "approval.released": _("Review handed back"),
    "approval.requested": _("Approval requested"),
    "approval.step_opened": _("Next step of the review opened"),
    "approval.voided": _("Approval voided by an edit"),
    "approval.withdrawn": _("Approval request withdrawn"),
    "asset.added": _("File added"),
    "asset.updated": _("File description updated"),
    "asset.withdrawn": _("File withdrawn"),
    "charter.frame_written": _("What holds for the whole model written"),
    "charter.model_applied": _("Model applied from files"),
    "charter.modules_changed": _("Modules switched on or off"),
    "charter.second_factor_changed": _("Who must have a second factor changed"),
    "charter.separation_changed": _("Separation setting changed: %(separation)s"),
    "charter.written": _("Charter written"),
    "charter_document.removed": _("Document taken out of the charter"),
    "charter_document.written": _("Document of the charter written"),
    "clause.removed": _("Clause removed"),
    "clause.written": _("Clause written"),
    "connection.closed": _("Connection closed"),
    "connection.failed": _("Connection failed"),
    "connection.opened": _("Connection opened"),
    "decision.made": _("Decision: %(verdict)s"),
    "delivery.altered": _("Altered on the network since it was published"),
    "delivery.cancelled": _("Publication cancelled"),
    "delivery.claimed": _("Taken in charge for sending"),
    "delivery.confirmed": _("Publication by hand confirmed"),
    "delivery.disappeared": _("No longer found on the network"),
    "delivery.failed": _("Publication failed"),
    "delivery.handed_off": _("To be published by hand"),
    "delivery.intended": _("Sending begins"),
    "delivery.missed": _("Publication missed its time"),
    "delivery.needs_human": _("Outcome unknown: a person must decide"),
    "delivery.part_sent": _("One post of the thread published"),
    "delivery.put_off": _("Not reached: it is tried again later"),
    "delivery.queued": _("Publication scheduled"),
    "delivery.refused": _("Refused by the network"),
    "delivery.released": _("Put back in the queue"),
    "delivery.rescheduled": _("Publication rescheduled"),
    "delivery.resolved": _("Outcome settled by a person"),
    "delivery.sent": _("Published"),
    "delivery.stopped": _("Thread left as it stands"),
    "delivery.stale_write": _("Late write of an earlier sender refused"),
    "delivery.unknown": _("Outcome unknown, checking the network"),
    "delivery.verified": _("Checked online, identical to the approved version"),
    "delivery.voided": _("Publication voided by an edit"),
    "delivery.withdrawn": _("Publication withdrawn from the network"),
    "directory.changed": _("Public page changed"),
    "directory.closed": _("Public page closed"),
    "directory.opened": _("Public page opened"),
    "directory_key.retired": _("Key of the public list retired"),
    "directory_key.started": _("Key of the public list started"),
    "draft.assigned": _("Given to somebody to work on"),
    "draft.approved": _("Draft approved"),
    "draft.cancelled": _("Draft cancelled"),
    "draft.created": _("Draft created"),
    "draft.failed": _("Draft could not be published"),
    "draft.missed": _("Draft missed its time"),
    "draft.published": _("Draft published"),
    "draft.refused": _("Draft refused"),
    "draft.released_alone": _("Draft released by its author alone"),
    "draft.reopened": _("Draft reopened"),
    "draft.returned": _("Draft returned for changes"),
    "draft.scheduled": _("Draft scheduled"),
    "draft.submitted": _("Draft submitted for review"),
    "draft.withdrawn": _("Draft withdrawn from review"),
    "duty.ended": _("Duty ended"),
    "duty.written": _("Duty written"),
    "duty_tick.given": _("Duty of the day done"),
    "duty_tick.removed": _("Duty of the day taken back: not done"),
    "epoch.opened": _("Journal opened after a restore: %(origin)s"),
    "finding.dismissed": _("Finding of a rule set aside"),
    "finding.reinstated": _("Finding of a rule reinstated"),
    "freeze.engaged": _("Freeze engaged"),
    "freeze.lift_asked": _("Lifting of the freeze asked for"),
    "freeze.lift_taken_back": _("Request to lift the freeze taken back"),
    "freeze.lift_declined": _("Lifting of the freeze declined"),
    "freeze.lifted": _("Freeze lifted"),
    "freeze.sealed": _("Freeze sealed: nothing is leaving any more"),
    "guest.decided": _("A guest decided: %(verdict)s"),
    "guest.invited": _("Guest invited to decide"),
    "guest.revoked": _("Guest’s invitation taken back"),
    "invitation.revoked": _("Invitation ended"),
    "invitation.sent": _("Invitation sent"),
    "invitation.used": _("Invitation used: account opened"),
    "item.added": _("Put in the vault: %(kind)s"),
    "item.changed": _("Item of the vault described anew"),
    "item.confirmed": _("New value works; the old one is destroyed"),
    "item.due": _("To renew: %(due_why)s"),
    "item.renewed": _("New value put in the vault"),
    "item.retired": _("Taken out of the vault: the value is destroyed"),
    "item.undone": _("New value does not work; the one before stands"),
    "listing.link_noted": _("Link back to the public page noted"),
    "listing.published": _("Told of in public"),
    "listing.withdrawn": _("Told of in public no more"),
    "objective.removed": _("Objective taken out"),
    "objective.written": _("Objective written: %(status)s"),
    "opening.abandoned": _("Opening abandoned"),
    "opening.accepted": _("Being named was accepted"),
    "opening.approved": _("Opening agreed to"),
    "opening.begun": _("Opening begun"),
    "opening.declined": _("Being named was declined"),
    "opening.drafted": _("Opening request begun"),
    "opening.finished": _("Opening finished: the account is official"),
    "opening.given_up": _("Opening request given up"),
    "opening.merged": _("Merged into another account"),
    "opening.reconsidered": _("Refusal reconsidered"),
    "opening.refused": _("Opening refused"),
    "opening.returned": _("Changes asked for"),
    "opening.submitted": _("Opening request submitted"),
    "opening.taken_back": _("Opening request taken back"),
    "opening.written": _("Opening request changed"),
    "opening_appeal.answered": _("Appeal answered"),
    "opening_appeal.made": _("Appeal to the lead"),
    "opening_assumption.set": _("Figure of the adviser replaced"),
    "opening_check.listed": _("Step of the opening listed"),
    "opening_check.ticked": _("Step of the opening done"),
    "opening_check.unticked": _("Step of the opening taken back"),
    "opening_rework.asked": _("Rework of an account asked for"),
    "opening_rework.finished": _("Rework of an account finished"),
    "pack.created": _("Rule pack created"),
    "pack.retired": _("Rule pack retired"),
    "pack_version.adopted": _("Version %(number)s of the rules in force"),
    "pack_version.drafted": _("Version %(number)s of the rules drafted"),
    "pack_version.superseded": _("Version %(number)s of the rules superseded"),
    "participant_group.removed": _("Group that may take part taken out"),
    "participant_group.written": _("Group that may take part written"),
    "perimeter.removed": _("Channel taken out of the perimeter"),
    "perimeter.written": _("Channel of the perimeter written: %(coverage)s"),
    "person.created": _("Person added"),
    "person.identity_linked": _("First sign-in through the identity provider"),
    "person.erased": _("Personal data of the person erased"),
    "person.invited": _("Person invited to choose a password"),
    "person.left": _("Person left the organisation"),
    "person.password_changed": _("Another password chosen"),
    "person.returned": _("Person returned to the organisation"),
    "person.second_factor_changed": _("Second factor changed"),
    "person.sessions_closed": _("Signed out: sessions closed"),
    "person.updated": _("Person’s record updated"),
    "policy.archived": _("Policy archived"),
    "policy.created": _("Policy created"),
    "policy.updated": _("Policy record updated"),
    "policy_version.drafted": _("Version %(number)s of the policy drafted"),
    "policy_version.published": _("Version %(number)s of the policy published"),
    "policy_version.superseded": _("Version %(number)s of the policy superseded"),
    "record.archived": _("Publication archived"),
    "record.withdrawn": _("Record marked as withdrawn from the network"),
    "record.confirmed": _("Archived publication confirmed"),
    "reported_account.answered": _("Reporters answered"),
    "reported_account.decided": _("Report decided: %(status)s"),
    "reported_account.opened": _("Reported by the public"),
    "reveal.accounted": _("Account of the emergency written"),
    "reveal.approved": _("Request to see a value approved"),
    "reveal.asked": _("Asked to see a value: %(way)s"),
    "reveal.backed": _("Emergency confirmed by one more person"),
    "reveal.ended": _("Time to see the value over"),
    "reveal.expired": _("Request to see a value expired"),
    "reveal.opened": _("Time to see the value begun"),
    "reveal.refused": _("Request to see a value refused"),
    "reveal.released": _("Nobody refused in time: %(way)s"),
    "reveal.shown": _("Value shown"),
    "reveal.withdrawn": _("Request to see a value taken back"),
    "revision.submitted": _("Revision %(number)s submitted"),
    "risk.removed": _("Risk taken out of the register"),
    "risk.written": _("Risk written: %(category)s, %(status)s"),
    "role.granted": _("Role granted: %(role)s"),
    "role.revoked": _("Role revoked: %(role)s"),
    "handover.cancelled": _("Handover given up"),
    "handover.finished": _("Handed over: %(place)s"),
    "handover.opened": _("Handover opened: %(place)s"),
    "handover.refused": _("Handover refused by the successor"),
    "handover.signed": _("Handover signed"),
    "handover.successor_named": _("Successor of a handover named"),
    "handover_step.reopened": _("Step of a handover to do: %(kind)s"),
    "handover_step.ticked": _("Step of a handover done: %(kind)s"),
    "rotation.noted": _("Password renewed"),
    "route.created": _("Approval route created"),
    "route.retired": _("Approval route retired"),
    "route.updated": _("Approval route updated"),
    "route_step.removed": _("Step of an approval route removed"),
    "route_step.written": _("Step of an approval route written"),
    "sealing_key.put_in_force": _("Vault key put in force"),
    "sealing_key.retired": _("Vault key retired"),
    "sealing_key.superseded": _("Vault key replaced by another"),
    "secret.destroyed": _("Credential destroyed"),
    "secret.replaced": _("Credential replaced"),
    "secret.rewrapped": _("Credential sealed under a new key"),
    "secret.stored": _("Credential stored"),
    "signature.given": _("Policy signed"),
    "stakeholder.removed": _("Stakeholder taken out"),
    "stakeholder.written": _("Stakeholder written"),
    "strategy_link.removed": _("Link with the strategy taken out"),
    "strategy_link.written": _("Link with the strategy written"),
    "team_model.removed": _("Team model: as the unit above"),
    "team_model.written": _("Team model written: %(model)s"),
    "unit.closed": _("Unit closed"),
    "unit.created": _("Unit created"),
    "unit.moved": _("Unit moved"),
    "unit.updated": _("Unit updated"),
    "variant.removed": _("Local variant taken out"),
    "variant.written": _("Local variant written"),
    "vault_terms.written": _("Times of the vault written"),
    "withdrawal.asked": _("Withdrawal asked for"),
    "withdrawal.begun": _("Withdrawal begins"),
    "withdrawal.done": _("Gone from the network, and seen to be"),
    "withdrawal.dropped": _("Withdrawal given up"),
    "withdrawal.failed": _("Withdrawal refused by the network"),
    "withdrawal.handed_over": _("To be taken down by hand"),
    "withdrawal.refused": _("Withdrawal put off by the network"),
    "withdrawal.unknown": _("Checking that it is gone"),
}

# participle: icon, colour class of the timeline
MARKS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("created", "added", "registered", "drafted", "opened"), ("plus", "idle")),
    **dict.fromkeys(
        ("approved", "verified", "confirmed", "given", "accepted", "ticked", "finished"),
        ("circle-check", "ok"),
    ),
    **dict.fromkeys(("sent", "published"), ("send", "info")),
    **dict.fromkeys(("refused", "failed", "disappeared"), ("circle-x", "stop")),
    **dict.fromkeys(("altered", "unknown", "needs_human", "missed"), ("alert-triangle", "warn")),
    **dict.fromkeys(("returned", "changes_requested", "reopened"), ("arrow-back-up", "warn")),
    **dict.fromkeys(("voided", "cancelled", "withdrawn", "expired", "abandoned"), ("ban", "idle")),
    **dict.fromkeys(("removed", "revoked", "destroyed"), ("circle-minus", "idle")),
    **dict.fromkeys(("retired", "archived", "closed", "superseded"), ("archive", "idle")),
    **dict.fromkeys(("queued", "scheduled", "rescheduled"), ("clock", "info")),
    **dict.fromkeys(("submitted", "requested"), ("writing-sign", "info")),
    **dict.fromkeys(("stored", "replaced", "rewrapped"), ("key", "idle")),
    **dict.fromkeys(("engaged", "sealed"), ("lock", "stop")),
    "adopted": ("scale", "ok"),
    "granted": ("user-check", "ok"),
    "imported": ("file-import", "idle"),
    "left": ("user-x", "stop"),
    "lifted": ("lock-open", "ok"),
    "made": ("gavel", "info"),
    "moved": ("switch-horizontal", "idle"),
    "updated": ("pencil", "idle"),
}
PLAIN_MARK: Final = ("circle-dashed", "idle")


class _Values(dict[str, object]):
    """Fields of a state; one that is not there reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def model_of(kind: str) -> type[models.Model] | None:
    """Return the governed model of a kind; None for a kind of an area that is gone."""
    return next((model for model in governed_models() if kind_of(model) == kind), None)


def sentence(verb: str, kind: str, state: Mapping[str, Any]) -> str:
    """Return what happened in the reader's language; the verb itself when no words are known."""
    model = model_of(kind)
    own: Mapping[str, object] = getattr(model, "ledger_sentences", {})
    words = own.get(verb) or SENTENCES.get(verb)
    return str(words) % _Values(_shown(model, state)) if words else verb


def _shown(model: type[models.Model] | None, state: Mapping[str, Any]) -> dict[str, object]:
    shown = dict(state)
    for field in model._meta.concrete_fields if model else ():
        labels = dict(field.flatchoices)
        value = state.get(field.attname)
        if isinstance(value, str | int) and value in labels:
            shown[field.attname] = str(labels[value])
    return shown


def mark(verb: str) -> tuple[str, str]:
    """Return the icon and the colour class (`ok`, `info`, `warn`, `stop`, `idle`) of a verb."""
    return MARKS.get(verb.partition(".")[2], PLAIN_MARK)


def machine_name(ref: str) -> str:
    """Return how a background process is named to a reader."""
    return {
        "sender": gettext("Automatic sending"),
        "vault": gettext("The vault, by itself"),
        "signer": gettext("Signing of the journal"),
        "worker": gettext("Background task"),
        "schedule": gettext("Scheduled task"),
        "setup": gettext("Installation"),
        "demo": gettext("Demonstration data"),
    }.get(ref, ref)
