"""What is asked, in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gouvernail.licences.models import LATER, Requirement
from gouvernail.licences.queries.networks import network_name
from gouvernail.licences.queries.requirements import titles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """One requirement in words: where it counts, and each thing it asks."""

    row: Requirement
    network: str
    things: tuple[str, ...]

    @property
    def later(self) -> bool:
        """Return whether nothing checks it yet."""
        return self.row.act in LATER


def asked_in_words(rows: Iterable[Requirement]) -> list[AskedLine]:
    """Return requirements in words. Two queries at most."""
    found = list(rows)
    taught, written = titles_of(
        [slug for one in found for slug in one.courses],
        [key for one in found for key in one.policies],
    )
    return [
        AskedLine(
            row=one,
            network=network_name(one.network),
            things=(
                *(_("certificate: %(title)s") % {"title": taught.get(k, k)} for k in one.courses),
                *(
                    _("signature: %(title)s") % {"title": written.get(k, (k, ""))[0]}
                    for k in one.policies
                ),
                *([_("a second factor")] if one.second_factor else []),
            ),
        )
        for one in found
    ]
