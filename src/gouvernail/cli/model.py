"""`gouvernail model export|validate|plan|apply|waiting|agree|refuse|schema`: the model as files.

The files are read, compared and applied by one action; every change is an act of its area, by the
person named with `--as` (see `gouvernail accounts`).
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gouvernail.cli.main import FAILED, MISUSED, OK, with_django

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gouvernail.blueprint.errors import ModelInvalidError
    from gouvernail.blueprint.models import Application
    from gouvernail.blueprint.sections.planning import ModelPlan

WAITS = 3
SIGNS = {"add": "+", "change": "~", "remove": "-"}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `model` and its subcommands."""
    parser = subparsers.add_parser("model", help="the governance model as a folder of files")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    export = commands.add_parser("export", help="write the model of the site into a folder")
    export.add_argument("--force", action="store_true", help="write over files that differ")
    export.set_defaults(run=with_django(export_model))
    validate = commands.add_parser("validate", help="say what is wrong with the files, and where")
    validate.set_defaults(run=with_django(validate_model))
    plan = commands.add_parser("plan", help="say what applying the files would do")
    plan.add_argument("--check", action="store_true", help="end with 1 when there is a difference")
    plan.set_defaults(run=with_django(show_plan))
    apply = commands.add_parser("apply", help="make the site as the files say, whole or not at all")
    apply.add_argument("--plan", metavar="DIGEST", help="only if the plan is still that one")
    apply.add_argument("--yes", action="store_true", help="do not ask")
    apply.add_argument("--purpose", default="", metavar="WORDS", help="told to the second person")
    apply.set_defaults(run=with_django(apply_files))
    schema = commands.add_parser("schema", help="write the JSON Schemas that editors complete from")
    schema.add_argument("folder", metavar="FOLDER", type=Path)
    schema.add_argument("--json", action="store_true", help="print JSON")
    schema.set_defaults(run=with_django(write_schemas))
    _add_answers(commands)
    plan.add_argument("--no-replay", action="store_true", help="do not try packs on past posts")
    for command in (plan, apply):
        command.add_argument(
            "--remove", action="store_true", help="take out what the files do not hold"
        )
    for command in (export, validate, plan, apply):
        command.add_argument("folder", metavar="FOLDER", type=Path)
        command.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
        command.add_argument("--json", action="store_true", help="print JSON")
    for command in commands.choices.values():
        command.add_argument(
            "--lang", dest="spoken", choices=("en", "fr"), default="", help="of the messages"
        )


def _add_answers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    waiting = commands.add_parser("waiting", help="list the plans that wait for a second person")
    waiting.set_defaults(run=with_django(list_waiting))
    agree = commands.add_parser("agree", help="agree to a plan as a second person: it is applied")
    agree.set_defaults(run=with_django(agree_plan))
    refuse = commands.add_parser("refuse", help="refuse a plan as a second person, and say why")
    refuse.set_defaults(run=with_django(refuse_plan))
    for command in (agree, refuse):
        command.add_argument("id", metavar="ID", type=UUID, help="as `waiting` lists it")
        command.add_argument("--comment", default="", metavar="WORDS", help="what to say with it")
    for command in (waiting, agree, refuse):
        command.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
        command.add_argument("--json", action="store_true", help="print JSON")


def export_model(given: argparse.Namespace) -> int:
    """Write one file a part; one that differs is written over with `--force` alone.

    YAML files that are no part of the model stay where they are, and are named.
    """
    from gouvernail.blueprint.actions import exported_model
    from gouvernail.cli.accounts import acting_person

    folder: Path = given.folder
    texts = exported_model(by=acting_person(given.as_))
    files = {folder / f"{name}.yaml": text for name, text in texts.items()}
    left = _foreign(folder, files)
    _refuse_to_lose(files, left, forced=given.force)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    written = [str(path) for path in files]
    if given.json:
        print(json.dumps({"written": written, "left": [str(path) for path in left]}))
        return OK
    print("\n".join(written))
    for path in left:
        print(f"{path}: not of the model, left as it is", file=sys.stderr)
    return OK


