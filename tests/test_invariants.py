"""The invariants of the architecture that no single area can hold: each test names its own."""

import ast
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

import demo
from gouvernail.egress import Request
from gouvernail.foundation.actions import ACTIONS, action
from gouvernail.foundation.outbound import CallInsideActionError, sockets_out, way_out
from gouvernail.ledger.queries import states
from gouvernail.ledger.queries.replay import replay_differences
from tests.make.watching import watched

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gouvernail"
GOVERNED = states.governed_models()


def modules(*, naming: Iterable[str]) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each module that holds one of some words: to read them all takes seconds each time."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            source = path.read_text(encoding="utf-8")
            if any(word in source for word in naming):
                yield path, ast.parse(source)


# 1. Every change of state of a governed model goes through an action and leaves an entry.


@pytest.mark.django_db
def test_a_whole_site_changes_only_through_actions_that_leave_entries() -> None:
    with watched() as watch:
        demo.load("alize")

    assert watch.outside == []
    assert watch.silent == []
    assert watch.changed
    assert list(replay_differences()) == []


@pytest.mark.django_db
def test_the_watch_sees_a_change_behind_the_back_of_the_ledger() -> None:
    unit = apps.get_model("people", "Unit")
    with watched() as watch:
        unit.objects.create(name="Unseen", path="unseen/", code="unseen")
        action("tests.silent")(lambda: unit.objects.update(status="closed"))()
    ACTIONS.pop("tests.silent")

    assert len(watch.outside) == 1
    assert len(watch.silent) == 1


def test_only_actions_write() -> None:
    """Everything below `actions`, and every surface above it, asks; `machinery` is named."""
    writes = {"save", "create", "update", "delete", "bulk_create", "bulk_update"}
    writes |= {"get_or_create", "update_or_create"}
    governed = {model.__name__ for model in GOVERNED}
    faults = []
    for path, tree in modules(naming={f".{name}" for name in writes}):
        if {"actions", "actions.py", "kernel"} & set(path.relative_to(SOURCE).parts):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                chain = {each.id for each in ast.walk(node.func) if isinstance(each, ast.Name)}
                if node.func.attr in writes and chain & governed:
                    faults.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert faults == []


def test_every_area_that_declares_a_governed_model_is_in_the_list_and_has_actions() -> None:
    declared = {model._meta.label for model in apps.get_models() if hasattr(model, "ledger_kind")}
    areas = {model._meta.app_label for model in GOVERNED}
    import_module(settings.ROOT_URLCONF)  # the pages know every action

    assert set(settings.GOVERNED_MODELS) == declared
    assert areas <= {name.split(".")[0] for name in ACTIONS}


def test_an_action_says_by_whom_and_when_by_keyword() -> None:
    """Time and authorship come in as arguments; nothing is passed by place but the object."""
    governed = {model._meta.app_label for model in GOVERNED}
    faults = []
    for path, tree in modules(naming=["@action"]):
        if path.relative_to(SOURCE).parts[0] not in governed:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and any(map(is_action, node.decorator_list)):
                named = {arg.arg for arg in node.args.kwonlyargs}
                if "at" not in named and "by" not in named:
                    faults.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")

    assert faults == []


