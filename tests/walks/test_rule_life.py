"""The life of a rule: a lead writes, a second person agrees from a date; a unit gets a waiver."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.kernel.rules import Outcome
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.rulebooks.models import PackVersion, RuleControl, Waiver
from gouvernail.rulebooks.queries import judge_text
from gouvernail.rulebooks.tasks import put_in_force
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack
from tests.walks.words import Words, words

CHANGED = PACK.replace("[discount]", "[discount, rebate]")
TEXT = "The cheapest in France, with a rebate."


def press(page: Page, say: Words, words_: str) -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(words_), exact=True).click()


def outcome(account: Account, *, days: float = 0) -> Outcome:
    at = now() + timedelta(days=days)
    return judge_text("A rebate.", account=account, unit=account.unit, at=at).outcome


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_a_version_is_reviewed_dated_and_a_waiver_granted(  # noqa: PLR0915 - one walk
    visit: Visitor,
    claire: Person,
    amina: Person,
    karim: Person,
    nordet: Unit,
    energy: Unit,
    language: str,
    width: int,
    theme: str,
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "width": width, "theme": theme}
    make_pack(unit=nordet, by=claire)
    account = make_account(unit=energy, owner=karim)

    # The lead writes a version, and has to say why it was not tried.
    page = visit("/rules/nordet/new/", as_=claire, **look)
    page.locator("textarea[name=source]").fill(CHANGED)
    press(page, say, "Check and keep as a draft")
    expect(page.locator("main")).to_contain_text(say("changed"))
    page.locator("textarea[name=purpose]").fill("Rebates too.")
    press(page, say, "Submit")
    expect(page.locator("#id_untried_reason")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("textarea[name=purpose]")).to_have_value("Rebates too.")
    tomorrow = localtime(now() + timedelta(days=1))
    page.locator("input[name=wanted_at]").fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    page.locator("textarea[name=untried_reason]").fill("Nothing is archived yet.")
    press(page, say, "Submit")
    expect(page.locator("main")).to_contain_text(
        say("It is your own change: somebody else reviews it.")
    )
    assert axe(page) == []
    assert overflow(page) == 0

    # The second person finds it on Today, reads what changes and agrees.
    second = visit("/", as_=amina, **look)
    with second.expect_navigation():
        second.locator(
            f"a[href='{reverse('rulebooks:version-detail', args=['nordet', 2])}']"
        ).first.click()
    second.locator(".g-changes summary").first.click()
    expect(second.locator(".g-lines .is-new")).to_contain_text("rebate")
    press(second, say, "Agree")
    expect(second.locator("main")).to_contain_text(say("agreed, from a date"))
    assert (outcome(account), outcome(account, days=2)) == (Outcome.PASS, Outcome.REVIEW)
    put_in_force(now() + timedelta(days=2))
    PackVersion.objects.filter(number=2).update(in_force_at=now())  # two days have passed
    second.reload()
    expect(second.locator(".g-head")).to_contain_text(say("in force"))

    # A unit asks for a waiver of a rule; the form keeps what was typed.
    asker = visit("/rules/nordet/waivers/new/", as_=karim, **look)
    asker.locator("select[name=rule]").select_option("cheapest")
    asker.locator("select[name=unit]").select_option(str(energy.pk))
    asker.locator("textarea[name=reason]").fill("A court allowed it.")
    asker.locator("input[name=until]").fill(f"{now() + timedelta(days=900):%Y-%m-%dT%H:%M}")
    press(asker, say, "Ask")
    expect(asker.locator("#id_until")).to_have_attribute("aria-invalid", "true")
    expect(asker.locator("textarea[name=reason]")).to_have_value("A court allowed it.")
    asker.locator("input[name=until]").fill(f"{now() + timedelta(days=30):%Y-%m-%dT%H:%M}")
    press(asker, say, "Ask")
    expect(asker.locator("main")).to_contain_text(say("Somebody above the unit answers."))
    assert axe(asker) == []
    assert overflow(asker) == 0
    waiver = Waiver.objects.get()

    second.goto(reverse("rulebooks:waiver-detail", args=[waiver.pk]))
    press(second, say, "Grant")
    expect(second.locator(".g-head")).to_contain_text(say("granted", of="waiver"))
    verdict = judge_text(TEXT, account=account, unit=energy, at=now())
    cheapest = next(one for one in verdict.findings if one.rule == "cheapest")
    assert (cheapest.severity, cheapest.would) == (Outcome.NOTE, Outcome.BLOCK)

    # The lead softens a rule; the second person agrees; the pack's page says where all stand.
    page.goto(reverse("rulebooks:control-list", args=["nordet"]))
    page.locator("input[name=rules][value=superlative]").check()
    page.locator("select[name=control]").select_option("warn")
    page.locator("form textarea[name=reason]").fill("Too many quotations.")
    press(page, say, "Change")
    second.goto(reverse("rulebooks:control-list", args=["nordet"]))
    press(second, say, "Agree")
    assert RuleControl.objects.get().status == "agreed"
    page.goto(reverse("rulebooks:pack-detail", args=["nordet"]))
    expect(page.locator("#rule-superlative")).to_contain_text(say("warn"))
    expect(page.locator("#rule-cheapest")).to_contain_text(say("waiver:"))
    assert axe(page) == []
    assert overflow(page) == 0
    assert all("422" in complaint for complaint in visit.complaints)  # the two refusals above
    visit.complaints.clear()
