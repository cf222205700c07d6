#!/usr/bin/env bash
# Makes the virtual environment, or says in one line what is missing for it.
set -euo pipefail
folder=$1
python=${PYTHON:-python3}

command -v "$python" >/dev/null || {
    echo "Python 3.11 or newer is needed and '$python' was not found: apt-get install python3 python3-venv" >&2
    exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed, '$python' is $("$python" -V 2>&1): set PYTHON=/path/to/python3.11" >&2
    exit 1
}
[ -x "$folder/bin/pip" ] && exit 0

# Debian ships venv without pip's seed unless python3-venv is installed.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv ..."
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "Python cannot make virtual environments here: apt-get install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv "$folder"
