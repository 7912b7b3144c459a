"""The signed paper of an agreement: who files and reads it, what is kept, when it runs out."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.replay import model_differences
from gouvernail.media.errors import PaperRefusedError
from gouvernail.media.pictures.papers import Paper, checked_paper
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import AgreementFacts, file_agreement, file_paper
from gouvernail.registry.actions import agreements as filing
from gouvernail.registry.errors import AgreementNotFoundError, AgreementRefusedError
from gouvernail.registry.models import Account, Agreement, AgreementPaper
from gouvernail.registry.queries.deadlines import deadlines_of
from gouvernail.registry.tasks import remind_of_agreements
from tests.make.ledger import leaves
from tests.make.papers import make_pdf, make_word
from tests.make.registry import make_account

TODAY = date(2026, 11, 2)


@pytest.fixture
def account(karim: Person, claire: Person, energy: Unit) -> Account:
    return make_account(unit=energy, owner=karim, backup=claire, name="Karim", kind="named")


def sent(data: bytes, name: str = "agreement.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def facts(person: Person, **more: object) -> AgreementFacts:
    told = {"handle_of": "organisation", "followers_of": "person", "at_departure": "goes"}
    return AgreementFacts(person_id=person.pk, signed_on=TODAY, **told | more)  # type: ignore[arg-type]


def test_the_paper_is_filed_replaced_and_given_to_who_may_see_it_with_safe_headers(
    client: Client, karim: Person, hugo: Person, account: Account
) -> None:
    client.force_login(karim)
    there = f"/accounts/{account.pk}/agreement/"
    told = {
        "person": karim.pk, "handle_of": "organisation", "followers_of": "person",
        "at_departure": "goes", "signed_on": "2026-11-02", "expires_on": "2099-11-02",
    }  # fmt: skip

    word = make_word()

    neither = client.post(there, told)
    running = client.post(there, told | {"paper": sent(make_pdf(b"/AA<</S/JavaScript>>"))})
    filed = client.post(there, told | {"paper": sent(make_pdf(), "../../Accord Karim.pdf")})
    newer = client.post(f"{there}papers/", {"paper": sent(word, "x.docx")})
    again = client.post(f"{there}papers/", {"paper": sent(word, "x.docx")})

    codes = [answer.status_code for answer in (neither, running, filed, newer, again)]
    assert codes == [422, 422, 302, 302, 422]
    assert "Send the signed paper, or say where it is." in neither.text
    assert "holds a program" in running.text
    assert "on file already" in again.text
    new, old = AgreementPaper.objects.all()
    assert (new.number, new.replaced_at, old.number) == (2, None, 1)
    assert old.replaced_at is not None
    assert old.original_name == "Accord Karim.pdf"
    told_of = Leaf.objects.filter(verb__startswith="agreement_paper.").order_by("seq")
    assert [row.verb.split(".")[1] for row in told_of] == ["filed", "replaced", "filed"]
    words = str(leaves(verb="agreement_paper.filed"))
    assert old.sha256 in words
    assert "Accord" not in words
    assert list(model_differences(AgreementPaper, hidden=True)) == []


def test_who_may_see_the_sheet_is_given_the_papers_with_safe_headers(
    client: Client, karim: Person, hugo: Person, account: Account, noon: datetime
) -> None:
    there = f"/accounts/{account.pk}/agreement/"
    first = checked_paper(make_pdf(), name="Accord Karim.pdf")
    agreement = file_agreement(account.pk, facts=facts(karim), paper=first, by=karim, at=noon)
    second = checked_paper(make_word(), name="x.docx")
    new = file_paper(agreement.pk, paper=second, by=karim, at=noon)
    old = agreement.papers.get(number=1)
    client.force_login(karim)

    page = client.get(there).text
    assert page.count("Signed paper, version") == 2
    assert "Accord Karim.pdf" in page
    for paper, mime, ending in ((old, "application/pdf", "pdf"), (new, new.mime, "docx")):
        file = client.get(f"{there}papers/{paper.pk}/")
        assert file.content == bytes(paper.content)
        assert file["Content-Type"] == mime
        assert file["X-Content-Type-Options"] == "nosniff"
        assert file["Cache-Control"] == "private, no-store"
        assert "sandbox" in file["Content-Security-Policy"]
        name = f"agreement-2026-11-02-v{paper.number}.{ending}"
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'
    client.force_login(hugo)
    assert client.get(f"{there}papers/{old.pk}/").status_code == 404
    assert client.post(f"{there}papers/", {"paper": sent(make_pdf())}).status_code == 403


def test_what_was_altered_in_the_database_is_not_given_as_what_was_signed(
    client: Client, karim: Person, account: Account, noon: datetime
) -> None:
    paper = checked_paper(make_pdf(), name="a.pdf")
    agreement = file_agreement(account.pk, facts=facts(karim), paper=paper, by=karim, at=noon)
    AgreementPaper.objects.update(content=make_pdf(b"/Changed true"))
    client.force_login(karim)

    kept = agreement.papers.get()
    answer = client.get(f"/accounts/{account.pk}/agreement/papers/{kept.pk}/")

    assert answer.status_code == 409
    assert b"%PDF" not in answer.content


def test_papers_have_a_limit_and_an_agreement_that_ended_takes_none(
    karim: Person,
    account: Account,
    noon: datetime,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def paper(number: int) -> Paper:
        return checked_paper(make_pdf(b"/N %d" % number), name="a.pdf")

    agreement = file_agreement(account.pk, facts=facts(karim), paper=paper(1), by=karim, at=noon)
    for limits, code in (((0, 9), "paper_quota_bytes"), ((9, 0), "paper_quota_unit")):
        settings.MEDIA_PERSON_MB, settings.MEDIA_UNIT_MB = limits
        with pytest.raises(PaperRefusedError) as caught:
            file_paper(agreement.pk, paper=paper(2), by=karim, at=noon)
        assert caught.value.code == code
    settings.MEDIA_UNIT_MB = 9
    monkeypatch.setattr(filing, "MAX_VERSIONS", 2)
    file_paper(agreement.pk, paper=paper(2), by=karim, at=noon)
    with pytest.raises(PaperRefusedError):
        file_paper(agreement.pk, paper=paper(3), by=karim, at=noon)
    other = file_agreement(account.pk, facts=facts(karim, reference="HR"), by=karim, at=noon)
    with pytest.raises(AgreementRefusedError):
        file_paper(agreement.pk, paper=paper(4), by=karim, at=noon)
    with pytest.raises(AgreementNotFoundError):
        file_paper(account.pk, paper=paper(4), by=karim, at=noon)
    assert other.papers.count() == 0
    assert agreement.papers.count() == 2


def test_an_agreement_with_an_end_is_a_deadline_told_once_before_and_once_after(
    client: Client, karim: Person, claire: Person, account: Account, noon: datetime
) -> None:
    until = TODAY + timedelta(days=20)
    late = facts(karim, reference="HR", expires_on=TODAY - timedelta(days=1))
    with pytest.raises(AgreementRefusedError):
        file_agreement(account.pk, facts=late, by=karim, at=noon)
    signed = facts(claire, reference="HR", expires_on=until)
    file_agreement(account.pk, facts=signed, by=karim, at=noon)

    for day in (0, 1, 21, 22):
        remind_of_agreements(noon + timedelta(days=day))

    told = [(one.kind, one.person) for one in Notification.objects.order_by("kind")]
    assert {kind for kind, _who in told} == {"agreement.ending", "agreement.over"}
    assert len(told) == 4
    assert {who for _kind, who in told} == {karim, claire}
    due = [each for each in deadlines_of(karim) if each.kind == "agreement"]
    assert [(each.on, each.words) for each in due] == [(until, "Renew the agreement: Karim")]
    client.force_login(karim)
    Agreement.objects.update(expires_on=date(2999, 1, 1))  # pages read the clock of the machine
    assert "The agreement has run out" not in client.get(f"/accounts/{account.pk}/").text
    Agreement.objects.update(expires_on=date(2020, 1, 1))
    page = client.get(f"/accounts/{account.pk}/").text
    assert "The agreement has run out" in page
    assert "Karim" in client.get("/accounts/?fault=agreement_over").text
    assert "It ran out on" in client.get(f"/accounts/{account.pk}/agreement/").text
