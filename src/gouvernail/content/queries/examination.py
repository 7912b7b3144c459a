"""What stands against a draft: findings of the rules, limits of the networks, missing words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.brand.models import TemplateVersion
from gouvernail.brand.queries.templates import used_in
from gouvernail.content.queries.accounts import network_title
from gouvernail.content.queries.drafts import Manuscript, Said
from gouvernail.content.queries.guidance import gaps_of
from gouvernail.content.queries.judgements import Judgement, circumstances_of, judged
from gouvernail.content.queries.licences import (
    Licences,
    card_words,
    lacking_in,
    licences_of_author,
)
from gouvernail.content.queries.neighbours import (
    BY_AUTHOR,
    Beside,
    Reading,
    Surroundings,
    surroundings_of,
)
from gouvernail.content.queries.uses import rights_gaps, territories_to_say, territory_gaps
from gouvernail.foundation.clock import now
from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.rules import Finding, Outcome
from gouvernail.kernel.text import (
    DEFAULT_LIMITS,
    MAX_POSTS,
    THREADED,
    Count,
    thread_parts,
)
from gouvernail.licences.models import Act
from gouvernail.registry.models import Account
from gouvernail.rulebooks.models import Dismissal
from gouvernail.rulebooks.queries import (
    RuledVerdict,
    account_limits,
    dismissals_of,
    is_dismissed,
    rulebooks_for,
    words_digest,
)

STOP: Final = "stop"
WARN: Final = "warn"
INFO: Final = "info"
_KINDS: Final[Mapping[Outcome, str]] = {
    Outcome.BLOCK: STOP,
    Outcome.REVIEW: WARN,
    Outcome.WARN: WARN,
    Outcome.NOTE: INFO,
}
_ORDER: Final = {STOP: 0, WARN: 1, INFO: 2}


@dataclass(slots=True, kw_only=True)
class Card:
    """One thing that stands against the draft, told once however many accounts it concerns.

    `field` names the text it is about: `text`, an account's key, `pictures` or `accounts`.
    `finding` is None for what no rule says: limits, missing text. `beside` are the posts of the
    house it is about, `place` the id of the element of the composer where it is seen to.
    `waiver_id`: what let the finding off, for the first account that has one.
    """

    key: str
    kind: str
    field: str
    words: str = ""
    title: str = ""
    message: str = ""
    clause: str = ""
    finding: Finding | None = None
    dismissal: Dismissal | None = None
    waiver_id: UUID | None = None
    beside: tuple[Beside, ...] = ()
    place: str = ""
    said: list[Said] = made(default_factory=list)

    @property
    def counts(self) -> bool:
        """Return whether it still counts: nobody set it aside."""
        return self.dismissal is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Everything said of a manuscript at one moment; `licences` are its author’s."""

    judgements: tuple[Judgement, ...]
    cards: tuple[Card, ...]
    licences: Licences = made(default_factory=dict)
    used: tuple[TemplateVersion, ...] = ()

    def tally(self, kind: str) -> int:
        """Return how many cards of a kind count."""
        return sum(card.kind == kind and card.counts for card in self.cards)

    @property
    def blocks(self) -> list[Card]:
        """Return what forbids submission."""
        return [card for card in self.cards if card.kind == STOP and card.counts]

    @property
    def seats(self) -> frozenset[str]:
        """Return the seats that findings ask to look, those set aside included.

        A finding set aside is set aside by the author; the seat it names still reads why.
        """
        return frozenset(seat for one in self.judgements for seat in one.verdict.seats)


