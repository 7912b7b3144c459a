"""Scenarios that people practised: passed, tried again, one read by a trainer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from demo.team import Site
from gouvernail.people.models import Person
from gouvernail.training.actions.runs import (
    answer_comment,
    end_run,
    move_queue,
    review_run,
    start_run,
    tell_impostors,
)
from gouvernail.training.actions.scenarios import ScenarioFacts, add_scenario, update_scenario
from gouvernail.training.forms.scenarios import scenario_initial
from gouvernail.training.models import Course, Run, Scenario
from gouvernail.training.queries.staging import REAL
from gouvernail.training.starters import starter_scenarios

HASTY = (
    "Bonjour Paul, désolés si le colis vous a déçu. Ce sera remboursé, promis\N{NO-BREAK SPACE}!"
)
KIND = (
    "Bonjour Nadia, c’est long et nous le regrettons. Sept semaines aujourd’hui ; appelez-nous au"
    " 01 99 00 12 34, nous regardons avec vous."
)
WORD = (
    "Le ton est gentil, mais «\N{NO-BREAK SPACE}si\N{NO-BREAK SPACE}» retire l’excuse. Laissez le"
    " service client parler du remboursement. Le second essai est très bien."
)
FIRST_DAYS = 30
ASKED_BY = {"broken-parcel": "comments", "town-impostor": "security", "warehouse-fire": "crisis"}


def load_scenarios(site: Site) -> None:
    """Take the scenarios to start from, let people practise, and tie some to a certificate."""
    at = site.before(days=60)
    with translation.override("fr"):
        for starter in starter_scenarios():
            add_scenario(starter.slug, unit_id=site.root.pk, by=site.lead, at=at)
        others = [one for one in site.people.values() if one.pk != site.lead.pk and one.is_active]
        for number, person in enumerate(others[:3]):
            _practise(site, person, days=FIRST_DAYS - 9 * number)
    _tie(site)


def _practise(site: Site, person: Person, *, days: int) -> None:
    at = site.before(days=days)
    run = start_run(_scenario("broken-parcel"), by=person, at=at)
    answer_comment(run.pk, text=HASTY, by=person, at=at + timedelta(minutes=3))
    if days == FIRST_DAYS:
        review_run(run.pk, passed=False, says=WORD, by=site.lead, at=at + timedelta(days=1))
    again = start_run(_scenario("broken-parcel"), by=person, at=at + timedelta(minutes=6))
    text = again.content["example"]
    answer_comment(again.pk, text=text, by=person, at=at + timedelta(minutes=9))
    town = start_run(_scenario("passport-delay"), by=person, at=at + timedelta(minutes=20))
    answer_comment(town.pk, text=KIND, by=person, at=at + timedelta(minutes=24))
    seen = start_run(_scenario("town-impostor"), by=person, at=at + timedelta(hours=1))
    given = {
        str(place): one["trick"] or REAL
        for place, one in enumerate(seen.content["profiles"], start=1)
    }
    tell_impostors(seen.pk, given=given, by=person, at=at + timedelta(hours=1, minutes=4))
    _stop_the_queue(person, at=at + timedelta(hours=2))


def _stop_the_queue(person: Person, *, at: datetime) -> None:
    run = start_run(_scenario("warehouse-fire"), by=person, at=at)
    move_queue(run.pk, move="freeze", by=person, at=at + timedelta(seconds=38))
    useful = Run.objects.get(pk=run.pk).queue.get(hurts=False)
    move_queue(run.pk, move="release", place=useful.place, by=person, at=at + timedelta(seconds=55))
    end_run(run.pk, by=person, at=at + timedelta(seconds=110))


def _scenario(slug: str) -> UUID:
    return Scenario.objects.get(slug=slug).pk


def _tie(site: Site) -> None:
    """Let the certificate of a course ask for a pass, where the site has that course."""
    for slug, course in ASKED_BY.items():
        scenario = Scenario.objects.get(slug=slug)
        if Course.objects.filter(slug=course).exists():
            said = scenario_initial(scenario)
            del said["course"]
            facts = ScenarioFacts(**said, course_slug=course)  # type: ignore[arg-type]  # as shown
            update_scenario(scenario.pk, facts=facts, by=site.lead, at=site.before(days=20))
