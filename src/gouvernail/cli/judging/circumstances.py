"""What texts are judged as: networks, units, languages and accounts that exist."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gouvernail.cli.posts import InputError
from gouvernail.foundation.codes import LANGUAGES

if TYPE_CHECKING:  # loaded when a command runs: `gouvernail --help` stays quick
    from gouvernail.kernel.rules import Pack

ACCOUNTS = ("organisation", "named", "professional", "personal")


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
