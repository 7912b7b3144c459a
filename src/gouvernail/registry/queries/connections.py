"""Why a network refused, in words."""

from django.utils.translation import gettext as _


def problem_words(code: str) -> str:
    """Return what to tell the reader of a refusal's stable code (`networks.contract.Refused`)."""
    word = code.partition(":")[0].strip()
    known = {
        "wrong_credentials": _("The network does not accept this handle and app password."),
        "not_an_app_password": _(
            "This is the password of the account itself. Make an app password in the settings of "
            "the network: it can be withdrawn alone."
        ),
        "second_factor_required": _("The network asks for a second factor: use an app password."),
        "account_blocked": _("The network says that this account is suspended or deactivated."),
        "signed_out": _("The network no longer accepts the stored access."),
        "expired_token": _("The stored access has expired."),
        "not_allowed": _("The network does not allow this."),
        "not_found": _("The network knows no such account."),
        "rate_limited": _("The network asks to wait: too many attempts."),
        "unavailable": _("The network is not available at the moment."),
        "timeout": _("The server did not answer in time."),
        "name_not_found": _("There is no server of that name."),
        "connection_refused": _("The server refuses the connection."),
        "connection_timeout": _("The server cannot be reached."),
        "tls_failed": _("The server’s certificate is not valid."),
        "address_refused": _("This address is not one Gouvernail may contact."),
        "port_refused": _("This address is not one Gouvernail may contact."),
        "url_refused": _("This is not the address of a server."),
        "other_account": _("The network signed in another account than this one."),
    }
    return known.get(word, _("The server gave an answer that cannot be understood."))
