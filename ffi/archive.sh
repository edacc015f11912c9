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
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/program"
while :; do
    case ${1:-} in
    --lean) lean=--no-default-features ;;
    --for)
        [ -f "${2:-}" ] || { echo "archive.sh: --for takes an object or an archive, not '${2:-}'" >&2; exit 2; }
        echo "$2" >>"$work/program"
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
if [ -s "$work/program" ] && [ -z "$prefix" ]; then
    echo "archive.sh: --for is for the targets of ffi/targets.txt" >&2
    exit 2
fi

# Where flash is short, SHA-256 is a loop: unrolled it takes 6 KB more.
case $profile in
firmware-[sz]) export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }--cfg sha2_backend_soft=\"compact\"" ;;
esac

# Where flash is shortest: as core/build.rs says of core, and with what of LLVM makes code smaller and is not on by itself.
# Values are not kept in registers for a whole loop, of which one more would have to be saved and restored; what is spilled,
# and where registers are saved, is not moved to spare a path; blocks stand where fewest jumps are needed, and two that end
# alike share even one instruction. What functions have in common is not made a function: a program would have many of
# these, and few of those that share them. Together 3 % of the code. An older LLVM that lacks one does without it.
small=
options=
case $profile in
firmware-z)
    small='--cfg small'
    known=$(sh "$root/ffi/toolchain.sh" "$target" rustc -Cllvm-args=--help-list-hidden 2>/dev/null || :)
    for option in disable-machine-licm disable-constant-hoisting join-globalcopies apply-ext-tsp-for-size \
        enable-machine-outliner=never grow-region-complexity-budget=0 split-spill-mode=size \
        enable-shrink-wrap=false tail-merge-size=1 min-bit-test-cmps=5; do
        case $known in
        *--"${option%=*}"*) options="$options -$option" ;;
        esac
    done
    ;;
esac

# each WORD OPTION...: the options, the word before each.
each() {
    word=$1
    shift
    for option; do printf '%s%s ' "$word" "$option"; done
}

# Every device has a folder of its own, and so has the lean build, so that several can be built at the same time.
build=${CARGO_TARGET_DIR:-$root/target}${lean:+/lean}${target:+/devices}
# Crate type staticlib alone: together with rlib the archive would lose its link-time optimisation.
compile() {
    # shellcheck disable=SC2046,SC2086
    (cd "$root" && sh ffi/toolchain.sh "$target" cargo rustc --quiet --package soapstone-ffi --lib \
        --crate-type staticlib --profile "$profile" --target-dir "$build${target:+/$target}" \
        ${target:+--target "$target"} $lean -- --cfg soapstone_archive $small $(each -Cllvm-args= $options) $emit)
}
# For boards the bitcode is wanted, too, from which it is chosen what a program needs, and on thumb targets the code as text.
emit=
case $target in
thumb*) emit='--emit asm,link,llvm-bc' ;;
riscv*) emit='--emit link,llvm-bc' ;;
esac
compile
folder=$build/${target:+$target/$target/}$profile
built=$folder/libsoapstone_c.a

mkdir -p "$(dirname "$output")"
if ! command -v "${prefix}ld" >/dev/null || ! command -v "${prefix}objcopy" >/dev/null; then
    echo "archive.sh: no ${prefix}ld and ${prefix}objcopy; $output is rustc's archive as it is" >&2
    cp "$built" "$output"
    exit 0
fi

# On thumb targets with an assembler there is the text of the library's object, too.
find_object() {
    object=$("${prefix}ar" t "$built" | grep '^soapstone_c-')
    text=
    if [ "${target#thumb}" != "$target" ] && command -v "${prefix}as" >/dev/null; then
        text=$folder/deps/${object%%.*}.s
    fi
}
find_object

# names KIND FILE...: the names of this kind (T, U) that start with soapstone_.
names() {
    kind=$1
    shift
    "${prefix}nm" --extern-only --format=posix "$@" 2>/dev/null |
        sed -n "s/^\\(soapstone_[a-z0-9_]*\\) $kind.*/\\1/p" | sort -u
}
names T "$built" >"$work/symbols"
[ -s "$work/symbols" ] || { echo "archive.sh: $built exports nothing" >&2; exit 1; }

