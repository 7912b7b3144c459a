"""The charter walked to its end: from nothing to a page that says who does what today."""

import pytest
from playwright.sync_api import expect

from gouvernail.charter.models import Charter, Duty, DutyTick, Group, PerimeterLine, Risk
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, lost, overflow, picture
from tests.walks.words import words


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_from_an_empty_charter_to_a_duty_done(  # noqa: PLR0915 - one walk, step by step
    visit: Visitor,
    claire: Person,
    karim: Person,
    energy: Unit,
    language: str,
    width: int,
    theme: str,
) -> None:
    say = words(language)
    page = visit("/charter/", as_=claire, language=language, width=width, theme=theme)
    expect(page.locator("#missing")).to_contain_text(say("What is missing"))

    # The starter charter: everything unticked but two lines, nothing written before.
    page.get_by_role("link", name=say("Starter charter")).click()
    for box in page.locator("main input[name=lines]").all():
        box.uncheck()
    write = page.get_by_role("button", name=say("Write the ticked lines, to be confirmed"))
    write.click()
    expect(page.get_by_role("alert")).to_contain_text(say("Tick at least one line."))
    assert not Risk.objects.exists()
    page.locator("input[value=channel-official]").check()
    page.locator("input[value=risk-takeover]").check()
    write.click()
    page.locator("#to-confirm").get_by_role("button").first.click()
    expect(page.locator("#to-confirm li")).to_have_count(1)
    assert not PerimeterLine.objects.get().is_proposed

    # What holds for the whole.
    page.goto("/charter/frame")
    page.get_by_label(say("one model for internal and external communities")).check()
    page.get_by_label(say("everybody in the organisation"), exact=True).check()
    page.get_by_role("button", name=say("Keep these answers")).click()
    expect(page.locator("#scope")).to_contain_text(
        say("Internal and external communities follow one model: this one.")
    )

    # A duty refused without a holder, then kept.
    page.goto("/charter/duties/new")
    page.get_by_label(say("What is to be done")).fill("Lire les messages")
    page.get_by_label(say("Unit")).select_option(str(energy.pk))
    for day in range(7):
        page.locator(f"input[name=days][value='{day}']").check()
    page.locator("input[name=by_time]").fill("23:59")
    page.get_by_role("button", name=say("Keep it in the charter")).click()
    expect(page.locator("main")).to_contain_text(say("Give it to one person or to one role."))
    page.locator("select[name=role]").select_option("delegate")
    page.get_by_role("button", name=say("Keep it in the charter")).click()
    expect(page.locator("#duties")).to_contain_text("Lire les messages")
    page.goto("/charter/")  # the word of success lies over what is below it
    assert axe(page) == []
    assert lost(page) == []
    assert overflow(page) == 0
    picture(page, f"walk-charter-{language}")

    # The delegate does it from Today; the charter says so to everybody.
    theirs = visit("/", as_=karim, language=language, width=width, theme=theme)
    theirs.locator("#duties form button").click()
    expect(theirs.locator("#duties form button")).to_have_text(say("Undo"))
    assert DutyTick.objects.get().person == karim
    assert axe(theirs) == []
    page.reload()
    expect(page.locator(f"#duty-{Duty.objects.get().pk}")).to_contain_text("K. Benali")

    # The register, its grid, its filters in the address.
    page.goto("/charter/risks/")
    page.locator(".c-heat a").click()
    page.wait_for_url("**/charter/risks/?likelihood=3&impact=5")
    expect(page.locator("#missing, tbody tr[id^=risk]")).to_have_count(1)
    assert axe(page) == []
    assert overflow(page) == 0

    # Two models: two parts on the page; a group of the internal one; a form changed in between.
    page.goto("/charter/frame")
    page.get_by_label(say("a model of its own for internal communities")).check()
    page.get_by_role("button", name=say("Keep these answers")).click()
    page.locator("#internal-part .btn", has_text=say("Add a group")).click()
    page.get_by_label(say("Group"), exact=True).fill("Animateurs")
    expect(page.get_by_label(say("To the internal model"))).to_be_checked()
    page.get_by_role("button", name=say("Keep it in the charter")).click()
    expect(page.locator("#internal-part")).to_contain_text("Animateurs")
    expect(page.locator("#part")).not_to_contain_text("Animateurs")
    page.goto("/charter/")
    assert axe(page) == []
    assert overflow(page) == 0
    picture(page, f"walk-charter-two-{language}")
    page.locator("#internal-part li a.btn-ghost").click()
    Group.objects.update(text="Deux par groupe")
    page.get_by_label(say("Group"), exact=True).fill("Animatrices et animateurs")
    page.get_by_role("button", name=say("Keep it in the charter")).click()
    expect(page.locator("form.c-sheet")).to_contain_text("Deux par groupe")
    assert Group.objects.get().title == "Animateurs"
    page.get_by_role("button", name=say("Keep it in the charter")).click()
    expect(page.locator("#internal-part")).to_contain_text("Animatrices et animateurs")

    # A module leaves the navigation.
    page.goto("/settings/modules")
    page.locator("#module-content").uncheck()
    page.get_by_role("button", name=say("Keep this choice")).click()
    expect(page.locator("nav a[href='/drafts/']")).to_have_count(0)
    assert "content" in Charter.objects.get().modules_off
    assert all("422" in complaint for complaint in visit.complaints)  # the three refusals above
    visit.complaints.clear()
