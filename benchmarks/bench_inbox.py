"""Conversations at a size no inbox should reach: what a page of them costs on either database.

    python benchmarks/bench_inbox.py [conversations]

A million conversations by default (20,000 for a first look), two messages each, in 20 units with 60
accounts and 12 teams; one in fifty is still to answer, the others are answered or closed. Words are
those of real threads of customers, drawn again with other numbers. Asked: what people open all day,
as whole pages; the search, for a word of many, of few and of one; the report of thirty days; one
more message taken in; and the sweep of what was kept long enough, when nothing is.

Milliseconds are of processor (`big_site`); the budget of a page is 300 of them, 1,000 for what
counts or goes through a month.
"""

import gzip
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import AT, Cost, Question, cost_of, databases, page, ready, run_in

if TYPE_CHECKING:
    from django.test import Client

    from gouvernail.inbox.models import Conversation, Message
    from gouvernail.people.models import Person
    from gouvernail.registry.models import Account
    from gouvernail.teams.models import Team

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
ROWS: Final = 1_000_000
UNITS, ACCOUNTS, TEAMS = 20, 60, 12
AT_ONCE: Final = 5_000
ASKED: Final = "BENCH_INBOX"
PAGE, MONTH = 300, 1_000
STATUSES: Final = ("open", "expert", *("waiting",) * 18, *("closed",) * 80)
ONE: Final = "carillonneuse"  # a word that one message holds


def main() -> int:
    """Measure on each database, and print a table of each; 1 when something is over its budget."""
    if ASKED in os.environ:
        print(json.dumps(measured(int(os.environ[ASKED]))))
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    outside = 0
    for database in databases():
        told = json.loads(run_in(database, __file__, **{ASKED: str(rows)})[-1])
        print(f"## {database}\n\nFilled in {told['seconds']:.0f} s of processor.\n")
        print("| what | queries | ms | ms of processor | budget | within |")
        print("|---|---:|---:|---:|---:|---|")
        for cost in (Cost(**one) for one in told["costs"]):
            within = cost.processor <= cost.budget
            outside += not within
            shown = (f"{cost.clock:.0f}", f"{cost.processor:.0f}", cost.budget)
            print("|", cost.name, "|", cost.queries, "|", " | ".join(map(str, shown)), "|", end=" ")
            print("yes |" if within else "**no** |")
        print()
    print(f"{rows:,} conversations; load of the machine {os.getloadavg()[1]:.1f}; {outside} over")
    return 1 if outside else 0


def measured(rows: int) -> dict[str, object]:
    """Fill this process's site, and return what each question costs."""
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    begun = time.process_time()
    client, one = fill(rows)
    seconds = time.process_time() - begun
    return {"seconds": seconds, "costs": [asdict(cost_of(each)) for each in asked(client, one)]}


def asked(client: "Client", one: "Conversation") -> list[Question]:
    """Return what is asked of the site, each with its budget."""

    def queue(**narrowed: str) -> Callable[[], object]:
        words = "&".join(f"{name}={value}" for name, value in narrowed.items())
        return page(client, f"/conversations/?{words}")

    return [
        Question("the queue", queue(), PAGE),
        Question("the queue of my teams", queue(box="team"), PAGE),
        Question("closed ones, urgent", queue(status="closed", priority="3"), PAGE),
        Question("closed ones of a network, negative", _narrowed(queue), PAGE),
        Question("a page further on", page(client, _further()), PAGE),
        Question("one conversation", page(client, f"/conversations/{one.pk}/"), PAGE),
        Question("a word of many", queue(status="closed", q="please"), MONTH),
        Question("two words of few", queue(status="closed", q="refund+flight"), PAGE),
        Question("a word of one", queue(status="closed", q=ONE), PAGE),
        Question("who wrote, half typed", queue(status="closed", q="@client77"), PAGE),
        Question("the report of thirty days", page(client, "/conversations/report/"), MONTH),
        Question("Today", page(client, "/"), MONTH),
        Question("one more message taken in", _taken(one), PAGE),
        Question("the sweep, nothing to remove", _swept, PAGE),
    ]


def _narrowed(queue: Callable[..., Callable[[], object]]) -> Callable[[], object]:
    return queue(status="closed", network="bluesky", sentiment="negative")


def _further() -> str:
    """Return the address of the second page of closed ones, as the first one gives it."""
    from gouvernail.inbox.queries.queue import Filters, queue_page
    from gouvernail.people.models import Person

    lead = Person.objects.get(name="The lead")
    cursor = queue_page(lead, Filters(status="closed")).next_cursor
    return f"/conversations/?status=closed&cursor={cursor}"


