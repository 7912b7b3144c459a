"""Teams, how comments are answered, and what people say: some answered, some with an expert."""

from datetime import datetime, timedelta
from typing import Any

from demo.team import Site
from gouvernail.inbox import actions
from gouvernail.inbox.actions import DeskFacts, Received
from gouvernail.inbox.models import Conversation
from gouvernail.practice.actions import say
from gouvernail.practice.models import Post
from gouvernail.teams.actions import TeamFacts, create_team, seat_person
from gouvernail.teams.models import Team

PRACTICE = "practice"
BY_HAND = frozenset({"facebook", "instagram", "linkedin", "x", "youtube", "tiktok"})


def load_teams(site: Site) -> dict[str, Team]:
    """Form the teams of the file, each led by the first of its people."""
    at = site.before(days=90)
    return {entry["fr"]: _team(site, entry, at=at) for entry in site.facts.get("teams", ())}


def _team(site: Site, entry: dict[str, Any], *, at: datetime) -> Team:
    facts = TeamFacts(name_fr=entry["fr"], name_en=entry["en"], duty=entry["duty"])
    team = create_team(facts=facts, unit_id=site.units[entry["unit"]].pk, by=site.lead, at=at)
    for number, name in enumerate(entry["people"]):
        key = site.people[name].pk
        seat_person(team.pk, person_id=key, lead=number == 0, by=site.lead, at=at)
    return team


def load_conversations(site: Site) -> None:
    """Say how comments are answered, then let people speak and be answered."""
    teams = load_teams(site)
    said = site.facts.get("answering")
    if said:
        facts = DeskFacts(**said["desk"])
        actions.write_desk(facts=facts, by=site.lead, at=site.before(days=60))
        for rule in said.get("rules", ()):
            actions.write_rule(
                conditions={"keyword": rule["words"]},
                team_id=teams[rule["team"]].pk,
                priority=rule.get("priority", 1),
                by=site.lead,
                at=site.before(days=60),
            )
    for number, entry in enumerate(site.facts.get("conversations", ())):
        _speak(site, entry, number)


def _speak(site: Site, entry: dict[str, Any], number: int) -> None:
    account = site.accounts[entry["on"]]
    start = site.before(days=entry["days"])
    conversation: Conversation | None = None
    told: list[str] = []
    root: Post | None = None
    for place, line in enumerate(entry["said"]):
        at = start + timedelta(minutes=line.get("after", 0))
        if conversation is not None and "by" in line:
            _act(site, conversation, line, at=at)
            continue
        name, handle = f"demo:{number}:{place}", entry.get("handle", "")
        if account.network == PRACTICE:  # a real post there, so that an answer finds its place
            post = say(author=entry["who"], text=line["text"], at=at, lang="fr", reply_to=root)
            root, name, handle = root or post, str(post.pk), post.profile.handle
        told.append(name)
        by_hand = account.network in BY_HAND
        conversation = actions.receive(
            incoming=Received(
                network=account.network,
                remote_id=name,
                root_id="" if by_hand else told[0],
                parent_id="" if by_hand or len(told) == 1 else told[0],
                text=line["text"],
                posted_at=at,
                author_name=entry["who"],
                author_handle=handle,
                author_key=f"demo:{entry['who']}",
                lang=entry.get("lang", "fr"),
                sentiment=line.get("tone", ""),
                account_id=account.pk,
                by_hand=by_hand,
            ),
            at=at,
        )


def _act(site: Site, conversation: Conversation, line: dict[str, Any], *, at: datetime) -> None:
    by = site.people[line["by"]]
    if "note" in line:
        actions.add_note(conversation.pk, words=line["note"], by=by, at=at)
    elif "asks" in line:
        question = actions.ask_expert(
            conversation.pk,
            expert_id=site.people[line["expert"]].pk,
            words=line["asks"],
            due_at=at + timedelta(hours=line.get("hours", 24)),
            by=by,
            at=at,
        )
        if "told" in line:
            back = at + timedelta(minutes=90)
            actions.answer_expert(question.pk, words=line["told"], by=question.expert, at=back)
    elif "close" in line:
        actions.close(conversation.pk, by=by, at=at)
    elif "complaint" in line:
        actions.flag_complaint(conversation.pk, by=by, at=at)
    else:
        actions.claim(conversation.pk, by=by, at=at)
