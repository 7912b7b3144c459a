"""Pictures, films and sounds: described, credited, allowed where and when they appear, sized."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.checks.terms import entries
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.post import Context, Media
from gouvernail.kernel.rules.shapes import FLAG, TEXTS, Keys, choice, number
from gouvernail.kernel.rules.wording import Worded, worded

KIND: Final = "media"
SAYS: Final = frozenset(
    {"number", "fault", "measured", "limit", "until", "licence", "places", "mime", "alt", "origin"}
)
VALID: Final = "valid"
KNOWN: Final = "known"
_MOST: Final = 1000
_LARGEST: Final = 999_999_999
_FILE_NAME: Final = re.compile(
    r"[\w .()-]{1,200}\.(?:jpe?g|png|gif|webp|avif|heic|mp4|mov|webm|svg|tiff?)", re.IGNORECASE
)
_SAYS_NOTHING: Final = frozenset(
    {"image", "photo", "picture", "img", "video", "vidéo", "visuel", "logo", "illustration", "alt"}
)

KEYS: Final[Keys] = {
    "alt": FLAG,
    "alt_most": number(1, 10_000),
    "credit": FLAG,
    "rights": choice(VALID, KNOWN),
    "licences": TEXTS,
    "territory": FLAG,
    "types": TEXTS,
    "largest": number(1, _LARGEST),
    "narrowest": number(1, _LARGEST),
    "lowest": number(1, _LARGEST),
    "least": number(1, _MOST),
    "most": number(0, _MOST),
    "origin": TEXTS,
    "present": FLAG,
}

FAULTS: Final[Mapping[str, Worded]] = MappingProxyType(
    {
        "present": ("média joint", "media attached"),
        "alt": ("description manquante", "no description"),
        "alt_empty": (
            "la description « {alt} » ne décrit rien",
            "the description “{alt}” describes nothing",
        ),
        "alt_long": (
            "description de {measured} caractères, pour {limit} au plus",
            "description of {measured} characters, {limit} at most",
        ),
        "credit": ("crédit manquant", "no credit"),
        "ended": ("droits échus le {until}", "rights ended on {until}"),
        "unknown": ("échéance des droits inconnue", "no end of rights known"),
        "licence": (
            "licence « {licence} » non admise",
            "licence “{licence}” is not accepted",
        ),
        "no_licence": ("licence inconnue", "no licence known"),
        "territory": (
            "droits limités à {places}",
            "rights limited to {places}",
        ),
        "type": ("type {mime} non admis", "type {mime} is not accepted"),
        "large": (
            "{measured} octets, pour {limit} au plus",
            "{measured} bytes, {limit} at most",
        ),
        "narrow": (
            "{measured} pixels de large, pour {limit} au moins",
            "{measured} pixels wide, {limit} at least",
        ),
        "low": (
            "{measured} pixels de haut, pour {limit} au moins",
            "{measured} pixels high, {limit} at least",
        ),
        "many": ("{measured} médias, pour {limit} au plus", "{measured} media, {limit} at most"),
        "few": ("{measured} média, pour {limit} au moins", "{measured} media, {limit} at least"),
        "origin": ("origine : {origin}", "origin: {origin}"),
    }
)

Fault = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaCheck:
    """Media that break one of these conditions; `{number}` counts them from 1.

    Sizes and rights that nobody knows are let be, but for `rights: known` and `licences`.
    """

    alt: bool
    alt_most: int | None
    credit: bool
    rights: str
    licences: frozenset[str]
    territory: bool
    types: tuple[str, ...]
    largest: int | None
    narrowest: int | None
    lowest: int | None
    least: int | None
    most: int | None
    origin: frozenset[str]
    present: bool
    kind: str = KIND

    @property
    def asks_rights(self) -> bool:
        """Whether what nobody knows of the rights of a picture raises."""
        return self.credit or self.rights == KNOWN or bool(self.licences) or self.territory

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: media are not text."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may carry media."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each fault, in the order of the media; no place in the text."""
        media, context = scan.text.post.media, scan.text.context
        hits = [_hit(fault, "") for fault in self._together(len(media))]
        for at, each in enumerate(media, 1):
            hits += [_hit(fault, str(at)) for fault in self._faults(each, context)]
        return hits

    def _together(self, count: int) -> Iterator[Fault]:
        if self.most is not None and count > self.most:
            yield "many", {"measured": count, "limit": self.most}
        if self.least is not None and count < self.least:
            yield "few", {"measured": count, "limit": self.least}

    def _faults(self, media: Media, context: Context) -> Iterator[Fault]:
        if self.present:
            yield "present", {}
        yield from self._words(media)
        yield from self._rights(media, context)
        yield from self._file(media)
        if media.origin in self.origin:
            yield "origin", {"origin": media.origin}

    def _words(self, media: Media) -> Iterator[Fault]:
        alt = media.alt.strip()
        if self.alt and not alt:
            yield "alt", {}
        elif self.alt and (alt.casefold() in _SAYS_NOTHING or _FILE_NAME.fullmatch(alt)):
            yield "alt_empty", {"alt": alt}
        if self.alt_most is not None and len(alt) > self.alt_most:
            yield "alt_long", {"measured": len(alt), "limit": self.alt_most}
        if self.credit and not media.credit.strip():
            yield "credit", {}

    def _rights(self, media: Media, context: Context) -> Iterator[Fault]:
        until = media.rights_until
        if self.rights and until is not None and context.at is not None:
            if until < context.at.astimezone(UTC).date():
                yield "ended", {"until": until.isoformat()}
        elif self.rights == KNOWN and until is None:
            yield "unknown", {}
        if self.licences and media.licence.casefold() not in self.licences:
            code = "licence" if media.licence else "no_licence"
            yield code, {"licence": media.licence}
        if self.territory and not _covers(media.territory, context.territory):
            yield "territory", {"places": ", ".join(media.territory)}

    def _file(self, media: Media) -> Iterator[Fault]:
        mime = media.mime.casefold()
        if self.types and mime and not any(fnmatchcase(mime, one) for one in self.types):
            yield "type", {"mime": media.mime}
        if self.largest is not None and (media.size or 0) > self.largest:
            yield "large", {"measured": media.size, "limit": self.largest}
        for code, least, size in (
            ("narrow", self.narrowest, media.width),
            ("low", self.lowest, media.height),
        ):
            if least is not None and size is not None and size < least:
                yield code, {"measured": size, "limit": least}


