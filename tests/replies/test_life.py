"""The life of a reply: written, agreed to, used, looked at again, retired."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.errors import OwnWorkError
from gouvernail.approvals.models import Request
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.models import Leaf
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.replies.actions import (
    Sheet,
    Words,
    confirm_still_good,
    decide_reply,
    record_use,
    remind,
    retire_reply,
    submit_version,
    take_back_version,
    take_up_again,
    write_reply,
)
from gouvernail.replies.errors import (
    ReplyBlockedError,
    ReplyInvalidError,
    ReplyNotFoundError,
    ReplyNotInUseError,
    ReplyRetiredError,
    ReplyStaleError,
    VariablesMissingError,
)
from gouvernail.replies.models import Reply, ReplyUse, ReplyVersion
from gouvernail.replies.permissions import visible_replies, visible_reply
from gouvernail.replies.queries import suggestions
from gouvernail.replies.queries.filling import fill, text_for
from gouvernail.replies.queries.judging import examined
from gouvernail.replies.queries.versions import KIND, seen_of
from gouvernail.rulebooks.models import StoredVerdict
from tests.make.people import make_grant, make_person
from tests.make.replies import NOON, SHEET, WORDS, approve, make_colleague, make_in_use, make_reply

OTHER = replace(WORDS, short_en="Hello {first_name}, we look for your parcel. {signature}")


def test_words_are_in_use_once_somebody_else_agreed_to_them(hugo: Person, energy: Unit) -> None:
    reply = make_reply(by=hugo, unit=energy)

    version = submit_version(reply.pk, by=hugo, at=NOON)
    request = Request.objects.get(subject_id=version.pk)
    choice = Choice(verdict="approve", digest=request.digest)
    with pytest.raises(OwnWorkError):
        decide_reply(request_id=request.pk, choice=choice, by=hugo, at=NOON)
    approve(version, by=make_colleague(energy))

    reply.refresh_from_db()
    assert reply.current_id == version.pk
    assert reply.current is not None
    assert reply.current.review_on == date(2027, 11, 17)
    assert StoredVerdict.objects.filter(subject_kind=KIND, subject_id=version.pk).count() == 4
    verbs = (
        Leaf.objects.filter(subject_kind="reply_version", subject_id=version.pk)
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert [one for one in verbs if one.startswith("reply")] == [
        "reply_version.drafted",
        "reply_version.submitted",
        "reply_version.approved",
    ]


def test_an_edit_voids_the_agreement_asked_for(hugo: Person, energy: Unit) -> None:
    reply = make_reply(by=hugo, unit=energy)
    version = submit_version(reply.pk, by=hugo, at=NOON)

    write_reply(reply.pk, sheet=SHEET, words=OTHER, by=hugo, at=NOON)

    version.refresh_from_db()
    assert version.status == ReplyVersion.Status.DRAFT
    assert Request.objects.get().status == Request.Status.VOID


def test_new_words_wait_beside_those_in_use_and_then_replace_them(
    hugo: Person, energy: Unit
) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    first = reply.versions.get()

    write_reply(reply.pk, sheet=SHEET, words=OTHER, by=hugo, at=NOON)
    assert visible_reply(reply.pk, viewer=hugo).current_id == first.pk
    approve(submit_version(reply.pk, by=hugo, at=NOON), by=make_colleague(energy))

    assert list(reply.versions.values_list("number", "status")) == [(2, "approved"), (1, "retired")]


def test_the_same_words_again_begin_no_draft(hugo: Person, energy: Unit) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    words = replace(WORDS, review_on=reply.versions.get().review_on)

    write_reply(reply.pk, sheet=SHEET, words=words, by=hugo, at=NOON)

    assert reply.versions.count() == 1


def test_words_sent_back_are_a_draft_again(hugo: Person, energy: Unit) -> None:
    reply = make_reply(by=hugo, unit=energy)
    version = submit_version(reply.pk, by=hugo, at=NOON)
    request = Request.objects.get(subject_id=version.pk)
    choice = Choice(verdict="changes", digest=request.digest, comment="Say when.")

    decide_reply(request_id=request.pk, choice=choice, by=make_colleague(energy), at=NOON)

    version.refresh_from_db()
    assert (version.status, version.approval_id) == ("draft", None)


def test_words_taken_back_are_a_draft_again(hugo: Person, energy: Unit) -> None:
    reply = make_reply(by=hugo, unit=energy)
    submit_version(reply.pk, by=hugo, at=NOON)

    assert take_back_version(reply.pk, by=hugo, at=NOON).status == "draft"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words(), "short_fr"),
        (Words(long_en="Longer", short_fr="Court"), "short_en"),
        (Words(short_en="Hello {first name}"), "short_en"),
        (Words(short_en="Hello {first_name"), "short_en"),
        (Words(short_en="Hello", expires_on=date(2026, 11, 17)), "expires_on"),
        (Words(short_en="Hello", pictures=(uuid7(),)), "pictures"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    hugo: Person, energy: Unit, words: Words, field: str
) -> None:
    with pytest.raises(ReplyInvalidError) as refusal:
        make_reply(by=hugo, unit=energy, words=words)

    assert field in refusal.value.fields
    assert not Reply.objects.exists()


def test_a_text_too_long_for_a_network_is_not_submitted(hugo: Person, energy: Unit) -> None:
    reply = make_reply(by=hugo, unit=energy, words=Words(short_en="word " * 80), networks=("x",))

    with pytest.raises(ReplyBlockedError) as refusal:
        submit_version(reply.pk, by=hugo, at=NOON)

    assert "280" in refusal.value.fields["short_en"]


def test_a_long_text_is_judged_only_where_it_fits(hugo: Person, energy: Unit) -> None:
    words = Words(short_en="Hello", long_en="word " * 80)
    reply = make_reply(by=hugo, unit=energy, words=words, networks=("x", "mastodon"))

    found = examined(reply.versions.get(), at=NOON).judgements

    assert [(one.field, one.network) for one in found] == [
        ("short_en", "x"),
        ("short_en", "mastodon"),
        ("long_en", "mastodon"),
    ]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(hugo: Person, energy: Unit) -> None:
    reply = make_reply(by=hugo, unit=energy)
    seen = seen_of(reply, reply.versions.get())
    write_reply(reply.pk, sheet=SHEET, words=OTHER, seen=seen, by=hugo, at=NOON)

    with pytest.raises(ReplyStaleError):
        write_reply(reply.pk, sheet=SHEET, words=WORDS, seen=seen, by=hugo, at=NOON)


def test_a_retired_reply_is_offered_no_more_and_can_be_taken_up_again(
    hugo: Person, energy: Unit
) -> None:
    reply = make_in_use(by=hugo, unit=energy)

    retire_reply(reply.pk, reason="Nobody asks", by=hugo, at=NOON)
    with pytest.raises(ReplyRetiredError):
        write_reply(reply.pk, sheet=SHEET, words=OTHER, by=hugo, at=NOON)
    take_up_again(reply.pk, by=hugo, at=NOON)

    assert list(reply.versions.values_list("number", "status")) == [(2, "draft"), (1, "retired")]


def test_a_unit_reads_what_is_in_use_above_it_and_writes_it_not(
    claire: Person, hugo: Person, ines: Person, nordet: Unit, energy: Unit
) -> None:
    above = make_in_use(by=claire, unit=nordet)
    draft = make_reply(by=claire, unit=nordet, title_fr="Brouillon", title_en="Draft")
    beside = make_in_use(by=hugo, unit=energy)

    assert set(visible_replies(ines)) == {above}
    with pytest.raises(RightMissingError):
        write_reply(above.pk, sheet=SHEET, words=OTHER, by=ines, at=NOON)
    for hidden in (draft, beside):
        with pytest.raises(ReplyNotFoundError):
            visible_reply(hidden.pk, viewer=ines)


def test_a_use_counts_once_for_each_answer(hugo: Person, energy: Unit) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    version, subject = reply.versions.get(), uuid7()

    for one in (subject, subject, uuid7()):
        record_use(version_id=version.pk, subject_id=one, lang="fr", at=NOON)

    reply.refresh_from_db()
    assert (reply.uses, reply.last_used_at, ReplyUse.objects.count()) == (2, NOON, 2)


def test_words_whose_day_has_passed_are_not_used(hugo: Person, energy: Unit) -> None:
    words = replace(WORDS, expires_on=date(2026, 12, 1))
    version = make_in_use(by=hugo, unit=energy, words=words).versions.get()

    with pytest.raises(ReplyNotInUseError):
        record_use(
            version_id=version.pk,
            subject_id=uuid7(),
            lang="fr",
            at=NOON + timedelta(days=20),
        )


def test_keepers_are_told_thirty_days_and_seven_before_an_end(hugo: Person, energy: Unit) -> None:
    make_in_use(by=hugo, unit=energy, words=replace(WORDS, expires_on=date(2027, 1, 31)))

    for days in (44, 45, 46, 68, 70, 76):
        remind(at=NOON + timedelta(days=days))

    told = Notification.objects.filter(kind__startswith="reply.", person=hugo)
    kinds = sorted(one.kind for one in told)
    assert kinds == ["reply.ends_soon", "reply.ends_soon", "reply.to_review"]


def test_a_review_moves_the_next_one_a_year_on(hugo: Person, energy: Unit) -> None:
    reply = make_in_use(by=hugo, unit=energy)

    version = confirm_still_good(reply.pk, by=hugo, at=NOON + timedelta(days=300))

    assert version.review_on == date(2027, 11, 17) + timedelta(days=300)


def test_places_are_filled_and_those_left_are_said(hugo: Person, energy: Unit) -> None:
    long = "Hello {first_name},\n\n" + "We look for your parcel. " * 15 + "{signature}"
    version = make_reply(by=hugo, unit=energy, words=replace(WORDS, long_en=long)).versions.get()
    values = {"first_name": "Bruno", "signature": "Léa"}

    assert fill(version, "en", values, network="bluesky").startswith("Hello Bruno, we will see")
    assert "\n\nWe look" in fill(version, "en", values, network="linkedin")
    assert text_for(version, "fr", {"first_name": " "}).missing == ("first_name", "signature")
    with pytest.raises(VariablesMissingError) as refusal:
        fill(version, "fr", {"first_name": "Bruno"})
    assert refusal.value.facts == {"names": ("signature",)}


def test_a_sheet_changes_without_touching_the_words(hugo: Person, energy: Unit) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    words = replace(WORDS, review_on=reply.versions.get().review_on)
    sheet = Sheet(title_fr="Retard", topics=("Colis", "Colis"), duties=("care",))

    written = write_reply(reply.pk, sheet=sheet, words=words, by=hugo, at=NOON)

    assert (written.title_fr, written.topics, written.current) == (
        "Retard",
        ["Colis"],
        reply.current,
    )


def test_other_networks_are_agreed_to_before_anybody_is_offered_the_words_there(
    hugo: Person, energy: Unit
) -> None:
    reply = make_in_use(by=hugo, unit=energy, networks=("linkedin",))
    editor = make_person(name="Editor", home_unit=energy)
    make_grant(person=editor, unit=energy, role=Role.CONTRIBUTOR)
    make_grant(person=editor, unit=energy, role=Role.REVIEWER, seat=Seat.COLLEAGUE)

    write_reply(
        reply.pk, sheet=SHEET, words=replace(WORDS, networks=("linkedin", "x")), by=editor, at=NOON
    )

    assert suggestions("my parcel", lang="en", unit=energy, network="x") == []
    assert len(suggestions("my parcel", lang="en", unit=energy, network="linkedin")) == 1
    version = submit_version(reply.pk, by=hugo, at=NOON)
    with pytest.raises(OwnWorkError):
        approve(version, by=editor)
    approve(version, by=make_colleague(energy))
    assert len(suggestions("my parcel", lang="en", unit=energy, network="x")) == 1


def test_a_reply_late_for_its_review_can_be_written(hugo: Person, energy: Unit) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    late = date(2026, 11, 16)
    reply.versions.update(review_on=late)
    words = replace(WORDS, review_on=late)

    write_reply(reply.pk, sheet=replace(SHEET, when_en="Typo"), words=words, by=hugo, at=NOON)
    assert reply.versions.count() == 1
    moved = replace(words, review_on=date(2027, 1, 4))
    write_reply(reply.pk, sheet=SHEET, words=moved, by=hugo, at=NOON)
    assert reply.versions.get().review_on == date(2027, 1, 4)
    reply.versions.update(review_on=late)
    write_reply(reply.pk, sheet=SHEET, words=replace(OTHER, review_on=late), by=hugo, at=NOON)

    draft = reply.versions.get(status="draft")
    assert (draft.short_en, draft.review_on) == (OTHER.short_en, None)
    with pytest.raises(ReplyInvalidError):
        write_reply(
            reply.pk,
            sheet=SHEET,
            words=replace(OTHER, review_on=late - timedelta(days=1)),
            by=hugo,
            at=NOON,
        )


def test_keepers_are_told_in_their_language(hugo: Person, energy: Unit) -> None:
    make_in_use(by=hugo, unit=energy, words=replace(WORDS, expires_on=date(2026, 12, 1)))

    remind(at=NOON)

    told = Notification.objects.get(kind="reply.ends_soon", person=hugo)
    assert (told.facts["title"], told.facts["title_en"]) == (SHEET.title_fr, SHEET.title_en)
