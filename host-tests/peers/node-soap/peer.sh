#!/bin/sh
# node-soap, from npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command -v node >/dev/null || { echo "node-soap: no node here (Debian: nodejs npm)"; exit 3; }
[ -d "$PEERS/node/node_modules/soap" ] || { echo "node-soap: not in $PEERS/node (npm i soap)"; exit 3; }
side=$1
shift
case $side in
build) ;;
client | server) exec node "$here/$side.js" "$@" ;;
esac
