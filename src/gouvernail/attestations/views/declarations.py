"""One unit's declaration: settling it, and the page where it is made.

A link is opened by scanners, forwarded, kept in histories: opening it writes nothing. Its page
names no session; the key in the address is all, and a form carries a mark of its page.
"""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.attestations.actions.campaigns import name_declarer, remove_declarer
from gouvernail.attestations.actions.declaring import (
    appeal_line,
    save_declaration,
    sign_declaration,
)
from gouvernail.attestations.actions.links import (
    end_links,
    hand_over_link,
    link_path,
    resend_link,
)
from gouvernail.attestations.actions.settling import accept_line, answer_appeal, refuse_line
from gouvernail.attestations.errors import PageTooOldError
from gouvernail.attestations.forms.declarations import (
    DeclarerForm,
    SettleForm,
    answers_from,
    filled,
)
from gouvernail.attestations.models import Campaign, Declaration, Declarer
from gouvernail.attestations.permissions import (
    link_of_key,
    may_appeal,
    own_declarer,
    visible_declaration,
)
from gouvernail.attestations.queries.campaigns import (
    cases_of,
    handed_over,
    lines_of,
    said_of,
)
from gouvernail.attestations.queries.declarers import (
    accounts_to_declare,
    declarers_of,
    draft_mark,
    draft_of,
    facts_mark,
)
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.errors import DomainError, InvalidInputError
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.actions.invitations import sends_mail
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.queries import nameable_people

SIGNER: Final = signing.TimestampSigner(salt="gouvernail declaration page")
PAGE_HOURS: Final = 12
NAMES_OFFERED: Final = 300
HEADERS: Final = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@login_required
@require_GET
def declaration_detail(request: WebRequest, declaration_id: UUID) -> HttpResponse:
    """Show what one unit declared, whom it was asked of, what differs from the register."""
    declaration = visible_declaration(declaration_id, viewer=request.user)
    return _detail(request, declaration)


