"""What the brand says to whoever writes a draft, and what its templates still wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _

from gouvernail.brand.models import Part, TemplateVersion
from gouvernail.brand.queries.audiences import addressed, audience_choices
from gouvernail.brand.queries.guidance import Advice, advice_here
from gouvernail.brand.queries.places import untouched
from gouvernail.brand.queries.templates import (
    HASHTAG,
    LINK,
    Content,
    missing_parts,
    templates_here,
)
from gouvernail.content.queries.drafts import Manuscript
from gouvernail.people.models import Person

NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """The side panel: the guide that matters here, the templates offered and those in use."""

    advice: tuple[Advice, ...]
    offered: tuple[TemplateVersion, ...]
    used: tuple[TemplateVersion, ...]
    audiences: tuple[tuple[str, str, bool], ...]

    @property
    def addressed(self) -> list[str]:
        """Return the names of the audiences chosen."""
        return [label for _code, label, chosen in self.audiences if chosen]


class Gap(TypedDict):
    """Something that a template left open; `field` and `place` as in `examination.Card`."""

    key: str
    field: str
    title: str
    message: str
    place: NotRequired[str]


def guidance_of(
    manuscript: Manuscript, *, viewer: Person, used: Sequence[TemplateVersion]
) -> Guidance:
    """Return what the brand says beside a manuscript, saved or not. Four queries.

    `used` are the templates it is made from, as its examination read them.
    """
    unit = manuscript.draft.unit
    networks = {one.account.network for one in manuscript.said}
    chosen = set(addressed(manuscript.draft.pk))
    return Guidance(
        advice=tuple(
            advice_here(unit, networks=networks, language=manuscript.language, has=_has(manuscript))
        ),
        offered=tuple(templates_here(unit, networks=networks)),
        used=tuple(used),
        audiences=tuple((code, label, code in chosen) for code, label in audience_choices(viewer)),
    )


def _has(manuscript: Manuscript) -> set[str]:
    texts = _texts(manuscript)
    found = {
        "picture": bool(manuscript.media),
        "link": any(LINK.search(text) for text in texts),
        "hashtag": any(HASHTAG.search(text) for text in texts),
        "reply": any(one.options.get("reply_to") for one in manuscript.said),
    }
    return {name for name, there in found.items() if there}


def _texts(manuscript: Manuscript) -> list[str]:
    """Return what would be published; the common text while no account is chosen."""
    return [one.text for one in manuscript.said] or [manuscript.text]


def gaps_of(manuscript: Manuscript, used: Sequence[TemplateVersion]) -> list[Gap]:
    """Return what the templates `used` by a manuscript still wait for. No query."""
    texts = _texts(manuscript)
    open_places = untouched(texts)
    gaps = []
    if open_places:
        names = ", ".join(open_places[:NAMED])
        common = any(untouched([manuscript.text]))
        adapted = next((one.key for one in manuscript.said if untouched([one.text])), "text")
        gaps.append(
            Gap(
                key="places",
                field="text" if common else adapted,
                title=_("A template has places left to fill"),
                message=_("Fill in or take out: %(names)s.") % {"names": names},
            )
        )
    alts = [one.alt for one in manuscript.media]
    for version in used:
        for text in texts:
            missing = missing_parts(version.required, Content(text=text, alts=alts))
            if missing:
                gaps.append(_missing(version, missing))
                break
    return gaps


def _missing(version: TemplateVersion, parts: list[str]) -> Gap:
    names = ", ".join(str(Part(part).label) for part in parts)
    return Gap(
        key=f"template-{version.pk}",
        field="text",
        title=_("“%(title)s” asks for more") % {"title": version.label},
        message=_("Still missing: %(names)s. Or say that the post is no longer made from it.")
        % {"names": names},
    )
