"""A spike wakes the officer; reports leave on the clock; a shift ends; nothing fires late."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from gouvernail.crisis.actions import import_starter, name_role
from gouvernail.crisis.models import Incident, Seat
from gouvernail.foundation import clock
from gouvernail.foundation.models import OutboxEvent
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Freeze
from gouvernail.watch.models import Copy, Report, Review
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.listening import make_spike, make_topic
from tests.make.teams import make_team
from tests.walks.setting import speak
from tests.walks.words import counted, words

Work = Callable[..., None]


def press(page: Page, text: str) -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=text, exact=True).first.click()


def readers(language: str, number: int) -> str:
    """Return the words of the button that sends."""
    one, many = "Send to %(all)s reader", "Send to %(all)s readers"
    return counted(language, one, many, number, all=number)


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_an_incident_is_watched_from_its_spike_to_its_review(  # noqa: PLR0915 - one walk
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
    _plan(claire, yann)

    def later(**length: float) -> None:
        for page in (one for context in visit.contexts for one in context.pages):
            page.goto("about:blank")  # what it asks for by itself would find its visit over
        held = float(moved.read_text()) if moved.exists() else 0.0
        moved.write_text(str(held + timedelta(**length).total_seconds()))
        let_the_worker_work()

    # A spike wakes the officer, who declares from it; the room opens with the plan and its clock.
    spike = make_spike(topic=make_topic(unit=nordet, owner=yann))
    make_team(yann, unit=nordet, duty="crisis", name="Crise")
    payload = {"spike_id": str(spike.pk), "what": "opened"}
    OutboxEvent.objects.create(topic="listening.spike", payload=payload, at=clock.now())
    let_the_worker_work()
    assert Notification.objects.filter(person=yann, kind="spike.opened").exists()
    desk = visit(f"/listening/spikes/{spike.pk}/", as_=yann, **look)
    with desk.expect_navigation():
        desk.get_by_role("link", name=say("Declare an incident")).first.click()
    desk.locator("[name=severity][value='3']").check()
    press(desk, say("Open the room"))
    incident = Incident.objects.get()
    assert (incident.origin_kind, incident.plan is not None) == ("spike", True)
    let_the_worker_work()
    desk.reload()
    expect(desk.locator("#watch-panel")).to_contain_text(yann.name)

    # Everything stops, and the screen proves it.
    press(desk, say("Freeze now", of="incident"))
    expect(desk.locator(".g-frozen")).to_be_visible()
    home = desk.url.split("/incidents")[0]

    # A reader outside is added; the report is pre-filled before it is due, and sent.
    watch = f"{home}/incidents/{incident.pk}/watch/"
    desk.goto(watch)
    desk.get_by_text(say("Add a reader")).click()
    desk.locator("[name=person]").fill("")
    desk.locator("form[action$='/readers/'] [name=name]").fill("Préfecture")
    desk.locator("form[action$='/readers/'] [name=email]").fill("presse@prefecture.example")
    press(desk, say("Add", of="reader"))
    expect(desk.locator("#readers-title + .g-n")).not_to_have_text("0")
    assert (axe(desk), overflow(desk)) == ([], 0)
    later(minutes=45)
    report = Report.objects.get()
    assert report.status == "draft"
    assert Notification.objects.filter(person=yann, kind="watch.report_soon").exists()
    desk = visit(f"/watch/reports/{report.pk}/edit/", as_=yann, **look)
    desk.locator("[name=sentence]").fill("Le feu est éteint, personne n’est blessé.")
    number = report.watch.recipients.filter(removed_at__isnull=True).count()
    press(desk, readers(language, number))
    expect(desk.locator(".watch-paper")).to_contain_text("Le feu est éteint")
    assert (axe(desk), overflow(desk)) == ([], 0)

    # Its readers acknowledge: outside by the link of the letter, inside in the product.
    later(minutes=2)
    letter = next(one for one in mail.outbox if one.to == ["presse@prefecture.example"])
    key = letter.body.split("/watch/read/")[1].split("/")[0]
    outside = visit(f"/watch/read/{key}/", width=390, **look)
    assert (axe(outside), overflow(outside)) == ([], 0)
    with outside.expect_navigation():
        outside.locator("form button[type=submit]").click()
    assert Copy.objects.get(recipient__email="presse@prefecture.example").how == "link"
    inside = visit(f"/watch/reports/{report.pk}/", as_=claire, **look)
    press(inside, say("I have read it", of="situation report"))
    assert Copy.objects.filter(report=report, recipient__person=claire, how="site").exists()

    # The next one is late: it escalates. The shift hands over, and whoever took over sends it.
    later(hours=2, minutes=15)
    assert Notification.objects.filter(person=yann, kind="watch.report_late_1").exists()
    desk = visit(f"/incidents/{incident.pk}/watch/", as_=yann, **look)
    desk.get_by_text(say("Hand over the watch")).click()
    desk.locator("[name=taker]").fill(str(julie.email))
    desk.locator("form[action$='/relief/'] [name=words]").fill("La mairie rappelle à 18 h.")
    press(desk, say("Ask them", of="handover of the watch"))
    relief = incident.clock.reliefs.get()
    phone = visit(f"/watch/reliefs/{relief.pk}/", as_=julie, width=390, **look)
    expect(phone.locator("main")).to_contain_text("La mairie rappelle")
    assert (axe(phone), overflow(phone)) == ([], 0)
    press(phone, say("I have read this and take over"))
    assert Seat.objects.get(incident=incident, role="watch", until=None).person == julie
    second = Report.objects.get(number=2)
    phone.goto(f"{home}/watch/reports/{second.pk}/edit/")
    phone.locator("[name=sentence]").fill("Le calme revient.")
    assert overflow(phone) == 0
    press(phone, readers(language, number))
    second.refresh_from_db()
    assert second.was_late

    # Two people lift the freeze; the incident is closed; nothing fires late.
    desk = visit("/freeze/", as_=claire, **look)
    desk.get_by_text(say("Lift…")).last.click()
    desk.locator("section textarea[name=reason]").first.fill("Le calme est revenu.")
    press(desk, say("Ask to lift the freeze"))
    other = visit("/freeze/", as_=yann, **look)
    press(other, say("Confirm and reopen"))
    assert Freeze.objects.get().status == "lifted"
    let_the_worker_work()
    desk.goto(f"{home}/incidents/{incident.pk}/")
    desk.get_by_text(say("Close…", of="incident")).click()
    desk.locator("textarea[name=closing]").fill("Borne remplacée.")
    press(desk, say("Close the incident"))
    let_the_worker_work()
    later(minutes=1)  # letters of what was told before the end
    before, letters = Notification.objects.count(), len(mail.outbox)
    later(hours=10)
    later(hours=10)
    kinds = Notification.objects.filter(kind__startswith="watch.").order_by("-at")
    assert Notification.objects.count() == before, [one.kind for one in kinds[:3]]
    assert [one.subject for one in mail.outbox[letters:]] == []
    assert Report.objects.get(number=3).status == "dropped"

    # The review has its times.
    desk = visit(f"/incidents/{incident.pk}/review/", as_=claire, **look)
    expect(desk.locator("#time-report .g-big")).not_to_have_text("–")
    expect(desk.locator("#time-frozen .g-big")).to_be_visible()
    desk.locator("[name=story]").fill("Un connecteur a chauffé.")
    desk.locator("[name=facilitator]").fill(str(julie.email))
    desk.locator("[name=held_on]").fill(clock.today().isoformat())
    press(desk, say("Keep and finish the review"))
    expect(desk.locator(".watch-paper")).to_contain_text("Un connecteur a chauffé.")
    assert (axe(desk), overflow(desk)) == ([], 0)
    review = Review.objects.get()
    assert review.status == "done"
    assert (review.times["reports_due"], review.times["reports_on_time"]) == (2, 1)


def _plan(lead: Person, officer: Person) -> None:
    """Have a plan that names its lead and its officer."""
    plan = import_starter(kind="reputation", by=lead, at=clock.now())
    for role, person in (("lead", lead), ("watch", officer)):
        name_role(
            plan_id=plan.pk,
            role=role,
            holder_id=person.pk,
            deputy_id=None,
            by=lead,
            at=clock.now(),
        )
