from datetime import UTC, date, datetime

import pytest

from gouvernail.kernel.rules import Context, Media, PackError, Post, judge
from tests.make.rules import make_pack

AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
SAY = {"fr": "Média {number} : {fault}", "en": "Media {number}: {fault}"}


def said(keys: dict[str, object], *media: Media, **context: object) -> list[str]:
    at = context.pop("at", AT)
    circumstances = Context(at=at, **context)  # type: ignore[arg-type]
    pack = make_pack({"media": keys}, say=SAY)
    found = judge(pack, Post(text="x", media=media), circumstances).findings
    return [finding.message["en"].removeprefix("Media ") for finding in found]


@pytest.mark.parametrize(
    ("keys", "media", "fault"),
    [
        ({"alt": True}, {"alt": " "}, "1: no description"),
        ({"alt": True}, {"alt": "IMG_2041.jpg"}, "1: the description “IMG_2041.jpg” describes "),
        ({"alt": True}, {"alt": "Photo"}, "1: the description “Photo” describes nothing"),
        ({"alt": True}, {"alt": "Un chien sur la plage"}, ""),
        ({"alt_most": 5}, {"alt": "six si"}, "1: description of 6 characters, 5 at most"),
        ({"credit": True}, {}, "1: no credit"),
        ({"credit": True}, {"credit": "A. Kerbrat"}, ""),
        ({"rights": "valid"}, {"rights_until": date(2026, 3, 1)}, "1: rights ended on 2026-03-01"),
        ({"rights": "valid"}, {"rights_until": date(2026, 3, 2)}, ""),
        ({"rights": "valid"}, {}, ""),
        ({"rights": "known"}, {}, "1: no end of rights known"),
        ({"licences": ["CC-BY"]}, {"licence": "cc-by"}, ""),
        ({"licences": ["CC-BY"]}, {"licence": "press"}, "1: licence “press” is not accepted"),
        ({"licences": ["CC-BY"]}, {}, "1: no licence known"),
        ({"territory": True}, {}, ""),
        ({"types": ["image/*"]}, {"mime": "video/mp4"}, "1: type video/mp4 is not accepted"),
        ({"types": ["image/*"]}, {"mime": "IMAGE/PNG"}, ""),
        ({"largest": 10}, {"size": 11}, "1: 11 bytes, 10 at most"),
        ({"largest": 10}, {}, ""),
        ({"narrowest": 600}, {"width": 599}, "1: 599 pixels wide, 600 at least"),
        ({"lowest": 600}, {"height": 0}, "1: 0 pixels high, 600 at least"),
        ({"lowest": 600}, {}, ""),
        ({"origin": ["ai"]}, {"origin": "ai"}, "1: origin: ai"),
        ({"origin": ["ai"]}, {}, ""),
        ({"present": True}, {}, "1: media attached"),
    ],
)
def test_each_condition_has_its_fault(
    keys: dict[str, object], media: dict[str, object], fault: str
) -> None:
    found = said(keys, Media(**media))  # type: ignore[arg-type]

    assert bool(found) is bool(fault)
    assert "".join(found).startswith(fault)


def test_the_number_of_media_is_counted_and_each_is_named() -> None:
    assert said({"most": 1}, Media(), Media()) == [": 2 media, 1 at most"]
    assert said({"least": 1}) == [": 0 media, 1 at least"]
    assert said({"credit": True}, Media(credit="a"), Media()) == ["2: no credit"]


def test_rights_cover_the_countries_that_the_post_speaks_to() -> None:
    picture = Media(territory=("FR", "BE"))

    assert said({"territory": True}, picture, territory=("FR",)) == []
    (fault,) = said({"territory": True}, picture, territory=("FR", "CA"))
    assert fault.startswith("1: rights limited to FR, BE")


def test_without_a_country_the_place_of_rights_is_not_asked() -> None:
    assert said({"territory": True}, Media(territory=("FR",))) == []


def test_rights_are_judged_on_the_day_of_publication_in_utc() -> None:
    picture = Media(rights_until=date(2026, 3, 2))
    paris = datetime.fromisoformat("2026-03-03T00:30:00+01:00")

    assert said({"rights": "valid"}, picture, at=paris) == []
    assert said({"rights": "valid"}, picture, at=datetime(2026, 3, 3, tzinfo=UTC))
    assert said({"rights": "valid"}, Media(rights_until=date(2020, 1, 1)), at=None) == []


def test_words_of_a_picture_are_never_taken_for_placeholders() -> None:
    assert said({"licences": ["a"]}, Media(licence="{number} {0}"))[0].startswith(
        "1: licence “{number} {0}”"
    )


def test_without_media_nothing_is_missing_and_without_keys_nothing_is_asked() -> None:
    assert said({"alt": True, "credit": True, "rights": "known"}) == []
    with pytest.raises(PackError) as caught:
        make_pack({"media": {}})
    assert caught.value.problems[0].code == "nothing_to_find"