# attributes FILE: on a board no function of an object or an archive keeps a frame pointer: that takes a register, 4 % of the
# code and as many of the instructions. On thumb targets rustc knows no way to leave it out, but LLVM takes attributes by the
# names of functions. The file has a new name whenever the names change, so that cargo builds anew.
attributes() {
    "${prefix}nm" --defined-only --format=posix "$1" 2>/dev/null |
        sed -n 's/^\(_[RZ][^ ]*\|soapstone_[^ ]*\) [tT] .*/\1,frame-pointer=none/p' | sort -u >"$work/attributes"
    file=$build/$target/frame-pointers/$(cksum <"$work/attributes" | tr ' ' -).csv
    mkdir -p "$(dirname "$file")"
    cp "$work/attributes" "$file"
    printf '%s' "-forceattrs-csv-path=$file"
}

# again COMMAND...: without what LLVM says of every name that one module has and another lacks.
again() {
    "$@" 2>"$work/told" || failed=yes
    sed '/^Function in CSV file at line [0-9]* does not exist/d' "$work/told" >&2
    [ -z "${failed:-}" ] || exit 1
}

# assemble: the object of the library from its text. LLVM puts constants of 4, 8, 16 and 32 bytes into a section for each of
# these lengths, of which a linker keeps all for the sake of one: 800 bytes in every program. Here each gets one of its own.
assemble() {
    awk '/^\t\.section\t\.rodata\.cst/ { held = "\n"; next }
        held && /^[^\t].*:/ { sub(/:.*/, ""); $0 = "\t.section\t.rodata." $0 ",\"a\",%progbits" held $0 ":"; held = "" }
        held { held = held $0 "\n"; next }
        !/^\t\.(file|loc|addrsig|addrsig_sym)([ \t]|$)/' "$text" | "${prefix}as" -o "$work/$object" -
}

# reduce OPTION...: the object of the library as it is for who calls what $work/symbols names. What nobody calls any more is
# gone, and what one function calls can be a part of that. Once more where flash is shortest, what is hardly longer than a call
# stands in the place of the call: there are fewer of these places now.
reduce() {
    passes='lto<O3>'
    inline=
    case $profile in
    firmware-s) passes='lto<Os>' ;;
    firmware-z) passes='lto<Oz>' inline=-inline-threshold=8 ;;
    esac
    if [ -n "$text" ]; then form=--lto-emit-asm; else form=--lto-obj-path=$work/$object; fi
    # shellcheck disable=SC2046,SC2086
    "$lld" -flavor gnu --entry=0 --gc-sections --unresolved-symbols=ignore-all -o "$work/reduced" "$form" \
        --lto-newpm-passes="forceattrs,$passes,mergefunc" $(each '-u ' $(cat "$work/symbols")) \
        $(each '-mllvm ' $options $inline "$@") "$folder/deps/${object%%.*}.bc"
    [ -z "$text" ] || { text=$work/reduced.lto.s && assemble; }
}

thumb=
case $target-$profile in
thumb*-firmware-[sz3]) thumb=yes ;;
esac
if [ -s "$work/program" ]; then
    lld=$(echo "$(sh "$root/ffi/toolchain.sh" "$target" rustc --print sysroot)"/lib/rustlib/*/bin/rust-lld)
    [ -x "$lld" ] || lld=$(command -v ld.lld) || { echo 'archive.sh: --for needs rust-lld or lld' >&2; exit 3; }
    mv "$work/symbols" "$work/offered"
    # The hook for panics stays one that the program may define.
    { echo soapstone_panic && while read -r file; do names U "$file"; done <"$work/program"; } |
        sort -u | comm -12 - "$work/offered" >"$work/symbols"
    reduce
    [ -z "$thumb" ] || again reduce "$(attributes "$work/$object")"
else
    if [ -n "$thumb" ]; then
        export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }-Cllvm-args=$(attributes "$built")"
        again compile
        find_object
    fi
    [ -z "$text" ] || assemble
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
"${prefix}ld" $emulation -r --gc-sections $(each '-u ' $(cat "$work/symbols")) -o "$work/soapstone.o" "$built"
"${prefix}objcopy" --keep-global-symbols="$work/symbols" --weaken-symbol=soapstone_panic --strip-debug \
    --remove-section=.comment --remove-section=.llvmbc --remove-section=.llvmcmd $unwinding "$work/soapstone.o"
sed '/^#/d' "$root/ffi/symbols.txt" >"$work/known"
"${prefix}nm" --undefined-only --format=posix "$work/soapstone.o" | sed 's/ .*//' | grep -vxF -f "$work/known" \
    >"$work/unknown" && { echo "archive.sh: ffi/symbols.txt lacks" $(cat "$work/unknown") >&2; exit 1; }
"${prefix}ar" rcsD "$work/libsoapstone.a" "$work/soapstone.o"
mv "$work/libsoapstone.a" "$output"
