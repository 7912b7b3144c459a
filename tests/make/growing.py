"""One row more of each list: what a list that grows is made of."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from gouvernail.advocacy.models import Membership
from gouvernail.attestations.models import Campaign, Declaration, Declarer
from gouvernail.charter.actions import write_line
from gouvernail.charter.models import Charter
from gouvernail.charter.queries.facts import ChannelFacts, DocumentFacts, ObjectiveFacts
from gouvernail.conduct.models import Basis, Case
from gouvernail.consultations.actions import close_consultation
from gouvernail.custody.models import AccessReview
from gouvernail.foundation.clock import now
from gouvernail.licences.models import Requirement, Waiver
from gouvernail.notifications.models import Notification
from gouvernail.onboarding.actions import keep_pasted
from gouvernail.onboarding.sources.pasting import read_pasted
from gouvernail.openings.models import Opening
from gouvernail.people.models import Absence, Person, Role, SignIn, Unit
from gouvernail.policies.models import ModerationAct, Policy
from gouvernail.practice.models import Post, Profile
from gouvernail.records.models import Record
from gouvernail.registry.models import (
    Account,
    Finding,
    ProfileChange,
    ProfileReading,
    ProfileStandard,
)
from gouvernail.signing.models import Line
from gouvernail.training.models import Assignment
from gouvernail.verification.models import Directory
from tests.make.advocacy import make_kit, make_programme
from tests.make.attestations import make_review
from tests.make.charter import make_duty, make_risk
from tests.make.conduct import make_staff_report
from tests.make.consultations import make_consultation, make_remark
from tests.make.content import EPOCH, make_draft, make_submitted
from tests.make.credentials import make_item, make_reveal
from tests.make.custody import (
    make_access,
    make_access_review,
    make_handover,
    make_reviewed,
)
from tests.make.licences import make_requirement
from tests.make.people import make_grant, make_person, make_unit
from tests.make.policies import make_charter, make_moderated
from tests.make.publishing import make_delivery
from tests.make.registry import make_account, make_reading, make_sheet
from tests.make.replies import make_in_use, make_reply
from tests.make.rulebooks import make_pack
from tests.make.signing import make_campaign
from tests.make.training import make_course, make_resource, make_session
from tests.make.verification import make_directory, make_listing, make_reported

CAMPAIGN = UUID(int=7)
Grow = Callable[[int, Person, Unit], object]


def a_draft(number: int, by: Person, unit: Unit) -> None:
    make_draft(
        author=by,
        unit=unit,
        accounts=(make_account(unit=unit),),
        publish_at=EPOCH + timedelta(hours=number),
        wall_time="2026-11-16T10:00",
        time_zone="Europe/Paris",
    )


def a_request(number: int, by: Person, unit: Unit) -> None:
    writer = make_person(name=f"Writer {number}", home_unit=unit)
    make_grant(person=writer, unit=unit, role=Role.CONTRIBUTOR)
    make_submitted(author=writer, unit=unit, at=EPOCH)


def a_person(number: int, by: Person, unit: Unit) -> None:
    person = make_person(name=f"Person {number}", home_unit=unit)
    make_grant(person=person, unit=unit, role=Role.CONTRIBUTOR)
    make_grant(person=person, unit=unit, role=Role.REVIEWER, seat="legal")
    Absence.objects.create(
        person=person, delegate=by, starts_at=EPOCH, ends_at=EPOCH + timedelta(days=900)
    )


def an_account(number: int, by: Person, unit: Unit) -> None:
    make_reading(account=make_account(unit=unit, owner=by, backup=by, custodian=by), by=by)


def a_followed_account(number: int, by: Person, unit: Unit) -> None:
    """Found, suggested as dormant, with a sheet, a profile that changed and a standard for it."""
    told: dict[str, Any] = {
        "owner": by,
        "review_on": now().date(),
        "status_by": by,
        "status_since": EPOCH,
    }
    account = make_account(unit=unit, **told)
    make_account(unit=unit, status="fan", duplicate_of=account, **told)
    make_sheet(account=account, by=by)
    facts = {"last_on": "2026-01-05", "allowed": 90, "looked": True}
    Finding.objects.create(kind="dormant", account=account, digest="0", facts=facts, found_at=EPOCH)
    ProfileChange.objects.create(account=account, field="name", noticed_at=EPOCH)
    ProfileReading.objects.create(
        account=account, name="N", failing=["link"], read_at=EPOCH, confirmed_at=EPOCH, read_by=by
    )
    ProfileStandard.objects.create(
        unit=unit, network=f"n{number}", name="N", set_by=by, set_at=EPOCH
    )


def a_delivery(number: int, by: Person, unit: Unit) -> None:
    make_delivery(make_account(unit=unit), by=by)


def a_record(number: int, by: Person, unit: Unit) -> None:
    account = Account.objects.first() or make_account(unit=unit)
    Record.objects.create(
        account=account,
        source=Record.Source.BY_HAND,
        text="Bonjour.",
        published_at=EPOCH,
        archived_at=EPOCH,
        digest="0" * 64,
    )


def a_notification(number: int, by: Person, unit: Unit) -> None:
    Notification.objects.create(person=by, kind="policy.to_sign", once=str(number), at=EPOCH)


def a_policy(number: int, by: Person, unit: Unit) -> None:
    Policy.objects.create(slug=f"p{number}", title="Charte", unit=unit, owner=by)


def a_pack(number: int, by: Person, unit: Unit) -> None:
    source = f"pack: pack-{number}\ntitle: {{fr: Règles, en: Rules}}\nrules: []\n"
    make_pack(unit=unit, by=by, source=source)


def a_unit(number: int, by: Person, unit: Unit) -> None:
    make_unit(parent=unit, name=f"Unit {number}")


def a_post(number: int, by: Person, unit: Unit) -> None:
    profile, _ = Profile.objects.get_or_create(handle="public", defaults={"name": "Public"})
    Post.objects.create(profile=profile, key=str(number), text="Bonjour.", at=EPOCH)


def a_sign_in(number: int, by: Person, unit: Unit) -> None:
    person = make_person(name=f"Person {number}", home_unit=unit)
    SignIn.objects.create(at=EPOCH, person=person, what="in", means="password")


def a_review(number: int, by: Person, unit: Unit) -> None:
    make_review(make_account(unit=unit, owner=by), assignee=by)


def a_declaration(number: int, by: Person, unit: Unit) -> None:
    campaign, _ = Campaign.objects.get_or_create(
        pk=CAMPAIGN,
        defaults={
            "unit": unit,
            "title": "T",
            "opens_on": EPOCH.date(),
            "closes_on": EPOCH.date(),
            "made_by": by,
            "made_at": EPOCH,
        },
    )
    below = make_unit(parent=unit, name=f"Unit {number}")
    declaration = Declaration.objects.create(campaign=campaign, unit=below)
    Declarer.objects.create(declaration=declaration, person=by)


def a_risk(number: int, by: Person, unit: Unit) -> None:
    make_risk(by=by, unit=unit, title=f"Risk {number}", owner_id=by.pk)


def a_line_of_the_charter(number: int, by: Person, unit: Unit) -> None:
    make_risk(by=by, unit=unit, title=f"Risk {number}", owner_id=by.pk)
    make_duty(by=by, unit=unit, role="lead", title=f"Duty {number}", days=tuple(range(7)))
    write_line(facts=ChannelFacts(title=f"Channel {number}"), by=by, at=EPOCH)
    write_line(facts=ObjectiveFacts(title=f"O {number}", unit_id=unit.pk), by=by, at=EPOCH)
    write_line(facts=DocumentFacts(title=f"D {number}", address="/policies/d/"), by=by, at=EPOCH)


def a_found_account(number: int, by: Person, unit: Unit) -> None:
    make_account(unit=unit, owner=by)
    read = read_pasted(f"https://x.com/found{number}")
    keep_pasted(addresses=read.addresses, by=by, at=EPOCH)


def an_access(number: int, by: Person, unit: Unit) -> None:
    account = make_account(unit=unit, owner=by, ways_in=1, custody=2)
    due = {"state": "to_revoke", "due_on": EPOCH.date(), "due_since": EPOCH, "why": "ended"}
    make_access(account=account, by=by, **due)
    make_handover(account=account, giver=by, due_on=EPOCH.date())


def a_reviewed_access(number: int, by: Person, unit: Unit) -> None:
    """One more line of the same review, one more review, and one more person asked."""
    review = AccessReview.objects.filter(pk=CAMPAIGN).first() or make_access_review(
        pk=CAMPAIGN, unit=unit, by=by
    )
    account = make_account(unit=unit, owner=by)
    make_reviewed(review=review, access=make_access(account=account, by=by), asked=by)
    other = make_person(name=f"Person {number}", home_unit=unit)
    access = make_access(account=account, by=by, person=other, means="role")
    make_reviewed(review=make_access_review(unit=unit, by=by), access=access, asked=None)
    make_reviewed(review=review, access=access, asked=other)


def a_told_account(number: int, by: Person, unit: Unit) -> None:
    if not Directory.objects.exists():
        make_directory()
    account = make_account(unit=unit)
    make_listing(account, link_seen_on=EPOCH.date(), link_seen_by=by)
    make_reported(account, decided_by=by, decided_at=EPOCH, status="fan")


def an_opening(number: int, by: Person, unit: Unit) -> None:
    Opening.objects.create(
        title="Nordet",
        unit=unit,
        network="x",
        requested_by=by,
        owner=by,
        status=Opening.Status.CHANGES,
        submitted_at=EPOCH,
        created_at=EPOCH,
        updated_at=EPOCH,
    )


def an_item(number: int, by: Person, unit: Unit) -> None:
    account = make_account(unit=unit, custodian=by)
    item = make_item(account=account, by=by, at=EPOCH - timedelta(days=400))
    writer = make_person(name=f"Writer {number}", home_unit=unit)
    make_grant(person=writer, unit=unit, role=Role.CONTRIBUTOR)
    make_reveal(item=item, by=writer, at=now())


def a_signer(number: int, by: Person, unit: Unit) -> None:
    person = make_person(name=f"Signer {number}", home_unit=unit)
    line = Line.objects.select_related("campaign").first()
    campaign = line.campaign if line else make_campaign(make_charter(by=by), by=by, at=now())
    Line.objects.get_or_create(
        campaign=campaign,
        person=person,
        defaults={
            "unit": unit,
            "due_on": EPOCH.date(),
            "added_at": EPOCH,
            "changed_at": EPOCH,
        },
    )


def a_staff_report(number: int, by: Person, unit: Unit) -> None:
    make_staff_report(by=make_person(name=f"Reporter {number}", home_unit=unit), kind="mistake")


def a_case(number: int, by: Person, unit: Unit) -> None:
    Charter.objects.update(modules=["conduct"])
    person = make_person(name=f"Concerned {number}", home_unit=unit)
    basis, _new = Basis.objects.get_or_create(
        status="in_force", defaults={"regime": "qc", "adopted_on": EPOCH.date(),
        "reference": "Counsel", "proposed_by": person, "proposed_at": EPOCH, "decided_by": by,
        "decided_at": EPOCH},
    )  # fmt: skip
    Case.objects.create(
        basis=basis, person=person, unit=unit, title=f"Case {number}", happened_on=EPOCH.date(),
        clause="charter#1", status="deciding", decider=by, opened_at=EPOCH, answer_by_at=EPOCH,
        decide_by_at=EPOCH,
    )  # fmt: skip


def a_licence(number: int, by: Person, unit: Unit) -> None:
    """Return somebody who writes and lacks what is asked, and asks to be let off."""
    person = make_person(name=f"Writer {number}", home_unit=unit)
    make_grant(person=person, unit=unit, role="contributor")
    if not Requirement.objects.exists():
        make_requirement(by=by, second_factor=True)
    Waiver.objects.create(
        person=person, until=EPOCH.replace(year=2099), reason="Why", asked_by=person, asked_at=EPOCH
    )


def a_programme(number: int, by: Person, unit: Unit) -> None:
    runner = make_person(name=f"Runner {number}", home_unit=unit)
    make_grant(person=runner, unit=unit, role=Role.DELEGATE)
    programme = make_programme(by=runner, unit=unit, title=f"Programme {number}")
    Membership.objects.create(programme=programme, person=by, joined_at=EPOCH)
    make_kit(programme, by=runner, second=by, days=9000)


def a_consultation(number: int, by: Person, unit: Unit) -> None:
    policy = Policy.objects.create(slug=f"asked-{number}", title="Charte", unit=unit, owner=by)
    begun = now() - timedelta(days=30)
    speaker = make_person(name=f"Speaker {number}", home_unit=unit)
    consultation = make_consultation(by=by, policy=policy, at=begun)
    make_remark(consultation, by=speaker, at=begun)
    close_consultation(consultation_id=consultation.pk, at=now())


def a_reply(number: int, by: Person, unit: Unit) -> None:
    """Keep a reply in use that is to review, with new words beside."""
    reply = make_in_use(by=by, unit=unit, title_en=f"Reply {number}")
    reply.versions.update(review_on=now().date() - timedelta(days=1))
    make_reply(by=by, unit=unit, title_en=f"Draft {number}")


def a_course(number: int, by: Person, unit: Unit) -> None:
    """Have a course asked of somebody else and of the reader, with a session and a resource."""
    course = make_course(by=by, unit=unit, slug=f"course-{number}", lessons=1)
    learner = make_person(name=f"Learner {number}", home_unit=unit)
    for person in (learner, by):
        Assignment.objects.create(
            course=course, unit=unit, person=person, asked_by=by, asked_at=EPOCH
        ).dues.create(person=person, since=EPOCH, due_on=EPOCH.date())
    make_session(course, by=by, unit=unit)
    make_resource(by=by, unit=unit)


def a_moderated_account(number: int, by: Person, unit: Unit) -> None:
    space = make_moderated(by=by, unit=unit, slug=f"comments-{number}")
    moderator = make_person(name=f"Moderator {number}", home_unit=unit)
    ModerationAct.objects.create(
        space=space, account_id=space.account_id, unit=unit, act="hide", anchor="1",
        version=space.policy.versions.get(), label="Injure", done_at=EPOCH, done_by=moderator,
        recorded_at=EPOCH, forget_at=EPOCH, struck_at=EPOCH, struck_by=moderator,
    )  # fmt: skip
