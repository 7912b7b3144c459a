import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gouvernail.kernel.rules import (
    Author,
    Context,
    Media,
    Neighbour,
    Post,
    Proof,
    Standing,
    judge,
    plain_input,
    read_input,
)
from gouvernail.kernel.rules.inputs import input_digest
from gouvernail.kernel.text import Limits
from tests.make.rules import make_pack

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POST = Post(
    text="un mot",
    lang="fr",
    network="x",
    links=("https://exemple.fr",),
    media=(Media(sha256="00", mime="image/png", alt="un chien", credit="A. Kerbrat"),),
    tags=("b", "a"),
)
CONTEXT = Context(
    unit_path=("nordet", "energy"),
    account="7",
    account_class="personal",
    audience=("jeunes",),
    limits=Limits(characters=500),
    at=NOON,
)
FULL_POST = replace(
    POST,
    origin="ai",
    media=(
        Media(sha256="00", rights_until=date(2026, 3, 1), territory=("FR",), size=9, origin="ai"),
    ),
    proofs=(Proof(ref="releve-12", on=date(2026, 2, 1)),),
)
FULL_CONTEXT = replace(
    CONTEXT,
    author=Author(key="p1", licences=("social",), seats=("legal",), signed="signed"),
    standing=Standing(status="official", custody=3, ways_in=2),
    territory=("FR", "CA"),
    names=("Alizé",),
    neighbours=(Neighbour(text="autre", who="@energie", at=NOON),),
)


def test_an_input_of_version_1_keeps_the_digest_it_had() -> None:
    assert input_digest(POST, CONTEXT) == (
        "bf5cfe47b3864b105e40645773730483dd15e8c42c155d95e3dd2f389e6fc2e3"
    )
    assert input_digest(Post(text=""), Context()) == (
        "c4852d9470203add26fda27596b92e44657af1e5ce7508ced04acae14e4e992d"
    )


@pytest.mark.parametrize(
    ("post", "context"),
    [
        ({"origin": "ai"}, {}),
        ({"proofs": (Proof(ref="a"),)}, {}),
        ({"proofs": (Proof(ref="a", claim="Un mot."),)}, {}),
        ({"media": (Media(sha256="00", size=0),)}, {}),
        ({"media": (Media(sha256="00", rights_until=date(2026, 3, 1)),)}, {}),
        ({}, {"author": Author()}),
        ({}, {"standing": Standing(custody=0)}),
        ({}, {"territory": ("FR",)}),
        ({}, {"names": ("Alizé",)}),
        ({}, {"neighbours": (Neighbour(text=""),)}),
    ],
)
def test_every_new_fact_changes_the_digest(
    post: dict[str, object], context: dict[str, object]
) -> None:
    asked = input_digest(replace(POST, **post), replace(CONTEXT, **context))  # type: ignore[arg-type]

    assert asked != input_digest(POST, CONTEXT)


def test_an_input_comes_back_from_json_as_it_was() -> None:
    for post, context in ((POST, CONTEXT), (FULL_POST, FULL_CONTEXT), (Post(text=""), Context())):
        kept = json.loads(json.dumps(plain_input(post, context)))

        assert read_input(kept) == (post, context)


def test_an_input_kept_before_version_2_is_still_read() -> None:
    kept = {
        key: value
        for key, value in plain_input(POST, CONTEXT).items()
        if key
        not in {"version", "origin", "proofs", "author", "standing", "territory", "names"}
        | {"neighbours", "audience"}
    }
    kept["media"] = [{"sha256": "00", "mime": "image/png", "alt": "un chien", "credit": "AK"}]
    post, context = read_input(json.loads(json.dumps(kept)))

    assert post.media[0].rights_until is None
    assert (post.text, context.neighbours, context.at) == ("un mot", (), NOON)


@pytest.mark.parametrize(
    ("post", "raised"),
    [({"origin": "ai"}, True), ({"media": (Media(origin="ai"),)}, True), ({}, False)],
)
def test_a_rule_may_ask_who_or_what_made_the_post(
    post: dict[str, object],
    raised: bool,  # noqa: FBT001 -- a parameter of the table
) -> None:
    pack = make_pack({"terms": {"any": ["mot"]}}, when={"origin": ["ai"]})

    assert bool(judge(pack, Post(text="un mot", **post)).findings) is raised  # type: ignore[arg-type]
