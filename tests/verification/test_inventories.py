"""Real inventories, whole: brought in, examined, verified; and a lead's five questions.

What they showed stands in `docs/explanation/inventories.md`, with these figures.
"""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client

from gouvernail.attestations.queries.staffing import staffing_of
from gouvernail.custody.actions import work_out
from gouvernail.custody.models import Access
from gouvernail.custody.queries.board import Filters, board, figures_of
from gouvernail.custody.queries.departure import departure_of, leavers, losses_of, tally_of
from gouvernail.foundation.clock import now, today
from gouvernail.people.actions import import_people
from gouvernail.people.importers import planned_people
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.dormancy import sleepers_seen
from gouvernail.registry.queries.findings import duplicates, gaps_of
from gouvernail.verification.models import Directory, Listing
from gouvernail.verification.permissions import official_listings
from gouvernail.verification.queries.addresses import shape_of
from gouvernail.verification.queries.answers import answer_to, answers_to, register_answers
from tests.make.custody import EPOCH as DECLARED
from tests.make.imports import brought, outcomes
from tests.make.people import make_unit
from tests.make.verification import EPOCH, make_directory

VARIANTS = 120


def one_character_away(account: Account) -> str:
    """Return the address of the account with one character of its handle changed."""
    handle = account.handle
    place = len(handle) // 2
    while not handle[place].isalnum():
        place -= 1
    other = "7" if handle[place].isdigit() and handle[place] != "7" else "q"
    other = "z" if handle[place].casefold() == other else other
    changed = handle[:place] + other + handle[place + 1 :]
    before, found, after = account.url.rpartition(handle)
    if not found:  # a handle with its server, or one that is quoted
        user, changed_user = handle.partition("@")[0], changed.partition("@")[0]
        before, found, after = account.url.rpartition(user)
        changed = changed_user if changed_user != user else user + "q"
    return before + changed + after


def told_in_public() -> Directory:
    """Open the public page and tell every account there."""
    Listing.objects.bulk_create(
        Listing(account=one, skeleton=shape_of(one.handle), published_at=EPOCH)
        for one in Account.objects.all()
    )
    return make_directory()


