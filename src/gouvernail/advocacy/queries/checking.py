"""What the rules in force say of words to be shared from a personal account."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from gouvernail.advocacy.models import Kit, KitPicture
from gouvernail.advocacy.queries.disclosing import composed, length_on, says_who
from gouvernail.brand.models.assets import LibraryItem, LibraryVersion
from gouvernail.kernel.rules import Finding, Outcome
from gouvernail.kernel.text.lengths import Count
from gouvernail.rulebooks.queries import Rulebook, in_words, post_of, rulebook_for

PERSONAL = "personal"
KINDS = {"block": "stop", "review": "warn", "warn": "warn", "note": "info", "pass": "idle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing a rule says of a text, in the reader's words; `kind` is that of a state."""

    kind: str
    title: str
    say: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What becomes of words when they are posted, and what stands against it.

    `full` is what is really posted; `count` measures it as its network does, None for any network.
    `adds_who`: the words did not say who speaks, so that it is added.
    """

    full: str
    count: Count | None
    outcome: Outcome
    remarks: tuple[Remark, ...]
    adds_who: bool

    @property
    def fits(self) -> bool:
        """Return whether its network takes it."""
        return self.count is None or self.count.fits

    @property
    def left(self) -> int:
        """Return how much room is left, negative when it is too long; 0 for any network."""
        return self.count.limit - self.count.length if self.count is not None else 0

    @property
    def is_stopped(self) -> bool:
        """Return whether it cannot be shared as it is."""
        return not self.fits or self.outcome >= Outcome.BLOCK

    @property
    def is_clean(self) -> bool:
        """Return whether nobody has a reason to look at it."""
        return self.fits and self.outcome <= Outcome.NOTE


def checked(  # noqa: PLR0913 -- what a text is judged with; every caller names it
    text: str,
    *,
    kit: Kit,
    network: str,
    language: str,
    at: datetime,
    pictures: list[LibraryVersion] | None = None,
    book: Rulebook | None = None,
) -> Checked:
    """Return what the rules and the network say of words for a story; nothing is stored.

    Four queries for the rules and one for the pictures, none where they are given.
    """
    book = book or rulebook_for(kit.programme.unit, at=at)
    shown = pictures_of(kit) if pictures is None else pictures
    full = composed(text, kit=kit, language=language)
    post = post_of(full, account=None, language=language, media=[_facts(one) for one in shown])
    context = replace(book.context(None, at=at), account_class=PERSONAL)
    verdict = book.judge(replace(post, network=network), context)
    return Checked(
        full=full,
        count=length_on(network, full),
        outcome=verdict.outcome,
        remarks=tuple(_remark(one) for one in verdict.findings),
        adds_who=not says_who(text, kit.programme),
    )


def _remark(finding: Finding) -> Remark:
    return Remark(
        kind=KINDS[finding.severity.slug],
        title=in_words(finding.title),
        say=in_words(finding.message),
        clause=finding.clause,
    )


def _facts(version: LibraryVersion) -> dict[str, object]:
    item, asset = version.item, version.asset
    return {
        "sha256": version.sha256,
        "mime": asset.mime if asset else "",
        "alt": asset.alt if asset else "",
        "credit": item.credit,
        "rights_until": item.rights_until,
        "licence": item.licence,
        "territory": list(item.territory),
        "origin": item.origin,
    }


def pictures_of(kit: Kit) -> list[LibraryVersion]:
    """Return the version in force of each picture of a story, its sheet and file loaded. One query.

    Pictures that were withdrawn from the library are left out.
    """
    rows = LibraryVersion.objects.filter(
        item__in=KitPicture.objects.filter(kit=kit).values("item"),
        item__status=LibraryItem.Status.APPROVED,
        approved_at__isnull=False,
        replaced_at__isnull=True,
    )
    return list(rows.select_related("item", "asset").order_by("item__title", "pk"))


def usable_pictures(kit: Kit, *, today: date) -> list[LibraryVersion]:
    """Return the pictures of a story that may be shown on a day. One query.

    A version that came after the approval of the story was not read with it: it is left out.
    """
    until = kit.approved_at
    return [
        one
        for one in pictures_of(kit)
        if not one.item.has_ended(today)
        and (until is None or one.approved_at is None or one.approved_at <= until)
    ]
