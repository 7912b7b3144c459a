"""What each network lets us share and revoke, and where: said plainly, done by hand.

Facts of the networks' own help pages; none of them lets Gouvernail revoke a person's access.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """How access works on one network.

    `own_login`: the account has a password of its own (else people come in through theirs).
    `roles`: it can be shared without a password. `where`: where a person revokes by hand.
    """

    own_login: bool
    roles: bool
    where: Promise
    limits: Promise


_META: Final = _("Page settings, “Page access”, and the business portfolio, “People”")
_SEEN_BY_ADMINS: Final = _(
    "Only its administrators see who holds a role, and only they take one away."
)
_PASSWORD_ONLY: Final = _(
    "There are no roles: whoever knows the password gets in. Change it, then close the sessions."
)
HOLDS: Final[Mapping[str, Hold]] = {
    "facebook": Hold(own_login=False, roles=True, where=_META, limits=_SEEN_BY_ADMINS),
    "instagram": Hold(
        own_login=True,
        roles=True,
        where=_("Business portfolio, “People”, then “Login activity” in the accounts centre"),
        limits=_("Roles come from the business portfolio; the password still opens everything."),
    ),
    "threads": Hold(
        own_login=True,
        roles=False,
        where=_("Accounts centre, “Password and security”"),
        limits=_("It opens with the Instagram account: revoke there."),
    ),
    "linkedin": Hold(
        own_login=False,
        roles=True,
        where=_("Page admin view, “Settings”, “Manage admins”"),
        limits=_SEEN_BY_ADMINS,
    ),
    "youtube": Hold(
        own_login=False,
        roles=True,
        where=_("Studio, “Settings”, “Permissions”"),
        limits=_SEEN_BY_ADMINS,
    ),
    "x": Hold(
        own_login=True,
        roles=True,
        where=_("“Settings”, “Security and account access”, “Delegate” and “Sessions”"),
        limits=_("Delegates are seen in the settings; who knows the password is not."),
    ),
    "tiktok": Hold(
        own_login=True,
        roles=True,
        where=_("Business centre, “Members”, then “Security”, “Manage devices”"),
        limits=_("Roles come from the business centre; the password still opens everything."),
    ),
    "pinterest": Hold(
        own_login=True,
        roles=True,
        where=_("Business manager, “People”"),
        limits=_("Roles come from the business manager; the password still opens everything."),
    ),
    "bluesky": Hold(
        own_login=True,
        roles=False,
        where=_("“Settings”, “Privacy and security”, “App passwords”, then the password itself"),
        limits=_PASSWORD_ONLY,
    ),
    "mastodon": Hold(
        own_login=True,
        roles=False,
        where=_("“Preferences”, “Account”, “Sessions” and “Authorised apps”"),
        limits=_PASSWORD_ONLY,
    ),
}
ELSEWHERE: Final = Hold(
    own_login=True,
    roles=False,
    where=_("the security settings of the account"),
    limits=_("We do not know what this network shows: check who gets in with its custodian."),
)


def hold_of(network: str) -> Hold:
    """Return how access works on a network; the careful answer where we do not know."""
    return HOLDS.get(network, ELSEWHERE)
