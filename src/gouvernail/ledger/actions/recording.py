"""Writing to the ledger: `record` inside an action; the entry is appended when the action ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db import models

from gouvernail.foundation.actions import at_end
from gouvernail.foundation.actors import Actor, HasActor, with_authentication
from gouvernail.ledger.actions.appending import Entry, Pile, append
from gouvernail.ledger.errors import (
    LedgerDefectError,
    UndeclaredVerbError,
    UnrecordableValueError,
)
from gouvernail.ledger.queries import states

ENDINGS: Final = (".removed", ".deleted")
RESERVED: Final = frozenset({"state", "gone"})


def record(  # noqa: PLR0913 -- the entry of trust.md 4.2 has these parts; every caller names them
    *,
    actor: Actor | HasActor,
    verb: str,
    subject: models.Model,
    at: datetime,
    data: Mapping[str, object] | None = None,
    digest: str | None = None,
    on_behalf: Actor | HasActor | None = None,
) -> None:
    """Enter a change of `subject` into the ledger, within the action that made it.

    Call it after the subject was saved, and before it is deleted: its fields are read now. The
    class of the subject says what is written (`ledger_kind`, `ledger_clear`, `ledger_skip`) and
    which verbs exist (`ledger_verbs`). The leaf is appended, last of all, when the outermost
    action ends; if that fails, nothing of the action happened.

    Args:
        actor: who did it.
        verb: `<noun>.<past participle>`, declared by the subject's class.
        subject: the governed object as it now stands.
        at: aware; when it happened.
        data: statuses, references, digests and whole numbers, in clear and for ever. What stands
            under the key `private` (free text, names) goes into the commitment instead; a mapping
            under `policy` becomes the entry's policy (`id`, `version`, `sha256`).
        digest: the approval digest or digest of the content concerned, in hexadecimal.
        on_behalf: the person for whom a delegate acted.

    Raises:
        OutsideActionError: no action is under way.
        UngovernedSubjectError: the class does not say how it is recorded.
        UndeclaredVerbError: the class does not declare the verb.
        UnrecordableValueError: a float or another value that has no canonical form.
        LeafTooLargeError: the leaf would pass 16 KiB.
    """
    entry = _entry(
        subject,
        actor=with_authentication(_actor(actor)),
        verb=verb,
        at=at,
        data=data,
        digest=digest,
        on_behalf=None if on_behalf is None else _actor(on_behalf),
    )
    at_end(append, entry)


def record_each(
    *,
    actor: Actor | HasActor,
    verb: str,
    model: type[models.Model],
    keys: Sequence[UUID],
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    """Enter one change each of many rows, in order, as `record` does for one.

    The rows are read again when the action ends, some at a time: only their keys are held until
    then. They must stay as they are until the end of the action.

    Raises:
        as `record`, when the action ends.
    """
    made = partial(
        _entry, actor=with_authentication(_actor(actor)), verb=verb, at=at, data=dict(data or {})
    )
    at_end(append, Pile(model=model, keys=tuple(keys), made=made))


def _entry(  # noqa: PLR0913 -- see `record`
    subject: models.Model,
    *,
    actor: Actor,
    verb: str,
    at: datetime,
    data: Mapping[str, object] | None,
    digest: str | None = None,
    on_behalf: Actor | None = None,
) -> Entry:
    kind = states.kind_of(type(subject))
    if verb not in getattr(subject, "ledger_verbs", ()):
        raise UndeclaredVerbError(f"{verb} is not a verb of {type(subject).__name__}")
    if subject.pk is None:
        raise LedgerDefectError("record after saving and before deleting: the subject has no key")
    told = dict(data or {})
    hidden = _hidden(subject, _mapping(told.pop("private", None)))
    policy = _mapping(told.pop("policy", None))
    return Entry(
        actor=actor,
        verb=verb,
        at=at,
        subject_kind=kind,
        subject_id=str(subject.pk),
        revision=_revision(subject),
        data=_data(subject, verb, told),
        hidden=hidden,
        digest=digest,
        policy=states.plain_data(policy) if policy else None,
        on_behalf=on_behalf,
    )


def _actor(actor: Actor | HasActor) -> Actor:
    return actor if isinstance(actor, Actor) else actor.as_actor()


def _revision(subject: models.Model) -> str | None:
    name = getattr(subject, "ledger_revision", "")
    return str(getattr(subject, name)) if name else None


def _mapping(value: object) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnrecordableValueError("private and policy are mappings")
    return value


def _hidden(subject: models.Model, private: Mapping[str, object]) -> bytes:
    hidden: dict[str, object] = {}
    fields = states.hidden_state(subject)
    if fields:
        hidden["fields"] = fields
    if private:
        hidden["private"] = states.plain_data(private)
    return states.leaf_bytes(hidden) if hidden else b""


def _data(subject: models.Model, verb: str, told: dict[str, object]) -> dict[str, object]:
    if RESERVED & told.keys():
        raise UnrecordableValueError(f"reserved keys of data: {sorted(RESERVED)}")
    data = {**states.plain_data(told), "state": states.clear_state(subject)}
    if verb.endswith(ENDINGS) or verb in getattr(subject, "ledger_ends", ()):
        data["gone"] = True
    return data
