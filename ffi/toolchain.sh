#!/bin/sh
# Runs a command with a Rust compiler that can build for a target, or says which compiler that is.
#
#   ffi/toolchain.sh TARGET COMMAND [ARGUMENT...]     for example: thumbv6m-none-eabi cargo build --target ...
#   ffi/toolchain.sh TARGET                           prints which compiler, and where its `core` comes from
#
# Two ways are tried. The compiler at hand, when it has the target or rustup can add it; else Debian's (rustc-web,
# cargo-web, rust-web-src), which builds `core` from source. SOAPSTONE_RUST=debian goes the second way at once. With
# neither, what to install is said, and the exit status is 3. An empty TARGET is this machine: nothing is looked for.
set -eu

[ $# -ge 1 ] || { echo "usage: $0 TARGET [COMMAND [ARGUMENT...]]" >&2; exit 2; }
target=$1
shift
core=/usr/lib/rustlib/src/rust/library/core

has() { [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; }
at_hand() {
    command -v rustc >/dev/null 2>&1 || return 1
    has || { command -v rustup >/dev/null 2>&1 && rustup --quiet target add "$target" >/dev/null 2>&1 && has; }
}

from=
if [ -n "$target" ]; then
    if [ "${SOAPSTONE_RUST:-}" != debian ] && at_hand; then
        :
    elif [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && [ -d $core ]; then
        from='core from source, '
        unset CARGO RUSTC RUSTUP_TOOLCHAIN
        # Debian's compiler comes without rust-lld.
        linker=$(awk -v target="$target" '$1 == target { print $2 "ld" }' "$(dirname "$0")/targets.txt")
        name=CARGO_TARGET_$(echo "$target" | tr 'a-z.-' 'A-Z__')_LINKER
        export PATH="/usr/bin:/bin:$PATH" RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=core "$name=$linker"
    else
        echo "no Rust compiler for $target. Install one: rustup target add $target" >&2
        echo "or on Debian: sudo apt-get install rustc-web cargo-web rust-web-src" >&2
        exit 3
    fi
fi
[ $# = 0 ] || exec "$@"
[ -n "$from" ] || ! command -v rustup >/dev/null 2>&1 || from='target from rustup, '
echo "$from$(rustc --version)"
