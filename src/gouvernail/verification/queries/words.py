"""Each answer in words that a citizen understands, with what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.verification.queries.answers import Answer


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: the state it is drawn as, a sentence, why, and what to do now."""

    state: str
    title: Promise
    text: Promise
    steps: tuple[Promise, ...] = ()


_LOOK: Final = _("Check that your browser shows exactly the address above before you write there.")
_SECRETS: Final = _("Whoever asks: never give a password, a code or a card number in a message.")
_CAREFUL: Final = _("Until you know, give no password, no code and no card number there.")
_WRITE: Final = _("If in doubt, reach us another way: our website, or a letter you received.")
_REPORT: Final = _("If it passes itself off as us, tell us: it takes one minute.")
_PASTE: Final = _("Open the account’s page and copy the whole address from the browser.")

SAID: Final[Mapping[str, Words]] = {
    "in_use": Words(
        "ok",
        _("Yes, this account is ours"),
        _("It speaks in our name."),
        (_LOOK, _SECRETS),
    ),
    "our_website": Words(
        "ok",
        _("Yes, this is our own website"),
        _("It is the site of the organisation."),
        (_LOOK, _SECRETS),
    ),
    "suspended": Words(
        "warn",
        _("This account is ours, but it is suspended"),
        _("Do not rely on what it says at present: nothing is published in our name there."),
        (_WRITE, _SECRETS),
    ),
    "closed": Words(
        "warn",
        _("This account was ours, and it is closed"),
        _("We publish nothing there any more. Somebody else may take its name one day."),
        (_("Find our present accounts in the list."), _SECRETS),
    ),
    "unauthorised": Words(
        "stop",
        _("No, this account does not speak for us"),
        _("It is not one of our official accounts."),
        (_("Do not write there to reach us: your message would not arrive."), _SECRETS),
    ),
    "impostor": Words(
        "stop",
        _("No, this account is not ours"),
        _("It uses our name without our agreement."),
        (
            _SECRETS,
            _("Report it on the network itself too: that is where it can be closed."),
        ),
    ),
    "parody": Words(
        "info",
        _("This account is not ours: it is a parody"),
        _("Parody is lawful, and we respect it. What it says is not said by us."),
    ),
    "fan": Words(
        "info",
        _("This account is not ours: others run it"),
        _("People who like us, or who work with us, speak there in their own name."),
    ),
    "not_listed": Words(
        "idle",
        _("We do not know this account"),
        _(
            "Unknown does not mean false. It is not in our list: it may be a colleague’s, "
            "a partner’s, or very new, and it may be somebody who pretends."
        ),
        (_CAREFUL, _WRITE, _REPORT),
    ),
    "which_network": Words(
        "idle",
        _("A name alone is not enough"),
        _("Anybody can take the same name on another network."),
        (_PASTE,),
    ),
    "leads_elsewhere": Words(
        "warn",
        _("This address is not what it seems"),
        _(
            "It shows the name of one account and may lead to another place. "
            "We cannot vouch for it."
        ),
        (_("Do not open it."), _CAREFUL, _REPORT),
    ),
    "imitates": Words(
        "warn",
        _("This address imitates another"),
        _(
            "It is written to be taken for the address of a network, or of our own site, "
            "and it leads elsewhere."
        ),
        (_("Do not open it."), _CAREFUL, _REPORT),
    ),
    "short_link": Words(
        "idle",
        _("A short link hides where it leads"),
        _("We cannot tell what opens. Whoever made it may lead you anywhere."),
        (_("If you do not know who sent it, do not open it."), _CAREFUL, _WRITE),
    ),
    "mail": Words(
        "idle",
        _("We do not check e-mail addresses here"),
        _(
            "Here we only vouch for accounts on social networks. A letter may bear "
            "any name and any address of a sender."
        ),
        (_CAREFUL, _WRITE),
    ),
    "not_the_profile": Words(
        "warn",
        _("We cannot vouch for this address"),
        _(
            "It names an account of ours, and says more: what opens may be something else. "
            "The address of the account itself is enough."
        ),
        (_PASTE, _CAREFUL),
    ),
    "renamed": Words(
        "warn",
        _("This name was ours, and is not any more"),
        _(
            "Our account has another name now. Somebody else may have taken this one: "
            "what it says is not said by us."
        ),
        (_("Use the account below."), _SECRETS),
    ),
    "no_account": Words(
        "idle",
        _("This is a page of the network, not an account"),
        _("The address must be that of the account’s own page."),
        (_PASTE,),
    ),
}
_UNREAD: Final = Words(
    "idle",
    _("We cannot read this as an account’s address"),
    _("Unknown does not mean false: nothing could be looked up."),
    (_PASTE, _CAREFUL),
)
_ELSEWHERE: Final = Words(
    "idle",
    _("This address is not on a network we know"),
    _(
        "Unknown does not mean false. Here we only vouch for accounts on social networks, "
        "and this address is that of another site."
    ),
    (_CAREFUL, _WRITE, _REPORT),
)


def words_of(answer: Answer) -> Words:
    """Return what is said of an answer, in the current language. No query."""
    if answer.detail in {"unknown_host", "wrong_network", "unknown_network"}:
        return _ELSEWHERE
    return SAID.get(answer.detail, _UNREAD)
