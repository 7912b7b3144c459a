import pytest

from gouvernail.kernel.rules import PackError
from tests.make.rules import findings, make_pack, quotes


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({"deny": ["@Volta"]}, "Merci @volta et @alize", ["@volta"]),
        ({"allow": ["alize"]}, "Merci @volta et @Alize", ["@volta"]),
        ({"most": 1}, "@a @b @c", ["@b", "@c"]),
        ({"first": True}, " @alize merci, @b", ["@alize"]),
        ({"first": True}, "Merci @alize", []),
        ({"present": True}, "alize@exemple.fr", []),
        ({"deny": ["volta"]}, "", []),
    ],
)
def test_mentions(keys: dict[str, object], text: str, found: list[str]) -> None:
    assert quotes({"mentions": keys}, text, network="x") == found


def test_a_mention_of_another_server_has_its_whole_handle() -> None:
    check = {"mentions": {"deny": ["@volta@social.example"]}}

    assert quotes(check, "@volta@social.example", network="mastodon") == ["@volta@social.example"]
    assert quotes(check, "@volta", network="mastodon") == []


def test_handles_may_come_from_a_named_list() -> None:
    pack = make_pack({"mentions": {"deny": ["list:rivals"]}}, lists={"rivals": ["volta"]})

    assert pack.rules[0].check.kind == "mentions"
    with pytest.raises(PackError) as caught:
        make_pack({"mentions": {"deny": ["list:rival"]}})
    assert caught.value.problems[0].code == "unknown_list"


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({"deny": ["#Soldes"]}, "#SOLDES #été", ["#SOLDES"]),
        ({"allow": ["ete"]}, "#Soldes #Été", ["#Soldes"]),
        ({"most": 2}, "#a #b #c", ["#c"]),
        ({"longest": 5}, "#court #troplong", ["#troplong"]),
        ({"camel_case": True}, "#marchédenoël #MarchéDeNoël #marché", ["#marchédenoël"]),
        ({"camel_case": True}, "#MARCHEDENOEL #Marchedenoel", ["#MARCHEDENOEL", "#Marchedenoel"]),
        ({"camel_case": True}, "#marche_de_noel_2026", []),
        ({"cashtags": True}, "#a $ACME à 5 $, US$10", ["$ACME"]),
        ({"present": True}, "https://exemple.fr/#ancre n° 5", []),
        ({"present": True}, "", []),
    ],
)
def test_hashtags(keys: dict[str, object], text: str, found: list[str]) -> None:
    assert quotes({"hashtags": keys}, text) == found


def test_full_width_signs_and_invisible_letters_hide_no_hashtag() -> None:
    assert quotes({"hashtags": {"deny": ["soldes"]}}, "＃Ｓoldes") == ["＃Ｓoldes"]


@pytest.mark.parametrize("kind", ["mentions", "hashtags"])
def test_a_check_with_nothing_to_look_for_is_a_fault(kind: str) -> None:
    with pytest.raises(PackError) as caught:
        make_pack({kind: {}})
    assert caught.value.problems[0].code == "nothing_to_find"


def test_a_text_of_64_kb_shows_its_first_hundred() -> None:
    assert len(quotes({"hashtags": {"most": 0}}, "#a " * 21_000)) == 100
    assert len(quotes({"mentions": {"most": 0}}, "@a " * 21_000, network="x")) == 100


def test_a_lone_surrogate_breaks_nothing() -> None:
    assert findings({"hashtags": {"present": True}}, "\ud800#a \udfff")
