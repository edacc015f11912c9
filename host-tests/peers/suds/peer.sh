#!/bin/sh
# suds, from PyPI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$PEERS/bin/python" -c 'import suds' 2>/dev/null || { echo "suds: not in $PEERS (pip install suds-community)"; exit 3; }
case $1 in
build) ;;
client) shift; exec "$PEERS/bin/python" "$here/client.py" "$@" ;;
server) echo "suds has no server"; exit 3 ;;
esac
