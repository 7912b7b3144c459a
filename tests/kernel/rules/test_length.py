import pytest

from gouvernail.kernel.rules import Context, Post, judge
from gouvernail.kernel.text import Limits
from tests.make.rules import findings, make_pack, quotes

NETWORK: dict[str, object] = {"length": {"limit": "network"}}


@pytest.mark.parametrize(
    ("network", "text", "over"),
    [
        ("x", "a" * 281, "a"),
        ("x", "界" * 141, "界"),
        ("bluesky", "👍🏽" * 301, "👍🏽"),
        ("x", "a" * 256 + " https://exemple.fr/" + "x" * 60, ""),
        ("linkedin", "a" * 3000, ""),
    ],
)
def test_each_network_counts_its_own_way(network: str, text: str, over: str) -> None:
    assert "".join(quotes(NETWORK, text, network=network)) == over


def test_bluesky_also_counts_bytes() -> None:
    family = "👨‍👩‍👧‍👦"

    assert findings(NETWORK, family * 150, network="bluesky")


def test_the_limits_of_the_accounts_server_come_first() -> None:
    limits = Limits(characters=10, url_length=23)
    found = findings(NETWORK, "douze signes", Context(limits=limits), network="mastodon")

    assert [tuple(span) for span in found[0].spans] == [(10, 12)]
    assert findings(NETWORK, "douze signes", network="mastodon") == ()


def test_an_organisation_may_set_its_own_limit() -> None:
    assert quotes({"length": {"most": 5}}, "bonjour") == ["ur"]


def test_a_text_for_no_network_has_no_limit() -> None:
    assert findings(NETWORK, "a" * 100_000) == ()


def test_a_network_whose_limit_nobody_publishes_raises_nothing() -> None:
    assert findings(NETWORK, "x" * 9000, network="snapchat") == ()


def test_what_is_too_long_in_bytes_or_refused_is_told_by_its_own_count() -> None:
    say = {"fr": "{over} {unit}", "en": "{over} {unit}"}
    pack = make_pack({"length": {}}, say=say)
    family = "👨‍👩‍👧‍👦" * 121

    assert judge(pack, Post(text=family, network="bluesky")).findings[0].message["en"] == "25 bytes"
    refused = judge(pack, Post(text="un\ufeff mot", network="x")).findings[0]
    assert refused.message["en"] == "1 refused characters"
    assert refused.spans == ((2, 7),)
