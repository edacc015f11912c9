#!/bin/sh
# spyne, from PyPI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$PEERS/bin/python" -c 'import spyne' 2>/dev/null || { echo "spyne: not in $PEERS (pip install spyne)"; exit 3; }
case $1 in
build) ;;
client) echo "spyne has no client over HTTP"; exit 3 ;;
server) exec "$PEERS/bin/python" "$here/server.py" "$2" ;;
esac
