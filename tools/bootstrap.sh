#!/usr/bin/env bash
# Makes .venv from uv.lock on a machine that has only python3 (3.11 or later) with venv.
#   tools/bootstrap.sh run    what a site needs
#   tools/bootstrap.sh dev    that, and what the checks need
#   tools/bootstrap.sh uv     print the path of uv, installing it in .venv/uv if there is none
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
# An organisation's own certificates are in the system's store; uv brings others by default.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}; fi

# One version of Python compiled in two ways differs by a third in speed, and says nowhere how it was
# compiled: unless PYTHON chooses, a little work tells whether the system's is clearly the faster.
time_of_work() {
  "$1" - <<'WORK' 2>/dev/null
import sys, time
if not (3, 11) <= sys.version_info < (3, 14):
    sys.exit(1)
import venv
class Thing:
    def __init__(self, number): self.number = number
    def plus(self, *numbers, **more): return self.number + sum(numbers)
def work():
    started, found = time.process_time(), {}
    for number in range(40_000):
        found[number % 1000] = Thing(number).plus(1, 2, more=3)
        str(number).upper().join(["a", *(each for each in ("b", "c"))])
    return time.process_time() - started
print(int(min(work() for _ in range(5)) * 1_000_000))
WORK
}

faster_python() {
  local usual system
  if [ -z "${PYTHON:-}" ] && [ -x /usr/bin/python3 ] &&
    system=$(time_of_work /usr/bin/python3) && usual=$(time_of_work "$python") &&
    [ $((system * 10)) -lt $((usual * 9)) ]; then
    echo /usr/bin/python3
  else
    echo "$python"
  fi
}

find_uv() {
  if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
    command -v uv
  elif [ -x .venv/uv/bin/uv ]; then
    echo "$PWD/.venv/uv/bin/uv"
  else
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
      echo "Gouvernail needs Python 3.11 or later; set PYTHON= to one." >&2; exit 1; }
    "$python" -c 'import venv, ensurepip' 2>/dev/null || {
      echo "This Python has no venv. On Debian: apt-get install python3-venv" >&2; exit 1; }
    echo "setup: installing uv, which installs the rest (from PyPI, into .venv/uv)" >&2
    [ -x .venv/bin/python ] || "$(faster_python)" -m venv --without-pip .venv >&2
    "$python" -m venv .venv/uv >&2
    .venv/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9" >&2
    echo "$PWD/.venv/uv/bin/uv"
  fi
}

uv=$(find_uv)
case "${1:-dev}" in
  uv) echo "$uv" ;;
  run|dev)
    started=$SECONDS
    if [ "$1" = run ] && [ ! -e .venv/.dev-synced ]; then groups=(--no-dev); else groups=(); fi
    echo "setup: installing the packages of uv.lock into .venv" >&2
    [ -x .venv/bin/python ] || "$uv" venv --quiet --python "$(faster_python)" .venv
    "$uv" sync --frozen --quiet --python .venv/bin/python ${groups[@]+"${groups[@]}"}
    touch ".venv/.$1-synced"
    [ "$1" = run ] || touch .venv/.run-synced
    echo "setup: done in $((SECONDS - started)) s" >&2 ;;
  *) echo "usage: tools/bootstrap.sh run|dev|uv" >&2; exit 2 ;;
esac