def _foreign(folder: Path, files: "Mapping[Path, str]") -> list[Path]:
    """Return the YAML files of a folder that are no part of the model; schemas are."""
    found = [*folder.glob("*.yaml"), *folder.glob("packs/**/*.yaml")]
    return sorted(path for path in found if path not in files)


def _refuse_to_lose(files: "Mapping[Path, str]", left: list[Path], *, forced: bool) -> None:
    """Refuse to write over what somebody changed, or beside what the model does not hold.

    Raises:
        ModelFolderError: it names each file.
    """
    from gouvernail.blueprint.errors import ModelFolderError

    changed = [path for path, text in files.items() if path.is_file() and _differs(path, text)]
    if (changed or left) and not forced:
        raise ModelFolderError(changed=list(map(str, changed)), foreign=list(map(str, left)))


def _differs(path: Path, text: str) -> bool:
    return path.read_bytes() != text.encode("utf-8")


def write_schemas(given: argparse.Namespace) -> int:
    """Write `schema/NAME.schema.json` for each file of a model, and for packs."""
    from gouvernail.blueprint.sections.schema import model_schemas

    folder = given.folder / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in model_schemas().items():
        path = folder / f"{name}.schema.json"
        text = json.dumps(schema, indent=1, ensure_ascii=False, default=dict)
        path.write_text(f"{text}\n", encoding="utf-8")
        written.append(str(path))
    print(json.dumps({"written": written}) if given.json else "\n".join(written))
    return OK


def validate_model(given: argparse.Namespace) -> int:
    """Print every fault of the files; 0 when there is none."""
    plan = _plan(given, remove=False)
    if plan is None:
        return FAILED
    print(json.dumps({"faults": []}) if given.json else "valid")
    return OK


def show_plan(given: argparse.Namespace) -> int:
    """Print the differences; 0, or 1 with `--check` when there are some."""
    plan = _plan(given, remove=given.remove)
    if plan is None:
        return FAILED
    _print_plan(plan, as_json=given.json, replay=not given.no_replay)
    return FAILED if given.check and plan.changes else OK


def apply_files(given: argparse.Namespace) -> int:
    """Print the differences, ask, and apply them all or none, or have them wait for another."""
    from gouvernail.blueprint.actions import apply_model, ask_to_apply, needs_second_person
    from gouvernail.blueprint.errors import PlanStaleError
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.actors import acting
    from gouvernail.foundation.clock import now

    plan = _plan(given, remove=given.remove)
    if plan is None:
        return FAILED
    if given.plan and given.plan != plan.digest:
        raise PlanStaleError
    if not given.json:
        _print_plan(plan, as_json=False)
    if plan.changes and not (given.yes or given.plan or _agreed()):
        return MISUSED
    asked: dict[str, Any] = {
        "texts": _texts(given.folder),
        "digest": plan.digest,
        "remove": given.remove,
        "by": acting_person(given.as_),
        "at": now(),
    }
    with acting(auth="cli"):
        if needs_second_person(plan):
            _print_waiting(ask_to_apply(**asked, purpose=given.purpose), as_json=given.json)
            return WAITS
        done = apply_model(**asked)
    if given.json:
        _print_plan(done, as_json=True)
    elif done.changes:
        print("applied")
    return OK


def list_waiting(given: argparse.Namespace) -> int:
    """Print what waits for a second person, as far as whoever acts may know."""
    from gouvernail.blueprint.queries import applications_for_list
    from gouvernail.cli.accounts import acting_person

    rows = applications_for_list(acting_person(given.as_))
    told = [
        {
            "id": str(one.pk),
            "plan": one.digest,
            "asked_by": one.asked_by.email or one.asked_by.name,
            "asked_at": one.asked_at.isoformat(),
            "purpose": one.purpose,
        }
        for one in rows
    ]
    if given.json:
        print(json.dumps({"waiting": told}, ensure_ascii=False))
    for one in () if given.json else told:
        print(*one.values(), sep="  ")
    return OK


def agree_plan(given: argparse.Namespace) -> int:
    """Agree to what waits; 1 when the site changed since, and nothing was applied."""
    from gouvernail.blueprint.actions import agree_application

    return _answer(given, agree_application)


def refuse_plan(given: argparse.Namespace) -> int:
    """Refuse what waits."""
    from gouvernail.blueprint.actions import refuse_application

    return _answer(given, refuse_application)


