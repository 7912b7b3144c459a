"""Messages as each kind of chat takes them; strangers' words stay words."""

import json

import pytest

from gouvernail.networks.chat import Said, body_of

LINK = "https://helm.example/listening/spikes/1/"


def said(*lines: str) -> Said:
    return Said(title="Notre nom", lines=lines, link=LINK, link_words="Voir l’alerte")


def test_each_kind_of_chat_has_its_shape() -> None:
    slack, mattermost, teams = (
        json.loads(body_of(kind, said("Beaucoup"))) for kind in ("slack", "mattermost", "teams")
    )

    assert slack["text"] == f"*Notre nom*\nBeaucoup\n<{LINK}|Voir l’alerte>"
    assert mattermost["text"] == f"**Notre nom**\n\nBeaucoup\n\n[Voir l’alerte]({LINK})"
    (attachment,) = teams["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert [block["text"] for block in card["body"]] == ["Notre nom", "Beaucoup"]
    assert card["actions"][0]["url"] == LINK


@pytest.mark.parametrize(
    ("kind", "words", "refused"),
    [
        ("slack", "<!channel> & <https://bad.example|ok>", "<!channel>"),
        ("slack", "https://bad.example", "https://bad"),
        ("mattermost", "@all ![](https://bad.example/p.png)", "@all"),
        ("mattermost", "[ok](https://bad.example)", "[ok]("),
        ("teams", "[ok](https://bad.example)", "[ok]("),
    ],
)
def test_words_of_strangers_name_nobody_and_lead_nowhere(
    kind: str, words: str, refused: str
) -> None:
    body = json.loads(body_of(kind, said(words)))

    assert refused not in json.dumps(body, ensure_ascii=False)
