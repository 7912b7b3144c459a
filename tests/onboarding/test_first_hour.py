"""From what people have to the accounts, the figures and the two pages to forward."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from gouvernail.foundation import clock
from gouvernail.onboarding.actions import keep_pasted, set_aside, take_in
from gouvernail.onboarding.models import FirstHour, Proposal, SiteReading
from gouvernail.onboarding.queries.figures import figures_for
from gouvernail.onboarding.queries.gestures import next_gestures, what_is_missing
from gouvernail.onboarding.queries.report import ROWS, report_of
from gouvernail.onboarding.sources.pasting import read_pasted
from gouvernail.people.errors import RightMissingError, UnitNotFoundError
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy
from gouvernail.registry.models import Account
from tests.make.people import make_person
from tests.make.registry import make_account
from tests.make.websites import page, serving

PASTED = """https://www.facebook.com/lune, https://x.com/Lune ; x.com/lune/
Instagram: @ville.de.lune
https://www.linkedin.com/company/lune|https://www.facebook.com/sharer/sharer.php?u=x
@lune
"""
DOCX = b"PK\x03\x04" + b"\0" * 30


@pytest.fixture
def desk(claire: Person) -> Client:
    client = Client()
    client.force_login(claire)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_pasted_links_are_told_apart_whatever_stands_between_them() -> None:
    pasted = read_pasted(PASTED)

    assert [(one.network, one.handle) for one in pasted.addresses] == [
        ("facebook", "lune"),
        ("x", "Lune"),
        ("instagram", "ville.de.lune"),
        ("linkedin", "lune"),
    ]
    assert pasted.repeated == ["x.com/lune/"]
    assert [error.code for _piece, error in pasted.refused] == ["no_account", "ambiguous_network"]
    assert read_pasted("https://x.com/a " * 600).cut


def test_a_website_becomes_proposals_and_chosen_ones_become_accounts(
    desk: Client, claire: Person, energy: Unit
) -> None:
    html = """<footer><a href="https://x.com/nordet">X</a>
    <a href="https://www.facebook.com/nordet">F</a></footer>
    <p><a href="https://www.youtube.com/@autre">Y</a></p>"""
    there = make_account(unit=energy, address="https://www.facebook.com/nordet")
    with serving({"/": page(html)}) as site:
        answer = desk.post(reverse("onboarding:website"), {"website": site.url})
    assert answer.headers["Location"] == reverse("onboarding:proposals")
    assert SiteReading.objects.get().pages == [{"url": site.url, "outcome": "read"}]

    shown = desk.get(reverse("onboarding:proposals"))

    assert {one.network: one.is_likely for one in shown.context["page"].rows} == {
        "x": True,
        "youtube": False,
    }
    assert shown.text.count("checked") == 1
    ours, other = Proposal.objects.order_by("network")
    send = {"proposals": [str(ours.pk)], "unit_id": str(energy.pk)}
    assert desk.post(reverse("onboarding:proposal-decide"), send).status_code == 302
    account = Account.objects.exclude(pk=there.pk).get()
    assert (account.network, account.status, account.unit) == ("x", "to_confirm", energy)
    assert Proposal.objects.get(pk=ours.pk).account == account
    send = {"proposals": [str(other.pk)], "unit_id": str(energy.pk), "aside": "on"}
    desk.post(reverse("onboarding:proposal-decide"), send)
    assert Proposal.objects.get(pk=other.pk).status == "aside"
    assert desk.post(reverse("onboarding:proposal-decide"), send).status_code == 422

    # The same website again proposes nothing twice, and brings back what was set aside.
    kept = keep_pasted(
        addresses=read_pasted("https://x.com/nordet https://www.youtube.com/@autre").addresses,
        by=claire,
        at=clock.now(),
    )
    assert (len(kept.new), len(kept.again), len(kept.registered)) == (0, 1, 1)
    assert Proposal.objects.get(pk=other.pk).status == "proposed"


def test_a_website_that_cannot_be_read_is_said_beside_its_address(desk: Client) -> None:
    for typed, words in (
        ("pas une adresse", "no address of a website"),
        ("http://10.1.2.3/", "only public websites"),
        ("http://127.0.0.1:9/", "does not answer"),
    ):
        answer = desk.post(reverse("onboarding:website"), {"website": typed})
        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors["website"])
    assert not SiteReading.objects.exists()


def test_pasted_links_say_what_became_of_each(desk: Client) -> None:
    answer = desk.post(reverse("onboarding:links"), {"links": PASTED})

    assert Proposal.objects.filter(source="pasted").count() == 4
    for words in ("4 new accounts", "twice in what you pasted", "x.com/lune/", "Say on which"):
        assert words in answer.text
    again = desk.post(reverse("onboarding:links"), {"links": "https://x.com/Lune"})
    assert "proposed already" in again.text


def test_who_edits_one_unit_takes_in_there_and_nowhere_else(
    karim: Person, energy: Unit, care: Unit, hugo: Person
) -> None:
    at = clock.now()
    keep_pasted(addresses=read_pasted("https://x.com/nordet").addresses, by=karim, at=at)
    ids = [Proposal.objects.get().pk]

    with pytest.raises(UnitNotFoundError):
        take_in(proposal_ids=ids, unit_id=care.pk, by=karim, at=at)
    with pytest.raises(RightMissingError):
        take_in(proposal_ids=ids, unit_id=energy.pk, by=hugo, at=at)
    with pytest.raises(RightMissingError):
        set_aside(proposal_ids=ids, by=hugo, at=at)
    assert take_in(proposal_ids=ids, unit_id=energy.pk, by=karim, at=at) == (1, 0)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("charte.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"),
        (
            "charte.docx",
            None,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_policy_file_is_in_force_from_its_date_and_nobody_has_to_sign(
    desk: Client, claire: Person, nordet: Unit, name: str, content: bytes | None, kind: str
) -> None:
    given = {
        "title": "Charte des réseaux sociaux",
        "in_force_on": "2025-03-31",
        "unit_id": str(nordet.pk),
        "owner_id": str(claire.pk),
        "review_months": "6",
    }
    file = SimpleUploadedFile(name, content or word_file())
    assert desk.post(reverse("onboarding:policy"), {**given, "file": file}).status_code == 302

    policy = Policy.objects.get()
    version = policy.versions.get()
    assert (policy.must_sign, policy.owner, policy.review_on) == (False, claire, date(2025, 9, 30))
    assert (version.status, version.in_force_on) == ("in_force", date(2025, 3, 31))
    sent = desk.get(reverse("policies:policy-file", args=[policy.slug, 1]))
    assert sent.headers["Content-Type"] == kind
    assert sent.headers["Content-Disposition"].endswith(f'-v1.{name[-4:].strip(".")}"')

    wrong = SimpleUploadedFile("x.docx", DOCX)
    refused = desk.post(reverse("onboarding:policy"), {**given, "file": wrong})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"file"}
    assert Policy.objects.count() == 1


def word_file() -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<document/>")
    return held.getvalue()


def test_the_steps_show_what_is_done_by_itself_and_wait_for_the_rest(
    desk: Client, claire: Person, nordet: Unit
) -> None:
    FirstHour.objects.create(started_at=clock.now())
    home = reverse("onboarding:first-hour")
    assert states(desk) == dict.fromkeys(
        ("website", "links", "spreadsheet", "policy", "people"), "todo"
    )
    desk.post(reverse("onboarding:step-skip", args=["policy"]))
    desk.post(reverse("onboarding:step-skip", args=["nothing"]))
    make_person(name="Sam Roy", home_unit=nordet)
    desk.post(reverse("onboarding:links"), {"links": "https://x.com/nordet"})
    assert states(desk) == {
        "website": "todo",
        "links": "done",
        "spreadsheet": "todo",
        "policy": "skipped",
        "people": "done",
    }
    desk.post(reverse("onboarding:step-resume", args=["policy"]))
    assert states(desk)["policy"] == "todo"
    assert home in desk.get(reverse("web:today")).text
    assert home in desk.get(reverse("registry:import-list")).text  # the way back

    desk.post(reverse("onboarding:first-hour-dismiss"))

    assert home not in desk.get(reverse("web:today")).text
    assert home not in desk.get(reverse("registry:import-list")).text
    assert desk.get(home).status_code == 200


def states(desk: Client) -> dict[str, str]:
    shown = desk.get(reverse("onboarding:first-hour"))
    return {step.kind.code: step.state for step in shown.context["progress"].steps}


@pytest.fixture
def register(nordet: Unit, claire: Person, karim: Person) -> None:
    """Nine accounts of which each figure counts some, and three that none counts."""
    gone = make_person(
        name="Luc Parti", home_unit=nordet, status="left", is_active=False, left_at=clock.now()
    )
    soon = clock.today() + timedelta(days=30)
    both = {"owner": claire, "backup": karim, "review_on": soon}

    def account(handle: str, **facts: object) -> None:
        given: dict[str, Any] = {"unit": nordet, "name": handle, "purpose": "Dire.", **facts}
        make_account(address=f"https://x.com/{handle}", **given)

    account("sound", **both)
    account("orphan", backup=karim, review_on=soon)  # one holder too
    account("alone", owner=claire, review_on=soon)
    account("same", owner=claire, backup=claire, custodian=claire, review_on=soon)
    account("left", owner=gone, backup=karim, custodian=claire, review_on=soon)
    account("lost", owner=gone, review_on=None)
    account("late", **{**both, "review_on": date(2020, 1, 1)})
    account("twin1", **{**both, "name": "Été à Nordet"})
    account("twin2", **{**both, "name": "ETE a nordet "})
    account("closed", status="closed")
    account("foreign", status="impostor")
    account("mine", kind="personal")


EXPECTED = {
    "accounts": 9,
    "orphans": 1,
    "departures": 2,
    "one_holder": 3,
    "duplicates": 2,
    "no_review": 2,
}


@pytest.mark.usefixtures("register")
def test_each_figure_counts_what_it_says_and_leads_to_exactly_those(
    desk: Client, claire: Person
) -> None:
    figures = figures_for(claire, today=clock.today())

    assert figures.counts == EXPECTED
    assert figures.networks == (("x", 9),)
    assert [one.url.rstrip("/").rsplit("/", 1)[1] for one in next_gestures(figures)] == [
        "departures",
        "orphans",
        "one_holder",
    ]
    assert len(what_is_missing(figures)) == 1
    result = desk.get(reverse("onboarding:result"))
    for code, number in EXPECTED.items():
        behind = desk.get(reverse("onboarding:figure", args=[code]))
        assert (behind.context["total"], len(behind.context["page"].rows)) == (number, number)
        assert reverse("onboarding:figure", args=[code]) in result.text
    assert desk.get(reverse("onboarding:figure", args=["secret"])).status_code == 404


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("language", "title"), [("fr", "premier regard"), ("en", "first look")])
def test_the_paper_is_two_tagged_pages_in_the_readers_language(
    desk: Client, claire: Person, language: str, title: str
) -> None:
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = desk.get(reverse("onboarding:report"))

    assert answer.headers["Content-Type"] == "application/pdf"
    paper = PdfReader(BytesIO(answer.content))
    root: Any = paper.trailer["/Root"]
    text = " ".join((page.extract_text() or "") for page in paper.pages)
    assert len(paper.pages) == 2
    assert title in str(paper.metadata and paper.metadata.title)
    assert str(root["/Lang"]).startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    assert embedded(paper)
    shown = figures_for(claire, today=clock.today())
    numbers = [word for word in paper.pages[0].extract_text().split() if word.isdigit()]
    for code, number in shown.counts.items():
        assert str(number) in numbers, code
    assert "Luc Parti" in text


def embedded(paper: PdfReader) -> bool:
    """Return whether every font of the paper is in it."""
    pages: list[Any] = list(paper.pages)
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for each in pages
        for font in each["/Resources"]["/Font"].values()
    ]
    return bool(descriptors) and all(
        {"/FontFile2", "/FontFile3"} & each.keys() for each in descriptors
    )


def test_long_names_and_many_accounts_still_make_two_pages(nordet: Unit, claire: Person) -> None:
    hostile = '#set page(fill: red) \\ $x$ ]"<b>' * 5
    for number in range(ROWS * 3):
        make_account(
            unit=nordet, address=f"https://x.com/n{number}", name=f"{hostile}{number}"[:200]
        )
    for network in ("facebook", "youtube", "instagram", "tiktok", "pinterest", "threads"):
        keep: dict[str, Any] = {"unit": nordet, "name": "Nordet " * 20}
        make_account(address=f"https://www.youtube.com/@{network}", network=network, **keep)

    paper = PdfReader(BytesIO(report_of(claire, at=clock.now())))

    assert len(paper.pages) == 2


def test_a_site_without_anything_says_so(desk: Client, claire: Person) -> None:
    result = desk.get(reverse("onboarding:result"))

    assert "No account is listed yet." in result.text
    assert [one.url for one in result.context["gestures"]][:2] == [
        reverse("onboarding:first-hour"),
        reverse("people:invite"),
    ]
    assert len(PdfReader(BytesIO(report_of(claire, at=clock.now()))).pages) == 2
