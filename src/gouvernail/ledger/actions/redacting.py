"""Taking out what one person wrote: rows lose the words, the journal keeps its commitments."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import models

from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.ledger.actions.appending import erase_openings
from gouvernail.ledger.actions.recording import record
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries import states

CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The free text of a governed class: by which entries each field comes in, and the one it goes.

    Who wrote a field is whoever made the latest of its entries; one that says what `changed` tells
    of those fields only. `gone` is a verb of the class.
    """

    model: type[models.Model]
    written: Mapping[str, str | tuple[str, ...]]
    gone: str

    def fields_of(self, verb: str) -> set[str]:
        """Return the fields that come in by an entry of that verb."""
        return {
            name
            for name, verbs in self.written.items()
            if verb in ((verbs,) if isinstance(verbs, str) else verbs)
        }

    def verbs(self) -> set[str]:
        """Return every verb by which a field comes in."""
        each = self.written.values()
        return {verb for one in each for verb in ((one,) if isinstance(one, str) else one)}


def redact(each: Iterable[Words], *, author: HasActor, by: Actor, at: datetime) -> int:
    """Empty what `author` wrote last, and destroy what entries hide of each object they wrote in.

    What others wrote in the same object stays, and is committed to anew. Called inside an action;
    for the area that decides the erasure. Idempotent. Returns how many objects were changed. Two
    queries for 500 objects of a class, five more for each.
    """
    ref = author.as_actor().ref
    return sum(_redact(words, ref=ref, by=by, at=at) for words in each)


def _redact(words: Words, *, ref: str, by: Actor, at: datetime) -> int:
    number = 0
    kind = states.kind_of(words.model)
    for rows, told in _touched(words, ref=ref):
        for row in rows:
            seen = told[str(row.pk)]
            found = [
                name
                for name in words.written
                if getattr(row, name) and seen.author.get(name) == ref
            ]
            if not found and seen.gone >= seen.theirs:
                continue
            for name in found:
                setattr(row, name, "")
            if found:
                row.save(update_fields=found)
            erase_openings(subject_kind=kind, subject_id=str(row.pk))
            record(actor=by, verb=words.gone, subject=row, at=at)
            number += 1
    return number


@dataclass(slots=True)
class _Seen:
    """What entries say of one object: who wrote each field last, and when, by place."""

    author: dict[str, str] = field(default_factory=dict)
    theirs: int = -1
    gone: int = -1


def _touched(
    words: Words, *, ref: str
) -> Iterator[tuple[models.QuerySet[Any, Any], dict[str, _Seen]]]:
    kind, verbs = states.kind_of(words.model), words.verbs()
    leaves = Leaf.objects.filter(subject_kind=kind)
    mine = leaves.filter(actor_ref=ref, verb__in=verbs).order_by("subject_id")
    keys = list(mine.values_list("subject_id", flat=True).distinct())
    for start in range(0, len(keys), CHUNK):
        told: dict[str, _Seen] = {key: _Seen() for key in keys[start : start + CHUNK]}
        entries = leaves.filter(subject_id__in=list(told), verb__in={*verbs, words.gone})
        lines = entries.order_by("seq").values_list(
            "seq", "subject_id", "verb", "actor_ref", "leaf"
        )
        for seq, key, verb, who, leaf in lines.iterator():
            seen = told[key]
            if verb == words.gone:
                seen.gone = seq
                continue
            changed = json.loads(bytes(leaf))["data"].get("changed")
            names = words.fields_of(verb)
            names = names if changed is None else names & set(changed)
            seen.author |= dict.fromkeys(names, who)
            if who == ref and names:
                seen.theirs = seq
        rows = words.model._meta.base_manager.select_for_update().filter(pk__in=list(told))
        yield rows.order_by("pk"), told
