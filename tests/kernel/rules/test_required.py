from tests.make.rules import findings, quotes

DISCLOSURE = {
    "required": {
        "trigger": {"terms": {"any": ["offert par"]}},
        "need": {"terms": {"any": ["publicité", "ad"]}},
        "within_first": 40,
    }
}


def test_without_its_trigger_nothing_is_missing() -> None:
    assert findings(DISCLOSURE, "Une belle journée") == ()


def test_a_missing_mention_is_shown_at_its_trigger() -> None:
    assert quotes(DISCLOSURE, "Un vélo offert par la marque") == ["offert par"]


def test_a_mention_in_its_place_is_enough() -> None:
    assert findings(DISCLOSURE, "Publicité : un vélo offert par la marque") == ()
    assert findings(DISCLOSURE, "#ad un vélo offert par la marque") == ()


def test_a_mention_that_comes_too_late_does_not_count() -> None:
    text = "Un vélo offert par la marque, et quelle balade au bord de la Loire ! Publicité"

    assert quotes(DISCLOSURE, text) == ["offert par"]


def test_without_trigger_the_mention_is_always_required() -> None:
    check = {"required": {"need": {"terms": {"any": ["crédit"]}}}}
    found = findings(check, "Une photo")

    assert found[0].spans == ()
    assert findings(check, "Crédit : M. Kerbrat") == ()


def test_all_needs_have_to_be_met() -> None:
    check = {
        "required": {
            "trigger": {"pattern": {"any": [r"\d+ ?%"]}},
            "need": [{"terms": {"any": ["jusqu'au"]}}, {"links": {"present": True}}],
        }
    }

    assert quotes(check, "20 % jusqu’au 3 mars") == ["20 %"]
    assert quotes(check, "20 % : https://exemple.fr") == ["20 %"]
    assert quotes(check, "20 % jusqu’au 3 mars : https://exemple.fr") == []
    assert findings(check, "20 % jusqu’au 3 mars", links=("https://exemple.fr",)) == ()


def test_a_mention_folded_away_by_the_network_does_not_count() -> None:
    check = {"required": {"need": {"terms": {"any": ["publicité"]}}, "seen": True}}
    text = f"{'Un long récit de la journée. ' * 6} Publicité"

    assert findings(check, text, network="instagram")
    assert findings(check, text, network="bluesky") == ()
