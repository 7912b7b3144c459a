"""Starting a draft: its title, its unit and its accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.content.actions import NewDraft
from gouvernail.content.permissions import writable_units
from gouvernail.people.models import Person, Unit

LANGUAGES = (("fr", _("French")), ("en", _("English")))


class StartForm(forms.Form):
    """The three things a draft cannot do without."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For your colleagues; it is not published.")
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)

    def __init__(self, *args: object, writer: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as given
        units = writable_units(writer)
        unit = self.fields["unit"]
        unit.queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        unit.initial = next((one.pk for one in units if one.pk == writer.home_unit_id), None)
        self.fields["language"].initial = writer.language[:2]

    def new_draft(self) -> NewDraft:
        """Return what to start; call it when the form is valid."""
        said = self.cleaned_data
        return NewDraft(title=said["title"], unit_id=said["unit"].pk, language=said["language"])
