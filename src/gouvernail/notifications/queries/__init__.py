"""What a person was told, in their language."""

from collections.abc import Mapping
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.notifications.models import Notification, Preference
from gouvernail.notifications.queries.rooms import REHEARSED, WATCHED
from gouvernail.people.models import Person

SENTENCES: Final[Mapping[str, Promise]] = {
    "agreement.ending": _("The ownership agreement of “%(title)s” runs out within a month."),
    "agreement.over": _("The ownership agreement of “%(title)s” has run out."),
    "agreement.goes": _("%(by)s has left and keeps “%(title)s”: have our name taken out of it."),
    "agreement.closes": _("%(by)s has left: “%(title)s” is to be closed, as was agreed."),
    "guide.to_read": _("The style guide of “%(title)s” is to be read."),
    "guide.reading_soon": _("The style guide of “%(title)s” is to be read soon."),
    "guide.reading_today": _("The style guide of “%(title)s” is to be read today."),
    "guide.reading_late": _("You have not read the style guide of “%(title)s” yet."),
    "handover.opened": _("“%(title)s” is being handed over to you by %(by)s."),
    "handover.to_assign": _("%(by)s answers for “%(title)s” no more: say who follows."),
    "handover.refused": _("The successor refuses “%(title)s”: read why, and answer."),
    "handover.finished": _("“%(title)s” is handed over."),
    "handover.soon": _("The handover of “%(title)s” is to be finished soon."),
    "handover.late": _("The handover of “%(title)s” is late."),
    "handover.unsigned": _("A step of the handover of “%(title)s” has changed: sign it again."),
    "handover.overtaken": _("The handover of “%(title)s” ended by itself: nothing is left to do."),
    "rights.ending": _("The rights of “%(title)s” end within a month: extend them or replace it."),
    "rights.last_day": _("Today is the last day of use of “%(title)s”."),
    "rights.ended": _("The rights of “%(title)s” have ended: nothing leaves with it any more."),
    "rights.extension_asked": _("%(by)s asks to use “%(title)s” longer: you keep its rights."),
    "rights.extension_granted": _("%(by)s extended the rights of “%(title)s”."),
    "rights.extension_refused": _("%(by)s refused more time for “%(title)s”."),
    "brand.removal_asked": _("%(by)s asks that “%(title)s” leaves force: a second person agrees."),
    "brand.withdrawn_at_once": _(
        "%(by)s withdrew “%(title)s” at once: confirm it or bring it back."
    ),
    "brand.removal_agreed": _("%(by)s agreed to what you asked of “%(title)s”."),
    "brand.removal_refused": _("%(by)s refused what you asked of “%(title)s”: it stays."),
    "rights.in_draft": _("“%(title)s” carries a picture whose rights end before it leaves."),
    "partner.contract_ending": _("The contract with %(title)s ends within a month."),
    "partner.post_late": _("A post of %(title)s is late: look for it, and check it."),
    "proof.asked": _("Prove that you can still get into: %(title)s."),
    "proof.soon": _("Soon too late to prove that you can get into: %(title)s."),
    "proof.late": _("You did not prove in time that you can get into: %(title)s."),
    "proof.sent_back": _("Your photograph of “%(title)s” was sent back: read why."),
    "proof.left_in": _("Take the token out of the profile of: %(title)s."),
    "proof.to_confirm": _("%(by)s sent a photograph of “%(title)s”: a second person confirms."),
    "proof.to_decide": _("Control is not proved: %(title)s. Decide what follows."),
    "proof.decided": _("It is decided what follows your missing proof of “%(title)s”."),
    "access.to_revoke": _("The access of %(by)s to “%(title)s” is to be revoked today."),
    "access.withdrawn": _("The access of %(by)s to “%(title)s” is to be revoked within a week."),
    "access.to_revoke_later": _("The access of %(by)s to “%(title)s” is to be revoked soon."),
    "access.late": _("The access of %(by)s to “%(title)s” should have been revoked."),
    "access.many_to_revoke": _("%(title)s more accesses are to be revoked: see the board."),
    "access_review.asked": _("%(by)s asks you who still needs their access: “%(title)s”."),
    "access_review.soon": _("The access review “%(title)s” is to be answered soon."),
    "access_review.today": _("The access review “%(title)s” is to be answered today."),
    "access_review.late": _("The access review “%(title)s” is late: your answers are awaited."),
    "access_review.unanswered": _("“%(title)s” is late: see who has not answered."),
    "access_review.given": _("%(by)s asks you about an access to “%(title)s”."),
    "access_review.refused": _("%(by)s cannot answer for an access to “%(title)s”: say who can."),
    "access_review.change": _("%(by)s asks for an access to “%(title)s” to be put right."),
    "account_review.to_attest": _("“%(title)s” is to be attested: is it right, is it needed?"),
    "account_review.soon": _("The review of “%(title)s” is due soon."),
    "account_review.today": _("The review of “%(title)s” is due today."),
    "account_review.late": _("The review of “%(title)s” is late."),
    "account_review.to_assign": _("Nobody attests “%(title)s”: give its review to somebody."),
    "account_review.to_confirm": _("%(by)s attested “%(title)s”: a second person confirms."),
    "account_review.returned": _("%(by)s sent the review of “%(title)s” back to you."),
    "account_review.decided": _("%(by)s confirmed the review of “%(title)s”."),
    "account_review.task": _("%(by)s gave you something to do for “%(title)s”."),
    "account_review.task_soon": _("What you have to do for “%(title)s” is due soon."),
    "account_review.task_late": _("What you have to do for “%(title)s” is late."),
    "account_review.task_stuck": _(
        "What was to be done for “%(title)s” is late, or whoever had it has left: see to it."
    ),
    "account_review.task_done": _("%(by)s did what was asked for “%(title)s”."),
    "conversation.assigned": _("%(by)s gives you the conversation “%(title)s”."),
    "conversation.passed_on": _("%(by)s gives the conversation “%(title)s” to others."),
    "conversation.late": _("“%(title)s” waits for an answer longer than promised."),
    "conversation.unsent": _("Your answer to “%(title)s” did not leave: look at it again."),
    "question.asked": _("%(by)s asks what you know: “%(title)s”."),
    "question.answered": _("%(by)s answered your question about “%(title)s”."),
    "question.late": _("%(by)s still waits for what you know: “%(title)s”."),
    "question.unanswered": _("%(by)s has not answered about “%(title)s”: ask somebody else?"),
    "approval.to_decide": _("“%(title)s” waits for your decision."),
    "approval.approved": _("“%(title)s” is approved."),
    "approval.changes": _("%(by)s asks for changes to “%(title)s”."),
    "approval.refused": _("%(by)s refused “%(title)s”."),
    "approval.expired": _("Nobody decided “%(title)s” in time."),
    "credential.accounted": _("%(by)s wrote what happened after the emergency: “%(title)s”."),
    "credential.account_late": _("%(by)s has not written what happened: “%(title)s”."),
    "credential.alone": _("%(by)s will open “%(title)s” alone, unless you refuse."),
    "credential.approved": _("You may open “%(title)s” when you need it."),
    "credential.breach": _("%(by)s says that “%(title)s” may be known outside: renew it today."),
    "credential.due": _("“%(title)s” is to be renewed."),
    "credential.emergency": _(
        "EMERGENCY: %(by)s asks for “%(title)s”. It opens by itself, unless you refuse."
    ),
    "credential.left": _("%(by)s has left and knew “%(title)s”: renew it today."),
    "credential.overdue": _("“%(title)s” should have been renewed."),
    "credential.refused": _("Your request to see “%(title)s” was refused."),
    "credential.released": _("Nobody refused in time: %(by)s may open “%(title)s”."),
    "credential.shown": _("%(by)s saw “%(title)s”."),
    "credential.to_account": _("Write what happened after the emergency: “%(title)s”."),
    "credential.to_approve": _("%(by)s asks to see “%(title)s”."),
    "credential.to_retire": _("Nobody is to get in any more: take “%(title)s” out of the vault."),
    "credential.withdrawn": _("%(by)s no longer asks to see “%(title)s”."),
    "declaration.unsent": _(
        "The letter asking what %(title)s holds was refused: hand the link over yourself."
    ),
    "declaration.answer_unsent": _(
        "The letter that answers what %(title)s declared did not leave: tell whoever signed."
    ),
    "declaration.signed": _("%(by)s signed the declaration of %(title)s."),
    "declaration.appealed": _("%(by)s appeals against a refusal (%(title)s)."),
    "declaration.refused": _("%(by)s answered what you declared about “%(title)s”: refused."),
    "declaration.answered": _("%(by)s answered your appeal about “%(title)s”."),
    "delivery.to_hand_off": _("“%(title)s” is to be published by hand on %(network)s."),
    "delivery.failed": _("%(network)s refused “%(title)s”."),
    "delivery.needs_human": _("Nobody can tell whether “%(title)s” is online: please look."),
    "delivery.missed": _("“%(title)s” missed its time."),
    "delivery.altered": _("“%(title)s” is not online as it was approved."),
    "delivery.withdrawn": _("“%(title)s” was withdrawn from %(network)s."),
    "delivery.to_take_down": _("“%(title)s” must be taken down by hand on %(network)s."),
    "delivery.disappeared": _("“%(title)s” is gone from %(network)s."),
    "delivery.stricter": _("The rules changed: “%(title)s” goes back to review."),
    "draft.assigned": _("%(by)s gave you “%(title)s” to work on."),
    "draft.to_correct": _("The correction of “%(title)s” is started: write it, then submit it."),
    "freeze.engaged": _("%(by)s froze publishing."),
    "freeze.lift_asked": _("%(by)s asks to reopen publishing: a second person must confirm."),
    "freeze.lifted": _("Publishing is open again."),
    "freeze.one_lifted": _("%(by)s lifted a freeze; another still stands."),
    "freeze.restored": _("%(by)s restored the site from a backup: publishing is frozen."),
    "model.to_answer": _("%(by)s asks you to agree to changes of the governance model."),
    "model.applied": _("%(by)s agreed to your changes of the governance model: they are applied."),
    "model.refused": _("%(by)s refused your changes of the governance model: read why."),
    "model.expired": _(
        "Your changes of the governance model are out of date: nothing was applied."
    ),
    "opening.accepted": _("%(by)s agreed to be named for “%(title)s”."),
    "opening.answered": _("%(by)s answered what you wrote about the refusal of “%(title)s”."),
    "opening.appealed": _("%(by)s asks you to look again at the refusal of “%(title)s”."),
    "opening.begun": _("The opening of “%(title)s” has begun: see what is yours to do."),
    "opening.declined": _("%(by)s declines being named for “%(title)s”."),
    "opening.due": _("What is left to do for “%(title)s” is due within a week."),
    "opening.late": _("What is left to do for “%(title)s” is late."),
    "opening.merged": _("“%(title)s” will not be opened: an account that exists is reworked."),
    "opening.named": _("%(by)s would like to name you for “%(title)s”: do you accept?"),
    "opening.rework_declined": _("%(by)s declines the rework asked for with “%(title)s”."),
    "opening.to_begin": _("“%(title)s” is agreed to: its opening may begin."),
    "incident.declared": _("An incident is declared: “%(title)s”."),
    "incident.drill_declared": _("A drill begins: “%(title)s”."),
    "incident.graded": _("The severity of “%(title)s” has changed."),
    "incident.seated": _("You hold a seat in the incident “%(title)s”."),
    "incident.task_given": _("There is something for you to do in “%(title)s”."),
    "incident.task_late": _("A task of the first hour is late in “%(title)s”."),
    "incident.frozen": _("Publishing is stopped from the room of “%(title)s”."),
    "incident.account_taken": _("%(by)s is hijacked: “%(title)s”."),
    "incident.called": _("You are called in the incident “%(title)s”: answer there."),
    "incident.unanswered": _("A contact does not answer in “%(title)s”."),
    "incident.closed": _("The incident “%(title)s” is closed."),
    "incident.staff_message": _("Message to all of us: %(title)s"),
    **REHEARSED,
    **WATCHED,
    "crisis_statement.submitted": _("Statements of the plan “%(title)s” wait for approval."),
    "crisis_statement.returned": _("A statement of the plan “%(title)s” is sent back to you."),
    "consultation.answered": _("Your remark about “%(title)s” is answered."),
    "consultation.cancelled": _("The consultation about “%(title)s” could not open: see why."),
    "consultation.closed": _("The consultation about “%(title)s” is over: answer the remarks."),
    "consultation.ends_soon": _("Three days are left to say what you think of “%(title)s”."),
    "consultation.ends_tomorrow": _("One day is left to say what you think of “%(title)s”."),
    "consultation.extended": _("You have more time to say what you think of “%(title)s”."),
    "consultation.in_force": _("“%(title)s” is in force: see what changed because of you."),
    "consultation.opened": _(
        "What do you think of “%(title)s”? You are asked before it is decided."
    ),
    "consultation.shortened": _("The consultation about “%(title)s” ends sooner: read why."),
    "consultation.suggested": _("Somebody suggests a change to “%(title)s”."),
    "consultation.suggestion_answered": _("What you suggested for “%(title)s” is answered."),
    "reply.ends_soon": _("The approved reply “%(title)s” will soon be offered no more."),
    "reply.to_review": _("Is the approved reply “%(title)s” still good? Its review is due."),
    "policy.agreed": _("%(by)s agreed to the new version of “%(title)s”."),
    "policy.in_force": _("The new version of “%(title)s” is in force."),
    "policy.kept": _("“%(title)s” is kept in use after all, says %(by)s."),
    "policy.returned": _("%(by)s sent the new version of “%(title)s” back: read why."),
    "policy.review_late": _(
        "The review of “%(title)s” is late: say that nothing changes, or write."
    ),
    "policy.review_soon": _("“%(title)s” is to be reviewed soon."),
    "policy.review_today": _("“%(title)s” is to be reviewed today."),
    "policy.to_approve": _("%(by)s asks you to approve a new version of “%(title)s”."),
    "policy.to_archive": _("%(by)s asks to archive “%(title)s”."),
    "policy.withdrawn": _("%(by)s took back the agreed version of “%(title)s”."),
    "policy.to_sign": _("“%(title)s” is to be read and signed."),
    "risk.to_review": _("The risk “%(title)s” is to be reviewed within a week."),
    "risk.review_late": _("The review of the risk “%(title)s” is late."),
    "rules.to_review": _("%(by)s submitted new rules for review: “%(title)s”."),
    "rules.agreed": _("%(by)s agreed to the new rules of “%(title)s”."),
    "rules.rejected": _("%(by)s rejected the new rules of “%(title)s”: read why."),
    "rules.in_force": _("The new rules of “%(title)s” are in force."),
    "rules.tomorrow": _("New rules of “%(title)s” are in force within a day: see what changes."),
    "rules.retire": _("%(by)s asks to take the rules “%(title)s” out of use."),
    "rules.level_asked": _("%(by)s asks for another level of a rule of “%(title)s”."),
    "rules.level_agreed": _("%(by)s agreed to the level you asked for, in “%(title)s”."),
    "rules.level_rejected": _("%(by)s rejected the level you asked for, in “%(title)s”: read why."),
    "waiver.to_grant": _("%(by)s asks for a waiver of the rule “%(title)s”."),
    "waiver.granted": _("%(by)s granted your waiver of the rule “%(title)s”."),
    "waiver.refused": _("%(by)s refused your waiver of the rule “%(title)s”: read why."),
    "waiver.ending": _("The waiver of the rule “%(title)s” ends soon."),
    "waiver.ended": _("%(by)s ended your waiver of the rule “%(title)s”."),
    "waiver.over": _("The waiver of the rule “%(title)s” has ended."),
    "licence.ending_1": _("Your licence to publish ends tomorrow: see what to do."),
    "licence.ending_30": _("Your licence to publish ends within 30 days: see what to do."),
    "licence.ending_7": _("Your licence to publish ends within 7 days: see what to do."),
    "licence.lapsed": _("Your licence no longer holds: your posts wait for approval."),
    "licence.lifted": _("%(by)s lifted what held your licence back."),
    "licence.missing": _("A licence is asked of you now: see what is missing."),
    "licence.requirement_asked": _("%(by)s proposes what licences ask: a second person decides."),
    "licence.restricted": _("%(by)s restricted your licence: read why, and until when."),
    "licence.suspended": _("%(by)s suspended your licence: read why, and until when."),
    "licence.waiver_ended": _("%(by)s ended your waiver of the licence."),
    "licence.waiver_granted": _("%(by)s granted you a waiver of the licence."),
    "licence.waiver_refused": _("%(by)s refused you a waiver of the licence: read why."),
    "licence.waiver_to_grant": _("%(by)s asks for a waiver of the licence."),
    "draft.waits_for_licence": _(
        "“%(title)s” waits for one more approval: the licence of %(by)s no longer holds."
    ),
    "draft.goes_again": _("“%(title)s” goes as planned: the licence of %(by)s holds again."),
    "conduct_basis.proposed": _("%(by)s recorded what allows breaches to be followed up: agree?"),
    "conduct_basis.agreed": _("%(by)s agreed: breaches may be followed up from now on."),
    "conduct_case.opened": _("Something concerns you: read it, and say what happened first."),
    "conduct_case.given": _("%(unit)s: a case is yours to decide."),
    "conduct_case.free": _("%(unit)s: a case waits for somebody to decide it."),
    "conduct_case.named": _("You know now who decides what concerns you."),
    "conduct_case.aside": _("%(unit)s: somebody else decides a case that was yours."),
    "conduct_case.proof": _("%(unit)s: something was added to a case."),
    "conduct_case.accounted": _("%(unit)s: the person has given their account; the case is ready."),
    "conduct_case.answer_soon": _("You have three days left to say what happened."),
    "conduct_case.extended": _("You have more time to say what happened."),
    "conduct_case.due": _("%(unit)s: the time to answer is over; a decision is due."),
    "conduct_case.decide_soon": _("%(unit)s: a case is to be decided soon."),
    "conduct_case.decide_late": _("%(unit)s: a case should have been decided."),
    "conduct_case.decided": _("It is decided what follows: read why, and how to appeal."),
    "conduct_case.appealed": _("%(unit)s: a decision is appealed; somebody else examines it."),
    "conduct_case.appeal_decided": _("The appeal is decided: read why."),
    "conduct_case.lifted": _("What followed ends today, before its time."),
    "conduct_case.ended": _("It is over: nothing follows any more."),
    "signing.to_sign": _("“%(title)s” waits for your signature, by %(day)s."),
    "signing.soon": _("“%(title)s” is still to be signed, by %(day)s."),
    "signing.today": _("Today is the last day to sign “%(title)s”."),
    "signing.late": _("“%(title)s” was to be signed by %(day)s: you still can."),
    "signing.many": _("%(title)s texts wait for your signature."),
    "signing.objected": _("Somebody objects to signing “%(title)s”: read it, and answer."),
    "signing.answered": _("Your objection to signing “%(title)s” is answered."),
    "training.asked": _("The course “%(title)s” is asked of you."),
    "training.again": _("The course “%(title)s” has changed: do it again, see by when."),
    "training.due_soon": _("The course “%(title)s” is to be finished soon."),
    "training.due_today": _("The course “%(title)s” is to be finished today."),
    "training.due_late": _("The course “%(title)s” is late: a few minutes are enough."),
    "training.ends_30": _("Your certificate “%(title)s” ends in 30 days: renew it now."),
    "training.ends_7": _("Your certificate “%(title)s” ends in 7 days: renew it now."),
    "training.ends_1": _("Your certificate “%(title)s” ends tomorrow: renew it today."),
    "training.given": _("%(by)s recorded that you finished “%(title)s”."),
    "training.revoked": _("%(by)s withdrew your certificate “%(title)s”: read why."),
    "training.waived": _("%(by)s let you off the course “%(title)s”."),
    "training.proof_sent": _("%(by)s sent a certificate from elsewhere for “%(title)s”."),
    "training.proof_accepted": _("%(by)s accepted your certificate from elsewhere: “%(title)s”."),
    "training.proof_refused": _(
        "%(by)s refused your certificate from elsewhere for “%(title)s”: read why."
    ),
    "training.import_done": _("The completions of “%(title)s” are recorded: see what came of it."),
    "training.import_failed": _(
        "The completions of “%(title)s” are not all recorded: see why, and go on."
    ),
    "training.resource_soon": _("“%(title)s” of the library is to be looked at again soon."),
    "training.resource_today": _("“%(title)s” of the library is to be looked at again today."),
    "training.resource_late": _("“%(title)s” of the library may be out of date: look at it again."),
    "training_session.invited": _("%(by)s invites you to a session: “%(title)s”."),
    "training_session.changed": _("The session “%(title)s” has changed."),
    "training_session.cancelled": _("The session “%(title)s” is cancelled."),
    "training_session.going": _("You have a seat in the session “%(title)s”."),
    "training_session.seat": _("A seat became free for you in the session “%(title)s”."),
    "training_session.waiting": _("You are on the waiting list of the session “%(title)s”."),
    "training_session.declined": _("You do not come to the session “%(title)s”."),
    "staff_report.made": _("%(unit)s: somebody reported “%(title)s” and waits for help."),
    "staff_report.late": _("%(unit)s: nobody has taken up what was reported as “%(title)s”."),
    "staff_report.taken": _("Somebody has taken up what you reported: “%(title)s”."),
    "staff_report.taken_over": _("A colleague took over the report “%(title)s”."),
    "staff_report.given": _("The report “%(title)s” was passed on to you."),
    "staff_report.said": _("You were written to about what you reported: “%(title)s”."),
    "staff_report.added": _("Something was added to the report “%(title)s”."),
    "staff_report.answered": _("What you reported is answered: “%(title)s”."),
    "staff_report.reopened": _("The report “%(title)s” is not solved: somebody comes back to it."),
    "staff_report.withdrawn": _("The report “%(title)s” was withdrawn."),
    "ambassadors.kit_to_approve": _("The story “%(title)s” waits for your approval."),
    "ambassadors.kit_approved": _("The story “%(title)s” is approved."),
    "ambassadors.kit_returned": _("The story “%(title)s” is sent back: read why."),
    "ambassadors.kit_open": _("A story to share, if you wish: “%(title)s”."),
    "ambassadors.week": _("%(title)s: there are stories to share this week, if you wish."),
    "ambassadors.words_to_read": _("Somebody tells “%(title)s” in their own words: read them."),
    "ambassadors.words_approved": _("Your words for “%(title)s” are approved: share them."),
    "ambassadors.words_refused": _("Your words for “%(title)s” need another try: read why."),
    "ambassadors.trusted": _(
        "Your words for “%(title)s” are approved. You are trusted: the next ones need no approval."
    ),
    "ambassadors.trust_lost": _(
        "Your words for “%(title)s” do not keep a rule: the next ones are read before you share."
    ),
    "ambassadors.mend": _(
        "Thank you for sharing “%(title)s”. The post does not say who speaks: see how to mend it."
    ),
    "ambassadors.consent_30": _("%(title)s: your consent ends within a month. Renew it, or not."),
    "ambassadors.consent_7": _("%(title)s: your consent ends within a week. Renew it, or not."),
    "ambassadors.consent_lapsed": _(
        "%(title)s: your consent has ended. Nothing of your account is read any more."
    ),
    "ambassadors.closed": _("%(title)s is closed: consents have ended, accounts are forgotten."),
    "ambassadors.idea": _("%(title)s: a colleague suggests something."),
    "ambassadors.idea_answered": _("%(title)s: your suggestion is answered."),
    "report.received": _("“%(title)s”, on %(network)s, is reported as a fake."),
    "report.outside": _(
        "Many accounts are reported today: the next ones wait outside the register."
    ),
    "report.many": _("“%(title)s”, on %(network)s, was reported %(by)s times as a fake."),
    "spike.in_quiet_hours": _(
        "During your quiet hours, “%(title)s” rose above usual: severity %(by)s of 10."
    ),
    "mention.assigned": _("%(by)s gives you a mention heard on %(title)s."),
    "topic.handed_over": _("%(by)s gives you the topic “%(title)s”: you are told when it rises."),
    "spike.opened": _("“%(title)s” rises above usual: severity %(by)s of 10."),
    "spikes.in_quiet_hours": _(
        "During your quiet hours, %(by)s alerts came; the gravest is about “%(title)s”."
    ),
}
PRACTICE: Final = "Practice"
WEBSITE: Final = "Website"


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Return what a notification says, in the current language.

    A kind that an older version wrote and this one no longer knows is shown by its name. The fact
    `drill` says that it happens in a rehearsal: the sentence begins with it.
    """
    template = SENTENCES.get(kind)
    if template is None:
        return gettext("Something happened (%(kind)s).") % {"kind": kind}
    known = {"title": "", "by": "", "network": "", "unit": "", **facts}
    if known.get("title_en") and str(get_language()).startswith("en"):
        known["title"] = known["title_en"]
    if known["network"] == PRACTICE:
        known["network"] = gettext("Practice")
    elif known["network"] == WEBSITE:
        known["network"] = gettext("Website")
    said = str(template) % known
    return gettext("Drill. %(said)s") % {"said": said} if known.get("drill") else said


def notifications_of(person: Person) -> QuerySet[Notification]:
    """Return everything a person was told, latest first. One query when iterated."""
    return Notification.objects.filter(person=person).order_by("-at", "-id")


def unread_count(person: Person) -> int:
    """Return how many notifications wait to be read. One query."""
    return Notification.objects.filter(person=person, read_at__isnull=True).count()


def preference_of(person: Person) -> Preference:
    """Return how a person wants e-mail; the usual way when they never said. One query."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)
