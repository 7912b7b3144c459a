"""The decision itself: a function of facts, whatever they are."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouvernail.licences.queries import Asked, Code, Facts, Ruling, decide

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
ACTS, NETWORKS, COURSES = ("publish", "reply"), ("bluesky", "mastodon"), ("a", "b")
POLICIES = (UUID(int=1), UUID(int=2))
instants = st.integers(-3, 6).map(lambda days: NOON + timedelta(days=days))
asked = st.builds(
    Asked,
    act=st.sampled_from(ACTS),
    network=st.sampled_from(("", *NETWORKS)),
    courses=st.frozensets(st.sampled_from(COURSES)),
    policies=st.frozensets(st.sampled_from(POLICIES)),
    second_factor=st.booleans(),
)


@st.composite
def rulings(draw: st.DrawFn, kinds: tuple[str, ...]) -> Ruling:
    starts = draw(instants)
    ends = st.integers(1, 5).map(lambda days: starts + timedelta(days=days))
    kind = draw(st.sampled_from(kinds))
    return Ruling(
        id=draw(st.uuids()),
        kind=kind,
        acts=draw(st.frozensets(st.sampled_from(ACTS))),
        networks=draw(st.frozensets(st.sampled_from(NETWORKS))),
        starts_at=starts,
        until=draw(ends if kind == "waiver" else st.none() | ends),
    )


def facts(*kinds: str) -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        courses=st.dictionaries(st.sampled_from(COURSES), st.none() | instants),
        signed=st.frozensets(st.sampled_from(POLICIES)),
        second_factor=st.booleans(),
        rulings=st.lists(rulings(kinds), max_size=3).map(tuple) if kinds else st.just(()),
    )


everything = facts("waiver", "restricted", "suspended")
requirements = st.lists(asked, max_size=4)
where = {"act": st.sampled_from(ACTS), "network": st.sampled_from(NETWORKS), "at": instants}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(held=facts("waiver"), **where)
def test_where_nothing_is_asked_everybody_may(
    held: Facts, act: str, network: str, at: datetime
) -> None:
    licence = decide([], held, act=act, network=network, at=at)

    assert licence.ok
    assert not licence.reasons
    assert licence.until is None


@given(wanted=requirements, held=everything, **where)
def test_what_holds_has_nothing_missing_or_a_waiver_and_nothing_that_holds_back(
    wanted: list[Asked], held: Facts, act: str, network: str, at: datetime
) -> None:
    licence = decide(wanted, held, act=act, network=network, at=at)

    back = {Code.RESTRICTED, Code.SUSPENDED} & {one.code for one in licence.reasons}
    assert licence.ok == (not back and (not licence.reasons or licence.waiver is not None))


@given(wanted=requirements, held=everything, **where)
def test_until_is_the_first_instant_at_which_it_no_longer_holds(
    wanted: list[Asked], held: Facts, act: str, network: str, at: datetime
) -> None:
    licence = decide(wanted, held, act=act, network=network, at=at)
    if not licence.ok:
        assert licence.until is None
        return

    later = [at + timedelta(hours=hours) for hours in range(0, 24 * 12, 12)]
    for instant in later:
        then = decide(wanted, held, act=act, network=network, at=instant)
        if licence.until is None or instant < licence.until:
            assert then.ok
    if licence.until is not None:
        assert not decide(wanted, held, act=act, network=network, at=licence.until).ok


@given(wanted=requirements, more=asked, held=everything, **where)
def test_asking_more_never_lets_anybody_do_more(
    wanted: list[Asked], more: Asked, held: Facts, act: str, network: str, at: datetime
) -> None:
    before = decide(wanted, held, act=act, network=network, at=at)
    after = decide([*wanted, more], held, act=act, network=network, at=at)

    assert before.ok or not after.ok


@given(
    wanted=requirements, held=facts("waiver", "restricted"), ruling=rulings(("waiver",)), **where
)
def test_no_waiver_lifts_what_holds_back(
    wanted: list[Asked], held: Facts, ruling: Ruling, act: str, network: str, at: datetime
) -> None:
    back = Ruling(id=UUID(int=9), kind="restricted", starts_at=at)
    with_both = Facts(
        courses=held.courses,
        signed=held.signed,
        second_factor=held.second_factor,
        rulings=(*held.rulings, ruling, back),
    )

    assert not decide(wanted, with_both, act=act, network=network, at=at).ok


def test_what_a_network_asks_adds_to_what_is_asked_everywhere() -> None:
    wanted = [
        Asked(act="publish", second_factor=True),
        Asked(act="publish", network="bluesky", courses=frozenset({"a"})),
    ]
    held = Facts(second_factor=True)

    on_bluesky = decide(wanted, held, act="publish", network="bluesky", at=NOON)

    assert decide(wanted, held, act="publish", network="mastodon", at=NOON).ok
    assert [one.word for one in on_bluesky.reasons] == ["certificate:a"]
