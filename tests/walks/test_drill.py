"""A team of newcomers plays a drill of half an hour, and ends with its figures."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from gouvernail.crisis.models import Incident
from gouvernail.drills.models import Drill
from gouvernail.drills.queries.figures import compared
from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import ask_lift, confirm_lift, seal_freeze
from gouvernail.publishing.models import Freeze
from gouvernail.watch.models import Report
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.walks.setting import speak
from tests.walks.words import counted, words

Work = Callable[..., None]


def press(page: Page, text: str) -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=text, exact=True).first.click()


def follow(page: Page, text: str) -> None:
    """Follow a link to another page."""
    with page.expect_navigation():
        page.get_by_role("link", name=text, exact=True).first.click()


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_a_team_of_newcomers_plays_half_an_hour_and_ends_with_figures(  # noqa: PLR0915 - one walk
    visit: Visitor,
    nordet: Unit,
    claire: Person,
    yann: Person,
    julie: Person,
    let_the_worker_work: Work,
    language: str,
    theme: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say, moved = words(language), tmp_path / "clock"
    monkeypatch.setenv("GOUVERNAIL_CLOCK_FILE", str(moved))
    speak(language, claire, yann, julie)
    look: dict[str, Any] = {"language": language, "theme": theme}

    def later(**length: float) -> None:
        for page in (one for context in visit.contexts for one in context.pages):
            page.goto("about:blank")  # what it asks for by itself would find its visit over
        held = float(moved.read_text()) if moved.exists() else 0.0
        moved.write_text(str(held + timedelta(**length).total_seconds()))
        let_the_worker_work()

    # The trainer brings in a scenario, plans the drill, and begins.
    desk = visit("/drills/scenarios/", as_=claire, **look)
    assert (axe(desk), overflow(desk)) == ([], 0)
    with desk.expect_navigation():
        desk.locator("form[action$='/import/'] button").first.click()
    assert (axe(desk), overflow(desk)) == ([], 0)
    follow(desk, say("Plan a drill"))
    desk.locator("[name=role_watch]").fill(str(yann.email))
    desk.locator("[name=role_lead]").fill(str(julie.email))
    desk.locator("[name=role_spokesperson]").fill(str(julie.email))
    press(desk, say("Plan it and tell the team"))
    press(desk, say("Begin now", of="drill"))
    drill = Drill.objects.get()
    assert (axe(desk), overflow(desk)) == ([], 0)

    # The picture comes at its minute; on their phone, whoever is on duty raises the alarm.
    later(minutes=5)
    phone = visit(f"/drills/{drill.pk}/", as_=yann, width=390, **look)
    expect(phone.locator("#stage")).to_contain_text("Brévent")
    assert (axe(phone), overflow(phone)) == ([], 0)
    phone.locator("[name=severity]").select_option("3")
    press(phone, say("Raise the alarm"))
    room = Incident.objects.get()
    assert room.is_drill
    expect(phone.locator("#drill-panel")).to_be_visible()
    let_the_worker_work()

    # They assess, and stop the practice network.
    later(minutes=3)
    desk = visit(f"/incidents/{room.pk}/", as_=yann, **look)
    written = desk.locator("form[action$='/write/']")
    written.locator("[name=text]").fill("Quarante messages, une image.")
    written.locator("[name=kind]").select_option("fact")
    press(desk, say("Seal this entry"))
    press(desk, say("Freeze now", of="incident"))
    freeze = Freeze.objects.get()
    assert (freeze.scope_kind, freeze.scope_value) == ("network", "practice")
    seal_freeze(freeze_id=freeze.pk, at=clock.now())  # as the sender does

    # The spokesperson got a call that others did not, and answers under the picture.
    later(minutes=5)
    other = visit(f"/drills/{drill.pk}/", as_=julie, **look)
    expect(other.locator("#stage .d-inject")).to_contain_text("Radio Vallée")
    other.locator("[name=words]").fill("Nous vérifions. Gardez ce pot, ne le consommez pas.")
    other.locator("[name=under]").select_option("picture")
    press(other, say("Post on the stage"))
    expect(other.locator(".d-said.is-reply").filter(has_text="Nous vérifions.")).to_be_visible()
    assert (axe(other), overflow(other)) == ([], 0)

    # The first report goes to the team.
    later(minutes=4)
    report = Report.objects.get()
    desk = visit(f"/watch/reports/{report.pk}/edit/", as_=yann, **look)
    desk.locator("[name=sentence]").fill("L’image est fausse.")
    number = report.watch.recipients.filter(removed_at__isnull=True).count()
    one, many = "Send to %(all)s reader", "Send to %(all)s readers"
    press(desk, counted(language, one, many, number, all=number))

    # The trainer plays ahead, brings something in, and says what they saw.
    later(minutes=5)
    desk = visit(f"/drills/{drill.pk}/console/", as_=claire, **look)
    assert (axe(desk), overflow(desk)) == ([], 0)
    press(desk, say("Play now"))
    desk.locator("form[action$='/inject/'] [name=words]").fill("Une mère rappelle.")
    press(desk, say("Play it now", of="inject"))
    with desk.expect_navigation():
        desk.locator("#act-correct button").click()

    # Two people lift the freeze, the lead closes the room.
    later(minutes=6)
    ask_lift(freeze_id=freeze.pk, reason="Calme.", by=claire, at=clock.now())
    confirm_lift(freeze_id=freeze.pk, by=yann, at=clock.now())
    let_the_worker_work()
    desk = visit(f"/incidents/{room.pk}/", as_=julie, **look)
    desk.get_by_text(say("Close…", of="incident")).click()
    desk.locator("textarea[name=closing]").fill("Les parents ont une réponse.")
    press(desk, say("Close the incident"))

    # The drill ends with its figures, which compare.
    later(minutes=2)
    desk = visit(f"/drills/{drill.pk}/console/", as_=claire, **look)
    desk.get_by_text(say("End the drill…")).click()
    press(desk, say("End the drill"))
    assert (axe(desk), overflow(desk)) == ([], 0)
    expect(desk.locator("tr[id^='line-']")).to_have_count(7)
    drill.refresh_from_db()
    row = compared(drill)
    assert None not in row.cells
    assert row.in_time >= 6
    desk.locator("[name=lessons]").fill("Mettre la qualité dans l’annuaire.")
    press(desk, say("Keep", of="lessons of a drill"))
    narrow = visit("/drills/compare/", as_=claire, width=390, **look)
    expect(narrow.locator("tbody tr")).to_have_count(1)
    assert (axe(narrow), overflow(narrow)) == ([], 0)
    letters = {address for letter in mail.outbox for address in letter.to}
    assert letters <= {claire.email, yann.email, julie.email}
