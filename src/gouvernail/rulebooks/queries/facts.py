"""What rules may ask about the author, the account and the rights of pictures."""

from collections.abc import Mapping, Sequence

from gouvernail.foundation.clock import now
from gouvernail.kernel.rules import Author, Standing
from gouvernail.licences.queries import names_of
from gouvernail.media.queries import RightsFacts, rights_of
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import seats_of
from gouvernail.policies.models import Signature
from gouvernail.policies.queries import to_sign
from gouvernail.registry.models import Account


def author_facts(author: Person, *, unit: Unit) -> Author:
    """Return what rules may ask of an author who writes for `unit`.

    Seats are those held there or above. The signature is `signed` when nothing is left to sign,
    `outdated` when what is left was signed in an earlier version, `due` when it never was. The
    licences are those they hold now (`licences.queries.names_of`). Six queries at most.
    """
    return Author(
        key=str(author.pk),
        licences=names_of(author.pk, at=now()),
        seats=tuple(sorted(seats_of(author, unit=unit))),
        signed=_signature_state(author),
    )


def _signature_state(author: Person) -> str:
    left = {policy.pk for policy in to_sign(author)}
    if not left:
        return "signed"
    before = Signature.objects.filter(person=author, version__policy__in=left)
    known = set(before.values_list("version__policy", flat=True))
    return "outdated" if known == left else "due"


def account_facts(account: Account) -> Standing:
    """Return where an account stands. No query."""
    return Standing(status=account.status, custody=account.custody, ways_in=account.ways_in)


def audience_of(account: Account) -> tuple[str, ...]:
    """Return the audiences an account names, in both languages; commas part them. No query."""
    named = f"{account.audience},{account.audience_en}".split(",")
    return tuple(dict.fromkeys(one.strip() for one in named if one.strip()))


def with_rights(media: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return pictures with what the library knows of them.

    Rights are those of the library today; a credit or an origin that the post says comes first.
    One query, none without pictures.
    """
    if not media:
        return []
    known = rights_of(str(one.get("sha256", "")) for one in media)
    return [_with_rights(one, known.get(str(one.get("sha256", "")))) for one in media]


def _with_rights(one: Mapping[str, object], facts: RightsFacts | None) -> dict[str, object]:
    said = {name: value for name, value in one.items() if value not in (None, "")}
    if facts is None:
        return said
    return {
        "credit": facts.credit,
        "origin": facts.origin,
        **said,
        "rights_until": facts.until,
        "licence": facts.licence,
        "territory": list(facts.territory),
    }
