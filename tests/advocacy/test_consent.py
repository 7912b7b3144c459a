"""Personal accounts: nothing of them is fetched without a consent in force, which lapses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.advocacy.actions import (
    check_profile,
    close_programme,
    declare_account,
    edit_account,
    follow_consents,
    give_consent,
    remove_account,
    remove_share,
    stop_reading,
    withdraw,
)
from gouvernail.advocacy.actions.shares import note_posts
from gouvernail.advocacy.errors import (
    AdvocacyInvalidError,
    AdvocacyNotFoundError,
    ConsentMissingError,
)
from gouvernail.advocacy.models import Kit, Membership, PersonalAccount, Programme, Share
from gouvernail.advocacy.permissions import own_account
from gouvernail.advocacy.queries.reading import posts_since, profile_words
from gouvernail.advocacy.tasks import read_shares
from gouvernail.egress import Egress, Request, Response
from gouvernail.networks.contract.posted import Posted
from gouvernail.people.models import Person
from tests.make.advocacy import WORDS, make_personal
from tests.servers.mastodon_fake import MastodonFake

DAY = timedelta(days=1)
POST = "at://did:plc:nina/app.bsky.feed.post/3abc"


class Line:
    """What asked to leave, and an answer that says nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def send(self, request: Request) -> Response:
        self.asked.append(request.url)
        return Response(status=200, headers={}, body=b'{"records": []}')


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """Every way out of the site."""
    found = Line()
    monkeypatch.setattr(Egress, "send", lambda _self, request: found.send(request))
    return found


def post(text: str, *, at: datetime, key: str = "3abc") -> Posted:
    url = f"https://bsky.app/profile/did:plc:nina/post/{key}"
    return Posted(remote_id=POST, url=url, text=text, published_at=at)


def test_an_account_is_read_with_a_consent_in_force(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, line: Line, noon: datetime
) -> None:
    make_personal(programme, nina)

    read_shares(noon + DAY)

    assert any("listRecords" in url for url in line.asked)
    line.asked.clear()
    read_shares(noon + DAY)
    assert line.asked == []  # looked at an hour ago


# How a consent ends, or never was; the account, its owner, who runs the programme, the instant.
END: dict[str, Callable[..., object]] = {
    "never given": lambda one, nina, _karim, at: stop_reading(one.pk, by=nina, at=at),
    "removed": lambda one, nina, _karim, at: remove_account(one.pk, by=nina, at=at),
    "edited": lambda one, nina, _karim, at: edit_account(
        one.pk, network="bluesky", address="@autre.bsky.social", by=nina, at=at
    ),
    "withdrew": lambda one, nina, _karim, at: withdraw(one.membership.programme_id, by=nina, at=at),
    "closed": lambda one, _nina, karim, at: close_programme(
        one.membership.programme_id, by=karim, at=at
    ),
    "lapsed": lambda *_all: None,  # the year is over: nobody did anything
}


@pytest.mark.parametrize("why", END)
def test_nothing_is_fetched_without_one(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, karim: Person,
    line: Line, noon: datetime, why: str,
) -> None:  # fmt: skip
    account = make_personal(programme, nina, reads=why != "never given")
    END[why](account, nina, karim, noon)
    later = noon + (timedelta(days=366) if why == "lapsed" else DAY)

    read_shares(later)
    account = PersonalAccount.objects.select_related("membership__programme").get(pk=account.pk)
    with pytest.raises(ConsentMissingError):
        posts_since(account, since=noon, at=later)
    with pytest.raises(ConsentMissingError):
        profile_words(account, at=later)

    assert line.asked == []
    assert not Share.objects.exists()


def test_nothing_is_fetched_for_who_left(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, line: Line, noon: datetime
) -> None:
    make_personal(programme, nina)
    Person.objects.filter(pk=nina.pk).update(is_active=False)

    read_shares(noon + DAY)

    assert line.asked == []


