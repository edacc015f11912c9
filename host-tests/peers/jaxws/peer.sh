#!/bin/sh
# The reference implementation of JAX-WS, from Debian's jaxws and libjaxws-java with a JDK. Its code is generated at test time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
for tool in java javac wsimport; do
    command -v "$tool" >/dev/null || { echo "jaxws: no $tool here (Debian: jaxws libjaxws-java libsaaj-ri-java openjdk-17-jdk-headless)"; exit 3; }
done
jars=/usr/share/java
path="$BUILD/classes"
for jar in jaxws-rt jaxws-api jaxb-api jaxb-core jaxb-runtime jaxb-impl javax.xml.soap-api saaj-impl javax.activation jws-api \
    stax-ex streambuffer mimepull metro-policy gmbal glassfish-management-api istack-commons-runtime FastInfoset txw2 \
    geronimo-annotation-1.3-spec xml-resolver; do
    if [ -f "$jars/$jar.jar" ]; then path="$path:$jars/$jar.jar"; fi
done
[ -f "$jars/jaxws-rt.jar" ] && [ -f "$jars/saaj-impl.jar" ] || { echo "jaxws: no libjaxws-java or libsaaj-ri-java here"; exit 3; }

build() {
    mkdir -p "$BUILD" && cd "$BUILD"
    if [ -f done ] && [ -z "$(find "$here" "$ECHO_WSDL" -newer done -type f)" ]; then
        return
    fi
    rm -rf src classes && mkdir src classes
    # Addressing is enforced by the Actions of the contract, so this copy has them.
    sed -E -e 's/<wsdl:(input|output) message="tns:([A-Za-z0-9]+)"\/>/<wsdl:\1 message="tns:\2" wsam:Action="urn:soapstone:echo\/\2"\/>/g' \
        -e 's/<wsdl:definitions /&xmlns:wsam="http:\/\/www.w3.org\/2007\/05\/addressing\/metadata" /' "$ECHO_WSDL" >echo.wsdl
    wsimport -extension -Xnocompile -s src -p soapstone.echo echo.wsdl
    javac -nowarn -cp "$path" -d classes src/soapstone/echo/*.java "$here"/*.java
    touch done
}

run() {
    class=$1
    shift
    exec java -Djavax.xml.soap.SAAJMetaFactory=com.sun.xml.messaging.saaj.soap.SAAJMetaFactoryImpl -Xshare:auto -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -cp "$path" "soapstone.$class" "$@"
}

case $1 in
build) build >"${BUILD%/*}/jaxws.log" 2>&1 || { cat "${BUILD%/*}/jaxws.log" >&2; exit 1; } ;;
client) shift; run Client "$BUILD/echo.wsdl" "$@" ;;
server) run Server "$2" ;;
esac
