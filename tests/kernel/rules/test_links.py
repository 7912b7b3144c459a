import pytest

from tests.make.rules import findings, make_pack, quotes

DENY = {"links": {"deny": ["bit.ly", "exemple.fr"]}}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("voir bit.ly/abc.", ["bit.ly/abc"]),
        ("voir https://WWW.Exemple.FR/a?b=c", ["https://WWW.Exemple.FR/a?b=c"]),
        ("voir https://sous.exemple.fr", ["https://sous.exemple.fr"]),
        ("voir habit.ly/a ou bonexemple.fr", []),
        ("écrire à jean@exemple.fr", []),
    ],
)
def test_denied_hosts_and_their_subdomains_are_found(text: str, quoted: list[str]) -> None:
    assert quotes(DENY, text) == quoted


def test_only_allowed_hosts_pass() -> None:
    check = {"links": {"allow": ["alize.example", "exemple.fr"]}}

    assert quotes(check, "https://www.exemple.fr et https://autre.fr/x") == ["https://autre.fr/x"]


def test_hosts_may_come_from_a_named_list() -> None:
    pack = make_pack({"links": {"deny": ["list:short"]}}, lists={"short": ["t.ly"]})

    assert pack.rules[0].check.kind == "links"


def test_attached_links_are_judged_too() -> None:
    found = findings(DENY, "Sans lien", links=("https://bit.ly/abc",))

    assert len(found) == 1
    assert found[0].spans == ()


@pytest.mark.parametrize(
    "link",
    [
        "https://paypa1.com/x",
        "https://paypal-secure.com/x",
        "https://paypaI.com/x",  # capital i
        "https://www.paypai.com/x",
        "https://p\u0430ypal.com/x",  # Cyrillic a
        "https://xn--pypal-4ve.com/x",
        "https://login.paypal.com.verif.example.com/x",
    ],
)
def test_hosts_that_pass_for_another_are_found(link: str) -> None:
    assert findings({"links": {"lookalikes_of": ["paypal.com"]}}, f"Vite : {link}")


@pytest.mark.parametrize(
    "link", ["https://www.paypal.com/fr", "PAYPAL.COM/x", "https://payfit.com", "papal.va"]
)
def test_the_real_host_and_others_are_left_alone(link: str) -> None:
    assert findings({"links": {"lookalikes_of": ["paypal.com"]}}, f"Voir {link}") == ()


def test_numeric_addresses_logins_and_plain_http_can_be_refused() -> None:
    unnamed = {"links": {"unnamed": True}}

    assert quotes(unnamed, "http://203.0.113.7/x et https://exemple.fr") == ["http://203.0.113.7/x"]
    assert quotes(unnamed, "https://moi:secret@exemple.fr/") == ["https://moi:secret@exemple.fr/"]
    assert findings(unnamed, "https://www.tiktok.com/@compte") == ()
    assert quotes({"links": {"insecure": True}}, "http://a.fr https://b.fr") == ["http://a.fr"]


def test_links_can_be_counted() -> None:
    assert quotes({"links": {"most": 1}}, "https://a.fr https://b.fr") == ["https://b.fr"]
