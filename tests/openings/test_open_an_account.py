"""From the agreement to the first day: the checklist, its proofs, its lateness and its end."""

from datetime import datetime, timedelta

import pytest

from gouvernail.notifications.models import Notification
from gouvernail.openings.actions import (
    Upload,
    abandon_opening,
    begin_opening,
    finish_opening,
    remind_people,
    tick_check,
    untick_check,
)
from gouvernail.openings.errors import (
    CheckNotYoursError,
    ChecksMissingError,
    OpeningInvalidError,
    OpeningNotYoursError,
    OpeningStateError,
    ProofRefusedError,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.queries import line_of
from gouvernail.people.errors import RightMissingError
from gouvernail.registry.actions import write_sheet
from gouvernail.registry.errors import ConditionsUnmetError
from gouvernail.registry.models import Account
from tests.make.openings import (
    beginning,
    decided,
    make_begun,
    make_requested,
)
from tests.openings.conftest import Cast, told


def test_the_checklist_sets_custody_before_the_account_is_official(
    cast: Cast, noon: datetime
) -> None:
    approved = decided(make_requested(**cast.named), "approve", by=cast.camille)
    with pytest.raises(RightMissingError):
        begin_opening(approved.pk, beginning=beginning(), by=cast.hugo, at=noon)
    elsewhere = beginning("https://x.com/nordet")
    with pytest.raises(OpeningInvalidError):
        begin_opening(approved.pk, beginning=elsewhere, by=cast.karim, at=noon)
    opening = begin_opening(approved.pk, beginning=beginning(), by=cast.karim, at=noon)
    account = opening.account
    assert account is not None
    assert (account.status, account.owner, account.name) == (
        "opening",
        cast.hugo,
        "Nordet Apprentis",
    )
    checks = {check.code: check for check in opening.checks.all()}
    with pytest.raises(ChecksMissingError):
        finish_opening(opening.pk, by=cast.karim, at=noon)
    for code, check in checks.items():
        person = {"owner": cast.hugo, "backup": cast.karim}.get(code.split("_")[0], cast.karim)
        tick_check(check.pk, by=person, at=noon)
    with pytest.raises(RightMissingError):
        finish_opening(opening.pk, by=cast.hugo, at=noon)
    with pytest.raises(ConditionsUnmetError):
        finish_opening(opening.pk, by=cast.karim, at=noon)
    sheet = {"recovery": "Codes au coffre du site."}
    write_sheet(account.pk, facts=sheet, checked_on=noon.date(), by=cast.hugo, at=noon)
    opening = finish_opening(opening.pk, by=cast.karim, at=noon)

    account.refresh_from_db()
    assert (opening.status, account.status) == (Opening.Status.ACTIVE, Account.Status.OFFICIAL)
    assert account.opened_on == noon.date()
    with pytest.raises(OpeningStateError):
        tick_check(checks["profile"].pk, by=cast.karim, at=noon)


def test_a_step_is_ticked_by_who_can_vouch_for_it_with_its_proof(
    cast: Cast, noon: datetime
) -> None:
    opening = make_begun(**cast.begun)
    checks = {check.code: check for check in opening.checks.all()}
    with pytest.raises(CheckNotYoursError, match="Hugo"):
        tick_check(checks["owner_in"].pk, by=cast.karim, at=noon)
    with pytest.raises(OpeningNotYoursError):
        tick_check(checks["profile"].pk, by=cast.camille, at=noon)
    bad = Upload(name="a.html", content=b"<script>")
    with pytest.raises(ProofRefusedError):
        tick_check(checks["profile"].pk, proof=bad, by=cast.karim, at=noon)
    png = Upload(name="c:\\ecran.png", content=b"\x89PNG\r\n\x1a\n....")
    ticked = tick_check(checks["profile"].pk, note="Fait.", proof=png, by=cast.nina, at=noon)
    assert ticked.proof is not None
    assert (ticked.proof.original_name, ticked.done_by) == ("ecran.png", cast.nina)
    assert untick_check(ticked.pk, by=cast.nina, at=noon).done_at is None


def test_an_opening_is_late_reminded_and_abandoned_with_its_reason(
    cast: Cast, noon: datetime
) -> None:
    opening = make_begun(**cast.begun)
    assert remind_people(at=noon) == 0
    remind_people(at=noon + timedelta(days=11))
    assert "opening.due" in told(cast.hugo)
    remind_people(at=noon + timedelta(days=19))
    remind_people(at=noon + timedelta(days=20))
    late = Notification.objects.filter(person=cast.hugo, kind="opening.late")
    assert late.count() == 1
    remind_people(at=noon + timedelta(days=27))
    assert late.count() == 2
    with pytest.raises(OpeningInvalidError):
        abandon_opening(opening.pk, reason="", by=cast.karim, at=noon)

    opening = abandon_opening(opening.pk, reason="Le réseau refuse.", by=cast.karim, at=noon)

    assert opening.status == Opening.Status.ABANDONED
    assert opening.account is not None
    opening.account.refresh_from_db()
    assert opening.account.status not in Account.OURS
    assert [stage.state for stage in line_of(opening)] == ["done", "done", "stop", "later"]
