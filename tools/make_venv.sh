#!/bin/sh
# Makes the virtual environment named by $1 and installs dateline and its tools into it.
# Interpreters are tried by running them: a name on the PATH may be a dead shim.
set -eu
venv=$1
usable='import sys, sqlite3, ssl; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else 1)'
python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c "$usable" >/dev/null 2>&1; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "dateline needs Python 3.11, 3.12 or 3.13, and found none that runs." >&2
    echo "Install one, or name it: make PYTHON=/where/it/is/python3.12" >&2
    exit 1
fi
echo "Setting up with $("$python" --version 2>&1)" >&2
if ! "$venv/bin/python" -c "$usable" >/dev/null 2>&1; then
    rm -rf "$venv"
    # Some systems ship venv without ensurepip: then this interpreter's own pip fills the environment from outside.
    "$python" -m venv "$venv" >/dev/null 2>&1 || {
        rm -rf "$venv"
        "$python" -m venv --without-pip "$venv" || "$python" -m virtualenv "$venv"
    }
fi
if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    set -- "$venv/bin/python" -m pip
elif "$python" -m pip --version >/dev/null 2>&1; then
    set -- "$python" -m pip --python "$venv/bin/python"
else
    echo "No pip: neither the new environment nor $python has one. Install your system's python3-pip." >&2
    exit 1
fi
"$@" install --quiet --disable-pip-version-check --no-input --editable '.[dev]'
