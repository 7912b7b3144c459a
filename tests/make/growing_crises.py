"""One row more of each list of what is said, answered and stopped."""

from gouvernail.crisis.actions import PlanFacts, close_incident, create_plan
from gouvernail.drills.actions import end_drill
from gouvernail.foundation.clock import now
from gouvernail.inbox.models import Question
from gouvernail.listening.models import Handling, Tag, Tagging
from gouvernail.people.models import Person, Unit
from gouvernail.watch.actions import PageFacts, write_page
from tests.make.content import EPOCH
from tests.make.crisis import make_contact, make_incident
from tests.make.drills import make_drill, make_running_drill, make_small_scenario
from tests.make.inbox import make_conversation
from tests.make.listening import (
    make_channel,
    make_mention,
    make_on_call,
    make_source,
    make_spike,
    make_topic,
)
from tests.make.registry import make_account
from tests.make.teams import make_team


def a_topic(number: int, by: Person, unit: Unit) -> None:
    make_topic(unit=unit, owner=by, name_fr=f"Sujet {number}")


def a_mention(number: int, by: Person, unit: Unit) -> None:
    topic = make_topic(unit=unit, owner=by, name_fr=f"Sujet {number}")
    mention = make_mention(source=make_source(unit=unit, by=by), topic=topic)
    Handling.objects.create(mention=mention, assigned_to=by, assigned_by=by, assigned_at=now())
    tag = Tag.objects.create(name=f"t{number}", name_key=f"t{number}")
    Tagging.objects.create(mention=mention, tag=tag, by=by, at=now())


def a_spike(number: int, by: Person, unit: Unit) -> None:
    topic = make_topic(unit=unit, owner=by, name_fr=f"Sujet {number}")
    make_spike(topic=topic, verdict="real", seen_by=by, seen_at=now())


def a_source(number: int, by: Person, unit: Unit) -> None:
    make_source(unit=unit, by=by, name=f"Source {number}")


def a_way_of_telling(number: int, by: Person, unit: Unit) -> None:
    make_channel(unit=unit, by=by, name=f"#alerts-{number}")
    team = make_team(by, unit=unit, duty="crisis", name=f"Crise {number}")
    make_on_call(team=team, person=by)


def a_team(number: int, by: Person, unit: Unit) -> None:
    make_team(by, unit=unit, name=f"Team {number}")


def a_conversation(number: int, by: Person, unit: Unit) -> None:
    said = make_conversation(make_account(unit=unit), remote_id=f"at://{number}")
    Question.objects.create(
        conversation=said, asked_by=by, expert=by, words="?", asked_at=EPOCH, due_at=EPOCH
    )


def an_incident(number: int, by: Person, unit: Unit) -> None:
    incident = make_incident(by=by, at=now(), title=f"Rumour {number}", unit_id=unit.pk)
    close_incident(incident_id=incident.pk, closing="Over.", by=by, at=now())
    create_plan(
        kind="other", facts=PlanFacts(title=f"Plan {number}"), unit_id=unit.pk, by=by, at=now()
    )
    make_contact(by=by, name=f"Contact {number}", unit_id=unit.pk)


def a_holding_page(number: int, by: Person, unit: Unit) -> None:
    facts = PageFacts(title=f"Arrêt {number}", title_en="Down", text="Bientôt.", text_en="Soon.")
    write_page(facts=facts, unit_id=unit.pk, by=by, at=now())


def a_drill(number: int, by: Person, unit: Unit) -> None:
    """Write a scenario, plan a drill of it, and have played another."""
    scenario = make_small_scenario(by=by, at=now(), title=f"Rumeur {number}")
    make_drill(by=by, players={"watch": by.pk}, at=now(), scenario=scenario)
    played = make_running_drill(by=by, players={"watch": by.pk}, at=now(), scenario=scenario)
    end_drill(drill_id=played.pk, by=by, at=now())
