from datetime import date

import pytest

from gouvernail.kernel.rules import Neighbour, Proof, load_pack
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import (
    as_submitted,
    author_facts,
    post_of,
    with_rights,
    words_as_plain,
)
from gouvernail.rulebooks.queries.judging import Rulebook
from tests.make.registry import make_account
from tests.make.rules import pack_source, rule_fields

pytestmark = pytest.mark.django_db


def book(*checks: dict[str, object]) -> Rulebook:
    pack = load_pack(pack_source(*map(rule_fields, checks)), name="a")
    return Rulebook(packs=(pack,), unit_path=("nordet",))


def test_only_what_the_rules_ask_for_is_found_out(julie: Person, nordet: Unit) -> None:
    account = make_account(unit=nordet, audience="Jeunes, familles")
    neighbour = Neighbour(text="a")
    plain = book({"terms": {"any": ["mot"]}})
    asking = book(
        {"author": {"signed": ["signed"]}},
        {"account": {"status": ["official"]}},
        {"required": {"need": {"repetition": {}}}},
    )

    nothing = plain.context(account, at=None, neighbours=[neighbour], names=["Alizé"])
    found = asking.context(account, at=None, neighbours=[neighbour], names=["Alizé"])

    assert (nothing.standing, nothing.neighbours, nothing.names) == (None, (), ())
    assert nothing.audience == ("Jeunes", "familles")
    assert plain.author_facts(julie, unit=account.unit) is None
    assert found.standing is not None
    assert found.standing.status == "official"
    assert (found.neighbours, found.names) == ((neighbour,), ("Alizé",))
    assert asking.author_facts(julie, unit=account.unit) is not None


def test_an_author_with_nothing_left_to_sign_has_signed(julie: Person, nordet: Unit) -> None:
    account = make_account(unit=nordet)
    facts = author_facts(julie, unit=account.unit)

    assert (facts.key, facts.signed, facts.licences) == (str(julie.pk), "signed", ())
    assert facts.seats == ("brand",)


def test_a_post_that_leaves_is_judged_with_what_was_known_when_it_was_submitted(
    julie: Person, nordet: Unit
) -> None:
    account = make_account(unit=nordet)
    asking = book({"author": {"seats": ["brand"]}}, {"repetition": {}})
    author = asking.author_facts(julie, unit=nordet)
    other = Neighbour(text="Appelez Jean au 06 12 34 56 78 pour la visite", ref="post-1")
    post = post_of("x", account=account, origin="ai", proofs=[Proof(ref="relevé")], tags=["a"])
    context = asking.context(account, at=None, author=author, neighbours=[other])
    former = StoredVerdict(masked_input=words_as_plain(post, context))

    again, then = as_submitted(
        former, post_of("x", account=account), asking.context(account, at=None)
    )

    assert (again, then.author) == (post, author)
    assert then.neighbours[0].text == f"Appelez Jean au {'•' * 14} pour la visite"
    assert as_submitted(None, again, then) == (again, then)


def test_the_library_completes_what_a_picture_says_of_its_rights(
    julie: Person, nordet: Unit
) -> None:
    account = make_account(unit=nordet)
    Asset.objects.create(
        sha256="a" * 64,
        mime="image/png",
        size_bytes=1,
        width=1,
        height=1,
        credit="A. Kerbrat",
        rights_until=date(2026, 3, 1),
        territory=["FR"],
        unit=account.unit,
        added_by=julie,
        added_at=account.registered_at,
    )
    known, unknown = with_rights([{"sha256": "a" * 64, "credit": "B"}, {"sha256": "b" * 64}])
    media = post_of("x", account=account, media=[known, unknown]).media

    assert (media[0].rights_until, media[0].territory) == (date(2026, 3, 1), ("FR",))
    assert media[0].credit == "B"
    assert media[1].rights_until is None
    assert with_rights([]) == []
