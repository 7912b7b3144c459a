import pytest

from gouvernail.kernel.rules import Author, Context, PackError, Post, Standing, judge
from tests.make.rules import make_pack

SAY = {"fr": "{fault}", "en": "{fault}"}
TRAINED = Author(key="p1", licences=("social",), seats=("editor",), signed="signed")
HELD = Standing(status="official", custody=3, ways_in=2)


def said(check: dict[str, object], **context: object) -> list[str]:
    circumstances = Context(**context)  # type: ignore[arg-type]
    found = judge(make_pack(check, say=SAY), Post(text="x"), circumstances).findings
    return [finding.message["en"] for finding in found]


@pytest.mark.parametrize(
    ("keys", "author", "fault"),
    [
        ({"licences": ["social", "crisis"]}, TRAINED, ""),
        ({"licences": ["crisis"]}, TRAINED, "a licence is needed: crisis"),
        ({"seats": ["editor"]}, TRAINED, ""),
        ({"seats": ["legal", "brand"]}, TRAINED, "a seat is needed: legal, brand"),
        ({"signed": ["signed"]}, TRAINED, ""),
        ({"signed": ["signed"]}, Author(signed="due"), "signature of the charter: due"),
        ({"signed": ["signed"]}, Author(), "signature of the charter: ?"),
        ({"signed": ["signed"], "unknown": "passes"}, Author(), ""),
        ({"signed": ["signed"]}, None, "author unknown"),
        ({"signed": ["signed"], "unknown": "passes"}, None, ""),
    ],
)
def test_an_author_has_what_the_rule_asks(
    keys: dict[str, object], author: Author | None, fault: str
) -> None:
    assert said({"author": keys}, author=author) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("keys", "standing", "fault"),
    [
        ({"status": ["official", "dormant"]}, HELD, ""),
        (
            {"status": ["official"]},
            Standing(status="suspended"),
            "status of the account: suspended",
        ),
        ({"custody": 3}, HELD, ""),
        ({"custody": 4}, HELD, "control of the account: 3, 4 at least"),
        ({"custody": 1}, Standing(status="official"), "control of the account: ?, 1 at least"),
        ({"custody": 1, "unknown": "passes"}, Standing(status="official"), ""),
        ({"custody": 1}, Standing(custody=0), "control of the account: 0, 1 at least"),
        ({"ways_in": 2}, HELD, ""),
        ({"ways_in": 3}, HELD, "people who can get in: 2, 3 at least"),
        ({"status": ["official"]}, None, "status of the account: ?"),
        ({"status": ["official"], "unknown": "passes"}, None, ""),
    ],
)
def test_an_account_stands_as_the_rule_asks(
    keys: dict[str, object], standing: Standing | None, fault: str
) -> None:
    found = said({"account": keys}, account="7", standing=standing)

    assert found == ([fault] if fault else [])


def test_while_no_account_is_chosen_nothing_is_asked_of_it() -> None:
    assert said({"account": {"status": ["official"], "custody": 5}}) == []


@pytest.mark.parametrize("kind", ["author", "account"])
def test_a_rule_that_asks_nothing_is_a_fault(kind: str) -> None:
    with pytest.raises(PackError) as caught:
        make_pack({kind: {"unknown": "passes"}})
    assert caught.value.problems[0].code == "nothing_to_find"
