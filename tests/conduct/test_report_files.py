"""Files sent with a report: checked by their bytes, opened by who handles it, erased with it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gouvernail.conduct.actions import (
    NewReport,
    answer,
    forget_old,
    keep_report_file,
    make_report,
    take_up,
)
from gouvernail.conduct.actions.files import UNUSED
from gouvernail.conduct.models import Report, ReportFile
from gouvernail.conduct.permissions import visible_report
from gouvernail.conduct.tasks import hear_unused
from gouvernail.foundation import clock
from gouvernail.foundation.digests import sha256_hex
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.models import OutboxEvent
from gouvernail.ledger.queries import replay_differences
from gouvernail.media.pictures.letters import is_letter
from gouvernail.media.queries import place_of
from gouvernail.people.models import Person
from tests.make.conduct import make_staff_report
from tests.make.ledger import leaves

LETTER = (
    b"Return-Path: <x@piege.example>\r\nFrom: La banque <x@piege.example>\r\nTo: nina@nordet.test"
    b"\r\nDate: Tue, 17 Nov 2026 08:00:00 +0000\r\nSubject: Urgent\r\n\r\nhttps://piege.example/\r\n"
)


@pytest.fixture(autouse=True)
def people(nina: Person, camille: Person, claire: Person, yann: Person) -> None:
    """Have an employee, and those who help with a doubtful message."""


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def sent(client: Client, data: bytes, name: str = "message.eml", *, key: UUID | None = None) -> Any:
    fields = {"key": key or uuid7(), "words": "On me demande un code.", "address": ""}
    file = SimpleUploadedFile(name, data)
    return client.post("/report/new/phishing/", fields | {"file": file})


def test_only_who_reported_and_who_took_it_up_open_a_file(
    client: Client, nina: Person, yann: Person, claire: Person, noon: datetime
) -> None:
    client.force_login(nina)
    assert sent(client, LETTER).status_code == 302
    report, file = Report.objects.get(), ReportFile.objects.get()
    address, page = f"/reports/{report.pk}/files/{file.pk}/", f"/reports/{report.pk}/"

    def answered(person: Person) -> tuple[int, bool]:
        client.force_login(person)
        return client.get(address).status_code, address in client.get(page).content.decode()

    assert answered(nina) == (200, True)
    assert answered(yann) == (404, False)
    take_up(report.pk, by=yann, at=noon)
    assert answered(yann) == (200, True)
    assert answered(claire) == (404, False)
    client.force_login(yann)
    given = client.get(address)
    assert given.content == LETTER
    assert given["Content-Type"] == "text/plain"  # no mail program opens it
    assert given["Content-Disposition"].startswith("attachment;")
    assert given["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"MZ\x90\x00 a program", "This file is no picture, no PDF, no Word document"),
        (b"%PDF-1.7\n/JavaScript (app.alert(1))\n%%EOF\n", "This file holds a program"),
        (b"", "The submitted file is empty."),
        (b"x" * 10_000_001, "At most 10 MB, please."),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_at_its_field_and_no_word_is_lost(
    client: Client, nina: Person, data: bytes, said: str
) -> None:
    client.force_login(nina)

    refused = sent(client, data, "facture.pdf")

    page = refused.content.decode()
    assert refused.status_code == 422
    assert said in page
    assert "On me demande un code." in page
    assert not Report.objects.exists()
    assert not ReportFile.objects.exists()


def test_a_report_that_is_refused_leaves_no_file_behind(client: Client, nina: Person) -> None:
    client.force_login(nina)
    for _time in range(20):
        make_staff_report(by=nina, at=clock.now())

    sent(client, LETTER)

    assert not place_of(sha256_hex(LETTER)).exists()
    assert not ReportFile.objects.exists()


def test_a_form_sent_twice_keeps_no_second_file_and_says_so(client: Client, nina: Person) -> None:
    client.force_login(nina)
    key, other = uuid7(), LETTER + b"Encore.\r\n"
    sent(client, LETTER, key=key)

    again = sent(client, other, key=key)

    assert place_of(sha256_hex(LETTER)).exists()
    assert not place_of(sha256_hex(other)).exists()
    assert "made already" in client.get(again.url).content.decode()


def test_either_side_adds_a_file_with_what_it_says(
    client: Client, nina: Person, yann: Person
) -> None:
    report = make_staff_report(by=nina)
    client.force_login(yann)

    file = SimpleUploadedFile("en-tetes.eml", LETTER)
    client.post(f"/reports/{report.pk}/say/", {"text": "Voici les en-têtes.", "file": file})

    assert ReportFile.objects.get().by == yann
    assert visible_report(report.pk, viewer=nina).helper == yann


def test_it_is_erased_with_the_words_and_its_bytes_soon_after(
    nina: Person, yann: Person, noon: datetime
) -> None:
    def reported() -> Report:
        file = keep_report_file(LETTER, name="message.eml")
        new = NewReport(key=uuid7(), kind="phishing", words="Un code.", is_discreet=True, file=file)
        report = make_report(new=new, by=nina, at=noon)
        take_up(report.pk, by=yann, at=noon)
        return report

    report, other = reported(), reported()
    place = place_of(ReportFile.objects.filter(report=report).get().sha256)
    answer(report.pk, outcome="helped", text="Merci.", by=yann, at=noon)

    forget_old(at=noon + timedelta(days=731))

    row = ReportFile.objects.get(report=report)
    assert (row.sha256, row.name) == ("", "")
    for event in OutboxEvent.objects.filter(topic=UNUSED):
        hear_unused(event, noon)
    assert place.exists()  # the other report has the same bytes
    answer(other.pk, outcome="helped", text="Merci.", by=yann, at=noon)
    forget_old(at=noon + timedelta(days=731))
    for event in OutboxEvent.objects.filter(topic=UNUSED):
        hear_unused(event, noon)
    assert not place.exists()
    assert len(leaves(verb="staff_report_file.erased")) == 2
    written = str(leaves(verb="staff_report_file.added"))
    assert str(nina.pk) not in written
    assert "message.eml" not in written
    assert not [one for one in replay_differences() if one.subject_kind == "staff_report_file"]


def test_an_e_mail_is_told_by_its_headers() -> None:
    assert is_letter(LETTER)
    assert not is_letter(b"Bonjour : voici de quoi\nil s'agit\n")
    assert not is_letter(b"From: x\r\n\r\nA note.")
    assert not is_letter(b"From: x\r\nDate: y\r\n\r\n\0\0")


def test_the_empty_form_is_offered_without_a_fault(client: Client, nina: Person) -> None:
    client.force_login(nina)

    page = client.get("/report/new/mistake/")

    assert (page.status_code, page.context["form"].is_bound) == (200, False)