def examine(
    manuscript: Manuscript, *, at: datetime | None, reading: Reading = BY_AUTHOR
) -> Examination:
    """Judge a manuscript as it stands; nothing is stored. Some ten queries.

    `at` is when it would appear; None for as soon as it is approved. Only what the author and who
    is `reading` may both see is quoted.
    """
    own = manuscript.draft.unit
    rulebooks = rulebooks_for([own, *(one.account.unit for one in manuscript.said)], at=at)
    dismissals = list(dismissals_of("draft", manuscript.draft.pk))
    compares = any(one.asks_neighbours for one in rulebooks.values())
    around = surroundings_of(manuscript, at=at or now(), compares=compares, reading=reading)
    circumstances = circumstances_of(manuscript, around, at=at)
    judgements = tuple(
        judged(manuscript, said, rulebooks[said.account.unit.path], circumstances)
        for said in manuscript.said
    )
    cards = [*_missing(manuscript), *_out_of_reach(manuscript), *_limits(manuscript, judgements)]
    licences = licences_of_author(manuscript, at=at or now())
    cards += _licence(manuscript, licences)
    used = tuple(used_in(manuscript.draft.pk))
    gaps = [*gaps_of(manuscript, used), *rights_gaps(manuscript, at), *territory_gaps(manuscript)]
    cards += [Card(kind=STOP, **gap) for gap in gaps]
    cards += [Card(kind=WARN, **gap) for gap in territories_to_say(manuscript)]
    if not judgements:
        alone = judged(manuscript, None, rulebooks[own.path], circumstances)
        cards += _findings([alone], dismissals, around)
    cards += [*_findings(judgements, dismissals, around), *_coming(around)]
    cards.sort(key=lambda card: (card.dismissal is not None, _ORDER[card.kind]))
    return Examination(judgements=judgements, cards=tuple(cards), licences=licences, used=used)


def _missing(manuscript: Manuscript) -> list[Card]:
    cards = []
    if not manuscript.said:
        cards.append(
            Card(
                key="accounts",
                kind=STOP,
                field="accounts",
                title=_("No account is chosen"),
                message=_("Choose at least one account to publish on."),
            )
        )
    silent = [one for one in manuscript.said if not one.text.strip()]
    if silent and not manuscript.media:
        cards.append(
            Card(
                key="empty",
                kind=STOP,
                field=silent[0].key if silent[0].adapted else "text",
                title=_("There is nothing to publish yet"),
                message=_("Write a text or add a picture."),
                said=silent,
            )
        )
    silences = enumerate(manuscript.media, start=1)
    return cards + [_without_alt(order) for order, one in silences if not one.alt.strip()]


def _out_of_reach(manuscript: Manuscript) -> list[Card]:
    """Return the accounts that were closed, or left the unit, since they were chosen."""
    unit = manuscript.draft.unit
    return [
        Card(
            key=f"account-{one.key}",
            kind=STOP,
            field="accounts",
            title=_("%(account)s can no longer be chosen") % {"account": one.account.name},
            message=_("The account is no longer official, or belongs to another unit."),
            said=[one],
        )
        for one in manuscript.said
        if one.account.status not in Account.SPEAKING or not unit.contains(one.account.unit)
    ]


def _licence(manuscript: Manuscript, licences: Licences) -> list[Card]:
    """Return what the author's licence lacks: told, never in the way."""
    cards = []
    for one in lacking_in(licences):
        title, message = card_words(one, manuscript.draft.author.name)
        cards.append(
            Card(
                key=f"licence-{one.act}",
                kind=WARN if one.act == Act.PUBLISH else INFO,
                field="accounts",
                title=title,
                message=message,
            )
        )
    return cards


def _without_alt(order: int) -> Card:
    return Card(
        key=f"alt-{order}",
        kind=STOP,
        field="pictures",
        title=_("Picture %(number)s has no alternative text") % {"number": order},
        message=_("Say in a sentence what it shows, for people who do not see it."),
    )


def _limits(manuscript: Manuscript, judgements: Iterable[Judgement]) -> list[Card]:
    cards = []
    for one in judgements:
        if one.count is not None and not one.count.fits:
            cards.append(_too_long(one.said, one.count))
        cards += _too_many_pictures(one.said, len(manuscript.media))
        cards += _no_thread(one.said)
    return cards


