"""A list of 100,000 accounts through `gouvernail accounts import`: seconds, memory, and the floor.

The floor is what nobody can do without: reading the same CSV with Python's own module and putting
its rows into a table of the same database, nothing checked and nothing recorded. The import reads
the file in a process of its own, parses every address, compares with the register, and leaves one
sealed entry for each account. On SQLite, then on PostgreSQL, whose server is not counted in the
memory nor in the seconds of processor; memory is the greater of the two processes.
"""

import csv
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import databases
from tests.database import postgresql

ROWS: Final = 100_000
MOST_SECONDS: Final = 60
MOST_MEGABYTES: Final = 300
HEADER: Final = ("network", "handle", "name", "purpose")


def main() -> int:
    """Measure on each database, print a table for each."""
    missed = 0
    for database in databases():
        print(f"## {database}\n")
        with tempfile.TemporaryDirectory(prefix="gouvernail-bench-") as home:
            if database == "sqlite":
                missed += measured(home, f"sqlite:///{home}/gouvernail.sqlite3")
            else:
                with postgresql() as url:
                    missed += measured(home, url)
    print(f"load of the machine {os.getloadavg()[1]:.1f}")
    return 1 if missed else 0


def measured(home: str, url: str) -> bool:
    """Write the list, time the floor and the import, print the table; return whether it missed."""
    path = Path(home) / "accounts.csv"
    write_list(path)
    floor = timed_floor(path, Path(home) / "floor.sqlite3")
    unit = prepared(home, url)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    said = gouvernail(home, url, "accounts", "import", str(path), "--unit", unit)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    megabytes = after.ru_maxrss / 1024
    done = f"created: {ROWS}" in said
    print("| import of 100,000 rows | figure | target | |\n|---|---:|---:|---|")
    print(line("seconds", seconds, MOST_SECONDS))
    print(line("megabytes", megabytes, MOST_MEGABYTES))
    print(f"| seconds of processor | {cpu:.1f} | | |")
    print(f"| floor: read the CSV, insert the rows (s, SQLite) | {floor:.2f} | | |")
    print(f"| times the floor | {seconds / floor:.0f} | | |")
    print(f"\n{ROWS:,} rows created: {'yes' if done else '**no**'}\n")
    return not (done and seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES)


def line(name: str, figure: float, most: int) -> str:
    """Return one row of the table."""
    return f"| {name} | {figure:.1f} | {most} | {'ok' if figure <= most else '**no**'} |"


def write_list(path: Path) -> None:
    """Write as many accounts as the target asks for."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(ROWS):
            purpose = f"Tell people about service {number % 500}"
            writer.writerow(("x", f"acct_{number:06d}", f"Account {number}", purpose))


def timed_floor(path: Path, database: Path) -> float:
    """Return the seconds of reading and inserting, and nothing else."""
    started = time.perf_counter()
    with sqlite3.connect(database) as connection, path.open(newline="", encoding="utf-8") as stream:
        connection.execute(f"CREATE TABLE account ({', '.join(HEADER)})")
        rows = csv.reader(stream)
        next(rows)
        connection.executemany("INSERT INTO account VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return time.perf_counter() - started


def prepared(home: str, url: str) -> str:
    """Set up an empty site and return the code of its one unit."""
    person = ("--name", "Ada", "--email", "ada@bench.example", "--organisation", "B")
    gouvernail(home, url, "setup", *person)
    asked = "SELECT code FROM people_unit"
    if url.startswith("sqlite"):
        with sqlite3.connect(f"{home}/gouvernail.sqlite3") as connection:
            (code,) = connection.execute(asked).fetchone()
        connection.close()
    else:
        with psycopg.connect(url) as server:
            (code,) = server.execute(asked).fetchone() or ("",)
    return str(code)


def gouvernail(home: str, url: str, *arguments: str) -> str:
    """Run one command on the site and return what it printed."""
    environment = os.environ | {
        "GOUVERNAIL_HOME": home,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.demo",
        "GOUVERNAIL_LOG_LEVEL": "ERROR",
    }
    if arguments[0] == "setup":
        migrate = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(migrate, env=environment, check=True)
    command = [sys.executable, "-m", "gouvernail.cli.main", *arguments]
    done = subprocess.run(
        command,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
