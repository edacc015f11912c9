#!/bin/sh
# KDSoap, from Debian's libkdsoap-dev and qtbase5-dev: a client only. Its code is generated at test time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
moc=/usr/lib/qt5/bin/moc
for tool in kdwsdl2cpp c++ "$moc"; do
    command -v "$tool" >/dev/null || { echo "kdsoap: no $tool here (Debian: libkdsoap-dev qtbase5-dev)"; exit 3; }
done

build() {
    mkdir -p "$BUILD" && cd "$BUILD"
    if [ -f client ] && [ -z "$(find "$here" "$ECHO_WSDL" -newer client -type f)" ]; then
        return
    fi
    # One binding is enough: the version is chosen at run time.
    sed '/<wsdl:binding name="Echo12"/,/<\/wsdl:binding>/d; /port name="Echo12"/d' "$ECHO_WSDL" >echo.wsdl
    kdwsdl2cpp -o wsdl_echo.h echo.wsdl
    kdwsdl2cpp -impl wsdl_echo.h -o wsdl_echo.cpp echo.wsdl
    "$moc" wsdl_echo.h -o moc_wsdl_echo.cpp
    c++ -w -O0 -fPIC -std=c++17 -I. -I/usr/include/KDSoapClient $(pkg-config --cflags Qt5Core Qt5Network Qt5Xml) \
        -o client "$here/client.cpp" wsdl_echo.cpp moc_wsdl_echo.cpp -lkdsoap $(pkg-config --libs Qt5Core Qt5Network Qt5Xml)
}

case $1 in
build) build >"${BUILD%/*}/kdsoap.log" 2>&1 || { cat "${BUILD%/*}/kdsoap.log" >&2; exit 1; } ;;
client) shift; exec "$BUILD/client" "$@" ;;
esac
