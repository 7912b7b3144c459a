"""What a proposed rule adds to its sentence, in words: the kernel tells it in English."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
CHOSEN = {
    "from how many emoji in a row: 3": _("from how many emoji in a row: 3"),
    "from how many letters a hashtag counts as several words: 15": _(
        "from how many letters a hashtag counts as several words: 15"
    ),
    "from how many signs in a row: 2": _("from how many signs in a row: 2"),
    "from how many words in capitals: 5": _("from how many words in capitals: 5"),
    "how many words after a hashtag: 3": _("how many words after a hashtag: 3"),
    "the kinds of data: telephone and e-mail": _("the kinds of data: telephone and e-mail"),
    "the labels accepted": _("the labels accepted"),
    "the markings looked for, in both languages": _("the markings looked for, in both languages"),
    "the shorteners: bit.ly, tinyurl.com, ow.ly, is.gd, buff.ly": _(
        "the shorteners: bit.ly, tinyurl.com, ow.ly, is.gd, buff.ly"
    ),
    "the tag `third-party-picture`": _("the tag “third-party-picture”"),
    "the tag `video`": _("the tag “video”"),
    "the tags `sponsored` and `partnership`": _("the tags “sponsored” and “partnership”"),
    "the words of a call to vote": _("the words of a call to vote"),
    "the words that give credit": _("the words that give credit"),
    "the words that say that there are captions": _("the words that say that there are captions"),
    "the words: cliquez ici, cliquer ici, click here, tap here": _(
        "the words: cliquez ici, cliquer ici, click here, tap here"
    ),
    "what says where one works": _("what says where one works"),
    "what speaks of the business: our products, our services": _(
        "what speaks of the business: our products, our services"
    ),
    "which characters: letters of mathematics, circled or squared": _(
        "which characters: letters of mathematics, circled or squared"
    ),
}


@register.filter
def chosen_words(chosen: tuple[str, ...]) -> str:
    """Return what a proposal adds to its sentence, in the reader's language."""
    return ", ".join(str(CHOSEN.get(one, one)) for one in chosen)


@register.filter
def anchor_of(reference: str) -> str:
    """Return the anchor of a clause, `5.3` of `charter#5.3`."""
    return reference.partition("#")[2]
