#!/bin/sh
# Sees to it that the tools of the named groups are there.
#
# usage: host-tests/scripts/need.sh GROUP...      groups: build lint test bench archives firmware footprint peers
#
# Missing Debian packages are installed when that needs no password (root, or sudo -n); otherwise the exact
# command to run is printed and the exit status is 1. Rust itself is never installed, only asked for. What the peers
# need of Python and Node goes into target/peers, unless PEERS names a folder that has it.
set -u
rust_wanted=1.88

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
header() { printf '#include <%s>\n' "$1" | cc -E - >/dev/null 2>&1; }
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

packages=
live=
# want PACKAGE COMMAND...: PACKAGE is missing unless COMMAND succeeds.
want() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || packages="$packages $package"
}

rust() {
    found=$(rustc --version 2>/dev/null | cut -d ' ' -f 2)
    if have cargo && [ -n "$found" ] && at_least "$rust_wanted" "$found"; then
        return
    fi
    have_rust="there is none here"
    [ -z "$found" ] || have_rust="here is $found"
    say "soapstone needs Rust $rust_wanted or later; $have_rust. Install it in one of these ways:"
    say "  any system    https://rustup.rs, then: rustup default stable"
    say "  Ubuntu        sudo apt-get install rustup && rustup default stable"
    say "  Debian 12     sudo apt-get install rustc-web cargo-web rustfmt-web rust-web-clippy"
    exit 1
}

# component NAME COMMAND...: a component of the Rust toolchain, by rustup where that is what installed it.
component() {
    name=$1
    shift
    "$@" >/dev/null 2>&1 && return
    have rustup && rustup component add "$name" >/dev/null 2>&1 && return
    say "The Rust component $name is missing. Install it with: rustup component add $name"
    say "(Rust from Debian 12: sudo apt-get install rustfmt-web rust-web-clippy)"
    exit 1
}

# devices: what builds the library for each device of ffi/targets.txt.
devices() {
    ffi=$(dirname "$0")/../../ffi
    for target in $(sed '/^#/d; s/ .*//' "$ffi/targets.txt"); do
        "$ffi/toolchain.sh" "$target" >/dev/null 2>&1 && continue
        want rustc-web test -x /usr/bin/rustc
        want cargo-web test -x /usr/bin/cargo
        want rust-web-src test -d /usr/lib/rustlib/src/rust
    done
    want binutils-arm-none-eabi have arm-none-eabi-ld
    want binutils-riscv64-unknown-elf have riscv64-unknown-elf-ld
}

# boards: what builds and runs programs for the boards.
boards() {
    want gcc-arm-none-eabi have arm-none-eabi-gcc
    want libnewlib-arm-none-eabi test -d /usr/lib/arm-none-eabi/newlib
    want qemu-system-arm have qemu-system-arm
    want gcc-riscv64-unknown-elf have riscv64-unknown-elf-gcc
    want picolibc-riscv64-unknown-elf test -d /usr/lib/picolibc/riscv64-unknown-elf
    want qemu-system-misc have qemu-system-riscv32
}

for group in "$@"; do
    case $group in
    build)
        rust
        want gcc have cc
        want libc6-dev header stdio.h
        want binutils have nm
        ;;
    lint)
        rust
        component rustfmt cargo fmt --version
        component clippy cargo clippy --version
        ;;
    test)
        want g++ have c++
        want valgrind have valgrind
        want cmake have cmake
        want python3 python3 -c 'import xml.parsers.expat'
        ;;
    bench)
        rust
        want valgrind have valgrind
        want libexpat1-dev header expat.h
        want libxml2-dev test -f /usr/include/libxml2/libxml/parser.h
        ;;
    archives)
        rust
        devices
        ;;
    firmware | footprint)
        rust
        devices
        boards
        ;;
    peers)
        live=yes
        want gsoap have wsdl2h
        want libgsoap-dev test -f /usr/include/stdsoap2.h
        want libssl-dev header openssl/ssl.h
        want zlib1g-dev header zlib.h
        want pkg-config have pkg-config
        want g++ have c++
        want default-jdk-headless have javac
        want jaxws have wsimport
        want libjaxws-java test -f /usr/share/java/jaxws-rt.jar
        want libsaaj-ri-java test -f /usr/share/java/saaj-impl.jar
        want libkdsoap-dev have kdwsdl2cpp
        want qtbase5-dev test -x /usr/lib/qt5/bin/moc
        want php-cli have php
        want php-soap php -r 'exit(extension_loaded("soap") ? 0 : 1);'
        want libsoap-lite-perl perl -MSOAP::Lite -e 1
        want libhttp-daemon-perl perl -MHTTP::Daemon -e 1
        [ -z "${PEERS:-}" ] || continue
        want python3-venv python3 -c 'import ensurepip'
        want nodejs have node
        want npm have npm
        ;;
    *)
        say "need.sh: no group '$group'"
        exit 2
        ;;
    esac
done
# debian: installs what is missing, or says how to.
debian() {
    [ -n "$packages" ] || return 0
    packages=$(printf '%s\n' $packages | sort -u | tr '\n' ' ')
    sudo=
    [ "$(id -u)" = 0 ] || sudo='sudo -n'
    if have apt-get && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
        say "installing: $packages"
        install="$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
        if logged "$sudo apt-get update && $install $packages"; then return 0; fi
    fi
    say "Something is missing. On Debian and Ubuntu, install it with:"
    say "  sudo apt-get install $packages"
    return 1
}

# logged COMMAND: runs it, and shows the end of what it said when it fails.
logged() {
    log=$(mktemp)
    result=0
    sh -c "$1" >"$log" 2>&1 </dev/null || { result=1; tail -n 5 "$log" >&2; }
    rm -f "$log"
    return $result
}

# stacks: the peers in Python and Node, at the versions of peers/requirements.txt and peers/package.json.
stacks() {
    [ -z "${PEERS:-}" ] || return 0
    lists=$(cd "$(dirname "$0")/../peers" && pwd)
    to=$(cd "$(dirname "$0")/../.." && pwd)/target/peers
    mkdir -p "$to/node"
    if ! cmp -s "$lists/requirements.txt" "$to/requirements.txt"; then
        say "installing the peers in Python into target/peers"
        logged "python3 -m venv $to && $to/bin/pip install --no-cache-dir -r $lists/requirements.txt" || return 1
        cp "$lists/requirements.txt" "$to"
    fi
    if ! cmp -s "$lists/package.json" "$to/node/package.json" || [ ! -d "$to/node/node_modules/soap" ]; then
        say "installing the peer in Node into target/peers"
        cp "$lists/package.json" "$to/node"
        logged "cd $to/node && npm install --no-audit --no-fund --no-package-lock --cache $to/npm" || return 1
        rm -rf "$to/npm"
    fi
}

status=0
debian || status=1
if [ "$live" ]; then stacks || status=1; fi
exit $status
