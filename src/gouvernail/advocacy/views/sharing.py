"""A story to share: its texts, words of one's own, what one shared."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.advocacy import actions
from gouvernail.advocacy.forms import DecideForm, OwnWordsForm, ShareForm
from gouvernail.advocacy.models import Kit, OwnWords, Share
from gouvernail.advocacy.models.programmes import TRUSTED_FROM
from gouvernail.advocacy.permissions import (
    may_approve,
    membership_of,
    own_share,
    require_member,
    visible_kit,
    visible_words,
)
from gouvernail.advocacy.queries import (
    SHAREABLE,
    accounts_of,
    checked,
    may_share,
    own_words_of,
    usable_pictures,
    why_closed,
    wordings_of,
)
from gouvernail.advocacy.queries.sharing import offers_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.publishing.queries.freezes import freezes_in_force


@login_required
@require_GET
def kit_detail(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Show a story, its texts to copy, where to post them, and what one told of it."""
    return _page(request, visible_kit(kit_id, viewer=request.user))


def _page(request: WebRequest, kit: Kit, **bound: Form) -> HttpResponse:
    person, today = request.user, clock.today()
    membership = membership_of(person, kit.programme)
    why = why_closed(membership, kit.programme, person=person, at=clock.now())
    offered = not why and may_share(kit, today=today)
    own = own_words_of(membership, kit) if membership else []
    accounts = accounts_of(membership) if membership else []
    offers = offers_of(
        kit,
        wordings_of(kit),
        own,
        accounts=accounts,
        language=get_language() or "fr",
        freezes=list(freezes_in_force()),
    )
    usual = accounts[0].network if accounts else ""
    context = {
        "kit": kit,
        "programme": kit.programme,
        "membership": membership,
        "at_desk": may_approve(person, kit.programme),
        "why_closed": why,
        "offered": offered,
        "offers": offers if offered or may_approve(person, kit.programme) else [],
        "own": own,
        "pictures": usable_pictures(kit, today=today),
        "share_form": ShareForm(None, today=today, network=usual),
        "today": today,
        **bound,
    }
    status = status_of(*bound.values())
    return render(request, "advocacy/kit_detail.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def words_create(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Take in words of one's own."""
    kit = visible_kit(kit_id, viewer=request.user)
    membership = require_member(request.user, kit.programme)
    accounts = accounts_of(membership)
    form = OwnWordsForm(request.POST or None, network=accounts[0].network if accounts else "")
    if request.method == "POST" and form.is_valid():
        words = tried(
            form,
            lambda: actions.propose_words(
                kit.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if words is not None:
            messages.success(request, _said(words))
            return redirect("advocacy:kit-detail", kit.pk)
    context = {
        "kit": kit,
        "programme": kit.programme,
        "membership": membership,
        "trusted_from": TRUSTED_FROM,
        "form": form,
        **_looked(request, kit),
    }
    return render(request, "advocacy/words_create.html", context, status=status_of(form))


def _said(words: OwnWords) -> str:
    if words.status == OwnWords.Status.APPROVED:
        return _("You are trusted: your words are ready to share.")
    return _("Somebody reads them soon; you are told, and they wait for you here.")


@require_POST
@login_required
def words_live(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Say, while one types, what the rules and the network make of it."""
    kit = visible_kit(kit_id, viewer=request.user)
    require_member(request.user, kit.programme)
    context = {"kit": kit, **_looked(request, kit)}
    return render(request, "advocacy/_words_check.html", context)


def _looked(request: WebRequest, kit: Kit) -> dict[str, object]:
    """Return what is made of what was typed so far; nothing of an empty text."""
    typed = request.POST
    text, network = typed.get("text", "")[:5000], typed.get("network", "")
    if not text.strip() or network not in SHAREABLE:
        return {"found": None}
    language = "en" if typed.get("language") == "en" else "fr"
    found = checked(text, kit=kit, network=network, language=language, at=clock.now())
    return {"found": found, "network": network, "language": language}


@require_POST
@login_required
def words_back(request: WebRequest, words_id: UUID) -> HttpResponse:
    """Take one's own words back."""
    words = actions.take_words_back(words_id, by=request.user, at=clock.now())
    messages.success(request, _("Your words are taken back."))
    return redirect("advocacy:kit-detail", words.kit_id)


@login_required
@require_GET
def words_decide(request: WebRequest, words_id: UUID) -> HttpResponse:
    """Show words of somebody's own, with what the rules say, to who decides."""
    words = visible_words(words_id, viewer=request.user)
    return _decision(request, words, DecideForm(None))


def _decision(request: WebRequest, words: OwnWords, form: DecideForm) -> HttpResponse:
    kit = words.kit
    found = checked(
        words.text, kit=kit, network=words.network, language=words.language, at=clock.now()
    )
    mine = words.membership.person_id == request.user.pk
    decides = not mine and may_approve(request.user, kit.programme)
    context = {
        "words": words,
        "kit": kit,
        "programme": kit.programme,
        "found": found,
        "network": words.network,
        "language": words.language,
        "decides": decides and words.status == OwnWords.Status.WAITING,
        "may_refuse": decides
        and (words.status == OwnWords.Status.WAITING or words.by_trust)
        and words.status != OwnWords.Status.REFUSED,
        "form": form,
    }
    return render(request, "advocacy/words_decide.html", context, status=status_of(form))


@require_POST
@login_required
def words_approve(request: WebRequest, words_id: UUID) -> HttpResponse:
    """Approve exactly the words that were shown."""
    digest = request.POST.get("digest", "")
    words = actions.approve_words(words_id, digest=digest, by=request.user, at=clock.now())
    messages.success(request, _("Approved: their author is told."))
    return redirect("advocacy:words-decide", words.pk)


@require_POST
@login_required
def words_refuse(request: WebRequest, words_id: UUID) -> HttpResponse:
    """Refuse words, and say what would make them right."""
    words = visible_words(words_id, viewer=request.user)
    form = DecideForm(request.POST)
    if form.is_valid():
        done = tried(
            form,
            lambda: actions.refuse_words(
                words.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Their author reads your sentence, and may write again."))
            return redirect("advocacy:words-decide", words.pk)
    return _decision(request, words, form)


@require_POST
@login_required
def share_create(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Take in what one tells of a share."""
    kit = visible_kit(kit_id, viewer=request.user)
    form = ShareForm(request.POST, today=clock.today())
    if form.is_valid():
        share = tried(
            form,
            lambda: actions.declare_share(
                kit.pk, new=form.new_share(), by=request.user, at=clock.now()
            ),
        )
        if share is not None:
            _thank(request, share)
            return redirect("advocacy:programme-detail", kit.programme_id)
    return _page(request, kit, share_form=form)


def _thank(request: WebRequest, share: Share) -> None:
    if share.disclosure == Share.Disclosure.MISSING:
        told = _("Thank you. Your post does not say who speaks: add “%(words)s” to it.")
        words = share.kit.programme.discloses()
        messages.warning(request, told % {"words": words})
    else:
        messages.success(request, _("Thank you for sharing it."))


@require_POST
@login_required
def share_remove(request: WebRequest, share_id: UUID) -> HttpResponse:
    """Take a share of one's own out."""
    programme_id = own_share(share_id, viewer=request.user).kit.programme_id
    actions.remove_share(share_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken out: it is counted no more."))
    return redirect("advocacy:programme-detail", programme_id)
