#!/bin/sh
# gSOAP, from Debian's gsoap and libgsoap-dev. Its code is generated here, at test time, and kept out of the project.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
for tool in wsdl2h soapcpp2 cc; do
    command -v "$tool" >/dev/null || { echo "gsoap: no $tool here (Debian: gsoap libgsoap-dev)"; exit 3; }
done
share=/usr/share/gsoap
[ -f "$share/plugin/wsseapi.c" ] && [ -f /usr/include/stdsoap2.h ] || { echo "gsoap: no libgsoap-dev here"; exit 3; }

# generate SIDE FLAG: the bindings of one side. A header block that is declared counts as understood, so only the client
# declares the one that a server must not understand.
generate() {
    rm -rf "$1" && mkdir "$1"
    {
        cat echo.h
        printf '#import "wsa5.h"\n#import "wsse.h"\n'
        printf '//gsoap lock schema namespace: urn:soapstone:other\n'
        printf 'mutable struct SOAP_ENV__Header {\n    mustUnderstand char *ns1__trace 0;\n'
        [ "$1" = server-code ] || printf '    mustUnderstand char *lock__lock 0;\n'
        printf '};\n'
    } >"$1/echo.h"
    (cd "$1" && soapcpp2 -c -x "$2" -I"$share/import:$share" echo.h)
    cp "$share/plugin/wsaapi.h" "$share/plugin/wsaapi.c" "$share/plugin/wsseapi.h" "$share/plugin/wsseapi.c" \
        "$share/plugin/smdevp.h" "$share/plugin/smdevp.c" "$share/plugin/mecevp.h" "$share/plugin/mecevp.c" \
        "$share/plugin/threads.h" "$share/plugin/threads.c" "$share/custom/struct_timeval.c" "$1"
}

build() {
    mkdir -p "$BUILD" && cd "$BUILD"
    if [ client -nt "$here/client.c" ] && [ client -nt "$here/peer.sh" ] && [ server -nt "$here/server.c" ] &&
        [ client -nt "$ECHO_WSDL" ] && [ client -nt "$here/values.h" ] && [ server -nt "$here/server.c" ]; then
        return
    fi
    # One binding is enough: the version is chosen at run time. A dateTime keeps its fraction.
    sed '/<wsdl:binding name="Echo12"/,/<\/wsdl:binding>/d; /port name="Echo12"/d' "$ECHO_WSDL" >echo.wsdl
    { cat "$share/WS/typemap.dat"; echo 'xsd__dateTime = #import "custom/struct_timeval.h" | xsd__dateTime'; } >typemap.dat
    wsdl2h -c -g -t typemap.dat -o echo.h echo.wsdl
    generate client-code -C
    generate server-code -S
    for side in client server; do
        code=$side-code
        [ $side = client ] && kind=soapClient.c || kind=soapServer.c
        cc -O1 -w $(pkg-config --cflags gsoapssl) -I"$code" -I"$here" -I"$share" -o "$side" "$here/$side.c" \
            "$code/soapC.c" "$code/$kind" "$code/wsaapi.c" "$code/wsseapi.c" "$code/smdevp.c" "$code/mecevp.c" \
            "$code/threads.c" "$code/struct_timeval.c" -lgsoapssl -lssl -lcrypto -lz -lpthread
    done
}

case $1 in
build) build >"${BUILD%/*}/gsoap.log" 2>&1 || { cat "${BUILD%/*}/gsoap.log" >&2; exit 1; } ;;
client) shift; exec "$BUILD/client" "$@" ;;
server) exec "$BUILD/server" "$2" ;;
esac