def _too_long(said: Said, length: Count) -> Card:
    over = next((each for each in (length, *length.also) if each.length > each.limit), length)
    excess = over.length - over.limit
    values = {"network": network_title(said.account), "excess": excess}
    title = ngettext(
        "%(network)s: %(excess)s character too many",
        "%(network)s: %(excess)s characters too many",
        excess,
    )
    if over.unit == "bytes":
        title = ngettext(
            "%(network)s: %(excess)s byte too many",
            "%(network)s: %(excess)s bytes too many",
            excess,
        )
    message = _("%(length)s where %(limit)s fit, as this network counts.")
    return Card(
        key=f"long-{said.key}",
        kind=STOP,
        field=said.key if said.adapted else "text",
        title=title % values,
        message=message % {"length": over.length, "limit": over.limit},
        said=[said],
    )


def _no_thread(said: Said) -> list[Card]:
    """Return what forbids a thread: a network that has none, or too many posts."""
    posts = len(thread_parts(said.text))
    if posts == 1 or (said.account.network in THREADED and posts <= MAX_POSTS):
        return []
    values = {"network": network_title(said.account), "most": MAX_POSTS}
    title = _("%(network)s has no threads") % values
    message = _("Take out the lines of hyphens, or adapt the text for this account.")
    if said.account.network in THREADED:
        title = _("%(network)s: too many posts in the thread") % values
        message = _("A thread has %(most)s posts at most.") % values
    return [
        Card(
            key=f"thread-{said.key}",
            kind=STOP,
            field=said.key if said.adapted else "text",
            title=title,
            message=message,
            said=[said],
        )
    ]


def _too_many_pictures(said: Said, pictures: int) -> list[Card]:
    limits = account_limits(said.account) or DEFAULT_LIMITS.get(said.account.network)
    if limits is None or not limits.media or pictures <= limits.media:
        return []
    message = ngettext(
        "This account takes %(limit)s picture at most.",
        "This account takes %(limit)s pictures at most.",
        limits.media,
    )
    return [
        Card(
            key=f"pictures-{said.key}",
            kind=STOP,
            field="pictures",
            title=_("%(network)s: too many pictures") % {"network": network_title(said.account)},
            message=message % {"limit": limits.media},
            said=[said],
        )
    ]


def _coming(around: Surroundings) -> list[Card]:
    """Return what no rule can quote: posts of others the author may not read, or that crowd."""
    cards = [
        Card(
            key=f"hidden-{one.draft_id}",
            kind=INFO,
            field="text",
            title=_("Another post speaks of the same thing"),
            message=_("It is under review elsewhere and you may not read it: ask its author."),
            beside=(one,),
        )
        for one in {one.draft_id: one for one in around.hidden}.values()
    ]
    if around.crowd:
        cards.append(
            Card(
                key="crowd",
                kind=INFO,
                field="accounts",
                title=_("The same audience, within the hour"),
                message=_("Other accounts that speak to the same people publish around that time."),
                beside=around.crowd,
            )
        )
    return cards


def _findings(
    judgements: Iterable[Judgement], dismissals: list[Dismissal], around: Surroundings
) -> list[Card]:
    """Return one card for each rule and words, whatever the number of accounts."""
    cards: dict[str, Card] = {}
    for one in judgements:
        for finding in one.verdict.findings:
            if finding.kind == "length" and one.count is not None and not one.count.fits:
                continue
            found = _card(finding, one.said, dismissals, around)
            card = cards.setdefault(found.key, found)
            card.said.append(one.said)
            if isinstance(one.verdict, RuledVerdict):
                card.waiver_id = card.waiver_id or one.verdict.waiver_of(finding)
    return list(cards.values())


def _card(finding: Finding, said: Said, dismissals: list[Dismissal], around: Surroundings) -> Card:
    field_name = said.key if said.adapted else "text"
    digest = words_digest(finding, said.text)
    words = "\n".join(said.text[start:end] for start, end in finding.spans[:1])
    return Card(
        key=sha256_hex(field_name.encode(), finding.rule.encode(), digest.encode())[:16],
        kind=_KINDS[finding.severity],
        field=field_name,
        words=words,
        clause=finding.clause,
        finding=finding,
        dismissal=is_dismissed(finding, said.text, dismissals),
        beside=tuple(around.by_ref[ref] for ref in finding.refs if ref in around.by_ref),
    )
