#!/bin/sh
# Puts the library into machine code for a board once more, from the bitcode that rustc leaves.
#
#   ffi/codegen.sh BITCODE OBJECT TARGET PROFILE SYMBOLS FUNCTIONS [alone]
#
# OBJECT is the file to write, SYMBOLS lists what a program may call, FUNCTIONS what functions there are. `alone` says that
# SYMBOLS are all that is called: what nobody calls any more is gone, and what one function calls can be a part of that.
#
# LLVM's linker does it: rust-lld, or an ld.lld of the same version. Without one the exit status is 3.
# - No function keeps a frame pointer: that takes a register, 4 % of the code and as many of the instructions. On thumb
#   targets rustc knows no way to leave it out, but LLVM takes attributes by the names of functions.
# - Where flash is shortest, each function has the shortest of the forms that the ways of ffi/ways.txt give it: 3 % of the
#   code. They do the same, and call one another in the same way. That takes an assembler, and a thumb target.
set -eu

bitcode=$1
object=$2
target=$3
profile=$4
symbols=$5
functions=$6
alone=${7:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

prefix=$(awk -v target="$target" '$1 == target { print $2 }' "$here/targets.txt")
rustc() { sh "$here/toolchain.sh" "$target" rustc "$@"; }
llvm=$(rustc --version --verbose | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
lld=$(command -v "$(echo "$(rustc --print sysroot)"/lib/rustlib/*/bin/rust-lld)" || command -v "ld.lld-$llvm") || exit 3
known=$("$lld" -flavor gnu -mllvm --help-list-hidden)

# link OPTION...: without what LLVM says of a name in the list of attributes that this module lacks.
link() {
    # shellcheck disable=SC2046
    "$lld" -flavor gnu --entry=0 --gc-sections --unresolved-symbols=ignore-all $(sed 's/^/-u /' "$symbols") "$@" \
        2>"$work/told" && return
    sed '/^Function in CSV file at line [0-9]* does not exist/d' "$work/told" >&2
    return 1
}

# put FORM OUTPUT WAY: into machine code in this way, as a text or as an object.
put() {
    passes=forceattrs
    options=
    for word in $3; do
        case $word in
        *'('*) passes=$word ;;
        *) case $known in *--"${word%%=*}"*) options="$options -mllvm -$word" ;; esac ;;
        esac
    done
    # shellcheck disable=SC2086
    link "$work/library.bc" "$1" -o "$2" --lto-newpm-passes="$passes" $options
}

# clean NUMBER: a text without what is told to debuggers, of which labels differ from those of other texts.
# LLVM puts constants of 4, 8, 16 and 32 bytes into a section for each of these lengths, of which a linker keeps all for the
# sake of one: 800 bytes in every program. Here each gets one of its own. And GNU's assembler takes the long form of an
# addition of two low registers unless the short one is spelled for it: 170 bytes of a client.
clean() {
    awk -v mark=".Lt$1_" '
        /^\t\.section\t/ { skip = /^\t\.section\t\.debug_/; held = "" }
        skip || /^\t\.(file|loc|addrsig|addrsig_sym)([ \t]|$)/ { next }
        /^\t\.section\t\.rodata\.cst/ { held = "\n"; next }
        held && /^[^\t].*:/ { sub(/:.*/, ""); $0 = "\t.section\t.rodata." $0 ",\"a\",%progbits" held $0 ":"; held = "" }
        held { held = held $0 "\n"; next }
        /^\tadd\tr[0-7], r[0-7]$/ { $0 = "\t.inst.n\t" 17408 + 8 * substr($3, 2) + substr($2, 2) }
        { gsub(/\.Ltmp/, mark); print }' "$work/$1.lto.s" >"$work/$1.s"
}

# Where it makes the code smaller it is optimised once more: what SYMBOLS do not reach is gone, and what is hardly longer than
# a call stands in the place of the call.
passes=forceattrs
inline=
ways=
case $profile$alone in
firmware-z*)
    passes='forceattrs,default<Oz>,lto<Oz>,mergefunc'
    inline='-mllvm -inline-threshold=8'
    ways=$(sed '/^#/d' "$here/ways.txt")
    ;;
firmware-salone) passes='forceattrs,default<Os>,lto<Os>,mergefunc' ;;
esac
common=$(echo "$ways" | head -n 1)
sed 's/$/,frame-pointer=none/' "$functions" >"$work/attributes"
# shellcheck disable=SC2086
link "$bitcode" --lto-emit-llvm -o "$work/library.bc" --lto-newpm-passes="$passes" $inline \
    -mllvm "-forceattrs-csv-path=$work/attributes"

if [ "${target#thumb}" = "$target" ] || ! command -v "${prefix}as" >/dev/null; then
    put --lto-obj-path="$object" "$work/linked" "$common"
    exit
fi

# take NUMBER: the text of a way, and the sizes of its functions.
take() {
    clean "$1"
    "${prefix}as" -o "$work/$1.o" "$work/$1.s"
    "${prefix}size" -A "$work/$1.o" | awk -v way="$1" '/^\.text\./ { print way, $1, $2 }' >>"$work/sizes"
    echo "$work/$1.s" >>"$work/texts"
}
put --lto-emit-asm "$work/1" "$common"
take 1
count=2
echo "$ways" | sed 1d | while read -r way; do
    # Not every way is one for every target: the fewer registers there are, the more often they run out.
    put --lto-emit-asm "$work/$count" "$common $way" 2>/dev/null || continue
    take $count
    count=$((count + 1))
done

# Of each section with a function the shortest, and all the rest of the first text.
# shellcheck disable=SC2046
awk 'FILENAME == ARGV[1] { if (!($2 in size) || $3 < size[$2]) { size[$2] = $3; best[$2] = $1 }; next }
    FNR == 1 { way++; keep = way == 1 }
    /^\t\.section\t/ { name = $2; sub(/,.*/, "", name); keep = name in best ? best[name] == way : way == 1 }
    keep' "$work/sizes" $(cat "$work/texts") | "${prefix}as" -o "$object" -