def _covers(allowed: tuple[str, ...], spoken_to: tuple[str, ...]) -> bool:
    """Whether rights cover the countries a post speaks to; what nobody said is not asked."""
    return not allowed or set(spoken_to) <= set(allowed)


def _hit(fault: Fault, number_of: str) -> Hit:
    code, values = fault
    words = worded("fault", FAULTS[code], **values)
    return Hit(None, {"number": number_of, **{k: str(v) for k, v in values.items()}, **words})


def read(fields: Fields) -> MediaCheck:
    """Read the conditions; at least one is needed."""
    check = MediaCheck(
        alt=fields.flag("alt"),
        alt_most=fields.number("alt_most", low=1, high=10_000),
        credit=fields.flag("credit"),
        rights=fields.choice("rights", (VALID, KNOWN), ""),
        licences=frozenset(each.casefold() for each in entries(fields, "licences")),
        territory=fields.flag("territory"),
        types=tuple(each.casefold() for each in entries(fields, "types")),
        largest=fields.number("largest", low=1, high=_LARGEST),
        narrowest=fields.number("narrowest", low=1, high=_LARGEST),
        lowest=fields.number("lowest", low=1, high=_LARGEST),
        least=fields.number("least", low=1, high=_MOST),
        most=fields.number("most", low=0, high=_MOST),
        origin=frozenset(fields.texts("origin")),
        present=fields.flag("present"),
    )
    if not any(map(fields.has, KEYS)):
        fields.fault(None, "nothing_to_find", choices=", ".join(fields.asked))
    return check
