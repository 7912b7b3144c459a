"""The pages of reports: help first, then the form; what is typed is kept when it is refused."""

import pytest
from django.test import Client

from gouvernail.conduct.actions import take_up
from gouvernail.conduct.models import Report
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person
from tests.make.conduct import NOON, make_staff_report


@pytest.fixture(autouse=True)
def people(nina: Person, yann: Person, claire: Person, karim: Person) -> None:
    """Have an employee, and who helps."""


@pytest.mark.parametrize("kind", Report.Kind.values)
def test_each_kind_says_what_helps_before_it_asks(client: Client, nina: Person, kind: str) -> None:
    client.force_login(nina)

    page = client.get(f"/report/new/{kind}/").content.decode()

    assert 0 < page.index('id="first"') < page.index('name="words"')


def test_a_report_without_words_is_refused_with_what_was_typed(
    client: Client, nina: Person
) -> None:
    client.force_login(nina)
    sent = {"key": uuid7(), "words": "", "address": "https://exemple.test/piege"}

    refused = client.post("/report/new/phishing/", sent)

    assert refused.status_code == 422
    assert "https://exemple.test/piege" in refused.content.decode()
    made = client.post("/report/new/phishing/", sent | {"words": "Un faux site."}, follow=True)
    assert made.status_code == 200
    assert Report.objects.get().words == "Un faux site."


def test_an_answer_without_words_comes_back_in_its_form(
    client: Client, nina: Person, yann: Person
) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=NOON)
    client.force_login(yann)

    refused = client.post(f"/reports/{report.pk}/answer/", {"outcome": "helped", "text": " "})

    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    answered = client.post(f"/reports/{report.pk}/answer/", {"outcome": "helped", "text": "Merci."})
    assert answered.status_code == 302


def test_today_shows_who_may_help_what_waits(client: Client, nina: Person, yann: Person) -> None:
    report = make_staff_report(by=nina)

    for person, shown in ((yann, True), (nina, False)):
        client.force_login(person)
        assert (f"/reports/{report.pk}/" in client.get("/").content.decode()) is shown


def test_the_list_is_narrowed_by_its_address(client: Client, nina: Person) -> None:
    phishing = make_staff_report(by=nina)
    idea = make_staff_report(by=nina, kind="idea", words="Une vidéo du parc éolien.")
    client.force_login(nina)

    for query, found in (("kind=idea", idea), ("q=SMS", phishing), ("kind=leak", None)):
        page = client.get(f"/reports/?{query}").content.decode()
        rows = {one for one in (phishing, idea) if f'id="report-{one.pk}"' in page}
        assert rows == ({found} if found else set())
