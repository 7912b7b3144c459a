"""What makes two addresses one account, and why one names none, in words."""

from typing import Final

from django.utils.translation import gettext as _

from gouvernail.kernel.text.addresses import Address, AddressError

KEY_LENGTH: Final = 200


def handle_key(address: Address) -> str:
    """Return what is equal for two ways of writing one account of one network."""
    return address.key[1].removeprefix("https://").removeprefix("http://")[:KEY_LENGTH]


def address_problem(error: AddressError) -> str:
    """Return what to tell the person who pasted it."""
    network = error.network or ""
    known = {
        "empty": _("There is nothing here."),
        "too_long": _("This is too long to be an address."),
        "not_an_address": _("This is neither an address nor a handle."),
        "unknown_network": _("This network is not known here."),
        "unknown_host": _("This address is not on a network we know."),
        "ambiguous_network": _("Say on which network: a handle alone does not tell."),
        "wrong_network": _("This address is on %(network)s, not on the network named.")
        % {"network": network},
        "no_account": _("This is a page of the network, not an account."),
        "bad_handle": _("No account of this network can have this handle."),
    }
    return known.get(error.code, _("This address cannot be read."))