def _detail(
    request: WebRequest,
    declaration: Declaration,
    *,
    form: DeclarerForm | None = None,
    problem: tuple[str, DomainError] | None = None,
    link: str = "",
) -> HttpResponse:
    leads = may(request.user, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    live = declaration.campaign.status in (Campaign.Status.PREPARED, Campaign.Status.OPEN)
    asks = leads and live and declaration.status == Declaration.Status.ASKED
    refused = problem[1] if problem else None
    context: dict[str, Any] = {
        "declaration": declaration,
        "campaign": declaration.campaign,
        "cases": cases_of(declaration, viewer=request.user, separation=separation()),
        "declarers": declarers_of(declaration, at=clock.now()),
        "handed_over": handed_over(declaration),
        "said": said_of(declaration),
        "confirmed": sum(
            one.get("say") == "confirm" for one in declaration.answers.get("accounts", {}).values()
        ),
        "leads": leads,
        "form": (form or DeclarerForm(viewer=request.user)) if asks else None,
        "links": asks and declaration.campaign.status == Campaign.Status.OPEN,
        "problem_line": problem[0] if problem else "",
        "problem": refused,
        "posted": {name: request.POST.get(name, "") for name in SettleForm.base_fields},
        "link": link,
        "mails": sends_mail(),
        "people": nameable_people(request.user)[:NAMES_OFFERED] if leads else [],
        "timeline": timeline("declaration", declaration.pk, size=10),
    }
    status = refused.status if refused else status_of(form) if form else 200
    return render(request, "attestations/declaration_detail.html", context, status=status)


@login_required
@require_POST
def declarer_add(request: WebRequest, declaration_id: UUID) -> HttpResponse:
    """Name who declares for a unit."""
    declaration = visible_declaration(declaration_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    form = DeclarerForm(request.POST, viewer=request.user)
    if form.is_valid():
        person = form.cleaned_data["person"]
        made = tried(
            form,
            lambda: name_declarer(
                declaration_id=declaration_id,
                person_id=person.pk,
                by=request.user,
                at=clock.now(),
            ),
        )
        if made is not None:
            messages.success(request, _("%(name)s is asked.") % {"name": person.name})
            return redirect("attestations:declaration-detail", declaration_id)
    return _detail(request, declaration, form=form)


@login_required
@require_POST
def declarer_remove(request: WebRequest, declarer_id: UUID) -> HttpResponse:
    """Stop asking somebody."""
    declarer = remove_declarer(declarer_id=declarer_id, by=request.user, at=clock.now())
    messages.success(request, _("They are no longer asked: their links open nothing."))
    return redirect("attestations:declaration-detail", declarer.declaration_id)


@login_required
@require_POST
def declarer_link(request: WebRequest, declarer_id: UUID) -> HttpResponse:
    """Send a link again, end those there are, or show one once to whoever hands it over."""
    if request.POST.get("do") == "end":
        ended = end_links(declarer_id=declarer_id, by=request.user, at=clock.now())
        messages.success(request, _("Ended: none of their links opens anything any more."))
        return redirect("attestations:declaration-detail", ended.declaration_id)
    if request.POST.get("do") == "mail" and sends_mail():
        asked = resend_link(declarer_id=declarer_id, by=request.user)
        messages.success(request, _("The link leaves again within a minute."))
        return redirect("attestations:declaration-detail", asked.declaration_id)
    declarer, key = hand_over_link(declarer_id=declarer_id, by=request.user, at=clock.now())
    declaration = visible_declaration(declarer.declaration_id, viewer=request.user)
    return _detail(request, declaration, link=request.build_absolute_uri(link_path(key)))


@login_required
@require_POST
def line_settle(request: WebRequest, declaration_id: UUID, line_id: UUID) -> HttpResponse:
    """Accept a difference, refuse it, or answer its appeal; a refusal is said at the line."""
    declaration = visible_declaration(declaration_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    form = SettleForm(request.POST)
    if not form.is_valid():
        error = InvalidInputError(_("This cannot be read."), fields=_first_errors(form))
        return _detail(request, declaration, problem=(str(line_id), error))
    try:
        _settle(request, line_id, form)
    except DomainError as refused:
        return _detail(request, declaration, problem=(str(line_id), refused))
    return redirect("attestations:declaration-detail", declaration_id)


def _first_errors(form: SettleForm) -> dict[str, str]:
    return {name: str(errors[0]) for name, errors in form.errors.items()}


def _settle(request: WebRequest, line_id: UUID, form: SettleForm) -> None:
    do, by, at = request.POST.get("do", ""), request.user, clock.now()
    takes_over = do.endswith("-over")
    answer, settlement = form.cleaned_data["answer"], form.settlement(takes_over=takes_over)
    if do in ("accept", "accept-over"):
        accept_line(line_id=line_id, settlement=settlement, by=by, at=at)
        messages.success(request, _("Accepted: the register is changed."))
    elif do == "refuse":
        refuse_line(line_id=line_id, answer=answer, by=by, at=at)
        messages.success(request, _("Refused: your answer is sent."))
    else:
        answer_appeal(
            line_id=line_id,
            answer=answer,
            accepted=do in ("appeal-accept", "appeal-accept-over"),
            settlement=settlement,
            by=by,
            at=at,
        )
        messages.success(request, _("The appeal is answered."))


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def declare(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page behind a link, and take what is filled in there.

    No token of Django's protects its form: there is no cookie to abuse, and a browser told to send
    no referrer sends no origin either. The form carries a mark of the page it came from.
    """
    link = link_of_key(key)
    declarer = link.declarer
    old = request.method == "POST" and _is_old(request, declarer)
    over = link.is_over(clock.now())
    with translation.override(declarer.person.language):
        if old and not over:
            response = _page(request, declarer, by_link=True, over=over, problem=PageTooOldError())
        else:
            response = _answer(request, declarer, by_link=True, over=over)
    for name, value in HEADERS.items():
        response[name] = value
    return response


@login_required
@require_http_methods(["GET", "POST"])
def my_declaration(request: WebRequest, declarer_id: UUID) -> HttpResponse:
    """Show the same page to who is asked and signed in."""
    declarer = own_declarer(declarer_id, viewer=request.user)
    return _answer(request, declarer, by_link=False, over=False)


def _is_old(request: HttpRequest, declarer: Declarer) -> bool:
    """Refuse a form that is not of their page; return whether that page was left open too long."""
    mark = request.POST.get("page", "")
    try:
        marked = SIGNER.unsign(mark)
    except signing.BadSignature as error:
        raise PermissionDenied from error
    if marked != str(declarer.pk):
        raise PermissionDenied
    try:
        SIGNER.unsign(mark, max_age=PAGE_HOURS * 3600)
    except signing.SignatureExpired:
        return True
    return False


def _answer(request: HttpRequest, declarer: Declarer, *, by_link: bool, over: bool) -> HttpResponse:
    if request.method != "POST" or over:
        return _page(request, declarer, by_link=by_link, over=over)
    try:
        _take(request, declarer, by_link=by_link)
    except DomainError as refused:
        return _page(request, declarer, by_link=by_link, over=over, problem=refused)
    return redirect(request.path)


def _take(request: HttpRequest, declarer: Declarer, *, by_link: bool) -> None:
    """Save, sign or appeal, as the button said."""
    at, posted = clock.now(), request.POST
    do, _dash, line = posted.get("do", "").partition(":")
    if do == "appeal" and is_uuid(line):
        text = posted.get(f"appeal-{line}", "")
        appeal_line(declarer=declarer, line_id=UUID(line), text=text, by_link=by_link, at=at)
        return
    accounts = list(accounts_to_declare(declarer.declaration.unit))
    answers = answers_from(posted, accounts)
    save_declaration(declarer=declarer, answers=answers, at=at, seen=posted.get("saved"))
    if do == "sign":
        sign_declaration(
            declarer=declarer,
            answers=answers,
            name=posted.get("name", ""),
            by_link=by_link,
            at=at,
            seen=posted.get("facts"),
        )


def _page(
    request: HttpRequest,
    declarer: Declarer,
    *,
    by_link: bool,
    over: bool,
    problem: DomainError | None = None,
) -> HttpResponse:
    declaration = declarer.declaration
    signed = declaration.status == Declaration.Status.SIGNED
    live = not over and not signed and declaration.campaign.status == Campaign.Status.OPEN
    errors = {"pages": "", "name": "", **(problem.fields if problem else {})}
    context: dict[str, Any] = {
        "declarer": declarer,
        "declaration": declaration,
        "campaign": declaration.campaign,
        "by_link": by_link,
        "over": over,
        "live": live,
        "bare_fixed": by_link,
        "page_mark": SIGNER.sign(str(declarer.pk)),
        "problem": problem,
        "errors": errors,
        "missing": len(problem.fields) if problem else 0,
    }
    if live:
        accounts = list(accounts_to_declare(declaration.unit))
        draft = draft_of(declaration)
        answers = answers_from(request.POST, accounts) if problem else draft.answers
        context |= {
            "lines": filled(accounts, answers, errors),
            "pages": answers.get("pages", ""),
            "saved_at": draft.saved_at,
            "saved_by": draft.saved_by if draft.saved_by_id != declarer.person_id else None,
            "draft_mark": draft_mark(draft.saved_at),
            "facts_mark": facts_mark(accounts),
            "typed_name": request.POST.get("name", ""),
        }
    elif signed and not over:
        context |= {
            "declared": lines_of(declaration),
            "appeals": may_appeal(declarer, declaration, by_link=by_link),
        }
    name = "declare" if by_link else "my_declaration"
    status = problem.status if problem else 200
    return render(request, f"attestations/{name}.html", context, status=status)
