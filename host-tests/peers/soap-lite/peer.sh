#!/bin/sh
# SOAP::Lite, from Debian's libsoap-lite-perl and libhttp-daemon-perl.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
perl -MSOAP::Lite -MHTTP::Daemon -e 1 2>/dev/null ||
    { echo "soap-lite: not here (Debian: libsoap-lite-perl libhttp-daemon-perl)"; exit 3; }
side=$1
shift
case $side in
build) ;;
client | server) exec perl -I"$here" "$here/$side.pl" "$@" ;;
esac
