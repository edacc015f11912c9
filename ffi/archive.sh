#!/bin/sh
# Builds the static library that C programs link.
#
#   ffi/archive.sh [--lean] [--for FILE]... OUTPUT [TARGET [PROFILE]]
#
# OUTPUT is the file to write, for example build/libsoapstone.a. TARGET is a Rust target such as thumbv7em-none-eabi;
# empty means this machine; ffi/targets.txt has those of devices, ffi/toolchain.sh chooses the compiler. PROFILE is
# release, firmware-s, firmware-z or firmware-3: release by default. --lean leaves out what docs/linking.md lists, with a
# clear error where a message or a call needs it. --for makes the archive of one program for a device: FILE is an object or
# an archive of that program, and what all of them call is compiled once more as if the library had nothing else.
#
# rustc's archive is 5 MB of objects. What C can reach is linked into one object, everything but soapstone_* becomes
# local, and debug information goes: the memcpy of an image is never re-bound to Rust's, and two such archives fit
# into one program. What it may need of that program is listed in ffi/symbols.txt.
set -eu

lean=
alone=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/program"
while :; do
    case ${1:-} in
    --lean) lean=--no-default-features ;;
    --for)
        [ -f "${2:-}" ] || { echo "archive.sh: --for takes an object or an archive, not '${2:-}'" >&2; exit 2; }
        echo "$2" >>"$work/program"
        alone=alone
        shift
        ;;
    *) break ;;
    esac
    shift
done
[ $# -ge 1 ] || { echo "usage: $0 [--lean] [--for FILE]... OUTPUT [TARGET [PROFILE]]" >&2; exit 2; }
output=$1
target=${2:-}
profile=${3:-release}
root=$(cd "$(dirname "$0")/.." && pwd)

prefix=$(awk -v target="$target" '$1 == target { print $2 }' "$root/ffi/targets.txt")
case $target in
riscv32*) emulation='-m elf32lriscv' ;;
*) emulation= ;;
esac
if [ -n "$alone" ] && [ -z "$prefix" ]; then
    echo "archive.sh: --for is for the targets of ffi/targets.txt" >&2
    exit 2
fi

# Where flash is short, SHA-256 is a loop: unrolled it takes 6 KB more.
case $profile in
firmware-[sz]) export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }--cfg sha2_backend_soft=\"compact\"" ;;
esac

# Where flash is shortest: as core/build.rs says of core, and without LLVM making functions of what others have in common, as
# ffi/ways.txt tells.
small=
case $profile in
firmware-z) small='--cfg small -Cllvm-args=-enable-machine-outliner=never' ;;
esac

# What is told to debuggers is left out below.
debug=CARGO_PROFILE_$(echo "$profile" | tr a-z- A-Z_)_DEBUG
eval "export $debug=\${$debug:-false}"

# Every device has a folder of its own, and so has the lean build, so that several can be built at the same time.
build=${CARGO_TARGET_DIR:-$root/target}${lean:+/lean}${target:+/devices}
# For a board the bitcode is wanted, too, which is put into machine code with less of it.
emit=
[ -z "$prefix" ] || emit='--emit link,llvm-bc'
# Crate type staticlib alone: together with rlib the archive would lose its link-time optimisation.
# shellcheck disable=SC2086
(cd "$root" && sh ffi/toolchain.sh "$target" cargo rustc --quiet --package soapstone-ffi --lib \
    --crate-type staticlib --profile "$profile" --target-dir "$build${target:+/$target}" \
    ${target:+--target "$target"} $lean -- --cfg soapstone_archive $small $emit)
folder=$build/${target:+$target/$target/}$profile
built=$folder/libsoapstone_c.a

mkdir -p "$(dirname "$output")"
if ! command -v "${prefix}ld" >/dev/null || ! command -v "${prefix}objcopy" >/dev/null; then
    echo "archive.sh: no ${prefix}ld and ${prefix}objcopy; $output is rustc's archive as it is" >&2
    cp "$built" "$output"
    exit 0
fi

# names KIND FILE...: the names of this kind (T, U) that start with soapstone_.
names() {
    kind=$1
    shift
    "${prefix}nm" --extern-only --format=posix "$@" 2>/dev/null |
        sed -n "s/^\\(soapstone_[a-z0-9_]*\\) $kind.*/\\1/p" | sort -u
}
names T "$built" >"$work/symbols"
[ -s "$work/symbols" ] || { echo "archive.sh: $built exports nothing" >&2; exit 1; }

if [ -n "$alone" ]; then
    mv "$work/symbols" "$work/offered"
    # The hook for panics stays one that the program may define.
    { echo soapstone_panic && while read -r file; do names U "$file"; done <"$work/program"; } |
        sort -u | comm -12 - "$work/offered" >"$work/symbols"
fi

object=$("${prefix}ar" t "$built" | grep '^soapstone_c-')
if [ -n "$prefix" ]; then
    "${prefix}nm" --defined-only --format=posix "$built" 2>/dev/null |
        sed -n 's/^\(_[RZ][^ ]*\|soapstone_[^ ]*\) [tT] .*/\1/p' | sort -u >"$work/functions"
    sh "$root/ffi/codegen.sh" "$folder/deps/${object%%.*}.bc" "$work/$object" "$target" "$profile" "$work/symbols" \
        "$work/functions" $alone || failed=$?
    case ${failed:-0}$alone in
    0*) ;;
    3) echo "archive.sh: no rust-lld or ld.lld of rustc's LLVM; $output is larger by a tenth and more" >&2 ;;
    3alone) echo 'archive.sh: --for needs rust-lld, or ld.lld of the same LLVM as rustc' >&2; exit 3 ;;
    *) exit 1 ;;
    esac
fi

# For a board, memcpy and the arithmetic that the machine lacks come from the C program: its compiler needs them as well,
# and they would be there twice.
if [ -n "$prefix" ]; then
    cp "$built" "$work/built.a"
    "${prefix}ar" t "$built" | grep '^compiler_builtins-' | xargs "${prefix}ar" d "$work/built.a"
    built=$work/built.a
    [ ! -f "$work/$object" ] || "${prefix}ar" r "$built" "$work/$object"
fi

# Nothing unwinds on a board, and tables for it would take 8 bytes of flash for each function.
unwinding=
for table in .ARM.exidx .ARM.extab .eh_frame; do
    [ -z "$prefix" ] || unwinding="$unwinding --remove-section=$table* --remove-section=.rel$table* --remove-section=.rela$table*"
done

# The bitcode that comes with precompiled parts is worthless once linked, and upsets tools that look at it.
# shellcheck disable=SC2046,SC2086
"${prefix}ld" $emulation -r --gc-sections $(sed 's/^/-u /' "$work/symbols") -o "$work/soapstone.o" "$built"
"${prefix}objcopy" --keep-global-symbols="$work/symbols" --weaken-symbol=soapstone_panic --strip-debug \
    --remove-section=.comment --remove-section=.llvmbc --remove-section=.llvmcmd $unwinding "$work/soapstone.o"
sed '/^#/d' "$root/ffi/symbols.txt" >"$work/known"
"${prefix}nm" --undefined-only --format=posix "$work/soapstone.o" | sed 's/ .*//' | grep -vxF -f "$work/known" \
    >"$work/unknown" && { echo "archive.sh: ffi/symbols.txt lacks" $(cat "$work/unknown") >&2; exit 1; }
"${prefix}ar" rcsD "$work/libsoapstone.a" "$work/soapstone.o"
mv "$work/libsoapstone.a" "$output"