def _taken(one: "Conversation") -> Callable[[], object]:
    from gouvernail.foundation.ids import uuid7
    from gouvernail.inbox.actions import receive
    from tests.make.inbox import make_received

    def take() -> object:
        name = str(uuid7())
        return receive(incoming=make_received(one.account, remote_id=name, posted_at=AT), at=AT)

    return take


def _swept() -> object:
    from gouvernail.inbox.actions import sweep_conversations

    return sweep_conversations(at=AT)


def fill(rows: int) -> tuple["Client", "Conversation"]:
    """Make the site and its conversations; return who reads it, and a conversation with words."""
    from django.test import Client

    from gouvernail.inbox.models import Conversation, Desk
    from gouvernail.people.models import Role
    from tests.make.people import make_grant, make_person, make_unit
    from tests.make.registry import make_account
    from tests.make.teams import make_team

    top = make_unit(name="Group", code="group")
    units = [top, *(make_unit(name=f"Unit {n}", code=f"u{n}", parent=top) for n in range(UNITS))]
    lead = make_person(name="The lead", home_unit=top)
    make_grant(person=lead, unit=top, role=Role.LEAD)
    networks = ("bluesky", "mastodon", "facebook")
    accounts = [
        make_account(unit=units[n % UNITS], network=networks[n % 3], handle=f"ours{n}")
        for n in range(ACCOUNTS)
    ]
    teams = [make_team(lead, unit=units[n % UNITS], name=f"Team {n}") for n in range(TEAMS)]
    Desk.objects.create(clocks_on=False)
    _speak(rows, accounts, teams, lead)
    client = Client(headers={"host": "localhost"})
    client.force_login(lead)
    return client, Conversation.objects.filter(status="open", network="bluesky").order_by("pk")[0]


def _speak(rows: int, accounts: list["Account"], teams: list["Team"], lead: "Person") -> None:
    """Write the conversations and their messages, with the index of their words."""
    from django.db import connection, transaction

    from gouvernail.inbox.actions.indexing import index
    from gouvernail.inbox.models import Conversation, Message

    drawn = random.Random(7)  # noqa: S311 - which words, not a secret
    texts = _texts()
    numbers = iter(range(rows))
    while piece := list(islice(numbers, AT_ONCE)):
        made = [_conversation(n, rows, drawn, accounts, teams) for n in piece]
        said = list(_messages(made, texts, drawn, piece[0]))
        with transaction.atomic():
            Conversation.objects.bulk_create(made, batch_size=500)
            Message.objects.bulk_create(said, batch_size=500)
            index(said)
    Conversation.objects.filter(status="open", team=teams[0]).update(claimed_by=lead)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _texts() -> list[str]:
    with gzip.open(DATA / "care_conversations_en.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [turn["text"] for line in lines for turn in json.loads(line)["turns"]]


def _conversation(
    number: int,
    rows: int,
    drawn: random.Random,
    accounts: list["Account"],
    teams: list["Team"],
) -> "Conversation":
    from gouvernail.inbox.models import Conversation

    account = accounts[number % ACCOUNTS]
    at = AT - timedelta(days=365) * ((rows - number) / rows)
    return Conversation(
        account=account,
        unit_id=account.unit_id,
        network=account.network,
        root_id=f"at://{number}",
        subject=f"Conversation {number}",
        author_key=f"did:client{number % (rows // 3 + 1)}",
        author_name=f"Client {number}",
        author_handle=f"client{number}.example",
        lang="en",
        sentiment=drawn.choice(("negative", "neutral", "positive", "")),
        status=STATUSES[number % len(STATUSES)],
        priority=drawn.choice((0, 1, 1, 1, 1, 2, 3)),
        team=teams[number % TEAMS] if number % 3 else None,
        opened_at=at,
        last_at=at,
        turn_at=at,
        first_answer_at=at + timedelta(minutes=drawn.randrange(5, 600)),
    )


def _messages(
    made: list["Conversation"], texts: list[str], drawn: random.Random, first: int
) -> Iterator["Message"]:
    from gouvernail.inbox.models import Message

    for place, one in enumerate(made):
        for kind in ("in", "out"):
            rare = f" {ONE}" if first + place == 0 and kind == "in" else ""
            yield Message(
                conversation=one,
                kind=kind,
                network=one.network,
                remote_id=f"{one.root_id}/{kind}",
                author_name=one.author_name if kind == "in" else "",
                author_handle=one.author_handle if kind == "in" else "",
                text=f"{drawn.choice(texts)} {first + place}{rare}",
                lang="en",
                at=one.opened_at,
                received_at=one.opened_at,
            )


if __name__ == "__main__":
    sys.exit(main())
