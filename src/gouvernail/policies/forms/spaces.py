"""What the public is told of comments, and what the intranet page says."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.policies.actions.intranet import IntranetFacts
from gouvernail.policies.actions.spaces import SpaceFacts
from gouvernail.policies.forms.drafting import RefusableForm
from gouvernail.policies.models import Clause, CommentSpace, ModerationReason, Policy


class SpaceForm(RefusableForm):
    """The rules of the comments under one account."""

    policy = forms.ChoiceField(label=_("Policy for people outside"))
    comments = forms.ChoiceField(
        label=_("Comments are"), choices=CommentSpace.Comments.choices, widget=forms.RadioSelect
    )
    which = forms.CharField(
        label=_("Which ones, or why not"),
        required=False,
        max_length=500,
        help_text=_("For example: under our posts, not in private messages."),
    )
    which_en = forms.CharField(label=_("The same in English"), required=False, max_length=500)
    contact = forms.CharField(
        label=pgettext_lazy("field", "Contact"),
        max_length=300,
        required=False,
        help_text=_("An e-mail or a page: to ask why a comment was moderated."),
    )
    languages = forms.CharField(
        label=_("Languages we answer in"), max_length=60, required=False, initial="fr"
    )
    quote_days = forms.IntegerField(
        label=_("Days the words of a moderated comment are kept"),
        required=False,
        help_text=_("People outside read it; then the words and the link are erased."),
    )

    def __init__(self, *args: Any, policies: list[Policy], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.label) for one in policies]
        self.fields["policy"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> SpaceFacts:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        names = ("contact", "comments", "which", "which_en", "languages")
        days = {} if data["quote_days"] is None else {"quote_days": data["quote_days"]}
        said = {name: data[name] for name in names}
        return SpaceFacts(policy_id=data["policy"], **said, **days)


class ReasonForm(RefusableForm):
    """One reason to moderate a comment."""

    anchor = forms.ChoiceField(label=_("Clause it rests on"))
    act = forms.ChoiceField(label=_("The comment is"), choices=ModerationReason.Act.choices)
    label = forms.CharField(label=pgettext_lazy("moderation", "Reason"), max_length=200)
    label_en = forms.CharField(label=_("Reason in English"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None, *, clauses: Iterable[Clause]) -> None:
        super().__init__(data)
        choices = [(one.anchor, f"{one.anchor} {one.label}") for one in clauses]
        cast("forms.ChoiceField", self.fields["anchor"]).choices = choices


class IntranetForm(RefusableForm):
    """What the page about social media here says beside policies."""

    who = forms.CharField(
        label=_("Who to ask"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    who_en = forms.CharField(
        label=_("Who to ask, in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    report = forms.CharField(
        label=_("How to report a problem"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    report_en = forms.CharField(
        label=_("How to report a problem, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    documents = forms.CharField(
        label=_("Documents"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: title | title in English | address."),
    )
    origins = forms.CharField(
        label=_("Sites that may show it in a frame"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, such as https://intranet.example.org. None: nobody may."),
    )

    def facts(self) -> IntranetFacts:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        lines = [line for line in data["documents"].splitlines() if line.strip()]
        parts = [[part.strip() for part in line.split("|")] for line in lines]
        return IntranetFacts(
            who=data["who"],
            who_en=data["who_en"],
            report=data["report"],
            report_en=data["report_en"],
            documents=tuple(tuple(one) for one in parts),
            origins=tuple(line.strip() for line in data["origins"].splitlines() if line.strip()),
        )
