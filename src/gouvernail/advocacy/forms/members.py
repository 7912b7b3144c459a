"""What a member types: an account, a profile, words of their own, a share, an idea."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.advocacy.actions import NewShare
from gouvernail.advocacy.models import Idea, Membership, PersonalAccount, Wording
from gouvernail.advocacy.queries import SHAREABLE
from gouvernail.registry.queries.networks import network_choices, network_label

LONGEST = 5000


def day_input() -> forms.DateInput:
    """Return the control of a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def shareable_choices(*, empty: str = "") -> list[tuple[str, str]]:
    """Return the networks one shares on, by name; first one of no network, when it has words."""
    named = sorted(((one, network_label(one)) for one in SHAREABLE), key=lambda each: each[1])
    return [("", empty), *named] if empty else named


class AccountForm(forms.Form):
    """Which account it is."""

    network = forms.ChoiceField(label=_("Network"))
    address = forms.CharField(
        label=_("Your name there, or the address of your profile"),
        max_length=500,
        help_text=_("For example @nina.bsky.social, or https://mastodon.social/@nina."),
    )
    server = forms.CharField(
        label=_("Server"),
        max_length=200,
        required=False,
        help_text=_("Only if your account lives on a server of its own. Leave empty otherwise."),
    )

    def __init__(self, data: QueryDict | None, *, account: PersonalAccount | None = None) -> None:
        shown: dict[str, object] = {}
        if account is not None:
            shown = {name: getattr(account, name) for name in ("network", "server")}
            shown["address"] = account.url
        super().__init__(data, initial=shown)
        names = [one for one in network_choices() if one[0] in SHAREABLE]
        cast("Any", self.fields["network"]).choices = names


class DeclareForm(AccountForm):
    """Which account it is, and whether its public posts may be read."""

    reads = forms.BooleanField(
        label=_("I agree that my public posts are looked at for a year, to find shared stories"),
        required=False,
        help_text=_(
            "Bluesky and Mastodon only. Whatever tells no story is forgotten at once. "
            "You stop it whenever you like."
        ),
    )


class ProfileForm(forms.Form):
    """The words of a profile, looked at and not kept."""

    text = forms.CharField(
        label=_("The words of your profile"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paste them here: they are looked at and not kept."),
    )


class OwnWordsForm(forms.Form):
    """A story in one's own words."""

    network = forms.ChoiceField(label=_("Network"))
    language = forms.ChoiceField(label=_("Language"), choices=Wording.Language)
    text = forms.CharField(
        label=_("Your words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, data: QueryDict | None, *, network: str = "") -> None:
        here = (get_language() or "fr")[:2]
        super().__init__(data, initial={"language": here, "network": network or "linkedin"})
        cast("Any", self.fields["network"]).choices = shareable_choices()


class ShareForm(forms.Form):
    """What one tells of a share."""

    network = forms.ChoiceField(label=_("Network"))
    shared_on = forms.DateField(label=_("Shared on"), widget=day_input())
    url = forms.CharField(label=_("Address of the post"), max_length=500, required=False)
    text = forms.CharField(
        label=_("Its words, if you changed them"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("We look whether they say who speaks; they are not kept."),
    )

    def __init__(self, data: QueryDict | None, *, today: date, network: str = "") -> None:
        shown = {"shared_on": today, "network": network or "linkedin"}
        super().__init__(data, initial=shown, auto_id="share_%s")
        cast("Any", self.fields["network"]).choices = shareable_choices()

    def new_share(self) -> NewShare:
        """Return what was told, ready for the action."""
        said = self.cleaned_data
        return NewShare(
            network=said["network"],
            shared_on=said["shared_on"],
            url=said["url"],
            text=said["text"],
        )


class NewsForm(forms.Form):
    """Whether one is told of new stories."""

    news = forms.ChoiceField(
        label=_("Tell me of new stories"),
        choices=Membership.News,
        widget=forms.Select(attrs={"class": "form-select", "data-submits": True}),
    )


class IdeaForm(forms.Form):
    """What one suggests."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Idea.Kind, widget=forms.RadioSelect, initial="story"
    )
    text = forms.CharField(
        label=pgettext_lazy("suggestion", "Your idea"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few words are enough. You get an answer either way."),
    )
