#!/bin/sh
# Builds the static library that C programs link.
#
#   ffi/archive.sh [--lean] OUTPUT [TARGET [PROFILE]]
#
# OUTPUT is the file to write, for example build/libsoapstone.a. TARGET is a Rust target such as thumbv7em-none-eabi;
# empty means this machine; ffi/targets.txt has those of devices, ffi/toolchain.sh chooses the compiler. PROFILE is
# release, firmware-s, firmware-z or firmware-3: release by default. --lean leaves out what docs/linking.md lists, with a
# clear error where a message or a call needs it.
#
# rustc's archive is 5 MB of objects. What C can reach is linked into one object, everything but soapstone_* becomes
# local, and debug information goes: the memcpy of an image is never re-bound to Rust's, and two such archives fit
# into one program. What it may need of that program is listed in ffi/symbols.txt.
set -eu

lean=
if [ "${1:-}" = --lean ]; then
    lean=--no-default-features
    shift
fi
[ $# -ge 1 ] || { echo "usage: $0 [--lean] OUTPUT [TARGET [PROFILE]]" >&2; exit 2; }
output=$1
target=${2:-}
profile=${3:-release}
root=$(cd "$(dirname "$0")/.." && pwd)

prefix=$(awk -v target="$target" '$1 == target { print $2 }' "$root/ffi/targets.txt")
case $target in
riscv32*) emulation='-m elf32lriscv' ;;
*) emulation= ;;
esac

# Where flash is short, SHA-256 is a loop: unrolled it takes 6 KB more.
case $profile in
firmware-[sz]) export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }--cfg sha2_backend_soft=\"compact\"" ;;
esac

# Where flash is shortest: as core/build.rs says of core, and with what of LLVM makes code smaller and is not on by itself:
# values are not kept in registers for a whole loop, of which one more would have to be saved and restored, and blocks stand
# where fewest jumps are needed: 1.4 % of the code. An older LLVM that lacks one does without it.
small=
case $profile in
firmware-z)
    small='--cfg small'
    known=$(sh "$root/ffi/toolchain.sh" "$target" rustc -Cllvm-args=--help-list-hidden 2>/dev/null || :)
    for option in disable-machine-licm disable-constant-hoisting join-globalcopies apply-ext-tsp-for-size; do
        case $known in
        *--$option*) small="$small -Cllvm-args=-$option" ;;
        esac
    done
    ;;
esac

# Every device has a folder of its own, and so has the lean build, so that several can be built at the same time.
build=${CARGO_TARGET_DIR:-$root/target}${lean:+/lean}${target:+/devices}
# Crate type staticlib alone: together with rlib the archive would lose its link-time optimisation.
compile() {
    # shellcheck disable=SC2086
    (cd "$root" && sh ffi/toolchain.sh "$target" cargo rustc --quiet --package soapstone-ffi --lib \
        --crate-type staticlib --profile "$profile" --target-dir "$build${target:+/$target}" \
        ${target:+--target "$target"} $lean -- --cfg soapstone_archive $small $emit)
}
# On thumb targets the code is wanted as text, too.
emit=
[ "${target#thumb}" = "$target" ] || emit='--emit asm,link'
compile
built=$build/${target:+$target/$target/}$profile/libsoapstone_c.a

mkdir -p "$(dirname "$output")"
if ! command -v "${prefix}ld" >/dev/null || ! command -v "${prefix}objcopy" >/dev/null; then
    echo "archive.sh: no ${prefix}ld and ${prefix}objcopy; $output is rustc's archive as it is" >&2
    cp "$built" "$output"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# On a board no function keeps a frame pointer: that takes a register, 4 % of the code and as many of the instructions. On
# thumb targets rustc knows no way to leave it out, but LLVM takes attributes by the names of functions, and the build above
# has told those. The file has a new name whenever the names change, so that cargo builds anew; LLVM tells of every name
# that one crate has and another lacks, which is nothing to be told of.
case $target-$profile in
thumb*-firmware-[sz3])
    names=$build/$target/frame-pointers
    mkdir -p "$names"
    "${prefix}nm" --defined-only --format=posix "$built" 2>/dev/null |
        sed -n 's/^\(_[RZ][^ ]*\|soapstone_[^ ]*\) [tT] .*/\1,frame-pointer=none/p' | sort -u >"$work/names"
    file=$names/$(cksum <"$work/names" | tr ' ' -).csv
    cp "$work/names" "$file"
    export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }-Cllvm-args=-forceattrs-csv-path=$file"
    compile 2>"$work/told" || failed=yes
    sed '/^Function in CSV file at line [0-9]* does not exist/d' "$work/told" >&2
    [ -z "${failed:-}" ] || exit 1
    ;;
esac

"${prefix}nm" --defined-only --extern-only --format=posix "$built" 2>/dev/null |
    sed -n 's/^\(soapstone_[a-z0-9_]*\) T .*/\1/p' | sort -u >"$work/symbols"
[ -s "$work/symbols" ] || { echo "archive.sh: $built exports nothing" >&2; exit 1; }

# For a board, memcpy and the arithmetic that the machine lacks come from the C program: its compiler needs them as well,
# and they would be there twice.
if [ -n "$emulation$prefix" ]; then
    cp "$built" "$work/built.a"
    "${prefix}ar" t "$built" | grep '^compiler_builtins-' | xargs "${prefix}ar" d "$work/built.a"
    built=$work/built.a
fi

# LLVM puts constants of 4, 8, 16 and 32 bytes into a section for each of these lengths, of which a linker keeps all for
# the sake of one: 800 bytes in every program. In the text each gets a section of its own.
if [ -n "$emit" ] && command -v "${prefix}as" >/dev/null; then
    object=$("${prefix}ar" t "$built" | grep '^soapstone_c-')
    awk '/^\t\.section\t\.rodata\.cst/ { held = "\n"; next }
        held && /^[^\t].*:/ { sub(/:.*/, ""); $0 = "\t.section\t.rodata." $0 ",\"a\",%progbits" held $0 ":"; held = "" }
        held { held = held $0 "\n"; next }
        !/^\t\.(file|loc)\t/' "$build/$target/$target/$profile/deps/${object%%.*}.s" |
        "${prefix}as" -o "$work/$object" -
    "${prefix}ar" r "$built" "$work/$object"
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
