"""What a member may copy and where they may post it, ready to use without any script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gouvernail.advocacy.models import Kit, OwnWords, PersonalAccount, Wording
from gouvernail.advocacy.queries.disclosing import SHAREABLE, composed, length_on
from gouvernail.advocacy.queries.joining import is_frozen
from gouvernail.kernel.text.lengths import Count
from gouvernail.networks.contract import Fields
from gouvernail.networks.registry import connector
from gouvernail.publishing.models import Freeze
from gouvernail.registry.queries.networks import egress


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One network that takes a text: where it is posted, and how long it is there."""

    network: str
    url: str
    count: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One text to post as it is: who speaks and the link are in it. `first` are likely networks."""

    key: str
    language: str
    text: str
    first: tuple[Way, ...]
    more: tuple[Way, ...] = ()
    own: OwnWords | None = None


def offers_of(
    kit: Kit,
    wordings: Sequence[Wording],
    own: Sequence[OwnWords],
    *,
    accounts: Sequence[PersonalAccount],
    language: str,
    freezes: Sequence[Freeze],
) -> list[Offer]:
    """Return what a member may post: their own approved words, then those of their language.

    Networks that a freeze covers, or that do not take the text, are left out. No query.
    """
    open_on = [
        one for one in SHAREABLE if not is_frozen(kit.programme, network=one, freezes=freezes)
    ]
    usual = {one.network for one in accounts}
    found = [
        _offer(kit, str(one.pk), one.text, one.language, one.network, open_on, usual, own=one)
        for one in own
        if one.status == OwnWords.Status.APPROVED
    ]
    rows = sorted(wordings, key=lambda one: one.language != language[:2])
    found += [
        _offer(kit, str(one.pk), one.text, one.language, one.network, open_on, usual)
        for one in rows
    ]
    return found


def _offer(  # noqa: PLR0913, PLR0917 -- what two kinds of wordings have in common
    kit: Kit,
    key: str,
    words: str,
    language: str,
    network: str,
    open_on: Iterable[str],
    usual: set[str],
    *,
    own: OwnWords | None = None,
) -> Offer:
    text = composed(words, kit=kit, language=language)
    ways = [
        way for one in open_on if network in {"", one} and (way := _way(kit, one, text, language))
    ]
    near = [one for one in ways if one.network in usual or one.network == network]
    first = near or ways[:3]
    return Offer(
        key=key,
        language=language,
        text=text,
        first=tuple(first),
        more=tuple(one for one in ways if one not in first),
        own=own,
    )


def _way(kit: Kit, network: str, text: str, language: str) -> Way | None:
    count = length_on(network, text)
    if count is not None and not count.fits:
        return None
    links = (kit.link,) if kit.link else ()
    fields = Fields(text=text, lang=language, links=links)
    url = connector(network, egress=egress()).compose_url(fields)
    return Way(network=network, url=url, count=count)
