"""A clock begins with an incident: reports fall due, leave, are acknowledged, and stop with it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from gouvernail.crisis.actions import add_entry, close_incident, grade_incident, take_seat
from gouvernail.crisis.models import Entry, Incident, Seat
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person
from gouvernail.watch import actions
from gouvernail.watch.errors import (
    LinkOverError,
    NotYoursToAnswerError,
    ReliefAnsweredError,
    ReportChangedError,
    ReportSentError,
    WatchInvalidError,
)
from gouvernail.watch.models import Copy, Escalation, Report, Watch
from gouvernail.watch.permissions import copy_with, key_of
from gouvernail.watch.queries.watches import due_report
from tests.make.crisis import make_incident
from tests.make.watch import make_report_sent, make_watch

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def told(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person, kind__startswith="watch.")
    return list(rows.order_by("at", "kind").values_list("kind", flat=True))


def test_the_first_report_is_due_in_the_first_hour_then_at_the_pace_of_the_severity(
    claire: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon, severity=3)

    first = due_report(watch.incident)
    assert first is not None
    assert (watch.minutes, first.number, first.due_at) == (120, 1, noon + HOUR)

    sent = make_report_sent(watch, by=claire, at=noon + 40 * MINUTE)
    coming = due_report(watch.incident)
    assert coming is not None
    assert (coming.number, coming.since) == (2, sent.sent_at)
    assert coming.due_at == noon + 3 * HOUR

    grade_incident(
        incident_id=watch.incident_id, severity=2, reason="Calmer.", by=claire, at=noon + HOUR
    )
    actions.follow_severity(incident_id=watch.incident_id, at=noon + HOUR)
    coming.refresh_from_db()
    assert coming.due_at == noon + 4 * HOUR


def test_a_pace_chosen_by_hand_needs_a_reason_and_stays(claire: Person, noon: datetime) -> None:
    watch = make_watch(by=claire, at=noon, severity=3)
    facts: dict[str, Any] = {"incident_id": watch.incident_id, "by": claire, "at": noon}

    with pytest.raises(WatchInvalidError) as refused:
        actions.set_pace(minutes=60, reason=" ", **facts)
    actions.set_pace(minutes=60, reason="The press waits.", **facts)
    actions.follow_severity(incident_id=watch.incident_id, at=noon)

    watch.refresh_from_db()
    assert set(refused.value.fields) == {"reason"}
    assert (watch.minutes, watch.is_by_hand) == (60, True)


def test_a_report_is_pre_filled_sent_sealed_and_acknowledged(  # noqa: PLR0915 - one life
    claire: Person, yann: Person, noon: datetime, client: Client
) -> None:
    watch = make_watch(by=claire, at=noon, severity=3, situation="The fire is out. Calm.")
    key = watch.incident_id
    for kind, text in (("fact", "One charger burnt."), ("decision", "We say nothing of causes.")):
        add_entry(incident_id=key, kind=kind, text=text, by=claire, at=noon + MINUTE)
    for reader in (
        actions.Reader(person_id=yann.pk),
        actions.Reader(name="Prefecture", email="Press@Example.org", language="en"),
    ):
        actions.add_reader(incident_id=key, reader=reader, by=claire, at=noon)
    report = due_report(watch.incident)
    assert report is not None

    report = actions.begin_report(report_id=report.pk, by=claire, at=noon + 30 * MINUTE)
    assert report.sentence == "The fire is out."
    assert report.certain == "- One charger burnt."
    assert report.decisions == "- We say nothing of causes."
    sent = actions.send_report(
        report_id=report.pk,
        parts={"unknown": "The cause."},
        edition=report.edition,
        by=claire,
        at=noon + 31 * MINUTE,
    )
    actions.send_letters(at=noon + 32 * MINUTE)

    said = dict(sent.said["en"])
    assert said["2. WHAT WE DO NOT KNOW YET"] == "The cause."
    assert "One charger burnt." in dict(sent.said["fr"])["1. LES FAITS SÛRS"]
    letters = {one.to[0]: one for one in mail.outbox}
    outside = Copy.objects.get(report=sent, recipient__email="press@example.org")
    link = reverse("watch:acknowledge", args=[key_of(outside)])
    assert link in letters["press@example.org"].body
    assert letters["press@example.org"].subject.startswith("Situation report no. 1")
    with pytest.raises(ReportSentError):
        actions.write_report(report_id=sent.pk, parts={}, edition=0, by=claire, at=noon)

    assert client.get(link).status_code == 200
    outside.refresh_from_db()
    assert outside.acknowledged_at is None  # opening changes nothing
    client.post(link)
    outside.refresh_from_db()
    assert outside.how == "link"
    actions.acknowledge(report_id=sent.pk, by=yann, at=noon + HOUR)
    left = Copy.objects.filter(report=sent, acknowledged_at__isnull=True)
    for copy in left:
        actions.note_acknowledged(copy_id=copy.pk, by=claire, at=noon + HOUR)
    codes = set(Entry.objects.filter(incident=key).values_list("code", flat=True))
    assert {"report_sent", "all_acknowledged"} <= codes


def test_a_late_report_escalates_step_by_step_and_nothing_fires_after_the_close(
    claire: Person, yann: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon, severity=3)
    take_seat(incident_id=watch.incident_id, role="watch", person_id=yann.pk, by=claire, at=noon)
    due = noon + HOUR

    actions.prepare_soon(at=due - 10 * MINUTE)
    actions.prepare_soon(at=due - 9 * MINUTE)
    assert told(yann) == ["watch.report_soon"]
    report = due_report(watch.incident)
    assert report is not None
    assert report.status == "draft"
    assert actions.escalate_reports(at=due) == 1
    assert actions.escalate_reports(at=due + 14 * MINUTE) == 0
    assert told(claire) == []
    assert actions.escalate_reports(at=due + 15 * MINUTE) == 1
    assert told(claire) == ["watch.report_late_2"]

    close_incident(incident_id=watch.incident_id, closing="Over.", by=claire, at=due + 20 * MINUTE)
    before = Notification.objects.count()
    for minutes in (21, 45, 300):  # the worker has not heard of the end yet, then has
        at = due + minutes * MINUTE
        for follow in (
            *(actions.prepare_soon, actions.escalate_reports, actions.follow_readers),
            *(actions.remind_reliefs, actions.send_letters),
        ):
            assert follow(at=at) == 0
        actions.end_watch(incident_id=watch.incident_id, at=at)
    report.refresh_from_db()
    assert report.status == "dropped"
    assert Escalation.objects.count() == 2
    assert Notification.objects.count() == before
    assert actions.open_watch(incident_id=watch.incident_id, at=due + HOUR) is None


def test_silent_readers_are_reminded_then_the_officer_is_told(
    claire: Person, yann: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon, severity=3)
    reader = actions.Reader(person_id=yann.pk)
    actions.add_reader(incident_id=watch.incident_id, reader=reader, by=claire, at=noon)
    sent = make_report_sent(watch, by=claire, at=noon)
    actions.send_letters(at=noon)
    mail.outbox.clear()

    actions.follow_readers(at=noon + 20 * MINUTE)
    actions.send_letters(at=noon + 21 * MINUTE)
    assert told(yann) == ["watch.report_sent", "watch.report_unread"]
    assert [one.subject for one in mail.outbox if one.to == [yann.email]] != []
    actions.follow_readers(at=noon + 40 * MINUTE)
    assert actions.follow_readers(at=noon + 50 * MINUTE) == 0
    assert Escalation.objects.filter(report=sent, kind="silent").count() == 1
    assert "watch.report_silent" in told(claire)


def test_nobody_is_reminded_of_a_report_that_a_later_one_replaced(
    claire: Person, yann: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon, severity=3)
    reader = actions.Reader(person_id=yann.pk)
    actions.add_reader(incident_id=watch.incident_id, reader=reader, by=claire, at=noon)
    make_report_sent(watch, by=claire, at=noon)
    actions.send_letters(at=noon)
    make_report_sent(watch, by=claire, at=noon + 10 * MINUTE)
    actions.send_letters(at=noon + 10 * MINUTE)
    mail.outbox.clear()

    assert actions.follow_readers(at=noon + 21 * MINUTE) == 0
    assert actions.send_letters(at=noon + 22 * MINUTE) == 0
    assert mail.outbox == []


def test_a_shift_hands_over_when_both_agree(
    claire: Person, yann: Person, julie: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon)
    key = watch.incident_id
    take_seat(incident_id=key, role="watch", person_id=claire.pk, by=claire, at=noon)
    words = "The mayor calls at six."
    facts: dict[str, Any] = {"incident_id": key, "words": words, "by": claire, "at": noon}

    relief = actions.ask_relief(taker_id=yann.pk, **facts)
    with pytest.raises(WatchInvalidError):
        actions.ask_relief(taker_id=julie.pk, **facts)
    with pytest.raises(NotYoursToAnswerError):
        actions.accept_relief(relief_id=relief.pk, by=julie, at=noon)
    assert Seat.objects.get(incident=key, role="watch", until=None).person == claire
    actions.accept_relief(relief_id=relief.pk, by=yann, at=noon + HOUR)

    seat = Seat.objects.get(incident=key, role="watch", until=None)
    assert (seat.person, seat.since) == (yann, noon + HOUR)
    assert seat.after is not None
    assert seat.after.handover == "The mayor calls at six."
    with pytest.raises(ReliefAnsweredError):
        actions.decline_relief(relief_id=relief.pk, answer="No.", by=yann, at=noon)


def test_words_of_another_are_not_written_over(
    claire: Person, yann: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon)
    take_seat(incident_id=watch.incident_id, role="watch", person_id=yann.pk, by=claire, at=noon)
    report = due_report(watch.incident)
    assert report is not None
    facts: dict[str, Any] = {"report_id": report.pk, "edition": report.edition, "at": noon}

    actions.write_report(parts={"certain": "Mine."}, by=yann, **facts)
    with pytest.raises(ReportChangedError):
        actions.write_report(parts={"certain": "Theirs."}, by=claire, **facts)

    report.refresh_from_db()
    assert report.certain == "Mine."


def test_a_link_ends_with_its_reader_and_a_month_after_the_incident(
    claire: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon)
    reader = actions.Reader(name="Mayor", email="mayor@example.org")
    row = actions.add_reader(incident_id=watch.incident_id, reader=reader, by=claire, at=noon)
    sent = make_report_sent(watch, by=claire, at=noon)
    copy = Copy.objects.get(report=sent, recipient=row)
    key = key_of(copy)

    with pytest.raises(LinkOverError):
        copy_with(key[:-1] + ("A" if key[-1] != "A" else "B"), at=noon)
    Watch.objects.update(ended_at=noon)
    assert copy_with(key, at=noon + timedelta(days=29)) == copy
    with pytest.raises(LinkOverError):
        copy_with(key, at=noon + timedelta(days=31))
    Watch.objects.update(ended_at=None)
    actions.remove_reader(recipient_id=row.pk, by=claire, at=noon)
    with pytest.raises(LinkOverError):
        copy_with(key, at=noon)


def test_a_limited_incident_expects_no_report_on_the_clock(claire: Person, noon: datetime) -> None:
    watch = make_watch(by=claire, at=noon, severity=1)

    report = due_report(watch.incident)

    assert report is not None
    assert (watch.minutes, report.due_at) == (0, None)
    assert actions.escalate_reports(at=noon + timedelta(days=2)) == 0
    assert Incident.objects.get().status == "open"
    assert Report.objects.count() == 1


def test_the_last_report_leaves_after_the_close_and_no_reminder_does(
    claire: Person, yann: Person, noon: datetime
) -> None:
    watch = make_watch(by=claire, at=noon, severity=1)
    reader = actions.Reader(person_id=yann.pk)
    actions.add_reader(incident_id=watch.incident_id, reader=reader, by=claire, at=noon)
    sent = make_report_sent(watch, by=claire, at=noon)
    close_incident(incident_id=watch.incident_id, closing="Over.", by=claire, at=noon + MINUTE)
    actions.end_watch(incident_id=watch.incident_id, at=noon + MINUTE)

    assert actions.send_letters(at=noon + 25 * HOUR) == 0  # too late to be of use
    assert actions.send_letters(at=noon + 2 * MINUTE) > 0
    assert [yann.email] in [one.to for one in mail.outbox]
    Copy.objects.filter(report=sent).update(reminded_at=noon + 3 * MINUTE)
    assert actions.send_letters(at=noon + 4 * MINUTE) == 0


def test_missing_clocks_are_begun(claire: Person, noon: datetime) -> None:
    incident = make_incident(by=claire, at=noon)

    assert actions.open_missing(at=noon) == 1
    assert actions.open_missing(at=noon) == 0
    assert Watch.objects.get().incident == incident
