"""The labels by which networks tell that AI made or altered something.

EU AI Act (Regulation 2024/1689), article 50: what AI made or altered is said so. Where a network
offers a label of its own, whoever posts by hand switches it on; what is sent by Gouvernail goes to
networks that have none, and says it in its words.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AI: Final = "ai"
ALTERED: Final = frozenset({AI, "assisted"})
_LABELS: Final[Mapping[str, "StrPromise"]] = {
    "facebook": _("“AI info”, in the settings of the post"),
    "instagram": _("“AI info”, in the advanced settings of the post"),
    "threads": _("“AI info”, in the options of the post"),
    "tiktok": _("“AI-generated content”, under “More options”"),
    "youtube": _("“Altered content: yes”, in the details of the video"),
}


def label_due(network: str, fields: Mapping[str, Any]) -> str:
    """Return the label to switch on for what AI made; `""` when none is due, or none exists.

    A text is labelled when AI made it, a picture also when AI altered it.
    """
    pictures = {str(one.get("origin", "")) for one in fields.get("media", ())}
    due = fields.get("origin") == AI or pictures & ALTERED
    return str(_LABELS.get(network, "")) if due else ""
