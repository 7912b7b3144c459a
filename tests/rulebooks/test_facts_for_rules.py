from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.rules import Neighbour, Proof, Verdict, load_pack
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import Judged, judge_again, store_verdict
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import (
    as_submitted,
    author_facts,
    post_of,
    rulebook_for,
    with_rights,
    words_as_plain,
)
from gouvernail.rulebooks.queries.judging import Rulebook
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack
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


def test_an_author_with_nothing_left_to_sign_has_signed_and_holds_what_nothing_asks(
    julie: Person, nordet: Unit
) -> None:
    account = make_account(unit=nordet)
    facts = author_facts(julie, unit=account.unit)

    assert (facts.key, facts.signed) == (str(julie.pk), "signed")
    assert facts.licences == ("approve", "crisis", "draft", "publish", "reply")
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


def test_a_post_leaves_with_its_proof_and_stops_when_the_rights_of_a_picture_have_ended(
    julie: Person, nordet: Unit, noon: datetime
) -> None:
    checks: tuple[dict[str, object], ...] = (
        {"author": {"seats": ["brand"]}},
        {"claims": {"claim": {"terms": {"any": ["cheapest"]}}}},
        {"media": {"rights": "valid"}},
    )
    rules = [rule_fields(check, then="block") for check in checks]
    make_pack(unit=nordet, by=julie, source=pack_source(*rules))
    account = make_account(unit=nordet)
    rulebook = rulebook_for(nordet, at=noon)
    proof = Proof(ref="survey", on=noon.date())
    post = post_of("The cheapest.", account=account, proofs=[proof])
    facts = rulebook.author_facts(julie, unit=nordet)
    context = rulebook.context(account, at=noon, author=facts)
    verdict = rulebook.judge(post, context)
    subject = uuid7()
    judged = Judged(
        kind="draft",
        id=subject,
        revision=1,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=rulebook.digests,
    )
    keep(verdict, judged, noon)

    def stopped(*media: dict[str, str]) -> bool:
        fields = {"text": post.text, "lang": "en", "media": list(media)}
        return judge_again(subject_id=subject, revision=1, account=account, fields=fields, at=noon)

    assert verdict.findings == ()
    assert stopped() is False
    make_asset("a" * 64, by=julie, unit=nordet, until=noon.date() - timedelta(days=1))
    assert stopped({"sha256": "a" * 64, "mime": "image/png"}) is True


def test_a_rule_on_the_audience_of_a_draft_holds_just_before_sending(
    julie: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet)
    rulebook = rulebook_for(nordet, at=noon)
    post = post_of("The cheapest.", account=account)
    subject = uuid7()
    for revision, audience in enumerate((("Children",), ())):
        context = replace(rulebook.context(account, at=noon), audience=audience)
        judged = Judged(
            kind="draft",
            id=subject,
            revision=revision,
            account_id=account.pk,
            post=post,
            context=context,
            pack_digests=rulebook.digests,
        )
        keep(rulebook.judge(post, context), judged, noon)
    check = {"terms": {"any": ["cheapest"]}}
    rule = rule_fields(check, then="block", when={"audience": ["children"]})
    make_pack(unit=nordet, by=julie, source=pack_source(rule))

    fields = {"text": post.text, "lang": "en", "media": []}
    stopped = [
        judge_again(subject_id=subject, revision=at, account=account, fields=fields, at=noon)
        for at in (0, 1)
    ]

    assert stopped == [True, False]


@action("tests.keep_verdict")
def keep(verdict: Verdict, judged: Judged, at: datetime) -> None:
    store_verdict(verdict=verdict, judged=judged, moment="submission", at=at)


def make_asset(sha256: str, *, by: Person, unit: Unit, until: date) -> None:
    Asset.objects.create(
        sha256=sha256,
        mime="image/png",
        size_bytes=1,
        width=1,
        height=1,
        credit="A. Kerbrat",
        rights_until=until,
        territory=["FR"],
        unit=unit,
        added_by=by,
        added_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


def test_the_library_completes_what_a_picture_says_of_its_rights(
    julie: Person, nordet: Unit
) -> None:
    account = make_account(unit=nordet)
    make_asset("a" * 64, by=julie, unit=nordet, until=date(2026, 3, 1))
    known, unknown = with_rights([{"sha256": "a" * 64, "credit": "B"}, {"sha256": "b" * 64}])
    media = post_of("x", account=account, media=[known, unknown]).media

    assert (media[0].rights_until, media[0].territory) == (date(2026, 3, 1), ("FR",))
    assert media[0].credit == "B"
    assert media[1].rights_until is None
    assert with_rights([]) == []
