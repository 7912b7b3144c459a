"""One walk for each kind of person: what they came for, done on the pages they would use."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from gouvernail.approvals.models import Request
from gouvernail.charter.models import Charter
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Signature
from gouvernail.practice.models import Post
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.sender import locks
from gouvernail.publishing.tasks import turn
from gouvernail.records.models import Record
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make.policies import make_charter
from tests.make.publishing import make_delivery, make_practice_account, status_of
from tests.make.registry import make_account
from tests.walks.setting import agreed, sign_in, submitted
from tests.walks.words import words

FR, EN = words("fr"), words("en")
LIST = """adresse;titulaire;suppléant
https://bsky.app/profile/nordet.bsky.social;Karim Benali;Hugo Petit
x.com/NordetRecharge;Hugo Petit;Karim Benali
https://www.linkedin.com/company/nordet-recharge;Hugo Petit;
ceci n’est pas une adresse;Hugo Petit;
"""


def test_the_lead_finds_an_account_without_backup_and_names_one(
    visit: Visitor, claire: Person, hugo: Person, karim: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, name="Nordet Recharge", owner=hugo)
    page = visit("/", as_=claire)

    page.locator(".g-lede a[href*='fault=no_backup']").click()
    page.get_by_role("link", name="Nordet Recharge").first.click()
    page.locator(f"a[href='/accounts/{account.pk}/repair/backup/']").first.click()
    page.get_by_label(FR("Backup")).fill("Karim Benali")
    page.get_by_role("button", name=FR("Save")).click()
    page.wait_for_url(f"**/accounts/{account.pk}/")

    account.refresh_from_db()
    assert account.backup == karim
    expect(page.locator("main")).to_contain_text("Karim Benali")
    page.goto("/")
    expect(page.locator(".g-lede a[href*='fault=no_backup']")).to_have_count(0)


def test_the_delegate_brings_a_list_in_and_keeps_the_good_rows(
    visit: Visitor, karim: Person, hugo: Person, energy: Unit, tmp_path: Path
) -> None:
    path = tmp_path / "comptes.csv"
    path.write_text(LIST, encoding="utf-8")
    page = visit("/accounts/", as_=karim, language="en")

    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Your list").set_input_files(path)
    page.get_by_role("button", name="Send and preview").click()
    page.wait_for_url("**/accounts/imports/*-*/")
    chosen = page.get_by_label("Unit of rows that name none")  # the only one that is theirs
    expect(chosen).to_have_value(str(energy.pk))
    expect(page.locator("main")).to_contain_text("1 to look at")
    assert Account.objects.count() == 0
    page.get_by_role("button", name="Create 3 accounts").click()

    networks = {account.network: account for account in Account.objects.all()}
    assert set(networks) == {"bluesky", "x", "linkedin"}
    assert (networks["x"].owner, networks["x"].backup) == (hugo, karim)
    assert {account.unit for account in networks.values()} == {energy}
    picture(page, "walk-import-done", full=False)


def test_the_contributor_publishes_by_hand_on_a_phone(
    visit: Visitor, hugo: Person, camille: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, address="https://x.com/NordetRecharge", owner=hugo)
    delivery = agreed(account, author=hugo, reader=camille)
    assert delivery.status == Delivery.Status.TO_HAND_OFF
    page = visit(f"/deliveries/{delivery.pk}/", as_=hugo, width=390)

    page.get_by_role("link", name=FR("Publish by hand")).click()
    assert page.locator("#approved-text").inner_text() == delivery.fields["text"]
    assert page.request.get(f"/hand-off/{delivery.pk}/qr.svg").ok
    assert overflow(page) == 0
    link = "https://x.com/NordetRecharge/status/1859000000000000001"
    page.get_by_label(FR("Address of the publication")).fill(link)
    page.get_by_role("button", name=FR("It is published: archive it")).click()
    page.wait_for_url(f"**/deliveries/{delivery.pk}/")

    delivery.refresh_from_db()
    assert (delivery.status, delivery.remote_url) == (Delivery.Status.SENT, link)
    archived = Record.objects.get()
    assert (archived.text, archived.source) == (delivery.fields["text"], Record.Source.BY_HAND)
    expect(page.locator("#archive-title")).to_be_visible()


def test_the_reviewer_sends_it_back_and_then_sees_only_what_changed(
    visit: Visitor, hugo: Person, camille: Person, energy: Unit
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    draft, _request = submitted(account, author=hugo, text="A station with 22 chargers, at last.")
    review = visit("/reviews/", as_=camille, language="en")

    review.locator("summary", has_text="Ask for changes").click()
    review.get_by_label("What must change; the author reads it").fill("Count them again.")
    review.locator("button[value=changes]").click()
    review.wait_for_url("**/reviews/")

    author = visit(f"/drafts/{draft.pk}/record/", as_=hugo, language="en")
    expect(author.locator("main")).to_contain_text("Count them again.")
    author.get_by_role("link", name="Continue writing").click()
    author.locator("#text").fill("A station with 24 chargers, at last.")
    author.locator("summary", has_text="Answer the reviewers").click()
    author.get_by_label("What you changed, for the reviewers").fill("Counted: 24.")
    author.get_by_role("button", name="Submit to 1 reviewer").click()
    author.wait_for_url("**/record/")

    review.goto("/reviews/")
    expect(review.locator("#diff-title")).to_contain_text("Since you last looked")
    expect(review.locator(".g-diff del")).to_have_text(["22"])
    expect(review.locator(".g-diff ins")).to_have_text(["24"])
    expect(review.locator("main")).to_contain_text("Count them again.")
    expect(review.locator("main")).to_contain_text("Counted: 24.")
    picture(review, "walk-since-last-look", full=False)
    review.get_by_role("button", name="Approve revision 2").click()
    review.wait_for_url("**/reviews/")

    (delivery,) = Delivery.objects.all()
    assert delivery.fields["text"] == "A station with 24 chargers, at last."
    turn(clock=lambda: now() + timedelta(seconds=1))
    assert [post.text for post in Post.objects.all()] == [delivery.fields["text"]]


def freeze(page: Page) -> None:
    """Freeze while a sender is in the middle of something: engaged first, sealed once it ended."""
    with locks.held(locks.FREEZE, shared=True):
        page.get_by_role("button", name=FR("Freeze now")).click()
        page.wait_for_url("**/freeze/")
        turn()
        page.reload()
        expect(page.locator(".g-freeze")).to_have_attribute("data-state", "engaged")
        assert Freeze.objects.get().status == Freeze.Status.ENGAGED
    turn()
    page.reload()
    expect(page.locator(".g-freeze")).to_have_attribute("data-state", "sealed")
    assert Freeze.objects.get().status == Freeze.Status.SEALED
    picture(page, "walk-frozen", full=False)


def ask_to_lift(page: Page) -> None:
    page.locator("summary", has_text=FR("Lift…")).click()
    page.get_by_label(FR("Why publishing may start again")).fill("Fausse alerte.")
    page.get_by_role("button", name=FR("Ask to lift the freeze")).click()
    page.wait_for_url("**/freeze/")
    expect(page.locator("main")).to_contain_text(FR("A second person must confirm."))


def test_security_freezes_everything_and_two_people_open_it_again(
    visit: Visitor, yann: Person, claire: Person, hugo: Person, energy: Unit
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo, publish_at=now())
    page = visit("/account/login/?next=/freeze/")
    sign_in(page, yann, FR)

    freeze(page)
    ask_to_lift(page)
    turn()
    assert (status_of(delivery.pk), Post.objects.count()) == (Delivery.Status.QUEUED, 0)

    second = visit("/account/login/?next=/freeze/")
    sign_in(second, claire, FR)
    expect(second.locator("main")).to_contain_text("Fausse alerte.")
    expect(second.locator("main")).to_contain_text(delivery.title)  # she may read it, he may not
    second.get_by_role("button", name=FR("Confirm and reopen")).click()
    second.wait_for_url("**/freeze/")
    expect(second.locator(".g-freeze")).to_have_attribute("data-state", "calm")
    turn()
    assert (status_of(delivery.pk), Post.objects.count()) == (Delivery.Status.MISSED, 0)


def test_the_auditor_reads_the_proof_of_one_entry(
    visit: Visitor,
    odile: Person,
    hugo: Person,
    camille: Person,
    energy: Unit,
    sign_the_log: Callable[[], None],
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = agreed(account, author=hugo, reader=camille)
    page = visit(f"/deliveries/{delivery.pk}/", as_=odile, language="en")

    page.locator("a.g-proofmark").first.click()
    expect(page.locator("main")).to_contain_text("Not signed yet")
    sign_the_log()
    page.reload()
    expect(page.locator("main")).to_contain_text("Root, signed with the key of the journal")
    address = page.get_by_role("link", name="JSON").get_attribute("href") or ""
    proof = page.request.get(address).json()
    shown = page.locator("section[aria-labelledby=proof-path] .mono").all_inner_texts()
    assert shown[:-1] == [*proof["path"], proof["root"]]
    assert shown[-1].startswith("gouvernail.local/gov/1+")  # the public key, for paper
    assert (
        page.locator("section[aria-labelledby=proof-entry] .mono").first.inner_text()
        == proof["leaf_hash"]
    )
    assert "hugo" not in page.locator("main").inner_text().lower()


def test_an_employee_reads_and_signs_the_charter_on_a_phone(
    visit: Visitor, nina: Person, claire: Person
) -> None:
    make_charter(by=claire)
    page = visit("/policies/charter/", as_=nina, width=390)

    assert overflow(page) == 0
    page.get_by_role("button", name=FR("I have read it and I sign")).click()
    page.wait_for_url("**/policies/charter/")

    signed = Signature.objects.get()
    assert signed.person == nina
    expect(page.get_by_role("button", name=FR("I have read it and I sign"))).to_have_count(0)
    assert overflow(page) == 0
    picture(page, "walk-signed-390", full=False)


def test_in_a_small_team_one_person_publishes_alone_and_says_why(
    visit: Visitor, hugo: Person, energy: Unit, charter: Charter
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    account = make_practice_account(unit=energy, by=hugo)
    draft, request = submitted(account, author=hugo)
    page = visit(f"/reviews/{request.pk}/", as_=hugo, language="en")

    page.locator("summary", has_text="Publish alone").click()
    page.get_by_label("Why it cannot wait for a second reader").fill("The road is closed tonight.")
    page.get_by_role("button", name="Publish alone", exact=True).click()
    page.wait_for_url(f"**/drafts/{draft.pk}/record/")

    assert Request.objects.get().alone
    turn(clock=lambda: now() + timedelta(seconds=1))
    assert Post.objects.count() == 1
    turn(clock=lambda: now() + timedelta(minutes=1))
    assert Delivery.objects.get().status == Delivery.Status.VERIFIED
