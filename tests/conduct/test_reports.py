"""Reports of staff: who is called, who reads them, how they end, and what is kept."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gouvernail.conduct.actions import (
    NewReport,
    answer,
    follow_up,
    forget_old,
    make_report,
    pass_on,
    redact_words,
    reopen,
    say,
    sort_as,
    take_up,
    withdraw,
)
from gouvernail.conduct.errors import (
    ReportInvalidError,
    ReportNotFoundError,
    ReportNotYoursError,
    ReportStateError,
    TooManyReportsError,
)
from gouvernail.conduct.models import Line, Report
from gouvernail.conduct.permissions import visible_report, visible_reports
from gouvernail.foundation.ids import uuid7
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import mark_left
from gouvernail.people.models import Person
from tests.make.conduct import make_staff_report
from tests.make.ledger import leaves

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def people(nina: Person, karim: Person, camille: Person, claire: Person, yann: Person) -> None:
    """Have an employee, a delegate of her unit, and who else the tests name."""


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"staff_report.{kind}")
    return set(rows.values_list("person__name", flat=True))


def test_a_doubtful_message_calls_security_and_the_leads_a_mistake_the_delegates(
    nina: Person, karim: Person, yann: Person, claire: Person, noon: datetime
) -> None:
    phishing = make_staff_report(by=nina)
    assert told("made") == {yann.name, claire.name}
    Notification.objects.all().delete()

    mistake = make_staff_report(by=nina, kind="mistake")

    assert told("made") == {karim.name, claire.name}
    assert set(visible_reports(karim)) == {mistake}
    assert set(visible_reports(yann)) == {phishing}
    assert set(visible_reports(nina)) == {phishing, mistake}


def test_other_employees_and_other_units_read_nothing_of_it(
    nina: Person, hugo: Person, ines: Person, odile: Person
) -> None:
    report = make_staff_report(by=nina, kind="mistake")

    for person in (hugo, ines, odile):
        with pytest.raises(ReportNotFoundError):
            visible_report(report.pk, viewer=person)


def test_it_is_taken_up_talked_about_and_answered_and_may_come_back(
    nina: Person, yann: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=noon)
    assert told("taken") == {nina.name}
    say(report.pk, text="Avez-vous donné le code ?", by=yann, at=noon + HOUR)
    say(report.pk, text="Non.", by=nina, at=noon + HOUR)
    answer(report.pk, outcome="helped", text="Merci. Compte protégé.", by=yann, at=noon + HOUR)
    assert (told("said"), told("added"), told("answered")) == (
        {nina.name}, {yann.name}, {nina.name},
    )  # fmt: skip
    with pytest.raises(ReportStateError):
        say(report.pk, text="Encore ?", by=nina, at=noon + HOUR)

    back = reopen(report.pk, text="Il est revenu.", by=nina, at=noon + timedelta(days=30))

    assert (back.status, back.helper, back.outcome) == ("taken", yann, "")
    assert [line.text for line in Line.objects.all()][-1] == "Il est revenu."
    answer(report.pk, outcome="mended", text="Bloqué.", by=yann, at=noon + timedelta(days=31))
    with pytest.raises(ReportStateError):
        reopen(report.pk, text="Trop tard.", by=nina, at=noon + timedelta(days=62))


def test_nobody_helps_with_what_they_reported(claire: Person, yann: Person, noon: datetime) -> None:
    report = make_staff_report(by=claire)

    assert told("made") == {yann.name}
    with pytest.raises(ReportNotYoursError):
        take_up(report.pk, by=claire, at=noon)


def test_only_who_took_it_up_answers_and_a_colleague_may_take_over(
    nina: Person, yann: Person, claire: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=noon)
    with pytest.raises(ReportStateError):
        answer(report.pk, outcome="helped", text="Merci.", by=claire, at=noon)

    take_up(report.pk, by=claire, at=noon)

    assert told("taken_over") == {yann.name}
    answer(report.pk, outcome="helped", text="Merci.", by=claire, at=noon)


def test_it_is_passed_on_with_a_reason_that_the_reporter_reads(
    nina: Person, karim: Person, yann: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=noon)
    with pytest.raises(ReportInvalidError):
        pass_on(report.pk, to=nina.pk, text="Non.", by=yann, at=noon)

    given = pass_on(report.pk, to=karim.pk, text="Karim tient ce compte.", by=yann, at=noon)

    assert given.helper == karim
    assert (told("given"), told("said")) == ({karim.name}, {nina.name})
    answer(report.pk, outcome="mended", text="C’est fait.", by=karim, at=noon)


def test_sorted_anew_it_calls_others_and_its_time_begins_again(
    nina: Person, karim: Person, yann: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=noon)
    Notification.objects.all().delete()

    again = sort_as(report.pk, kind="mistake", by=yann, at=noon + HOUR)

    assert (again.status, again.helper, again.due_at) == ("received", None, noon + 3 * HOUR)
    assert karim.name in told("made")
    with pytest.raises(ReportNotFoundError):
        visible_report(report.pk, viewer=yann)


def test_discretion_hides_a_name_until_somebody_helps_and_from_the_journal(
    client: Client, nina: Person, yann: Person, claire: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina, is_discreet=True)
    say(report.pk, text="C’est arrivé deux fois.", by=nina, at=noon)
    page = f"/reports/{report.pk}/"
    take_up(report.pk, by=yann, at=noon)

    client.force_login(claire)
    assert nina.name not in client.get(page).content.decode()
    assert nina.name not in client.get("/reports/").content.decode()
    client.force_login(yann)
    assert nina.name in client.get(page).content.decode()
    written = [leaf for leaf in leaves() if "staff_report" in leaf["type"]]
    assert len(written) == 3  # made, said, taken up
    assert str(nina.pk) not in json.dumps(written)


def test_what_nobody_takes_up_calls_the_leads_less_and_less_often(
    nina: Person, karim: Person, noon: datetime
) -> None:
    make_staff_report(by=nina, kind="mistake")
    calls = []
    for minutes in range(0, 24 * 60, 5):
        before = Notification.objects.filter(kind="staff_report.late", person=karim).count()
        follow_up(at=noon + timedelta(minutes=minutes))
        after = Notification.objects.filter(kind="staff_report.late", person=karim).count()
        if after > before:
            calls.append(minutes / 60)

    assert calls == [2, 4, 8, 16]


def test_who_leaves_sets_free_what_they_had_taken_up(
    nina: Person, yann: Person, claire: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=noon)
    mark_left(person_id=yann.pk, by=claire, at=noon)

    follow_up(at=noon + HOUR)

    report.refresh_from_db()
    assert (report.status, report.helper, report.due_at) == ("received", None, noon + 2 * HOUR)


def test_sent_twice_it_is_one_report(nina: Person, hugo: Person, noon: datetime) -> None:
    new = NewReport(key=uuid7(), kind="idea", words="Une vidéo du parc éolien.")

    assert make_report(new=new, by=nina, at=noon) == make_report(new=new, by=nina, at=noon)
    with pytest.raises(ReportNotFoundError):
        make_report(new=new, by=hugo, at=noon)
    assert Report.objects.count() == 1


def test_a_person_makes_twenty_reports_a_day(nina: Person, noon: datetime) -> None:
    for _number in range(20):
        make_staff_report(by=nina, kind="idea")

    with pytest.raises(TooManyReportsError):
        make_staff_report(by=nina, kind="idea")
    make_staff_report(by=nina, kind="idea", at=noon + timedelta(days=1))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("kind", {"kind": "rumour"}),
        ("words", {"words": "   "}),
        ("words", {"words": "a" * 5_001}),
        ("address", {"address": "a" * 501}),
        ("unit", {"unit_id": uuid7()}),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    nina: Person, noon: datetime, field: str, changed: dict[str, object]
) -> None:
    said: dict[str, object] = {"key": uuid7(), "kind": "idea", "words": "Une idée."}

    with pytest.raises(ReportInvalidError) as refused:
        make_report(new=NewReport(**(said | changed)), by=nina, at=noon)  # type: ignore[arg-type]

    assert list(refused.value.fields) == [field]


def test_words_go_after_two_years_or_with_the_erasure_of_who_wrote_them(
    nina: Person, yann: Person, noon: datetime
) -> None:
    old, new = make_staff_report(by=nina), make_staff_report(by=nina, is_discreet=True)
    take_up(old.pk, by=yann, at=noon)
    answer(old.pk, outcome="helped", text="Merci.", by=yann, at=noon)
    assert forget_old(at=noon + timedelta(days=730)) == 0
    assert forget_old(at=noon + timedelta(days=731)) == 2
    assert redact_words(person_id=nina.pk, at=noon) == 1
    assert redact_words(person_id=nina.pk, at=noon) == 0

    for report in (old, new):
        report.refresh_from_db()
        assert report.words == ""
    assert list(Line.objects.values_list("text", flat=True)) == [""]


def test_taken_back_it_waits_for_nobody(nina: Person, yann: Person, noon: datetime) -> None:
    report = make_staff_report(by=nina)
    take_up(report.pk, by=yann, at=noon)
    with pytest.raises(ReportNotYoursError):
        withdraw(report.pk, by=yann, at=noon)

    withdraw(report.pk, by=nina, at=noon)

    assert told("withdrawn") == {yann.name}
    with pytest.raises(ReportStateError):
        take_up(report.pk, by=yann, at=noon)
