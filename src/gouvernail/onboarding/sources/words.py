"""In words: why a website or a pasted text gave no account, and where on a page one was seen."""

from django.utils.translation import gettext as _

from gouvernail.onboarding.sources.pasting import Pasted
from gouvernail.onboarding.sources.website import WebsiteProblemError
from gouvernail.registry.queries import address_problem


def problem_words(problem: WebsiteProblemError) -> str:
    """Return what to tell whoever gave the address."""
    words = {
        "not_an_address": _("This is no address of a website. Write it as www.example.org."),
        "refused": _("This address may not be asked from here: only public websites, with https."),
        "not_found": _("No website has this name. Is it spelt right?"),
        "robots": _("This website asks not to be read by programs. Paste its links instead."),
        "elsewhere": _("This address leads to another website, %(host)s. Give that one instead.")
        % {"host": problem.detail},
        "loop": _("This website sends us round in circles."),
        "not_a_page": _("What stands at this address is not a page."),
        "too_large": _("The first page is too large to be read."),
        "too_slow": _("The website did not answer in time. Try again, or paste its links."),
        "unreadable": _("The first page cannot be read. Paste its links instead."),
        "silent": _("The website does not answer, or not securely."),
        "status": _("The website answers with the error %(status)s.") % {"status": problem.detail},
    }
    return words[problem.code]


def page_words(outcome: str) -> str:
    """Return what became of one page, in a few words."""
    words = {
        "read": _("read"),
        "robots": _("not open to programs"),
        "elsewhere": _("leads to another website"),
        "loop": _("leads round in circles"),
        "not_a_page": _("not a page"),
        "too_large": _("too large"),
        "too_slow": _("too slow"),
        "status": _("missing"),
    }
    return words.get(outcome, _("could not be read"))


def place_words(place: str) -> str:
    """Return in which part of a page an account was seen."""
    return {
        "rel_me": _("declared as yours (rel=me)"),
        "declared": _("declared in the page’s description"),
        "header": _("in the header"),
        "footer": _("in the footer"),
    }.get(place, _("in the text"))


def refusals_of(pasted: Pasted) -> list[tuple[str, str]]:
    """Return each piece that names no account, and why."""
    return [(piece, address_problem(error)) for piece, error in pasted.refused]
