"""The adviser: computed from rows, explained line by line, and silent about what nobody knows."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gouvernail.foundation.ids import uuid7
from gouvernail.openings.actions import set_assumption
from gouvernail.openings.models import Opening
from gouvernail.openings.queries import Advice, advice_for
from gouvernail.openings.queries.advice import extension_of, forecast, presence_on
from gouvernail.openings.queries.similarity import Asked, Known, keywords, same_aim
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.openings import make_opening
from tests.make.registry import make_account, make_reading

TODAY = date(2026, 11, 17)
ASKED = Asked(
    title="Nordet Apprentis",
    network="tiktok",
    network_name="TikTok",
    unit_path="a/b/",
    texts=("Recruter des apprentis du solaire.",),
    audience="Apprentis et lycéens",
    tags=("emploi",),
)


def known(**fields: object) -> Known:
    given: dict[str, object] = {
        "id": uuid7(), "name": "Nordet", "handle": "nordet", "network": "x",
        "status": "official", "status_words": "official", "unit": "Unit", "unit_path": "a/c/",
        "owner_id": None, "owner": "", "backup_id": None, "texts": (), "audiences": (), "tags": (),
    }  # fmt: skip
    return Known(**{**given, **fields})  # type: ignore[arg-type]  # checked by use


def test_words_meet_whatever_their_accents_case_and_endings() -> None:
    assert keywords("Les Métiers du solaire") == keywords("METIER solaires")
    assert keywords("le compte des apprentis") == keywords("apprenti")


def test_an_account_with_the_same_aim_says_what_it_has_in_common() -> None:
    twin = known(
        name="Nordet Emploi",
        network="tiktok",
        unit_path="a/",
        texts=("Le recrutement des apprentis.", ""),
        audiences=("Lycéens, apprentis", ""),
        tags=("emploi",),
    )
    neighbour = known(network="tiktok", unit_path="a/b/")

    found = same_aim(ASKED, [neighbour, twin], least=35)

    assert [match.account for match in found] == [twin]
    assert sum(reason.points for reason in found[0].reasons) == found[0].points <= 100
    told = " ".join(reason.words for reason in found[0].reasons)
    assert all(word in told for word in ("apprenti", "lyceen", "emploi", "TikTok"))


def test_nothing_in_common_but_the_place_is_not_the_same_aim() -> None:
    beside = known(network="tiktok", unit_path="a/b/", texts=("Horaires des agences",))

    assert same_aim(ASKED, [beside], least=1) == []


def test_whether_the_audience_is_there_is_said_only_from_readings() -> None:
    silent = known(network="tiktok")
    assert presence_on(ASKED, [silent, known(followers=9)]).is_known is False

    read = known(network="tiktok", followers=100, audiences=("Lycéens",))
    other = known(network="tiktok", followers=300)
    presence = presence_on(ASKED, [silent, read, other])

    assert (presence.accounts, presence.followers, presence.middle) == (3, 400, 200)
    assert presence.same_audience == (read,)


def test_the_forecast_counts_comparable_accounts_and_says_when_they_are_few() -> None:
    asleep = known(network="tiktok", status="dormant", status_words="dormant", unit_path="a/b/")
    quiet = known(network="tiktok", unit_path="a/b/", last_post_on=TODAY - timedelta(days=200))
    awake = known(network="tiktok", unit_path="a/b/", last_post_on=TODAY)
    undated = known(network="tiktok", unit_path="a/b/")
    far = known(network="tiktok", unit_path="z/")

    told = forecast(ASKED, [asleep, quiet, awake, undated, far], days=90, least=3, today=TODAY)

    assert (len(told.fates), told.asleep, told.percent, told.unknown) == (4, 2, 50, 1)
    assert (told.wide, told.small) == (False, False)
    told = forecast(ASKED, [asleep, far], days=90, least=3, today=TODAY)
    assert (len(told.fates), told.wide, told.small) == (2, True, True)
    assert forecast(ASKED, [known()], days=90, least=3, today=TODAY).percent == 0


@pytest.mark.parametrize(
    ("accounts", "over"), [(0, False), (1, False), (2, False), (5, False), (6, True)]
)
def test_a_unit_is_over_extended_beyond_so_many_accounts_a_person(
    accounts: int, *, over: bool
) -> None:
    people = [uuid7(), uuid7()]
    ours = [
        known(unit_path="a/b/c/", owner_id=people[0], backup_id=people[1]) for _n in range(accounts)
    ]

    assert extension_of("a/b/", ours, limit=3).is_over is over
    assert extension_of("a/b/", [known(unit_path="a/b/")], limit=3).is_over is True


def advice(opening: Opening) -> Advice:
    return advice_for(opening, today=TODAY)


def test_the_adviser_reads_the_register_in_few_queries(
    nina: Person, hugo: Person, karim: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    opening = make_opening(by=nina, unit=energy, owner_id=hugo.pk, backup_id=karim.pk)
    opening = Opening.objects.select_related("unit", "owner", "backup").get(pk=opening.pk)
    assert advice(opening).presence.is_known is False
    twin = make_account(
        unit=energy,
        address="https://www.tiktok.com/@nordet_metiers",
        purpose="Recruter des apprentis",
        audience="Apprentis",
        owner=hugo,
        backup=karim,
    )
    make_account(unit=energy, purpose="Recruter des apprentis", status=Account.Status.IMPOSTOR)
    make_reading(account=twin, by=hugo, followers=1200, last_post_on=date(2026, 1, 5))
    with CaptureQueriesContext(
        connection,
    ) as few:
        told = advice(opening)
    for _n in range(20):
        make_account(unit=energy)
    with CaptureQueriesContext(connection) as many:
        advice(opening)

    assert len(few) == len(many) <= 4
    assert [match.account.id for match in told.matches] == [twin.pk]
    assert told.presence.followers == 1200
    assert (told.needed, told.is_staffed) == (240 + 60, False)
    assert [(room.taken, room.left) for room in told.rooms] == [(120, 180), (30, 90)]
    assert (told.left, told.missing) == (270, 30)
    assert (told.forecast.asleep, told.forecast.small) == (1, True)
    set_assumption(code="held_owner", value=30, source="Nos relevés", by=claire, at=noon)
    assert advice(opening).is_staffed is True
