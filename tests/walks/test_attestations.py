"""A declaration campaign and an account review, each walked to its end, in both languages.

With a refusal and its appeal, an answer that comes late, an account handed to somebody else.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from gouvernail.attestations.actions import open_review
from gouvernail.attestations.models import Campaign, Declaration, DeclaredLine, Declarer, Review
from gouvernail.attestations.queries.evidence import FACTS
from gouvernail.attestations.tasks import send_links
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account
from tests.walks.words import Words, words

LANGUAGES = ("fr", "en")


def letter_link(to: str) -> str:
    found = [
        match[0]
        for one in mail.outbox
        if to in one.to and (match := re.search(r"/declare/[\w-]+/", str(one.body)))
    ]
    return found[-1]


def button(page: Page, say: Words, text: str, **facts: object) -> None:
    page.get_by_role("button", name=say(text, **facts), exact=True).click()


def prepare(page: Page, say: Words, nordet: Unit, units: tuple[Unit, ...]) -> None:
    page.goto("/accounts/declarations/campaigns/new/")
    page.get_by_label(say("Title"), exact=True).fill("Automne")
    page.locator(f"input[name=units][value='{units[0].pk}']").check()
    page.locator(f"input[name=units][value='{units[1].pk}']").check()
    page.locator("select[name=unit]").select_option(str(nordet.pk))
    button(page, say, "Prepare")
    expect(page.get_by_text(say("nobody: it has no delegate"))).to_be_visible()


def declare(page: Page, say: Words, account: Account, pages: str) -> None:
    """Save, come back, sign: one account is not theirs, one page is added twice."""
    page.locator(f"input[name='say-{account.pk}'][value=not_ours]").check()
    page.get_by_label(re.compile(re.escape(say("One address a line, as many as you like")))).fill(
        pages
    )
    button(page, say, "Save and come back later")
    expect(page.locator(f"input[name='say-{account.pk}'][value=not_ours]")).to_be_checked()
    page.locator("input[name=name]").fill("Karim Benali")
    button(page, say, "Sign this declaration")
    expect(page.locator(".g-note.is-ok")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_campaign_from_its_preparation_to_its_close(  # noqa: PLR0915 - one story, to its end
    visit: Visitor, language: str, nordet: Unit, energy: Unit, care: Unit,
    claire: Person, karim: Person, ines: Person,
) -> None:  # fmt: skip
    say = words(language)
    other = make_person(name="Zoé Noël", home_unit=nordet)
    make_grant(person=other, unit=nordet, role="lead")
    Person.objects.update(language=language)
    for one in (claire, karim, ines, other):
        one.refresh_from_db()
    account = make_account(unit=energy, owner=karim, name="Nordet Ouest")
    page = visit("/", as_=claire, language=language)

    prepare(page, say, nordet, (energy, care))
    page.get_by_role("link", name=care.name if language == "fr" else care.name_en).click()
    page.get_by_label(say("Who declares for this unit")).fill(str(ines.email))
    button(page, say, "Ask this person")
    campaign = Campaign.objects.get()
    page.goto(f"/accounts/declarations/campaigns/{campaign.pk}/")
    button(page, say, "Open now")
    send_links(now())

    guest = visit(letter_link(str(karim.email)), language=language)
    declare(guest, say, account, "https://www.facebook.com/NordetEst\nfacebook.com/NordetEst/")
    signed = Declaration.objects.get(unit=energy)
    assert signed.lines.count() == 2

    page.goto(f"/accounts/declarations/{signed.pk}/")
    line = DeclaredLine.objects.get(what="not_ours")
    card = page.locator(f"#line-{line.pk}")
    card.locator("textarea[name=answer]").fill("Elle porte notre nom.")
    card.get_by_role("button", name=say("Refuse with this answer")).click()
    added = page.locator(f"#line-{DeclaredLine.objects.get(what='addition').pk}")
    added.get_by_role("button", name=say("Accept: change the register")).click()
    expect(page.get_by_text(say("Accepted: the register is changed."))).to_be_visible()
    assert Account.objects.get(network="facebook").unit == energy

    guest.reload()
    expect(guest.get_by_text("Elle porte notre nom.")).to_be_visible()
    guest.locator("textarea").fill("Un accord le dit.")
    button(guest, say, "Appeal")
    boss = visit(f"/accounts/declarations/{signed.pk}/", as_=other, language=language)
    boss.locator(f"#line-{line.pk} textarea[name=answer]").fill("Vu l’accord.")
    with boss.expect_navigation():
        boss.get_by_role("button", name=say("Accept after all")).click()
    guest.reload()
    expect(guest.get_by_text("Vu l’accord.")).to_be_visible()
    account.refresh_from_db()
    assert account.status == Account.Status.TO_CONFIRM

    Campaign.objects.update(closes_on=now().date() - timedelta(days=2))
    page.goto(f"/accounts/declarations/campaigns/{campaign.pk}/?state=asked")
    expect(page.get_by_role("cell").get_by_text(say("late"), exact=True)).to_be_visible()
    late = visit(letter_link(str(ines.email)), language=language)
    late.locator("input[name=name]").fill("Inès Faure")
    button(late, say, "Sign this declaration")
    expect(late.locator(".g-note.is-ok")).to_be_visible()
    page.reload()
    page.get_by_text(say("Close the campaign")).click()
    button(page, say, "Close for good")
    page.goto(f"/accounts/declarations/campaigns/{campaign.pk}/report/")
    expect(page.get_by_text("Vu l’accord.")).to_be_visible()
    assert Campaign.objects.get().status == "closed"
    assert Declarer.objects.filter(declaration__status="signed").count() == 2


def attest(page: Page, say: Words, decision: str, reason: str = "") -> None:
    page.locator(f"input[name=needed][value={'yes' if decision == 'keep' else 'no'}]").check()
    page.locator("input[name=purpose_right][value=yes]").check()
    for fact in FACTS:
        page.locator(f"input[name={fact}][value=right]").check()
    page.locator(f"input[name=decision][value={decision}]").check()
    page.locator("textarea[name=reason]").fill(reason)
    button(page, say, "Attest")
    expect(page.get_by_text(say("Attested. A second person now confirms it."))).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reviews_to_their_end_sent_back_kept_closed_and_handed_to_another(  # noqa: PLR0915 - likewise
    visit: Visitor, language: str, energy: Unit, hugo: Person, karim: Person, nina: Person
) -> None:
    say = words(language)
    Person.objects.update(language=language)
    kept, closed = (
        open_review(make_account(unit=energy, owner=hugo, backup=karim).pk, by=karim, at=now())
        for _ in range(2)
    )
    owner = visit(f"/accounts/reviews/{kept.pk}/", as_=hugo, language=language)
    owner.get_by_text(say("This is not mine any more"), exact=True).click()
    owner.locator("textarea[name=disowned_reason]").fill("Nina le tient.")
    button(owner, say, "Hand it to the delegate")
    lead = visit(f"/accounts/reviews/{kept.pk}/", as_=karim, language=language)
    expect(lead.get_by_text("Nina le tient.")).to_be_visible()
    lead.locator("input[name=person]").fill(str(nina.email))
    button(lead, say, "Give this review")
    heir = visit(f"/accounts/reviews/{kept.pk}/", as_=nina, language=language)
    attest(heir, say, "keep")
    lead.reload()
    lead.get_by_text(say("Send back"), exact=True).click()
    lead.locator("form[action$='/return'] textarea").fill("Le titre a changé.")
    with lead.expect_navigation():
        button(lead, say, "Send back with this reason")
    heir.reload()
    expect(heir.get_by_text("Le titre a changé.")).to_be_visible()
    attest(heir, say, "keep")
    lead.reload()
    button(lead, say, "Confirm: %(decision)s", decision=say("keep"))
    expect(lead.get_by_text(say("Confirmed: the register follows."))).to_be_visible()

    Review.objects.filter(pk=closed.pk).update(due_on=now().date() - timedelta(days=3))
    lead.goto("/accounts/reviews/?view=late")
    expect(lead.get_by_role("row")).to_have_count(2)
    owner.goto(f"/accounts/reviews/{closed.pk}/")
    attest(owner, say, "close", "Plus personne ne le lit.")
    lead.goto(f"/accounts/reviews/{closed.pk}/")
    lead.locator("textarea[name=task]").fill("Fermer.")
    lead.locator("input[name=assignee]").fill(str(hugo.email))
    lead.locator("input[name=task_due_on]").fill("2099-01-01")
    lead.locator("textarea[name=last_post]").fill("Au revoir.")
    lead.locator("input[name=elsewhere]").fill("https://nordet.example")
    button(lead, say, "Confirm: %(decision)s", decision=say("close"))
    expect(lead.get_by_text(say("Confirmed: the register follows."))).to_be_visible()
    owner.reload()
    button(owner, say, "It is done")
    expect(owner.get_by_text(say("Done: it is in the journal."))).to_be_visible()
    assert Account.objects.get(reviews=closed).status == Account.Status.CLOSING
    assert Account.objects.get(reviews=kept).review_on is not None
