"""What networks are called in forms, in the reader's language."""

from django.utils.translation import gettext as _

from gouvernail.kernel.text.addresses import NETWORKS


def network_label(slug: str) -> str:
    """Return a network as people write it; what is no brand is said in the reader's language."""
    plain = {"website": _("Website"), "practice": _("Practice")}
    known = NETWORKS.get(slug)
    return plain.get(slug, known.name if known else slug)


def network_choices() -> list[tuple[str, str]]:
    """Return every network that addresses may name, by name."""
    named = [(slug, network_label(slug)) for slug in NETWORKS]
    return sorted(named, key=lambda one: one[1].casefold())
