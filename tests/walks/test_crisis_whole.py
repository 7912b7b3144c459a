"""A crisis from the rise that wakes the officer to the review of its times; nothing leaves late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from gouvernail.crisis.actions import (
    approve_statement,
    import_starter,
    name_role,
    submit_statements,
)
from gouvernail.crisis.models import Call, Entry, Incident, Message, Plan, Seat
from gouvernail.foundation.clock import now, today
from gouvernail.listening.actions import take_in
from gouvernail.listening.actions.counting import quarter_of
from gouvernail.listening.models import Quarter, Spike
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import queue_delivery
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import order_digest
from gouvernail.publishing.tasks import turn as send
from gouvernail.watch.models import Copy, Report, Review
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.crisis import make_contact
from tests.make.listening import batch, heard, make_source, make_topic
from tests.make.publishing import make_order, make_practice_account
from tests.make.teams import make_team
from tests.walks.setting import speak
from tests.walks.words import Words, counted, words

Work = Callable[..., None]
QUARTER = timedelta(minutes=15)


def press(page: Page, say: Words, text: str, *, of: str = "") -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(text, of=of), exact=True).first.click()


def a_plan(*, lead: Person, officer: Person, deputy: Person, approver: Person) -> Plan:
    """Have a plan that names its people, its message to staff approved in advance."""
    plan = import_starter(kind="reputation", by=lead, at=now())
    for role, holder, second in (("lead", lead, None), ("watch", officer, deputy)):
        name_role(
            plan_id=plan.pk,
            role=role,
            holder_id=holder.pk,
            deputy_id=second.pk if second else None,
            by=lead,
            at=now(),
        )
    submit_statements(plan_id=plan.pk, by=lead, at=now())
    for one in plan.statements.filter(channel="staff_email"):
        approve_statement(statement_id=one.pk, digest=one.digest, by=approver, at=now())
    return plan


def a_post(*, unit: Unit, by: Person, after: timedelta) -> Delivery:
    """Have an approved post that is to leave by itself."""
    due = now() + after
    order = make_order(make_practice_account(unit=unit, by=by), publish_at=due)
    fields = {**order.fields, "publish_at_utc": due.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    order = replace(order, fields=fields, digest=order_digest(fields))
    return queue_delivery(order=order, by=by, at=now())


def a_rise(*, unit: Unit, by: Person) -> None:
    """Have a topic with two quiet days behind it, then forty posts in a quarter of an hour."""
    topic, start = make_topic(unit=unit, owner=by), quarter_of(now())
    Quarter.objects.bulk_create(
        Quarter(topic=topic, start=start - QUARTER * place, count=place % 3, negative=0)
        for place in range(2, 200)
    )
    posts = [
        heard(
            number,
            f"Une borne Nordet fume à Brest, photo {number}",
            posted_at=start - timedelta(minutes=10),
            author_handle=f"voisin{number % 7}",
        )
        for number in range(1, 41)
    ]
    source = make_source(unit=unit, by=by)
    take_in(source_id=source.pk, batch=batch(*posts), at=now())


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_a_crisis_is_heard_run_stopped_reported_handed_over_lifted_by_two_and_looked_back_at(  # noqa: PLR0915 - one walk
    visit: Visitor,
    nordet: Unit,
    energy: Unit,
    claire: Person,
    yann: Person,
    julie: Person,
    hugo: Person,
    let_the_worker_work: Work,
    language: str,
    theme: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say, moved = words(language), tmp_path / "clock"
    monkeypatch.setenv("GOUVERNAIL_CLOCK_FILE", str(moved))
    speak(language, claire, yann, julie, hugo)
    look: dict[str, Any] = {"language": language, "theme": theme}
    plan = a_plan(lead=claire, officer=yann, deputy=julie, approver=julie)
    make_contact(
        by=claire,
        name="Astreinte Énergie",
        person_id=hugo.pk,
        plan_ids=(plan.pk,),
        phone="02 61 91 00 00",
    )
    post = a_post(unit=energy, by=hugo, after=timedelta(minutes=100))

    def later(**length: float) -> None:
        for page in (one for context in visit.contexts for one in context.pages):
            page.goto("about:blank")  # what it asks for by itself would find its visit over
        past = float(moved.read_text()) if moved.exists() else 0.0
        moved.write_text(str(past + timedelta(**length).total_seconds()))
        let_the_worker_work()
        send()

    # What is said rises above usual: the officer is woken, in the site and by a letter at once.
    make_team(yann, unit=nordet, duty="crisis", name="Crise")
    a_rise(unit=nordet, by=yann)
    for _ in range(3):  # it is seen, told, and sent
        later(minutes=1)
    spike = Spike.objects.get()
    assert Notification.objects.filter(person=yann, kind="spike.opened").exists()
    assert any(one.to == [yann.email] for one in mail.outbox)

    # The incident opens from it with the seats, the tasks and the words of the plan.
    desk = visit(f"/listening/spikes/{spike.pk}/", as_=yann, **look)
    with desk.expect_navigation():
        desk.get_by_role("link", name=say("Declare an incident")).first.click()
    desk.locator("[name=title]").fill("Vidéo d’une borne qui fume")
    desk.locator("[name=severity][value='3']").check()
    press(desk, say, "Open the room")
    incident = Incident.objects.get()
    assert (incident.origin_kind, incident.plan) == ("spike", plan)
    let_the_worker_work()
    desk.reload()
    home, room = desk.url.split("/incidents")[0], f"/incidents/{incident.pk}/"
    expect(desk.locator("#watch-panel")).to_contain_text(yann.name)
    expect(desk.locator("#tasks-title")).to_contain_text(
        plan.title_en if language == "en" else plan.title
    )
    desk.locator("form[action$='/write/'] [name=text]").fill("Le feu est éteint.")
    press(desk, say, "Seal this entry")
    expect(desk.locator("#timeline")).to_contain_text("Le feu est éteint.")
    press(desk, say, "Done", of="task")
    expect(desk.locator(".g-countdown")).to_contain_text("1/")

    # Everything stops, and the screen proves it: a post was held when its time came.
    press(desk, say, "Freeze now", of="incident")
    expect(desk.locator(".g-frozen")).to_be_visible()
    expect(desk.get_by_text(say("What we cannot stop"))).to_be_visible()
    assert (axe(desk), overflow(desk)) == ([], 0)

    # Whoever is called has no role in it: they answer on their phone, and the room knows.
    press(desk, say, "Call those of the plan")
    phone = visit(room, as_=hugo, width=390, **look)
    phone.locator("[name=note]").first.fill("J’arrive.")
    press(phone, say, "Reached", of="call")
    assert Call.objects.get(contact__person=hugo).status == "answered"
    assert (axe(phone), overflow(phone)) == ([], 0)

    # Staff are told with words approved in advance.
    with desk.expect_navigation():
        desk.get_by_role("link", name=say("Fill in"), exact=True).first.click()
    for field in desk.locator("form.g-sheet input[type=text]").element_handles():
        field.fill("16:30")
    press(desk, say, "Make it ready")
    press(desk, say, "Send to staff")
    assert Message.objects.get().status == "sent"
    desk.locator("form[action$='/write/'] [name=text]").fill("Message publié sur le site.")
    desk.locator("form[action$='/write/'] [name=kind]").select_option("word")
    press(desk, say, "Seal this entry")

    # The first report is pre-filled before it is due, sent in time, and acknowledged.
    later(minutes=45)
    report = Report.objects.get()
    desk = visit(f"/watch/reports/{report.pk}/edit/", as_=yann, **look)
    desk.locator("[name=sentence]").fill("Le feu est éteint, personne n’est blessé.")
    number = report.watch.recipients.filter(removed_at__isnull=True).count()
    one, many = "Send to %(all)s reader", "Send to %(all)s readers"
    told = counted(language, one, many, number, all=number)
    with desk.expect_navigation():
        desk.get_by_role("button", name=told, exact=True).first.click()
    inside = visit(f"/watch/reports/{report.pk}/", as_=claire, **look)
    press(inside, say, "I have read it", of="situation report")
    assert Copy.objects.filter(report=report, recipient__person=claire, how="site").exists()

    # The time of the post passes, and the next report is late: it is told, nothing leaves.
    later(hours=2, minutes=20)
    post.refresh_from_db()
    assert (post.status, Post.objects.count()) == (Delivery.Status.QUEUED, 0)
    assert Notification.objects.filter(kind="watch.report_late_1").exists()
    desk = visit(room, as_=yann, **look)
    expect(desk.locator(".g-frozen .g-fig > div").nth(1)).to_contain_text("1")
    expect(desk.locator(".g-frozen")).to_contain_text(say("until the stop"))

    # The shift hands over to the deputy of the seat, who sends the late report from a phone.
    desk.goto(f"{home}{room}watch/")
    desk.get_by_text(say("Hand over the watch")).click()
    desk.locator("[name=taker]").fill(str(julie.email))
    desk.locator("form[action$='/relief/'] [name=words]").fill("La mairie rappelle à 18 h.")
    press(desk, say, "Ask them", of="handover of the watch")
    relief = incident.clock.reliefs.get()
    phone = visit(f"/watch/reliefs/{relief.pk}/", as_=julie, width=390, **look)
    expect(phone.locator("main")).to_contain_text("La mairie rappelle")
    press(phone, say, "I have read this and take over")
    assert Seat.objects.get(incident=incident, role="watch", until=None).person == julie
    second = Report.objects.get(number=2)
    phone.goto(f"{home}/watch/reports/{second.pk}/edit/")
    phone.locator("[name=sentence]").fill("Le calme revient.")
    with phone.expect_navigation():
        phone.get_by_role("button", name=told, exact=True).first.click()
    second.refresh_from_db()
    assert (second.status, second.was_late) == ("sent", True)

    # Two people lift the freeze; what was held is missed, and does not leave by itself.
    desk = visit("/freeze/", as_=claire, **look)
    desk.get_by_text(say("Lift…")).last.click()
    desk.locator("section textarea[name=reason]").first.fill("Le calme est revenu.")
    press(desk, say, "Ask to lift the freeze")
    phone = visit("/freeze/", as_=yann, width=390, **look)
    press(phone, say, "Confirm and reopen")
    assert Freeze.objects.get().status == "lifted"
    let_the_worker_work()
    send()
    post.refresh_from_db()
    assert (post.status, Post.objects.count()) == (Delivery.Status.MISSED, 0)

    # It is closed: its calls and its clock stop, and nothing fires afterwards.
    desk.goto(f"{home}{room}")
    expect(desk.locator("#timeline")).to_contain_text(yann.name)
    desk.get_by_text(say("Close…", of="incident")).click()
    desk.locator("textarea[name=closing]").fill("Borne remplacée, personne n’est blessé.")
    press(desk, say, "Close the incident")
    expect(desk.locator("textarea[name=closing]")).to_have_count(0)
    let_the_worker_work()
    later(minutes=1)  # letters of what was told before the end
    before, letters = Notification.objects.count(), len(mail.outbox)
    entries = Entry.objects.count()
    later(hours=10)
    later(hours=10)
    assert Notification.objects.count() == before
    assert [one.subject for one in mail.outbox[letters:]] == []
    assert (Entry.objects.count(), Post.objects.count()) == (entries, 0)
    assert not Call.objects.filter(status="waiting").exists()

    # The review has its times.
    desk = visit(f"{room}review/", as_=claire, **look)
    for time in ("detected", "frozen", "report", "word"):
        expect(desk.locator(f"#time-{time} .g-big")).not_to_have_text("–")
    desk.locator("[name=story]").fill("Un connecteur a chauffé.")
    desk.locator("[name=facilitator]").fill(str(julie.email))
    desk.locator("[name=held_on]").fill(today().isoformat())
    press(desk, say, "Keep and finish the review")
    expect(desk.locator(".watch-paper")).to_contain_text("Un connecteur a chauffé.")
    assert (axe(desk), overflow(desk)) == ([], 0)
    review = Review.objects.get()
    assert (review.times["reports_due"], review.times["reports_on_time"]) == (2, 1)
