#!/bin/sh
# Sees to it that the tools of the named groups are there.
#
# usage: host-tests/scripts/need.sh GROUP...      groups: build lint test bench footprint
#
# Missing Debian packages are installed when that needs no password (root, or sudo -n); otherwise the exact
# command to run is printed and the exit status is 1. Rust itself is never installed, only asked for.
set -u
rust_wanted=1.88

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
header() { printf '#include <%s>\n' "$1" | cc -E - >/dev/null 2>&1; }
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

packages=
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

# The Cortex-M target: from rustup, else Debian's compiler, which can build `core` for it.
thumb() {
    target=thumbv7em-none-eabi
    [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] && return
    have rustup && rustup target add "$target" >/dev/null 2>&1 && return
    want rustc-web test -x /usr/bin/rustc
    want cargo-web test -x /usr/bin/cargo
    want rust-web-src test -d /usr/lib/rustlib/src/rust
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
        want python3 python3 -c 'import xml.parsers.expat'
        ;;
    bench)
        rust
        want valgrind have valgrind
        want libexpat1-dev header expat.h
        want libxml2-dev test -f /usr/include/libxml2/libxml/parser.h
        ;;
    footprint)
        rust
        thumb
        want gcc-arm-none-eabi have arm-none-eabi-gcc
        want libnewlib-arm-none-eabi test -d /usr/lib/arm-none-eabi/newlib
        want qemu-system-arm have qemu-system-arm
        want valgrind have valgrind
        ;;
    *)
        say "need.sh: no group '$group'"
        exit 2
        ;;
    esac
done
[ -n "$packages" ] || exit 0

packages=$(printf '%s\n' $packages | sort -u | tr '\n' ' ')
sudo=
[ "$(id -u)" = 0 ] || sudo='sudo -n'
if have apt-get && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
    say "installing: $packages"
    log=$(mktemp)
    install="$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
    if { $sudo apt-get update && $install $packages; } >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
fi
say "Something is missing. On Debian and Ubuntu, install it with:"
say "  sudo apt-get install $packages"
exit 1