def _answer(given: argparse.Namespace, answer: "Callable[..., Application]") -> int:
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.actors import acting
    from gouvernail.foundation.clock import now

    with acting(auth="cli"):
        done = answer(
            application_id=given.id, comment=given.comment, by=acting_person(given.as_), at=now()
        )
    told = {"id": str(done.pk), "plan": done.digest, "status": done.status}
    print(json.dumps(told) if given.json else done.status)
    return FAILED if done.status == done.Status.EXPIRED else OK


def _print_waiting(application: "Application", *, as_json: bool) -> None:
    if as_json:
        told = {"waiting": str(application.pk), "digest": application.digest}
        print(json.dumps(told | {"changes": application.changes}, ensure_ascii=False))
        return
    print(f"waits for a second person: gouvernail model agree {application.pk}")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("say --yes, or --plan DIGEST: nobody can be asked here", file=sys.stderr)
        return False
    return input("Apply? [y/N] ").strip().casefold() in {"y", "yes", "o", "oui"}


def _plan(given: argparse.Namespace, *, remove: bool) -> "ModelPlan | None":
    """Return the plan, or print the faults of the files and return nothing."""
    from gouvernail.blueprint.actions import plan_model
    from gouvernail.blueprint.errors import ModelInvalidError
    from gouvernail.cli.accounts import acting_person

    try:
        return plan_model(_texts(given.folder), by=acting_person(given.as_), remove=remove)
    except ModelInvalidError as error:
        _print_faults(error, as_json=given.json)
        return None


def _texts(folder: Path) -> dict[str, str]:
    from gouvernail.blueprint.errors import ModelFilesError
    from gouvernail.blueprint.sections import FILES, FOLDERS

    names = [name for name in FILES if (folder / f"{name}.yaml").is_file()]
    for kept in FOLDERS:
        found = sorted((folder / kept).glob("*/*.yaml"))
        names += [str(path.relative_to(folder).with_suffix("").as_posix()) for path in found]
    if not names:
        expected = ", ".join(f"{name}.yaml" for name in FILES)
        raise ModelFilesError(f"{folder}: none of {expected}")
    try:
        return {name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in names}
    except (OSError, UnicodeDecodeError) as error:
        raise ModelFilesError(f"{folder}: {error}") from None


def _print_faults(error: "ModelInvalidError", *, as_json: bool) -> None:
    if as_json:
        faults = [
            {
                "file": one.file,
                "line": one.line,
                "column": one.column,
                "code": one.code,
                "message": dict(one.message),
            }
            for one in error.problems
        ]
        print(json.dumps({"faults": faults}, ensure_ascii=False))
        return
    for place, words in error.fields.items():
        print(f"{place}: {words}", file=sys.stderr)


def _print_plan(plan: "ModelPlan", *, as_json: bool, replay: bool = True) -> None:
    from gouvernail.blueprint.sections.telling import replay_lines, told

    changes = told(plan.changes, replay=replay)
    if as_json:
        kept = told(plan.kept, replay=False)
        whole = {"digest": plan.digest, "changes": changes, "kept": kept}
        print(json.dumps(whole, ensure_ascii=False))
        return
    for one in changes:
        place = f"  ({one['place']})" if one["place"] else ""
        print(f"{SIGNS[one['what']]} {one['section']}: {one['name']}{place}")
        for name, each in one["fields"].items() if one["what"] != "remove" else ():
            old = f"{_shown(each['before'])} -> " if one["what"] == "change" else ""
            print(f"    {name}: {old}{_shown(each['after'])}")
        for line in replay_lines(one["foreseen"]) if "foreseen" in one else ():
            print(f"    {line}")
    for kept_one in plan.kept:
        where = f"{kept_one.section.name}: {kept_one.name}"
        print(f"  {where}: not in the files, kept (--remove takes it out)")
    counts = {sign: sum(SIGNS[one.what] == sign for one in plan.changes) for sign in "+~-"}
    print(", ".join(f"{sign}{number}" for sign, number in counts.items()), "plan", plan.digest)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "(none)"
    return json.dumps(value, ensure_ascii=False) if value != "" else "(empty)"