def test_a_consent_taken_back_while_another_account_is_read_stops_the_next_request(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, line: Line,
    noon: datetime, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first = make_personal(programme, nina, handle="une.bsky.social")
    second = make_personal(programme, nina, handle="deux.bsky.social")
    loaded = list(PersonalAccount.objects.select_related("membership__programme"))
    stop_reading(second.pk, by=nina, at=noon)

    with pytest.raises(ConsentMissingError):
        posts_since(loaded[1], since=noon, at=noon)

    assert line.asked == []
    Person.objects.filter(pk=nina.pk).update(is_active=False)
    with pytest.raises(ConsentMissingError):
        profile_words(first, at=noon)


def test_a_consent_taken_back_between_two_calls_of_one_account_stops_the_second(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    account = declare_account(
        programme.pk, network="mastodon", address="@nina@mastodon.example", reads=True, by=nina,
        at=noon,
    )  # fmt: skip
    asked = []

    def send(_self: Egress, request: Request) -> Response:
        asked.append(request.url)
        stop_reading(account.pk, by=nina, at=noon)
        kind = {"content-type": "application/json"}
        return Response(status=200, headers=kind, body=b'{"id": "7"}')

    monkeypatch.setattr(Egress, "send", send)

    with pytest.raises(ConsentMissingError):
        posts_since(account, since=noon, at=noon)

    assert [one.rpartition("/")[2].partition("?")[0] for one in asked] == ["lookup"]


def test_an_account_that_fails_stops_no_other_and_waits_for_its_turn(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    accounts = [
        make_personal(programme, nina, handle=f"{name}.bsky.social") for name in ("une", "deux")
    ]
    seen = []

    def posts(account: PersonalAccount, **_when: object) -> tuple[Posted, ...]:
        seen.append(account.pk)
        raise ValueError

    monkeypatch.setattr("gouvernail.advocacy.tasks.posts_since", posts)

    read_shares(noon + DAY)
    read_shares(noon + DAY)

    assert sorted(seen) == sorted(one.pk for one in accounts)


def test_an_address_too_long_is_left_and_the_other_posts_are_kept(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)
    found = {kit.pk: [post(WORDS, at=noon, key="k" * 600), post(WORDS, at=noon)]}

    assert note_posts(account.pk, found=found, at=noon) == 1


@pytest.mark.parametrize("how", ["removed", "edited"])
def test_what_was_read_on_an_account_is_forgotten_with_it(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, karim: Person,
    noon: datetime, how: str,
) -> None:  # fmt: skip
    account = make_personal(programme, nina)
    note_posts(account.pk, found={kit.pk: [post(WORDS, at=noon)]}, at=noon)

    END[how](account, nina, karim, noon)

    share = Share.objects.get()
    assert (share.url, share.account) == ("", None)


def test_a_share_taken_out_does_not_come_back_and_its_key_goes_with_the_part(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)
    found = {kit.pk: [post(WORDS, at=noon)]}
    note_posts(account.pk, found=found, at=noon)
    remove_share(Share.objects.get().pk, by=nina, at=noon)

    assert note_posts(account.pk, found=found, at=noon + DAY) == 0

    assert Share.objects.get().key_sha256
    withdraw(programme.pk, by=nina, at=noon + DAY)
    assert Share.objects.get().key_sha256 == ""


def test_the_journal_keeps_in_clear_neither_a_network_nor_what_a_profile_says() -> None:
    assert not {"network", "says_who", "says_own"} & set(PersonalAccount.ledger_clear)
    assert not {"disclosure", "key_sha256"} & set(Share.ledger_clear)


def test_it_is_renewed_each_year_and_lapses_by_itself(
    membership: Membership, programme: Programme, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)
    until = account.consent_until
    assert until == noon.date() + timedelta(days=365)

    for days in (300, 336, 340, 359, 365):
        follow_consents(at=noon + timedelta(days=days))
    kinds = nina.notifications.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["ambassadors.consent_30", "ambassadors.consent_7"]
    follow_consents(at=noon + timedelta(days=366))

    account.refresh_from_db()
    assert (account.reads, account.consent_until, account.handle) == (
        False, None, "nina.bsky.social",
    )  # fmt: skip
    assert nina.notifications.filter(kind="ambassadors.consent_lapsed").count() == 1
    renewed = give_consent(account.pk, by=nina, at=noon + timedelta(days=370))
    assert renewed.may_be_read((noon + timedelta(days=400)).date())


def test_a_consent_taken_back_while_posts_were_read_keeps_nothing(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)
    stop_reading(account.pk, by=nina, at=noon)

    with pytest.raises(ConsentMissingError):
        note_posts(account.pk, found={kit.pk: [post(WORDS, at=noon)]}, at=noon)

    assert not Share.objects.exists()


def test_a_share_read_is_kept_without_its_words_and_mended_kindly(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)

    assert note_posts(account.pk, found={kit.pk: [post(WORDS, at=noon)]}, at=noon) == 1
    assert Share.objects.get().disclosure == "missing"
    assert nina.notifications.filter(kind="ambassadors.mend").count() == 1
    mended = post(f"{WORDS} #jetravaillecheznordet", at=noon)
    assert note_posts(account.pk, found={kit.pk: [mended]}, at=noon + DAY) == 0

    share = Share.objects.get()
    assert (share.disclosure, share.how, share.url) == ("found", "read", mended.url)
    assert not any(WORDS[:20] in str(value) for value in vars(share).values())


def test_nobody_but_its_owner_finds_a_declared_account(
    membership: Membership, programme: Programme, nina: Person, karim: Person, claire: Person
) -> None:
    account = make_personal(programme, nina)

    assert own_account(account.pk, viewer=nina) == account
    for person in (karim, claire):
        with pytest.raises(AdvocacyNotFoundError):
            own_account(account.pk, viewer=person)


@pytest.mark.parametrize(
    ("network", "address", "field"),
    [("bluesky", "", "address"), ("bluesky", "https://x.com/nina", "address"),
     ("x", "@nina", "reads"), ("bluesky", "@nina.bsky.social", "address")],
)  # fmt: skip
def test_what_names_no_account_is_refused_at_its_field(
    membership: Membership, programme: Programme, nina: Person, noon: datetime,
    network: str, address: str, field: str,
) -> None:  # fmt: skip
    make_personal(programme, nina)

    with pytest.raises(AdvocacyInvalidError) as refused:
        declare_account(
            programme.pk, network=network, address=address, reads=True, by=nina, at=noon
        )

    assert set(refused.value.fields) == {field}


def test_a_profile_is_checked_and_its_words_are_not_kept(
    membership: Membership, programme: Programme, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina, reads=False)

    checked = check_profile(
        account.pk, text="Ingénieure. #JeTravailleChezNordet", how="pasted", by=nina, at=noon
    )

    assert (checked.says_who, checked.says_own, checked.bio_how) == (True, False, "pasted")
    assert not any("Ingénieure" in str(value) for value in vars(checked).values())
    with pytest.raises(ConsentMissingError):
        check_profile(account.pk, text="Lu.", how="read", by=nina, at=noon)


def test_the_server_that_somebody_names_is_never_inside(
    kit: Kit, membership: Membership, programme: Programme, nina: Person, noon: datetime,
    settings: Any, mastodon_fake: MastodonFake,
) -> None:  # fmt: skip
    settings.WEBSITE_PRIVATE_HOSTS = []  # what connectors may reach, members may not
    account = declare_account(
        programme.pk, network="mastodon", address="@nina@fake.test", server=mastodon_fake.url,
        reads=True, by=nina, at=noon,
    )  # fmt: skip

    assert profile_words(account, at=noon) is None
    assert posts_since(account, since=noon, at=noon) == ()
    assert mastodon_fake.line.heard == []
