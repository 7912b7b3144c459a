"""The practice network as its public would see it, for those who are signed in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.media.queries import stored_bytes
from gouvernail.practice.actions import comment
from gouvernail.practice.errors import PostNotFoundError
from gouvernail.practice.forms import CommentForm
from gouvernail.practice.models import Post
from gouvernail.practice.queries import post_shown, profile_shown, timeline

PAGE = 20


@require_GET
@login_required
def timeline_page(request: WebRequest) -> HttpResponse:
    """Show what everybody posted."""
    return _posts_page(request, "practice/timeline.html", {}, handle="")


@require_GET
@login_required
def profile_page(request: WebRequest, handle: str) -> HttpResponse:
    """Show somebody and what they posted."""
    profile = profile_shown(handle)
    return _posts_page(request, "practice/profile.html", {"profile": profile}, handle=handle)


def _posts_page(
    request: WebRequest, template: str, context: dict[str, object], *, handle: str
) -> HttpResponse:
    cursor = request.GET.get("cursor", "")
    page = page_of(timeline(handle), order=("-at", "-pk"), cursor=cursor, size=PAGE)
    return render(request, template, context | {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def post_page(request: WebRequest, handle: str, post_id: UUID) -> HttpResponse:
    """Show one post with its comments, and let an invented person answer."""
    post = post_shown(handle, post_id)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = tried(form, lambda: comment(post=post, **form.cleaned_data, at=clock.now()))
        if said is not None:
            return redirect("practice:post", handle, post_id)
    context = {"post": post, "form": form}
    return render(request, "practice/post.html", context, status=status_of(form))


@require_safe
@login_required
def picture(request: WebRequest, handle: str, post_id: UUID, number: int) -> HttpResponse:
    """Serve one picture of a post, as a picture and as nothing else."""
    del request
    item = _picture_of(post_shown(handle, post_id), number)
    mime = str(item.get("mime", ""))
    if not mime.startswith("image/") or "svg" in mime:
        raise PostNotFoundError
    response = HttpResponse(stored_bytes(str(item["sha256"])), content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _picture_of(post: Post, number: int) -> dict[str, object]:
    if not 0 <= number < len(post.media):
        raise PostNotFoundError
    item: dict[str, object] = post.media[number]
    return item
