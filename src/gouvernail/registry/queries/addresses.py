"""Why an address names no account, in words."""

from django.utils.translation import gettext as _

from gouvernail.kernel.text.addresses import AddressError


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
