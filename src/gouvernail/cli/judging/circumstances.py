"""What texts are judged as: networks, units, languages and accounts that exist."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gouvernail.cli.posts import InputError

if TYPE_CHECKING:  # loaded when a command runs: `gouvernail --help` stays quick
    from gouvernail.kernel.rules import Pack

ACCOUNTS = ("organisation", "named", "professional", "personal")
LANGUAGES = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
    ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
    pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th
    ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()  # noqa: SIM905 -- codes
)
"""Two-letter codes of languages. Source: ISO 639-1."""


def verify_circumstances(
    packs: "Sequence[Pack]", *, network: str, units: Sequence[str], language: str, account: str
) -> None:
    """Refuse what cannot be: rules limited to the real one would be left out in silence.

    Units are those that the packs name; a pack that names none is the same for every unit.

    Raises:
        InputError: the option, what it was given and what it may be.
    """
    from gouvernail.kernel.text import NETWORKS

    named = {code for pack in packs for rule in pack.rules for code in rule.when.unit}
    _among("--network", [network], sorted(NETWORKS))
    _among("--unit", units if named else (), sorted(named))
    base = language.partition("-")[0].lower()
    _among("--text-lang", [base and language] if base not in LANGUAGES else (), sorted(LANGUAGES))
    _among("--account", [account], ACCOUNTS)


def _among(option: str, given: Sequence[str], known: Sequence[str]) -> None:
    for value in given:
        if value and value not in known:
            choices = ", ".join(known)
            raise InputError(
                f"{option}: {value!r} is unknown; expected one of: {choices}",
                f"{option} : « {value} » est inconnu ; valeurs admises : {choices}",
            )
