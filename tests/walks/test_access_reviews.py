"""Who still needs their access: a review opened, answered late, refused to a human, closed."""

from datetime import timedelta

from django.utils.translation import override, pgettext
from playwright.sync_api import Page, expect

from gouvernail.custody.models import AccessReview, ReviewedAccess
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make.custody import make_access
from tests.make.registry import make_account
from tests.walks.words import Words, words

FR, EN = words("fr"), words("en")


def words_in(context: str, text: str, say: Words) -> str:
    """Return a message that has a context, in the language of `say`."""
    with override("fr" if say is FR else "en"):
        return pgettext(context, text)


def answer(page: Page, holder: str, choice: str, reason: str = "") -> None:
    """Choose an answer on the card of one access, with its reason."""
    card = page.locator("section.g-card", has_text=holder)
    card.locator(f"input[type=radio][value={choice}]").check()
    if reason:
        card.locator("input[type=text]").fill(reason)


def put(page: Page, say: Words) -> None:
    with page.expect_navigation():
        page.get_by_role(
            "button", name=words_in("access review", "Keep these answers", say)
        ).click()


def test_a_review_by_account_is_opened_answered_and_closed_with_its_evidence(
    visit: Visitor, yann: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, name="Nordet Recharge", owner=hugo, backup=nina)
    make_access(account=account, by=nina, means="role")
    make_access(account=account, by=yann, name="Agence Lumen", means="role")
    lead = visit("/custody/", as_=yann)
    lead.get_by_role("link", name=FR("Access reviews")).click()
    lead.get_by_role("link", name=FR("Open an access review")).first.click()
    lead.locator("#id_unit").select_option(str(energy.pk))
    lead.locator("#id_title").fill("Revue d’automne")
    lead.get_by_role("button", name=FR("Open the review")).click()
    lead.wait_for_url("**/custody/reviews/*/")

    page = visit("/", as_=hugo)
    page.get_by_role("link", name="Revue d’automne").first.click()
    answer(page, nina.name, "keep")
    answer(page, "Agence Lumen", "withdraw")
    put(page, FR)
    expect(page.locator("main")).to_contain_text(FR("Say why, in a few words."))
    visit.complaints.clear()  # the browser says that a form was refused
    answer(page, "Agence Lumen", "withdraw", "Le contrat est fini.")
    put(page, FR)
    expect(page.locator("main")).to_contain_text(FR("Nothing is left for you to answer"))
    assert overflow(page) == 0

    lead.reload()
    lead.get_by_text(FR("Close the review")).click()
    lead.get_by_role("button", name=words_in("access review", "Close for good", FR)).click()
    lead.wait_for_url("**/evidence/")
    expect(lead.locator("main")).to_contain_text("Le contrat est fini.")
    expect(lead.locator("main")).to_contain_text(FR("Access review closed"))
    picture(lead, "walk-access-review-evidence", full=False)
    lines = ReviewedAccess.objects.order_by("answer").values_list("answer", "access__state")
    assert list(lines) == [("keep", "open"), ("withdraw", "to_revoke")]


def test_a_late_review_by_person_goes_to_a_human_who_says_who_answers(
    visit: Visitor, karim: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, name="Nordet Recharge", owner=karim)
    access = make_access(account=account, by=hugo, means="role")
    review = AccessReview.objects.create(
        unit=energy, title="Revue", title_en="Autumn review", manner="person", opened_by=karim,
        opened_at=now() - timedelta(days=30), due_on=now().date() - timedelta(days=9),
    )  # fmt: skip
    ReviewedAccess.objects.create(review=review, access=access, asked=hugo)

    page = visit("/", as_=hugo, language="en", width=390)
    page.get_by_role("link", name="Autumn review").first.click()
    expect(page.locator("main")).to_contain_text("9 days late.")
    answer(page, hugo.name, "refuse", "Nina does this now.")
    put(page, EN)
    expect(page.locator("main")).to_contain_text("Nina does this now.")
    assert overflow(page) == 0

    human = visit("/", as_=karim, language="en")
    human.get_by_role(
        "link", name=EN("Nobody answers for the access of %(name)s", name=hugo.name)
    ).first.click()
    expect(human.locator("main")).to_contain_text("Nina does this now.")
    picture(human, "walk-access-review-line", full=False)
    human.locator("#id_give-person").fill(str(nina.email))
    human.get_by_role("button", name=EN("Ask them")).click()
    expect(human.locator("main")).to_contain_text(EN("Asked of %(name)s.", name=nina.name))

    given = visit(f"/custody/reviews/{review.pk}/answer/", as_=nina, language="en")
    answer(given, hugo.name, "change", "He only reads the figures.")
    put(given, EN)
    human.reload()
    expect(human.locator("main")).to_contain_text("He only reads the figures.")
    human.get_by_role("link", name=EN("Put it right")).click()
    human.locator("#id_level").select_option("analyst")
    human.locator("main form button[type=submit]").click()
    human.wait_for_url("**/custody/accounts/*/")
    assert ReviewedAccess.objects.get().settled_by == karim
