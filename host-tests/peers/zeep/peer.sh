#!/bin/sh
# zeep, from PyPI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$PEERS/bin/python" -c 'import zeep' 2>/dev/null || { echo "zeep: not in $PEERS (pip install zeep xmlsec)"; exit 3; }
case $1 in
build) ;;
client) shift; exec "$PEERS/bin/python" "$here/client.py" "$@" ;;
server) echo "zeep has no server"; exit 3 ;;
esac
