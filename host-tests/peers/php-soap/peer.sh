#!/bin/sh
# php-soap, from Debian's php-cli and php-soap.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
php -m 2>/dev/null | grep -qx soap || { echo "php-soap: no PHP with SOAP here (Debian: php-cli php-soap)"; exit 3; }
side=$1
shift
case $side in
build) ;;
client | server) exec php -d soap.wsdl_cache_enabled=0 "$here/$side.php" "$@" ;;
esac
