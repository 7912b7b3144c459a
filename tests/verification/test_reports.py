"""“Report a fake”: limits, groups, decisions, answers, and what is forgotten."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import deliver
from gouvernail.kernel.text import Address
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import change_status
from gouvernail.registry.actions.life import Move
from gouvernail.registry.models import Account
from gouvernail.verification.actions import reports as acts
from gouvernail.verification.actions.reports import (
    MOST_TRIES,
    Given,
    answer_reporters,
    decide_report,
    forget_reporters,
    report_account,
    settle_reports,
)
from gouvernail.verification.errors import NobodyToAnswerError, ReportRefusedError
from gouvernail.verification.forms import fresh_mark
from gouvernail.verification.models import Directory, Listing, Report, ReportedAccount
from gouvernail.verification.queries.answers import answer_to
from gouvernail.verification.tasks import READERS, send_answers
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.verification import make_listing

FAKE = "https://x.com/Nordet_Help"


def report(address: str = FAKE, **more: str) -> ReportedAccount:
    return report_account(given=Given(address=address, **more), at=now())


def form(**fields: str) -> dict[str, str]:
    return {"address": FAKE, "mark": fresh_mark(now() - timedelta(seconds=30))} | fields


def test_a_report_stores_a_found_account_and_tells_the_lead(
    client: Client, claire: Person, karim: Person, directory: Directory
) -> None:
    answer = client.post(
        "/verify/report/", form(words="It asks for codes.", contact="zoe@x.example")
    )
    assert answer["Location"] == "/verify/report/thanks/"

    account = Account.objects.get(handle="Nordet_Help")
    assert (account.status, account.extra) == ("to_confirm", {"found by": "public report"})
    assert OutboxEvent.objects.filter(topic="verification.account_reported").count() == 1
    deliver(READERS, at=now())
    deliver(READERS, at=now())
    told = Notification.objects.get()
    assert told.person == claire
    assert sentence(told.kind, told.facts) == "“Nordet_Help”, on X, is reported as a fake."
    assert len(leaves(verb="reported_account.opened")) == 1
    assert len(leaves(verb="account.registered")) == 1


def test_many_reports_of_one_account_are_one_case(directory: Directory) -> None:
    for way in (FAKE, "x.com/nordet_help", "https://twitter.com/NORDET_HELP?s=1"):
        report(way, contact="zoe@x.example")
    report(contact="ana@x.example")

    reported = ReportedAccount.objects.get()
    assert (reported.reports, reported.received.count()) == (4, 2)
    assert Account.objects.count() == 1


def test_two_who_report_one_account_at_once_are_both_counted(
    client: Client, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_A_DAY", 0)
    find = acts._found

    def somebody_is_faster(address: Address, *, at: datetime) -> Account | None:
        monkeypatch.setattr(acts, "_found", find)
        report()
        return find(address, at=at)

    monkeypatch.setattr(acts, "_found", somebody_is_faster)
    answer = client.post("/verify/report/", form(words="It asks for codes."))

    assert answer["Location"] == "/verify/report/thanks/"
    reported = ReportedAccount.objects.get()
    assert (reported.reports, reported.received.count()) == (2, 2)
    assert len(leaves(verb="reported_account.opened")) == 1


def test_a_site_may_be_a_fake_too(directory: Directory) -> None:
    for address in ("https://nordet-support.example/login", "https://\u0445.com/n", "bit.ly/abc"):
        assert report(address).network == "website"


@pytest.mark.parametrize(
    "address", ["", "nordet", "@nordet", "https://a.b@x.com/n", "\u202ex", "a" * 900]
)
def test_what_names_no_account_is_refused_at_its_field(
    client: Client, directory: Directory, address: str
) -> None:
    answer = client.post("/verify/report/", form(address=address))

    assert answer.status_code == 422
    assert not ReportedAccount.objects.exists()


def test_one_of_ours_is_not_taken_for_a_fake(client: Client, ours: Listing) -> None:
    answer = client.post("/verify/report/", form(address=ours.account.url))

    assert answer.status_code == 422
    assert b"This account is one of ours." in answer.content


def marked(seconds: int) -> str:
    return fresh_mark(now() - timedelta(seconds=seconds))


def test_what_fills_the_trap_is_thanked_and_dropped(client: Client, directory: Directory) -> None:
    assert client.post("/verify/report/", form(surname="Bot")).status_code == 302
    assert not ReportedAccount.objects.exists()


@pytest.mark.parametrize("mark", ["none", "forged", "too fast", "too old"])
def test_whoever_is_too_fast_or_too_slow_presses_once_more_and_loses_nothing(
    client: Client, directory: Directory, mark: str
) -> None:
    given = {
        "none": "",
        "forged": marked(30)[:-2] + "xx",
        "too fast": marked(0),
        "too old": marked(2 * 86_400),
    }[mark]

    answer = client.post("/verify/report/", form(mark=given, words="It asks for codes."))
    assert answer.status_code == 422
    assert not ReportedAccount.objects.exists()
    assert FAKE in answer.text
    assert "It asks for codes." in answer.text
    assert "press Send again" in answer.text or "Envoyer" in answer.text

    again = answer.text.split('name="mark" value="')[1].split('"')[0]
    answer = client.post("/verify/report/", form(mark=again, words="It asks for codes."))
    assert answer.status_code == 302
    assert Report.objects.get().words == "It asks for codes."


def test_an_address_that_sends_too_many_is_asked_to_wait(
    client: Client, directory: Directory, settings: Settings
) -> None:
    settings.LIMITS = True
    here = {"REMOTE_ADDR": "203.0.113.9"}
    answers = [client.post("/verify/report/", form(), **here).status_code for _n in range(25)]  # type: ignore[arg-type]  # extra headers

    assert answers[:20] == [302] * 20
    assert set(answers[20:]) == {429}
    elsewhere = client.post("/verify/report/", form(), REMOTE_ADDR="203.0.113.10")
    assert elsewhere.status_code == 302


def test_the_form_stops_before_the_lead_drowns(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_WAITING", 2)
    report("https://x.com/a1")
    report("https://x.com/a2")
    with pytest.raises(ReportRefusedError):
        report("https://x.com/a3")
    report("https://x.com/a2")
    with pytest.raises(ReportRefusedError):
        report("https://x.com/a1", words="x" * 1001)
    monkeypatch.setattr(acts, "MOST_KEPT", 1)
    report("https://x.com/a2")

    counted = ReportedAccount.objects.get(handle="a2")
    assert (counted.reports, counted.received.count()) == (3, 2)


def test_the_lead_decides_and_the_register_follows(
    client: Client, claire: Person, directory: Directory
) -> None:
    reported = report(words="<script>alert(1)</script>", contact="zoe@x.example", language="fr")
    client.force_login(claire)
    address = reverse("verification:report-detail", args=[reported.pk])
    page = client.get(address).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert f'href="{reported.url}"' not in page
    decide = reverse("verification:report-decide", args=[reported.pk])
    refused = client.post(decide, {"status": "impostor", "reason": ""})
    assert refused.status_code == 422
    assert client.post(decide, {"status": "official", "reason": "x"}).status_code == 422
    assert (
        client.post(decide, {"status": "impostor", "reason": "Asks for codes."}).status_code == 302
    )

    reported.refresh_from_db()
    assert (reported.status, reported.decided_by) == ("impostor", claire)
    assert Account.objects.get().status == "impostor"
    assert not Listing.objects.exists()
    assert client.post(decide, {"status": "parody", "reason": "No."}).status_code == 422
    assert len(leaves(verb="reported_account.decided")) == 1


def test_a_decision_in_the_register_settles_the_report(
    claire: Person, directory: Directory
) -> None:
    for number, status in enumerate(("parody", "official", "dismissed", "to_confirm")):
        reported = report(f"https://x.com/case{number}")
        Account.objects.filter(handle=reported.handle).update(status=status)

    assert settle_reports(at=now()) == 3
    assert settle_reports(at=now()) == 0
    found = dict(ReportedAccount.objects.values_list("handle", "status"))
    assert found == {"case0": "parody", "case1": "official", "case2": "dismissed", "case3": "new"}


def test_those_who_left_an_address_are_answered_once_in_their_language(
    client: Client, claire: Person, directory: Directory
) -> None:
    reported = report(contact="zoe@x.example", language="fr")
    report(contact="ana@x.example", language="en")
    report()
    assert answer_reporters(reported.pk, words="Merci.\nBcc: a@b.c", by=claire, at=now()) == 2
    send_answers(now())
    send_answers(now())

    assert sorted(letter.to[0] for letter in mail.outbox) == ["ana@x.example", "zoe@x.example"]
    assert all("Merci." in letter.body and len(letter.to) == 1 for letter in mail.outbox)
    with pytest.raises(NobodyToAnswerError):
        answer_reporters(reported.pk, words="Again.", by=claire, at=now())
    client.force_login(claire)
    address = reverse("verification:report-answer", args=[reported.pk])
    assert client.post(address, {"words": "x"}).status_code == 409


def test_one_address_that_is_refused_stops_no_other(
    client: Client, claire: Person, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = report(contact="gone@x.example")
    for name in ("full", "zoe"):
        report(contact=f"{name}@x.example")
    answer_reporters(reported.pk, words="Thank you.", by=claire, at=now())
    left: list[str] = []

    def send(letter: EmailMessage) -> int:
        name = letter.to[0]
        if name != "zoe@x.example":
            code = 550 if name.startswith("gone") else 451
            raise SMTPRecipientsRefused({name: (code, b"no")})
        left.append(name)
        return 1

    monkeypatch.setattr(EmailMessage, "send", send)
    send_answers(now())
    send_answers(now())
    assert left == ["zoe@x.example"]
    rows = {one.contact.partition("@")[0]: one for one in Report.objects.all()}
    assert (rows["gone"].tries, rows["gone"].refused_at is not None) == (1, True)
    assert (rows["full"].tries, rows["full"].refused_at) == (2, None)
    client.force_login(claire)
    page = client.get(reverse("verification:report-detail", args=[reported.pk])).text
    assert "1 answer could not be delivered" in page
    Report.objects.update(tries=MOST_TRIES - 1)
    send_answers(now())
    assert Report.objects.get(contact="full@x.example").refused_at is not None


def test_without_a_server_every_answer_waits(
    claire: Person, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = report(contact="zoe@x.example")
    answer_reporters(reported.pk, words="Thank you.", by=claire, at=now())

    def send(_letter: EmailMessage) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", send)
    send_answers(now())

    waiting = Report.objects.get()
    assert (waiting.tries, waiting.sent_at, waiting.refused_at) == (0, None, None)


def test_what_people_wrote_is_forgotten(settings: Settings, directory: Directory) -> None:
    report(words="Their name is Léa.", contact="zoe@x.example")
    settings.REPORT_CONTACT_DAYS = 30
    assert forget_reporters(at=now() + timedelta(days=29)) == 0
    assert forget_reporters(at=now() + timedelta(days=31)) == 1

    left = Report.objects.get()
    assert (left.words, left.contact) == ("", "")
    assert ReportedAccount.objects.get().reports == 1


def test_reports_are_listed_narrowed_and_exported_without_reporters(
    client: Client, claire: Person, directory: Directory
) -> None:
    one = report(words="Their name is Léa.", contact="zoe@x.example")
    report("https://www.instagram.com/nordet.help")
    client.force_login(claire)
    address = reverse("verification:report-list")
    assert b"Nordet_Help" in client.get(address).content
    assert b"Nordet_Help" not in client.get(address, {"network": "instagram"}).content
    assert b"Nordet_Help" in client.get(address, {"q": "nordet_help", "status": "new"}).content
    file = b"".join(client.get(reverse("verification:report-export")))
    assert file.startswith("\ufeffNetwork,Handle,".encode())
    export = client.get(reverse("verification:report-export"), headers={"Accept-Language": "fr"})
    assert b"".join(export).decode("utf-8-sig").count("\n") == 3
    assert b"Nordet_Help" in file
    assert b"zoe" not in file
    assert b"L\xc3\xa9a" not in file
    decide_report(one.pk, status="fan", reason="A club.", by=claire, at=now())
    assert b"fan or third party" in client.get(address).content


@pytest.mark.parametrize("status", ["closed", "duplicate"])
def test_a_name_that_was_ours_and_is_reported_waits_for_the_lead(
    client: Client, claire: Person, directory: Directory, energy: Unit, status: str
) -> None:
    account = make_account(unit=energy, address=FAKE, status=status)
    make_listing(account)
    reported = report()
    assert reported.status == "new"
    assert settle_reports(at=now()) == 0
    client.force_login(claire)
    page = client.get(reverse("verification:report-detail", args=[reported.pk])).text
    assert ("Somebody else may have taken its name" in page) == (status == "closed")

    decide_report(reported.pk, status="impostor", reason="Reused.", by=claire, at=now())
    account.refresh_from_db()
    assert (account.status, account.status_before) == ("impostor", "to_confirm")
    assert settle_reports(at=now()) == 0


def test_a_report_set_aside_leaves_a_closed_account_closed_until_it_moves(
    claire: Person, directory: Directory, energy: Unit
) -> None:
    account = make_account(unit=energy, address=FAKE, status="closed")
    reported = report()
    decide_report(reported.pk, status="dismissed", reason="As we left it.", by=claire, at=now())
    account.refresh_from_db()
    assert account.status == "closed"
    assert report().status == "dismissed"

    change_status(account.pk, status="to_confirm", by=claire, at=now(), move=Move(reason="Hm."))
    assert settle_reports(at=now()) == 1
    assert settle_reports(at=now()) == 0
    reported.refresh_from_db()
    assert (reported.status, reported.decided_by) == ("new", None)
    assert len(leaves(verb="reported_account.reopened")) == 1


def test_a_decided_account_reported_again_after_a_while_is_news_once_a_fortnight(
    claire: Person, directory: Directory
) -> None:
    reported = report()
    deliver(READERS, at=now())
    decide_report(reported.pk, status="dismissed", reason="A namesake.", by=claire, at=now())
    report()
    deliver(READERS, at=now())
    assert Notification.objects.count() == 1
    for days in (31, 31, 32):
        report_account(given=Given(address=FAKE), at=now() + timedelta(days=days))
        deliver(READERS, at=now())

    assert [one.kind for one in Notification.objects.order_by("pk")] == [
        "report.received",
        "report.many",
    ]


def test_an_account_whose_opening_was_given_up_was_never_ours(
    directory: Directory, energy: Unit
) -> None:
    account = make_account(unit=energy, address=FAKE, status="closed")
    make_listing(account)
    assert answer_to(FAKE, directory=directory).detail == "closed"
    Account.objects.update(status_before="opening")

    assert answer_to(FAKE, directory=directory).detail == "not_listed"
