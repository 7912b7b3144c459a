"""Are the rules lean: set aside, silent, overruled, always waived; and one verdict judged again."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.models import Request
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import uuid7
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import dismiss_finding, reinstate_dismissal
from gouvernail.rulebooks.errors import (
    DismissalNotFoundError,
    DismissalWithdrawnError,
    ReasonMissingError,
)
from gouvernail.rulebooks.models import Dismissal, PackVersion, RaisedRule, StoredVerdict
from gouvernail.rulebooks.queries import judge_text, replay_of
from gouvernail.rulebooks.queries.reports import Asked, report
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack, make_verdict

MAIL = PACK.replace(
    "check: {terms: {any: [borealis]}}", "check: {identifiers: {kinds: [email]}}"
).replace("Borealis is coming.", "Write to jean.dupont@nordet.fr today.")


@pytest.fixture
def account(claire: Person, nordet: Unit, energy: Unit) -> Account:
    make_pack(unit=nordet, by=claire, source=MAIL)
    return make_account(unit=energy, network="mastodon")


def rules(viewer: Person, kind: str, at: datetime, **fields: object) -> list[str]:
    asked = Asked(kind=kind, since=at - timedelta(days=30), **fields)  # type: ignore[arg-type]  # a unit or a network
    return [one.rule.id for one in report(viewer, asked)]


def put_aside(verdict: StoredVerdict, text: str, *, by: Person, at: datetime) -> Dismissal:
    finding = judge_text(text, account=None, unit=by.home_unit, at=at).findings[0]  # type: ignore[arg-type]  # placed in a unit
    subject = (verdict.subject_kind, verdict.subject_id)
    return dismiss_finding(
        subject=subject, finding=finding, text=text, reason="A quote", by=by, at=at
    )


def test_each_report_lists_the_rules_it_is_about(
    account: Account, claire: Person, hugo: Person, noon: datetime
) -> None:
    aside = make_verdict("A discount.", account, at=noon)
    put_aside(aside, "A discount.", by=hugo, at=noon)
    agreed = make_verdict("An unbeatable day.", account, at=noon)
    _approve(agreed, by=hugo, unit=account.unit)
    waived = make_verdict("The cheapest in France.", account, at=noon)
    RaisedRule.objects.filter(verdict=waived).update(waiver_id=uuid7())

    assert rules(claire, "dismissed", noon) == ["discount"]
    assert rules(claire, "approved", noon) == ["superlative"]
    assert rules(claire, "waived", noon) == ["cheapest"]
    assert rules(claire, "never", noon) == ["secret"]


def test_a_report_is_of_a_period_a_unit_and_a_network(
    account: Account, claire: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    make_verdict("A discount.", account, at=noon)

    assert "discount" not in rules(claire, "never", noon)
    assert "discount" in rules(claire, "never", noon + timedelta(days=60))
    assert "discount" in rules(claire, "never", noon, unit=care)
    assert "discount" not in rules(claire, "never", noon, unit=energy, network="mastodon")
    assert "discount" in rules(claire, "never", noon, network="x")


def test_a_reader_counts_only_the_drafts_they_may_read(
    account: Account, ines: Person, hugo: Person, noon: datetime
) -> None:
    make_verdict("A discount.", account, at=noon)

    assert "discount" in rules(ines, "never", noon)
    assert "discount" not in rules(hugo, "never", noon)


def test_a_report_is_shown_with_samples_and_exported(
    client: Client, account: Account, claire: Person, hugo: Person
) -> None:
    stored = make_verdict("A discount.", account, at=now())
    put_aside(stored, "A discount.", by=hugo, at=now())
    client.force_login(claire)

    page = client.get(reverse("rulebooks:report-list"), {"kind": "dismissed"}).text
    samples = client.get(
        reverse("rulebooks:verdict-list"), {"rule": "discount", "kind": "dismissed"}
    ).text
    export = client.get(reverse("rulebooks:report-export"), {"kind": "dismissed"})

    assert "Discount" in page
    assert reverse("rulebooks:control-list", args=["nordet"]) + "?rule=discount" in page
    assert reverse("rulebooks:verdict-detail", args=[stored.pk]) in samples
    lines = export.getvalue().decode().splitlines()
    assert lines[1].startswith("nordet,discount,Discount,enforce,1,1,0,0")


def test_a_finding_set_aside_is_taken_back_by_its_author_or_with_a_reason(
    account: Account, claire: Person, hugo: Person, ines: Person, karim: Person, noon: datetime
) -> None:
    stored = make_verdict("A discount.", account, at=noon)
    one = put_aside(stored, "A discount.", by=hugo, at=noon)

    with pytest.raises(DismissalNotFoundError):
        reinstate_dismissal(dismissal_id=one.pk, reason="No", by=ines, at=noon)
    with pytest.raises(RightMissingError):
        reinstate_dismissal(dismissal_id=one.pk, reason="No", by=karim, at=noon)
    with pytest.raises(ReasonMissingError):
        reinstate_dismissal(dismissal_id=one.pk, reason="", by=claire, at=noon)
    reinstate_dismissal(dismissal_id=one.pk, reason="An offer has dates.", by=claire, at=noon)

    one.refresh_from_db()
    assert (one.withdrawn_by, one.withdrawal_reason) == (claire, "An offer has dates.")
    with pytest.raises(DismissalWithdrawnError):
        reinstate_dismissal(dismissal_id=one.pk, reason="", by=hugo, at=noon)


def test_who_leads_elsewhere_takes_nothing_back(
    client: Client, account: Account, hugo: Person, energy: Unit, care: Unit, amina: Person
) -> None:
    one = put_aside(
        make_verdict("A discount.", account, at=now()), "A discount.", by=hugo, at=now()
    )
    lead = make_person(name="Sam Martin")
    make_grant(person=lead, unit=care, role=Role.LEAD)
    make_grant(person=lead, unit=energy, role=Role.CONTRIBUTOR)
    client.force_login(lead)

    shown = client.get(reverse("rulebooks:dismissal-list")).text
    with pytest.raises(RightMissingError):
        reinstate_dismissal(dismissal_id=one.pk, reason="No", by=lead, at=now())
    client.force_login(amina)
    blank = client.post(reverse("rulebooks:dismissal-reinstate", args=[one.pk]), {"reason": " "})
    reinstate_dismissal(dismissal_id=one.pk, reason="Dates are due.", by=amina, at=now())

    assert "A quote" in shown
    assert "Let it count again" not in shown
    assert blank.status_code == 422
    assert f'id="refused-{one.pk}"' in blank.text


def test_the_list_of_what_was_set_aside_lets_it_count_again(
    client: Client, account: Account, hugo: Person
) -> None:
    stored = make_verdict("A discount.", account, at=now())
    one = put_aside(stored, "A discount.", by=hugo, at=now())
    client.force_login(hugo)

    before = client.get(reverse("rulebooks:dismissal-list")).text
    client.post(reverse("rulebooks:dismissal-reinstate", args=[one.pk]))
    after = client.get(reverse("rulebooks:dismissal-list")).text

    assert "A quote" in before
    assert "Let it count again" in before
    assert "counts again since" in after


def test_a_verdict_judged_again_is_the_same_to_the_letter(account: Account, noon: datetime) -> None:
    replay = replay_of(make_verdict("A discount. Unbeatable.", account, at=noon))

    assert (replay.exact, replay.same, replay.masked) == (True, True, False)


def test_hidden_identifiers_are_said_and_the_other_rules_answer_the_same(
    account: Account, noon: datetime
) -> None:
    stored = make_verdict("A discount: marie@example.org", account, at=noon)

    replay = replay_of(stored)

    assert (replay.exact, replay.same, replay.masked) == (False, True, True)
    assert replay.silent == ("secret",)


def test_a_rule_whose_words_are_masked_now_is_silent_and_not_said_to_differ(
    claire: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    pattern = "check: {pattern: {any: ['@example']}}"
    host = MAIL.replace("check: {terms: {any: [discount]}}", pattern)
    make_pack(unit=nordet, by=claire, source=host)
    account = make_account(unit=energy, network="mastodon")

    replay = replay_of(make_verdict("Write: marie@example.org", account, at=noon))

    assert (replay.same, replay.masked, replay.lost) == (True, True, ())
    assert replay.silent == ("discount", "secret")


def test_identifiers_hidden_in_the_posts_compared_are_said(
    account: Account, noon: datetime
) -> None:
    stored = make_verdict("A discount.", account, at=noon)
    stored.masked_input |= {"neighbours": [{"text": "Call ••••••••••."}]}
    stored.verdict_id = stored.input_digest = "0" * 64  # those of the number that was hidden
    stored.save()

    replay = replay_of(stored)

    assert (replay.exact, replay.same, replay.masked) == (False, True, True)


def test_a_dot_that_the_author_wrote_masks_nothing(account: Account, noon: datetime) -> None:
    stored = make_verdict("• A discount.", account, at=noon)
    stored.verdict_id = "0" * 64  # of an earlier version of the product
    stored.save()

    assert replay_of(stored).masked is False


def test_a_verdict_that_differs_says_which_rules_answer_otherwise(
    account: Account, noon: datetime
) -> None:
    stored = make_verdict("A discount.", account, at=noon)
    stored.findings[0]["rule"] = "gone"
    stored.save()

    replay = replay_of(stored)

    assert (replay.same, replay.lost, replay.new) == (False, ("gone",), ("discount",))


def test_a_verdict_of_a_pack_that_is_not_kept_cannot_be_judged_again(
    account: Account, noon: datetime
) -> None:
    stored = make_verdict("A discount.", account, at=noon)
    PackVersion.objects.update(digest="0" * 64)

    assert replay_of(stored).known is False


def test_the_page_of_a_verdict_tells_it_whole_and_only_to_those_who_read_its_draft(
    client: Client, account: Account, hugo: Person, ines: Person
) -> None:
    stored = make_verdict("A discount: marie@example.org", account, at=now())
    address = reverse("rulebooks:verdict-detail", args=[stored.pk])
    client.force_login(hugo)

    page = client.get(address).text
    again = client.post(address).text
    client.force_login(ines)

    assert "marie" not in page
    assert '<mark class="g-find warn">discount</mark>' in page
    assert stored.verdict_id in page
    assert "as far as can be known" in again
    assert client.get(address).status_code == 404


def _approve(verdict: StoredVerdict, *, by: Person, unit: Unit) -> None:
    Request.objects.create(
        subject_kind=verdict.subject_kind,
        subject_id=verdict.subject_id,
        revision=verdict.revision,
        digest="0" * 64,
        title="A day",
        unit=unit,
        submitted_by=by,
        submitted_at=verdict.at,
        status=Request.Status.APPROVED,
        closed_at=verdict.at,
    )