def is_action(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "action"


# 4. Deny by default: tests/test_authorisation.py, and no surface reaches a row by itself.

SURFACES = {"views", "views.py", "api", "api.py", "forms", "forms.py", "templatetags", "web"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
# Nobody is a reader yet: these find who signs in by what they gave.
BEFORE_SIGNING_IN = {"web/identity.py", "web/doors.py"}
# Where a surface asks a manager, and why no row of another unit comes out.
ASKING = {
    ("brand/views/checks.py", "profile_picture_file"): "pictures of accounts found as visible",
    ("brand/views/rights.py", "extension_answer"): "its element is then found as visible",
    ("crisis/forms/room.py", "__init__"): "units where one freezes, by `scope`",
    ("drills/forms/drills.py", "_offer_units"): "units where one runs incidents, by `scope`",
    ("drills/views/drills.py", "room_panel"): "the drill of an incident found as visible",
    ("crisis/forms/plans.py", "_offer_units"): "units where one runs incidents, by `scope`",
    ("crisis/views/plans.py", "_decide"): "its plan is then found as visible",
    ("crisis/views/taken.py", "_back"): "only where to go back to, once the act was allowed",
    ("crisis/views/messages.py", "message_prepare"): "statements of the plan of a visible incident",
    ("crisis/views/room.py", "evidence_file"): "its incident is then found as visible",
    ("licences/forms.py", "__init__"): "units where one manages people, by `scope`",
    ("listening/forms/mentions.py", "asked_of"): "names of tags, the same for all who listen",
    ("onboarding/views/beginning.py", "_let_in"): "the session of whoever begins the site",
    ("people/views/invitations.py", "join"): "the session of whoever joins",
    ("people/views/profile.py", "_profile_page"): "one's own keys",
    ("policies/forms/policy.py", "__init__"): "units where one writes policies, by `scope`",
    ("publishing/forms.py", "__init__"): "units where one freezes, by `scope`",
    ("registry/forms/accounts.py", "_shown"): "the unit of an account that was found as visible",
    ("registry/forms/accounts.py", "__init__"): "units where one edits accounts, by `scope`",
    ("registry/forms/filters.py", "_holder"): "who holds accounts found as visible",
    ("registry/forms/imports.py", "__init__"): "units where one imports, by `scope`",
    ("registry/forms/profiles.py", "__init__"): "units where one edits accounts, by `scope`",
    ("registry/forms/sheets.py", "__init__"): "who holds an account found as visible",
    ("registry/views/feeds.py", "account_deadlines"): "one's own feed",
    ("registry/views/life.py", "account_closing"): "the closings of an account found as visible",
    ("registry/views/profiles.py", "account_profile_read"): "the connection of a visible account",
    ("registry/views/sheets.py", "_sheet_of"): "the sheet of an account found as visible",
    ("rulebooks/forms/life.py", "_units"): "units where one has the right, by `unit_choices`",
    ("web/cast.py", "cast"): "whom a demo offers to be; a site that is none shows nobody",
    ("web/context.py", "_top_units"): "names of departments, which everybody who is in may know",
    ("web/searching.py", "_clauses"): "clauses of policies found as visible",
    ("web/today/day.py", "_absent"): "people found as visible",
    ("web/today/rows.py", "_corrections"): "drafts of one’s own, or given to oneself",
    ("web/today/gathering.py", "counted"): "what each source says the reader may see",
    ("policies/forms/policy.py", "_slug_of"): "only whether a short name is free",
    ("web/today/policies.py", "reviews_due"): "policies one owns",
    ("web/views/demo.py", "demo_sign_in"): "whom a demo offers to be; elsewhere it is missing",
}


def test_no_surface_reaches_a_row_past_what_its_reader_may_see() -> None:
    """Rows come from `visible_*` or from queries that take the reader; the rest is named above."""
    found = set()
    for path, tree in modules(naming=MANAGERS | SHORTCUTS):
        place = path.relative_to(SOURCE)
        if SURFACES & set(place.parts) and str(place) not in BEFORE_SIGNING_IN:
            found |= {(str(place), name) for name in asking(tree)}

    assert found == set(ASKING)


@pytest.mark.parametrize(
    ("source", "is_asking"),
    [
        ("def page(key):\n    return Draft.objects.get(pk=key)", True),
        ("def page(key):\n    return get_object_or_404(Draft, pk=key)", True),
        ("class Form:\n    unit = ModelChoiceField(Unit.objects)", True),
        ("def page(key):\n    return Draft._default_manager.filter(pk=key).first()", True),
        ("unit = ModelChoiceField(Unit.objects.none())", False),
        ("def page(key, reader):\n    return visible_drafts(reader).filter(pk=key)", False),
    ],
)
def test_a_surface_that_reaches_by_itself_is_seen(source: str, *, is_asking: bool) -> None:
    assert bool(list(asking(ast.parse(source)))) is is_asking


def asking(tree: ast.Module) -> Iterator[str]:
    """Yield the functions of a module that ask a manager for rows; nothing is not a row."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.Module | ast.ClassDef):
            continue
        nodes = list(within(function))
        empty = [node.value for node in nodes if getattr(node, "attr", "") == "none"]  # type: ignore[attr-defined]  # an Attribute
        for node in nodes:
            manager = isinstance(node, ast.Attribute) and node.attr in MANAGERS
            shortcut = isinstance(node, ast.Name) and node.id in SHORTCUTS
            if (manager or shortcut) and node not in empty:
                yield getattr(function, "name", "the module")


def within(outer: ast.AST) -> Iterator[ast.AST]:
    """Yield what is inside of a function, a class or a module, and inside of none below it."""
    for node in ast.iter_child_nodes(outer):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ImportFrom):
            yield node
            yield from within(node)


# 7. One clock.


def test_time_enters_by_one_clock() -> None:
    """Only `foundation.clock` reads the wall clock; identifiers and locks read a counter."""
    allowed = {"foundation/clock.py", "foundation/ids.py"}
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"}
    clocks |= {"timezone.now"}
    faults = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules(naming=clocks)
        if str(path.relative_to(SOURCE)) not in allowed and "cli" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in clocks
    ]

    assert faults == []


# 8. Only `egress` opens outbound connections.

TALKING = {"httpx", "requests", "urllib.request", "http.client", "socket", "smtplib", "aiohttp"}
TALKING |= {"urllib3", "websockets", "ftplib", "telnetlib", "httpcore"}
# Who may name such a module, and what of it they use.
EXCEPTIONS = {
    "notifications/tasks.py": "smtplib",  # the errors of mail, which Django sends
    "people/actions/invitations.py": "smtplib",  # likewise
    "attestations/actions/letters.py": "smtplib",  # likewise
    "brand/tasks.py": "smtplib",  # likewise
    "verification/tasks.py": "smtplib",  # likewise
    "watch/actions/letters.py": "smtplib",  # likewise
    "cli/examinations/site.py": "smtplib",  # doctor asks the mail server whether it answers
    "content/views/guests.py": "smtplib",  # likewise
    "continuity/tasks/watching.py": "smtplib",  # likewise
    "publishing/sender/owners.py": "socket",  # the name of this machine
    "cli/background/worker.py": "socket",  # likewise
    "foundation/lifesigns.py": "socket",  # a datagram to systemd on this machine
    "project/processes.py": "socket",  # whether the port is free, before starting
}


def test_only_egress_opens_connections() -> None:
    found = {}
    for path, tree in modules(naming={name.split(".")[0] for name in TALKING}):
        place = str(path.relative_to(SOURCE))
        if place.startswith("egress/"):
            continue
        for node in ast.walk(tree):
            for name in imported(node):
                if name in TALKING:
                    found[place] = name

    assert found == EXCEPTIONS


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


@pytest.mark.django_db
def test_no_network_is_called_while_an_action_is_under_way() -> None:
    request = Request(method="GET", url="https://social.example/")

    @action("tests.call_out")
    def call_out() -> None:
        way_out().send(request)

    @action("tests.listen_out")
    def listen_out() -> None:
        sockets_out().open("wss://social.example/")

    for call in (call_out, listen_out):
        with pytest.raises(CallInsideActionError):
            call()
    ACTIONS.pop("tests.call_out")
    ACTIONS.pop("tests.listen_out")


WAYS_OUT = {"Egress", "WayOut", "Sockets", "SocketsOut"}


def test_every_way_out_of_the_site_is_that_one() -> None:
    made = [
        f"{path.relative_to(SOURCE)}"
        for path, tree in modules(naming=WAYS_OUT)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WAYS_OUT
    ]

    # Both of publishing ask a connector what it can do or write, and send nothing.
    inside = ["publishing/actions/orders.py", "publishing/actions/restoring.py"]
    assert sorted(made) == ["foundation/outbound.py", "foundation/outbound.py", *inside]
