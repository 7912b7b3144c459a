"""What the ledger says of drafts is what the tables say, whatever was done to them."""

from datetime import datetime

from gouvernail.content.actions import (
    Choice,
    NewDraft,
    Timetable,
    Writing,
    cancel_draft,
    decide_draft,
    dismiss_card,
    reopen_draft,
    save_draft,
    schedule_draft,
    start_draft,
    submit_draft,
    withdraw_draft,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.ledger.queries import replay_differences
from gouvernail.media.actions import NewPicture, add_asset
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import NewPack, create_pack
from tests.make.content import request_of
from tests.make.media import make_picture
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, adopted

GOVERNED = {"draft", "revision", "asset", "pack", "pack_version", "dismissal"}


def test_the_journal_rebuilds_every_draft(
    hugo: Person,
    camille: Person,
    claire: Person,
    amina: Person,
    energy: Unit,
    nordet: Unit,
    noon: datetime,
) -> None:
    pack = create_pack(pack=NewPack(source=PACK, unit_id=nordet.pk), by=claire, at=noon)
    adopted(pack.versions.get(), by=claire, second=amina, at=noon)
    file = NewPicture(data=make_picture(), name="a.png")
    add_asset(file=file, unit_id=energy.pk, by=hugo, at=noon)
    new = NewDraft(
        title="A draft",
        unit_id=energy.pk,
        text="An unbeatable day.",
        account_ids=(make_account(unit=energy).pk,),
    )
    draft = start_draft(draft=new, by=hugo, at=noon)
    key = examine(manuscript_of(draft), at=None).blocks[0].key
    dismiss_card(draft_id=draft.pk, key=key, reason="A quotation", by=hugo, at=noon)
    times = Timetable(wall_time="2026-11-20T14:00", time_zone="Europe/Paris")
    schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)
    submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    withdraw_draft(draft_id=draft.pk, by=hugo, at=noon)
    submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    save_draft(draft_id=draft.pk, writing=Writing(text="Another day."), by=hugo, at=noon)
    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    request = request_of(draft)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    reopen_draft(draft_id=draft.pk, by=hugo, at=noon)
    cancel_draft(draft_id=draft.pk, by=hugo, at=noon)

    differences = [one for one in replay_differences() if one.subject_kind in GOVERNED]

    assert differences == []
    assert Draft.objects.get().status == "cancelled"
    assert Revision.objects.count() == 3
