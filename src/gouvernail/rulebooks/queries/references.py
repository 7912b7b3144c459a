"""Rules in force, as the charter cites them: `pack/rule`."""

from collections.abc import Collection

from django.urls import reverse

from gouvernail.charter.queries.references import Reference
from gouvernail.kernel.rules import Rule
from gouvernail.people.models import Person
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import visible_packs
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import in_words


def rule_references(viewer: Person, *, wanted: Collection[str] | None) -> list[Reference]:
    """Return the rules in force of packs in use, in the order they are read. Two queries.

    None when nothing of the kind is `wanted`; then no query either.
    """
    slugs = None if wanted is None else {one.partition("/")[0] for one in wanted if "/" in one}
    if slugs is not None and not slugs:
        return []
    versions = (
        PackVersion.objects.filter(
            status=PackVersion.Status.IN_FORCE, pack__retired_at__isnull=True
        )
        .select_related("pack")
        .order_by("pack__slug")
    )
    if slugs is not None:
        versions = versions.filter(pack__slug__in=slugs)
    read = set(visible_packs(viewer).values_list("pk", flat=True))
    found = [
        _reference(rule, version.pack, may_read=version.pack_id in read)
        for version in versions
        for rule in kernel_pack(version).rules
    ]
    return [one for one in found if wanted is None or one.code in wanted]


def _reference(rule: Rule, pack: Pack, *, may_read: bool) -> Reference:
    code = f"{pack.slug}/{rule.id}"
    if not may_read:
        return Reference(code=code)
    return Reference(
        code=code,
        label=in_words(rule.title),
        source=pack.label,
        url=f"{reverse('rulebooks:pack-detail', args=[pack.slug])}#rule-{rule.id}",
    )