def verifies_whole(directory: Directory) -> None:
    """Every address is official to the public, and none beside it is."""
    listings = list(official_listings())
    urls = [one.account.url for one in listings]
    answers = answers_to(urls, directory=directory)
    assert [one.listing for one in answers] == listings
    beside = listings[:: max(1, len(listings) // VARIANTS)]
    answers = answers_to([one_character_away(one.account) for one in beside], directory=directory)
    mistaken = [
        one.account.url for one, said in zip(beside, answers, strict=True) if said.listing == one
    ]
    assert mistaken == []


@pytest.mark.parametrize(
    ("name", "expected", "accounts", "create", "pairs", "opened"),
    [
        ("us_congress_social_media.yaml", (307, 307, 0, 0, 0), 1027, False, 5, 0),
        ("fr_parlementaires_twitter.csv.gz", (599, 599, 0, 0, 0), 599, False, 20, 599),
        ("us_social_media_registry_facebook_2014.csv", (560, 560, 0, 0, 0), 560, True, 161, 0),
        ("orgs_official_handles.csv", (1538, 416, 0, 1, 1121), 732, False, 29, 0),
    ],
)
def test_an_inventory_comes_in_whole_is_examined_and_verifies(
    *, client: Client, claire: Person, nordet: Unit, test_data: Path, name: str,
    expected: tuple[int, ...], accounts: int, create: bool, pairs: int, opened: int,
) -> None:  # fmt: skip
    client.force_login(claire)

    report = brought(client, test_data / name, nordet, create=create)
    again = brought(client, test_data / name, nordet, create=create)

    assert outcomes(report) == expected
    assert Account.objects.count() == accounts == report["accounts"]["created"]
    assert again["created"] == again["updated"] == 0
    assert again["rows"] == again["unchanged"] + again["rejected"]
    assert client.get("/accounts/").status_code == 200

    ours = visible_accounts(claire)
    lacking = dict(gaps_of(claire, today=today()))
    assert lacking["owner"] == lacking["backup"] == lacking["purpose"] == accounts
    assert lacking["opened_on"] == accounts - opened
    assert len(duplicates(ours)) == pairs
    assert sleepers_seen(claire, today=today()) == []  # none of the four has a day of a post
    figures = figures_of(claire, Filters())
    assert (figures.total, figures.unknown) == (accounts, accounts)  # nobody said who gets in
    assert client.get("/custody/?ways=unknown").status_code == 200
    missing = "nobody has said who gets into " + f"{accounts:,}"
    assert missing in client.get("/custody/?ways=one", headers={"Accept-Language": "en"}).text
    assert {(one.named, one.over) for one in staffing_of(claire)} == {(False, False)}
    verifies_whole(told_in_public())


def test_past_names_of_renamed_accounts_are_nobody_s_and_look_like_ours(
    client: Client, claire: Person, nordet: Unit, test_data: Path
) -> None:
    """82 accounts of the Congress were renamed; whoever follows an old link must not be fooled."""
    client.force_login(claire)
    path = test_data / "us_congress_twitter_history.csv"
    report = brought(client, path, nordet)
    directory = told_in_public()
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    past = {name for row in rows for name in row["prev_names"].replace("|", " ").split() if name}

    assert outcomes(report) == (984, 984, 0, 0, 0)
    assert {each["code"] for each in report["reasons"]} == {"person_unknown"}
    assert len(duplicates(visible_accounts(claire))) == 188
    verifies_whole(directory)
    answers = answers_to([f"https://x.com/{name}" for name in sorted(past)], directory=directory)
    assert (len(past), sum(one.verdict == "unknown" for one in answers)) == (87, 80)
    assert sum(one.is_official for one in answers) == 7  # given up, then taken by another of ours
    assert sum(bool(one.near) for one in answers) == 22


def congress(test_data: Path) -> tuple[bytes, bytes]:
    """Return the people and the accounts of the Congress as two spreadsheets.

    Each member answers for their own accounts, in a unit for each chamber and party.
    """
    source = (test_data / "us_congress_accounts.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(source.splitlines()) if row["bioguide"].isalnum()]
    people, accounts = io.StringIO(), io.StringIO()
    team, sheet = csv.writer(people), csv.writer(accounts)
    team.writerow(("name", "email", "unit"))
    sheet.writerow(("owner", "unit", "twitter", "facebook", "youtube", "instagram"))
    for row in rows:
        unit = f"{row['chamber']}-{row['party'][:3]}".lower()
        email = f"{row['bioguide'].lower()}@congress.example"
        team.writerow((row["name"], email, unit))
        handles = (row[name] for name in ("twitter", "facebook", "youtube", "instagram"))
        sheet.writerow((email, unit, *handles))
    return people.getvalue().encode(), accounts.getvalue().encode()


def test_a_lead_of_the_congress_has_an_answer_to_each_of_five_questions(
    client: Client, claire: Person, nordet: Unit, test_data: Path
) -> None:
    people, accounts = congress(test_data)
    for code in ("rep-dem", "rep-rep", "sen-dem", "sen-rep", "sen-ind"):
        make_unit(parent=nordet, name=code, name_en=code, code=code)
    client.force_login(claire)
    plan = import_people(plan=planned_people(people, viewer=claire), by=claire, at=now())
    assert {row.outcome.value for row in plan.rows} == {"created"}
    report = brought(client, test_data / "congress.csv", nordet, data=accounts)
    assert (report["created"], report["rejected"]) == (307, 15)
    held = list(Account.objects.exclude(owner=None))
    Access.objects.bulk_create(
        Access(
            account=one, person_id=one.owner_id, holder="person", means="password",
            second_factor="app", declared_by=claire, declared_at=DECLARED,
        )
        for one in held
    )  # fmt: skip
    work_out(account_ids=[one.pk for one in held], at=now())

    # Which accounts have one holder only?
    figures = figures_of(claire, Filters(ways="one"))
    assert (figures.total, figures.one) == (982, 982)  # no list names a second person
    first = board(claire, Filters(ways="one"), order="weak", cursor="").rows[0]
    assert client.get("/custody/?ways=one").status_code == 200
    # Who could get into this account, and how?
    assert first.owner is not None
    page = client.get(f"/custody/accounts/{first.pk}/").text
    assert first.owner.name in page
    # What happens if this person leaves?
    gone = leavers(claire, people=[first.owner.pk])
    lost = departure_of(claire, gone, today=today())
    tally = tally_of(lost)
    assert (tally.total, tally.locked, tally.one_left) == (2, 2, 0)
    assert all(one.locked for one in losses_of(list(lost.accounts), lost))
    # Which unit runs more accounts than it can staff?
    over = {one.unit.code: one.excess for one in staffing_of(claire) if one.over}
    assert over == {"rep-dem": 21, "rep-rep": 9, "sen-dem": 13, "sen-rep": 18}
    # Is this URL ours?
    [ours, other] = register_answers(
        [first.url, one_character_away(first)], accounts=visible_accounts(claire)
    )
    assert (ours.verdict, ours.account, other.verdict) == ("official", first, "unknown")
    assert answer_to(first.url, directory=told_in_public()).is_official
