"""The pages of a watch: panel, editor, letters' page, review, holding page."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.crisis.actions import add_entry, close_incident, freeze_from_room
from gouvernail.people.models import Person
from gouvernail.watch import actions
from gouvernail.watch.errors import WatchInvalidError
from gouvernail.watch.models import Copy, HoldingPage, Improvement, Report, Review, Watch
from gouvernail.watch.permissions import key_of
from gouvernail.watch.queries.times import kept_times, times_of
from tests.make.crisis import make_incident
from tests.make.watch import make_report_sent, make_watch

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_the_room_shows_the_clock_and_the_editor_sends(  # noqa: PLR0915 - one life
    claire: Person, yann: Person, noon: datetime, client: Client
) -> None:
    watch = make_watch(by=claire, at=noon, severity=3, situation="The fire is out.")
    key = watch.incident_id
    client.force_login(claire)

    panel = client.get(reverse("watch:room-panel", args=[key]))
    assert panel.status_code == 200
    page = reverse("watch:watch-detail", args=[key])
    added = client.post(
        reverse("watch:reader-create", args=[key]), {"person": yann.email, "language": "fr"}
    )
    assert added.headers["Location"] == page
    refused = client.post(reverse("watch:reader-create", args=[key]), {"email": "nowhere"})
    assert refused.status_code == 422
    assert 'value="nowhere"' in refused.text  # nothing typed is lost
    assert client.post(reverse("watch:watch-pace", args=[key]), {"minutes": 60}).status_code == 422

    report = Report.objects.get()
    client.post(reverse("watch:report-begin", args=[report.pk]))
    editor = reverse("watch:report-edit", args=[report.pk])
    assert "The fire is out." in client.get(editor).text
    empty = client.post(editor, {"edition": 1, "sentence": "", "send": "1"})
    assert empty.status_code == 422
    client.post(editor, {"edition": 1, "sentence": "All is <calm>.", "send": "1"})
    report.refresh_from_db()
    shown = client.get(reverse("watch:report-detail", args=[report.pk]), {"lang": "en"})
    assert report.status == "sent"
    assert "All is &lt;calm&gt;." in shown.text
    assert client.get(page).status_code == 200
    paper = client.get(reverse("watch:report-paper", args=[report.pk, "fr"]))
    assert paper.content.startswith(b"%PDF-")
    text = client.get(reverse("watch:report-text", args=[report.pk, "fr"]))
    assert "LES FAITS SÛRS" in text.content.decode()

    client.force_login(yann)
    client.post(reverse("watch:report-acknowledge", args=[report.pk]))
    assert Copy.objects.get(report=report, recipient__person=yann).how == "site"


def test_a_reader_outside_needs_no_account_and_sees_nothing_else(
    claire: Person, noon: datetime, client: Client
) -> None:
    watch = make_watch(by=claire, at=noon)
    reader = actions.Reader(name="Mayor", email="mayor@example.org", language="en")
    actions.add_reader(incident_id=watch.incident_id, reader=reader, by=claire, at=noon)
    sent = make_report_sent(watch, by=claire, at=noon)
    copy = Copy.objects.get(report=sent, recipient__email="mayor@example.org")
    link = reverse("watch:acknowledge", args=[key_of(copy)])

    page = client.get(link)
    wrong = client.get(link[:-2] + "x/")

    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "SITUATION REPORT No. 1" in page.text
    assert "{acknowledge_link}" not in page.text
    assert wrong.status_code == 404
    assert client.get(reverse("watch:report-detail", args=[sent.pk])).status_code == 302


def test_the_times_of_a_review_are_measured_and_kept(  # noqa: PLR0915 - one life
    claire: Person, yann: Person, noon: datetime, client: Client
) -> None:
    incident = make_incident(
        by=claire, at=noon, severity=3, detected_at=noon - 4 * MINUTE, title="Smoke"
    )
    watch = actions.open_watch(incident_id=incident.pk, at=noon)
    assert watch is not None
    add_entry(incident_id=incident.pk, kind="fact", text="Out.", by=claire, at=noon + 6 * MINUTE)
    make_report_sent(watch, by=claire, at=noon + 23 * MINUTE)
    add_entry(
        incident_id=incident.pk, kind="word", text="We know.", by=claire, at=noon + 31 * MINUTE
    )
    close_incident(incident_id=incident.pk, closing="Over.", by=claire, at=noon + 90 * MINUTE)
    actions.end_watch(incident_id=incident.pk, at=noon + 91 * MINUTE)
    incident.refresh_from_db()

    times = times_of(incident)
    told = {name: times.seconds_to(name) for name in ("assessed", "frozen", "report", "word")}
    assert told == {"assessed": 360, "frozen": None, "report": 1380, "word": 1860}
    assert (times.reports_on_time, times.reports_due) == (1, 1)
    assert kept_times(times.as_json()) == times

    client.force_login(claire)
    page = reverse("watch:review-detail", args=[incident.pk])
    assert "23 min" in client.get(page).text
    early = client.post(page, {"story": "It smoked.", "finish": "1"})
    assert early.status_code == 422
    assert Review.objects.count() == 0  # both or neither
    body = {
        "story": "It smoked.",
        "facilitator": yann.email,
        "held_on": "2026-11-17",
        "finish": "1",
    }
    assert client.post(page, body).status_code == 302
    assert Review.objects.get().status == "done"
    added = client.post(
        reverse("watch:improvement-create", args=[incident.pk]),
        {"words": "A second phone.", "owner": yann.email, "due_on": "2099-01-01"},
    )
    assert added.status_code == 302
    row = Improvement.objects.get()
    paper = client.get(reverse("watch:review-paper", args=[incident.pk, "en"]))
    assert paper.content.startswith(b"%PDF-")
    client.force_login(yann)
    client.post(reverse("watch:improvement-settle", args=[row.pk]), {"status": "done"})
    row.refresh_from_db()
    assert row.status == "done"
    assert client.get(reverse("watch:improvement-detail", args=[row.pk])).status_code == 200


def test_what_another_wrote_stands_beside_ones_own_words(
    claire: Person, yann: Person, noon: datetime, client: Client
) -> None:
    make_watch(by=claire, at=noon)
    report = Report.objects.get()
    opened = report.edition
    parts = {"certain": "A <charger> burnt."}
    actions.write_report(report_id=report.pk, parts=parts, edition=opened, by=yann, at=noon)
    client.force_login(claire)
    editor = reverse("watch:report-edit", args=[report.pk])

    refused = client.post(editor, {"edition": opened, "certain": "Two burnt.", "save": "1"})
    report.refresh_from_db()
    assert refused.status_code == 422
    assert "Two burnt." in refused.text
    assert "A &lt;charger&gt; burnt." in refused.text
    assert f'name="edition" value="{report.edition}"' in refused.text
    again = {"edition": report.edition, "certain": "Two burnt.", "save": "1"}
    assert client.post(editor, again).status_code == 302
    report.refresh_from_db()
    assert report.certain == "Two burnt."


def test_a_report_says_what_is_frozen(claire: Person, noon: datetime) -> None:
    watch = make_watch(by=claire, at=noon, severity=3)
    freeze_from_room(
        incident_id=watch.incident_id,
        scope_kind="organisation",
        scope_value="",
        by=claire,
        at=noon,
    )

    sent = make_report_sent(watch, by=claire, at=noon + MINUTE)

    said = dict(sent.said["en"])["4. WHAT IS DECIDED AND DONE"]
    assert "Freeze: the whole organisation" in said
    assert "to be checked by hand" in said


def test_a_holding_page_is_one_file_that_follows_what_is_said(
    claire: Person,
    noon: datetime,
    client: Client,
    tmp_path: Path,
    settings: Settings,
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    client.force_login(claire)
    facts = {
        "title": "Panne <i>",
        "title_en": "Outage",
        "text": "Nous revenons.\n\nMerci.",
        "text_en": "Back soon.",
        "address": "https://status.example.org/",
    }
    refused = client.post(reverse("watch:page-create"), facts | {"text_en": ""})
    assert refused.status_code == 422
    client.post(reverse("watch:page-create"), facts)
    page = HoldingPage.objects.get()
    watch: Watch = make_watch(by=claire, at=noon)

    assert actions.keep_files(at=noon) == 1
    assert actions.keep_files(at=noon) == 0
    file = tmp_path / "holding" / page.slug / "index.html"
    assert "Panne &lt;i&gt;" in file.read_text("utf-8")
    body = {"incident": watch.incident_id, "words": "Tout va bien.", "words_en": "All is well."}
    client.post(reverse("watch:page-detail", args=[page.pk]), body)
    assert actions.keep_files(at=noon) == 1
    text = file.read_text("utf-8")
    assert "Tout va bien." in text
    assert "All is well." in text
    assert "http://" not in text  # nothing to fetch from anywhere
    assert client.get(reverse("watch:page-file", args=[page.pk])).content.decode() == text
    assert client.get(reverse("watch:page-detail", args=[page.pk])).status_code == 200
    assert client.get(reverse("watch:page-list")).status_code == 200
    actions.archive_page(page_id=page.pk, by=claire, at=noon)
    actions.keep_files(at=noon)
    assert not file.exists()


def test_a_drill_never_speaks_on_a_real_page(claire: Person, noon: datetime) -> None:
    page = actions.write_page(
        facts=actions.PageFacts(title="Arrêt", title_en="Down", text="A.", text_en="B."),
        by=claire,
        at=noon,
    )
    drill = make_incident(by=claire, at=noon, is_drill=True)

    with pytest.raises(WatchInvalidError):
        actions.speak_on_page(
            page_id=page.pk, incident_id=drill.pk, words="A.", words_en="B.", by=claire, at=noon
        )
