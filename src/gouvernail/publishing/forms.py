"""What people answer about deliveries and freezes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.publishing.models import Freeze
from gouvernail.registry.queries import network_label


class FreezeForm(forms.Form):
    """What to stop, and why."""

    scope = forms.ChoiceField(label=_("What must stop"))
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Everybody reads it on this page. It may stay empty, and cannot be added later."
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(scope(person, Right.FREEZE), parent__isnull=False)
        places = [(f"unit|{unit.pk}", unit.label) for unit in units.order_by("path")]
        networks = [(f"network|{slug}", network_label(slug)) for slug in NETWORKS]
        self.fields["scope"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("organisation|", _("The whole organisation")),
            (_("One unit and everything below it"), places),
            (_("One network"), sorted(networks, key=lambda pair: pair[1])),
        ]

    def scope_pair(self) -> tuple[str, str]:
        """Return the kind and the value as they were sent; the organisation when nothing was.

        What was sent is not held to what the form offers: the action refuses what `person` may
        not freeze, and a narrow freeze that is refused must never become a wide one.
        """
        raw = self.data.get("scope") or f"{Freeze.Scope.ORGANISATION}|"
        kind, _bar, value = raw.partition("|")
        return kind, value


class LiftForm(forms.Form):
    """Why publishing may start again."""

    reason = forms.CharField(
        label=_("Why publishing may start again"), widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(forms.Form):
    """Where the publication stands."""

    url = forms.CharField(
        label=_("Address of the publication"),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


class ResolveForm(forms.Form):
    """What a person saw on the network."""

    verdict = forms.ChoiceField(
        label=_("What do you see on the network?"),
        widget=forms.RadioSelect,
        choices=[
            ("online", _("It is online")),
            ("resend", _("It is not there: send it again")),
            ("cancel", _("It is not there: give it up")),
        ],
    )
    url = forms.CharField(label=_("Its address, if it is online"), required=False)


class WithdrawForm(forms.Form):
    """Why a publication is taken down."""

    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Its author, those who approved it and the record read it."),
    )


class TakenDownForm(forms.Form):
    """What a person sees where a publication was."""

    saw = forms.CharField(
        label=_("What its address shows now"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Open the address signed out, and copy what the page says."),
    )
