#!/usr/bin/env bash
# Deletes the embedded database and nothing else. YES=1 answers the question beforehand.
set -euo pipefail
folder=${DATA_DIR:-var}

if [ -n "${DATABASE_URL:-}" ]; then
    echo "DATABASE_URL names a database of its own: drop it with its own tools." >&2
    exit 1
fi
if [ ! -e "$folder/gopy.db" ]; then
    echo "There is no database in $folder."
    exit 0
fi
# The running platform holds this lock; without flock the question is the only guard.
if command -v flock >/dev/null && [ -e "$folder/serve.lock" ] && ! flock -n "$folder/serve.lock" true; then
    echo "The platform runs on $folder: stop it first." >&2
    exit 1
fi
if [ "${YES:-}" != 1 ]; then
    read -r -p "Delete $folder/gopy.db with everything in it? Type yes: " answer
    [ "$answer" = yes ] || { echo "Nothing was deleted."; exit 1; }
fi
rm -f "$folder"/gopy.db "$folder"/gopy.db-wal "$folder"/gopy.db-shm \
    "$folder"/demo-sign-ins.txt "$folder"/first-start
echo "Deleted. The next make run starts afresh."
