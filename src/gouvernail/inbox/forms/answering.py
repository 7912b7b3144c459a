"""What is filled in while a conversation is answered."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.inbox.actions import Answer, fresh_key
from gouvernail.inbox.forms.choosing import MOST, account_words, choose
from gouvernail.inbox.models import Conversation, Message
from gouvernail.networks.letters import MAX_BYTES
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.policies.forms.moderation import said_of
from gouvernail.policies.models import ModerationAct, ModerationReason
from gouvernail.registry.forms.accounts import PersonField
from gouvernail.registry.models import Account
from gouvernail.teams.permissions import visible_teams
from gouvernail.teams.queries import members

MASTODON: Final = "mastodon"
HOURS: Final = (
    ("1", _("in an hour")),
    ("4", _("in four hours")),
    ("24", _("in a day")),
    ("72", _("in three days")),
    ("168", _("in a week")),
)


class ReplyForm(forms.Form):
    """An answer; `key` makes the same form sent twice one answer.

    `to` is the message it answers, `seen` the last one that was received when the page was shown.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("It answers"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the messages of the thread.")},
        help_text=_("Your answer stands under that message, and its author is told."),
    )
    text = forms.CharField(
        label=_("Your answer"),
        max_length=5_000,
        error_messages={"required": _("Write the answer first.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        received: Sequence[Message],
        text: str = "",
        version: str = "",
        to: str = "",
    ) -> None:
        initial = {
            "key": fresh_key(),
            "text": text,
            "version": version or None,
            "to": to or (str(received[0].pk) if received else ""),
            "seen": _last(received),
        }
        super().__init__(data, initial=initial, auto_id="reply_%s")
        _offer(self, "to", received)

    def see(self, received: Sequence[Message]) -> None:
        """Note which message was the last one received, of those a page shows this form with."""
        if self.is_bound:
            typed = {name: self.data.get(name) for name in self.data}
            self.data = typed | {"seen": _last(received)}

    def answer(self) -> Answer:
        """Return what was written, ready for the action."""
        said = self.cleaned_data
        return Answer(
            key=said["key"],
            text=said["text"],
            to_id=UUID(said["to"]) if said["to"] else None,
            seen_id=said["seen"],
            version_id=said["version"],
        )


def _last(received: Sequence[Message]) -> str:
    return str(max(one.pk for one in received)) if received else ""


def _offer(form: forms.Form, name: str, received: Sequence[Message]) -> None:
    """Offer the messages that were received; a single one is not asked about."""
    choose(form, name, [(str(one.pk), _opening(one)) for one in received])
    field = form.fields[name]
    field.widget.attrs["data-handles"] = " ".join(handle_of(one) or "-" for one in received)
    if len(received) <= 1:
        field.widget = forms.HiddenInput()


def _opening(message: Message) -> str:
    return f"{message.who or '?'} · {Truncator(' '.join(message.text.split())).chars(80)}"


def handle_of(message: Message) -> str:
    """Return how an answer names the author of a message, where only who is named is told."""
    named = message.network == MASTODON and message.author_handle
    return f"@{message.author_handle.lstrip('@')}" if named else ""


class NoteForm(forms.Form):
    """Words for colleagues only."""

    words = forms.CharField(
        label=_("Internal note"),
        max_length=4_000,
        error_messages={"required": _("Write the note first.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only colleagues read it."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="note_%s")


class AssignForm(forms.Form):
    """A team, a person, or a person of a team."""

    team = forms.ChoiceField(label=pgettext_lazy("conversation", "Team"), required=False)
    person = forms.ChoiceField(label=pgettext_lazy("conversation", "Person"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, conversation: Conversation
    ) -> None:
        initial = {"team": conversation.team_id, "person": conversation.claimed_by_id}
        super().__init__(data, initial=initial, auto_id="assign_%s")
        teams = visible_teams(viewer).filter(closed_at__isnull=True).order_by("name_fr", "pk")
        people = {
            str(one.pk): one.name
            for one in holders_of_right(Right.MODERATE_COMMENTS, unit=conversation.home)[:MOST]
        }
        if conversation.team is not None:
            people |= {str(one.person_id): one.person.name for one in members(conversation.team)}
        none = ("", pgettext_lazy("conversation", "nobody in particular"))
        choose(self, "team", [none, *((str(one.pk), one.label) for one in teams[:MOST])])
        choose(self, "person", [none, *sorted(people.items(), key=lambda pair: pair[1])])


class LaterForm(forms.Form):
    """For how long a conversation is put off."""

    hours = forms.ChoiceField(label=_("It comes back"), choices=HOURS)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="later_%s")

    def length(self) -> timedelta:
        """Return for how long."""
        return timedelta(hours=int(self.cleaned_data["hours"]))


class ExpertForm(forms.Form):
    """A question to somebody who knows."""

    expert = PersonField(label=_("Who knows"), help_text=_("Name or e-mail of a colleague."))
    words = forms.CharField(
        label=_("Your question"),
        max_length=4_000,
        error_messages={"required": _("Write the question first.")},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read the conversation too."),
    )
    due = forms.ChoiceField(label=_("Answer expected"), choices=HOURS, initial="24")

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data, auto_id="expert_%s")
        field = cast("PersonField", self.fields["expert"])
        field.viewer, field.required = viewer, True

    def length(self) -> timedelta:
        """Return how long they have."""
        return timedelta(hours=int(self.cleaned_data["due"]))


class ExpertAnswerForm(forms.Form):
    """What the expert knows."""

    words = forms.CharField(
        label=_("What you know"),
        max_length=4_000,
        error_messages={"required": _("Write the answer first.")},
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whoever asked writes the public answer with it."),
    )


class MergeForm(forms.Form):
    """Another conversation with the same person, into which this one goes."""

    into = forms.ChoiceField(label=_("Join it to"))

    def __init__(self, data: QueryDict | None = None, *, others: list[Conversation]) -> None:
        super().__init__(data, auto_id="merge_%s")
        choose(self, "into", [(str(one.pk), one.subject) for one in others])


class ReferenceForm(forms.Form):
    """What the register of complaints calls it."""

    reference = forms.CharField(
        label=_("Reference in the register of complaints"),
        max_length=80,
        error_messages={"required": _("Give the reference of the register.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="register_%s")


class ModerateForm(forms.Form):
    """What was just done on the network to one message, and the public reason."""

    message = forms.ChoiceField(
        label=_("Which message"),
        error_messages={"invalid_choice": _("Choose one of the messages of the thread.")},
    )

    act = forms.ChoiceField(
        label=_("What you did there"),
        choices=ModerationAct.Act.choices,
        help_text=_(
            "Do it on the network first: only the account itself can. Here it is recorded."
        ),
    )
    reason = forms.ChoiceField(label=_("Public reason, with its clause"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        reasons: list[ModerationReason],
        received: Sequence[Message],
    ) -> None:
        super().__init__(data, auto_id="moderate_%s")
        _offer(self, "message", received)
        self.initial["message"] = str(received[0].pk) if received else ""
        choose(self, "reason", [(str(one.pk), f"{one.anchor} · {said_of(one)}") for one in reasons])


class DecideForm(forms.Form):
    """Whether an answer may leave."""

    verdict = forms.ChoiceField(choices=(("approve", ""), ("changes", ""), ("refuse", "")))
    comment = forms.CharField(
        label=pgettext_lazy("decision", "Why"),
        max_length=1_000,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="decide_%s")


class AloneForm(forms.Form):
    """Why one lets one's own answer leave alone."""

    reason = forms.CharField(
        label=_("Why you let it leave alone"),
        max_length=1_000,
        error_messages={"required": _("Say why: it stays beside the answer.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="alone_%s")


class LetterForm(forms.Form):
    """A notification by mail of a network that gives no access, and our account it is about."""

    account = forms.ChoiceField(
        label=_("Our account"), error_messages={"required": _("Choose the account it is about.")}
    )
    file = forms.FileField(
        label=_("The notification, as a file (.eml)"),
        help_text=_("Save the e-mail from your mailbox, or a mail that carries it; 2 MB at most."),
        error_messages={"required": _("Choose the file of the notification.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, "UploadedFile[bytes]"] | None = None,
        *,
        accounts: list[Account],
    ) -> None:
        super().__init__(data, files, auto_id="letter_%s")
        choose(self, "account", [(str(one.pk), account_words(one)) for one in accounts])

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be a notification."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(gettext("This mail is larger than 2 MB."))
        return file
