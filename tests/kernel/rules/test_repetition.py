from datetime import UTC, datetime

import pytest

from gouvernail.kernel.rules import Context, Neighbour, Post, judge
from gouvernail.kernel.text import likeness
from tests.make.rules import findings, make_pack

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEXT = "La piscine rouvre le 12 novembre à 18 h, venez nombreux !"
NEAR = "La piscine rouvre le 12 novembre à 17 h, venez nombreux ! https://ville.exemple/piscine"


def near(text: str, *, account: str = "2", day: int = 12) -> Context:
    at = datetime(2026, 11, day, 9, tzinfo=UTC)
    said = Neighbour(text=text, who="@sports", account=account, at=at, ref="post-7")
    return Context(account="1", at=AT, neighbours=(said,))


def test_the_same_words_on_another_account_are_shown_with_who_said_them() -> None:
    say = {
        "fr": "{who} l’a dit le {day} ({likeness} %)",
        "en": "{who} said it on {day} ({likeness}%)",
    }
    pack = make_pack({"repetition": {}}, say=say)
    finding = judge(pack, Post(text=f" {TEXT} "), near(TEXT.upper())).findings[0]

    assert finding.message["en"] == "@sports said it on 12\u00a0November (100%)"
    assert finding.message["fr"] == "@sports l’a dit le 12\u00a0novembre (100 %)"
    assert finding.refs == ("post-7",)
    assert finding.spans == ((1, 1 + len(TEXT)),)


def test_nearly_the_same_words_count_from_the_share_asked_for() -> None:
    assert findings({"repetition": {}}, TEXT, near(NEAR))
    assert findings({"repetition": {"at_least": 100}}, TEXT, near(NEAR)) == ()
    assert findings({"repetition": {"at_least": 100}}, TEXT, near(TEXT))
    assert findings({"repetition": {}}, TEXT, near("Le marché se tient samedi sur la place.")) == ()


def test_a_rule_may_look_only_here_or_only_elsewhere() -> None:
    for where, account, raised in (
        ("here", "1", True),
        ("here", "2", False),
        ("elsewhere", "1", False),
        ("elsewhere", "2", True),
        ("any", "1", True),
    ):
        found = findings({"repetition": {"where": where}}, TEXT, near(TEXT, account=account))
        assert bool(found) is raised


def test_what_was_said_long_ago_may_be_said_again() -> None:
    check = {"repetition": {"within_days": 7}}

    assert findings(check, TEXT, near(TEXT, day=13))
    assert findings(check, TEXT, near(TEXT, day=12)) == ()


def test_a_few_words_repeat_nobody() -> None:
    assert findings({"repetition": {}}, "Merci à tous !", near("Merci à tous !")) == ()
    assert findings({"repetition": {"words": 2}}, "Merci à tous !", near("Merci à tous !"))
    assert findings({"repetition": {"words": 1}}, "🎉 !?", near("")) == ()
    assert findings({"repetition": {"words": 1}}, "", near("")) == ()


def test_invisible_characters_and_look_alike_widths_do_not_hide_a_copy() -> None:
    hidden = "Ｌa pis\u200bcine rouvre le 12 novem\u00adbre à 18 h, venez nombreux !"

    assert findings({"repetition": {"at_least": 100}}, hidden, near(TEXT))


def test_a_shortened_copy_is_a_copy_and_a_long_text_is_read() -> None:
    long = (
        "Nos équipes rétablissent le courant dans le nord de la ville. "
        + "Restez prudents. " * 4000
    )

    assert findings({"repetition": {}}, long[:62], near(long))
    assert findings({"repetition": {}}, long, near(long[:62]))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (TEXT, TEXT, 1, 1),
        (TEXT, NEAR, 0.8, 0.9),
        (TEXT, "Venez nombreux : la piscine rouvre le 12 novembre à 18 h", 0.9, 0.999),
        ("La piscine rouvre lundi", "La médiathèque rouvre lundi", 0.1, 0.6),
        ("Join us on Tuesday", "We are hiring in Nantes", 0, 0),
        ("", "", 0, 0),
        ("oui", "Oui !", 1, 1),
        ("oui", "non", 0, 0),
    ],
)
def test_likeness_is_a_share_the_same_both_ways(
    first: str, second: str, low: float, high: float
) -> None:
    assert low <= likeness(first, second) <= high
    assert likeness(first, second) == likeness(second, first)
