"""The pages of access reviews: what they show, take and refuse, and to whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.custody.models import AccessReview, ReviewedAccess
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.web.proof import PROVED_AT
from tests.make.custody import make_access, make_access_review, make_reviewed
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_account(unit=energy, name="Recharge", owner=hugo)


@pytest.fixture
def review(
    account: Account, energy: Unit, yann: Person, nina: Person, hugo: Person
) -> AccessReview:
    """A late review: two lines for Hugo, one for nobody."""
    yesterday = now().date() - timedelta(days=2)
    review = make_access_review(unit=energy, by=yann, due_on=yesterday, title_en="Autumn")
    for name in ("Agence Lumen", "Agence Prisme"):
        access = make_access(account=account, by=yann, name=name, means="role")
        make_reviewed(review=review, access=access, asked=hugo)
    make_reviewed(review=review, access=make_access(account=account, by=nina), asked=None)
    return review


def lines(review: AccessReview) -> dict[str, ReviewedAccess]:
    rows = ReviewedAccess.objects.filter(review=review).select_related("access__person")
    return {one.access.holder_name: one for one in rows}


def test_some_answers_are_kept_one_is_refused_at_its_field_and_the_rest_waits(
    review: AccessReview, client: Client, hugo: Person
) -> None:
    client.force_login(hugo)
    address = reverse("custody:review-answer", args=[review.pk])
    page = client.get(address).text
    assert "2 days late." in page
    assert "Agence Lumen" in page
    assert "Nina Cherif" not in page
    one, two = lines(review)["Agence Lumen"], lines(review)["Agence Prisme"]

    said = {f"l{one.pk}-answer": "keep", f"l{two.pk}-answer": "withdraw"}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "Say why, in a few words." in refused.text
    assert "1 answer is kept, with your name." in refused.text
    one.refresh_from_db()
    assert one.answer == "keep"

    said = {f"l{two.pk}-answer": "refuse", f"l{two.pk}-reason": "Yann’s contract."}
    done = client.post(address, said, follow=True).text
    assert "Nothing is left for you to answer" in done
    two.refresh_from_db()
    assert (two.state, two.refused_by) == ("refused", hugo)
    assert "Nothing was chosen" in client.post(address, {}, follow=True).text


def test_who_leads_sees_who_is_late_gives_a_line_and_answers_another(
    review: AccessReview, client: Client, karim: Person, hugo: Person, ines: Person
) -> None:
    client.force_login(karim)
    detail = reverse("custody:review-detail", args=[review.pk])
    page = client.get(detail).text
    assert "late by 2 days" in page
    assert "2 of 2 without an answer" in page
    assert "has nobody to answer for it" in page
    narrowed = client.get(detail, {"state": "to_give", "q": "nina"}).text
    assert "Agence Lumen" not in narrowed
    assert "Agence Prisme" in client.get(detail, {"who": str(hugo.pk)}).text

    orphan = lines(review)["Nina Cherif"]
    address = reverse("custody:review-line", args=[orphan.pk])
    assert "nobody was asked" in client.get(address).text
    empty = client.post(address, {"act": "give"})
    assert empty.status_code == 422
    client.post(address, {"act": "give", "give-person": str(hugo.email)})
    orphan.refresh_from_db()
    assert orphan.asked == hugo
    client.post(
        address,
        {"act": "answer", f"l{orphan.pk}-answer": "change", f"l{orphan.pk}-reason": "No app."},
    )
    shown = client.get(address).text
    assert reverse("custody:access-change", args=[orphan.access_id]) in shown
    client.force_login(ines)
    for refused in (detail, address, reverse("custody:review-answer", args=[review.pk])):
        assert client.get(refused).status_code == 404
    client.force_login(hugo)
    assert client.get(detail).status_code == 403


def test_a_review_is_opened_extended_closed_exported_and_kept_as_evidence(
    account: Account, energy: Unit, client: Client, karim: Person, hugo: Person
) -> None:
    make_access(account=account, by=hugo, person=None, holder="agency", name="=Lumen", means="role")
    client.force_login(karim)
    session = client.session
    session[PROVED_AT] = now().timestamp()
    session.save()
    assert "No access review yet" in client.get(reverse("custody:review-list")).text
    address = reverse("custody:review-open")
    day = (now() + timedelta(days=9)).date()
    told = {"unit": str(energy.pk), "manner": "person", "title": "Automne", "due_on": str(day)}
    refused = client.post(address, told | {"due_on": "2020-01-01"})
    assert (refused.status_code, "Give a day to come." in refused.text) == (422, True)
    opened = client.post(address, told, follow=True).text
    assert "1 person is asked, and told." in opened
    review = AccessReview.objects.get()

    later = reverse("custody:review-extend", args=[review.pk])
    assert client.post(later, {"later-due_on": str(day)}).status_code == 422
    client.post(later, {"later-due_on": str(day + timedelta(days=1))})
    review.refresh_from_db()
    assert review.due_on == day + timedelta(days=1)
    export = client.get(reverse("custody:review-export", args=[review.pk]))
    lines_of_file = b"".join(export).decode()
    assert "'=Lumen" in lines_of_file
    done = client.post(reverse("custody:review-close", args=[review.pk]), follow=True).text
    assert "Agence" not in done
    assert "=Lumen" in done
    assert (
        "This review is closed"
        in client.get(reverse("custody:review-answer", args=[review.pk])).text
    )
    assert "Automne" in client.get(reverse("custody:review-list")).text
