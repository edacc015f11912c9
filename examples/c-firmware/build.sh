#!/bin/sh
# Builds programs of this folder for a board.
#
#   examples/c-firmware/build.sh BOARD FOLDER PROGRAM...
#
# BOARD is microbit, lm3s6965evb, mps2-an385, mps2-an386, virt, sifive_e, or host for this machine. PROGRAM is serial, or
# task, which is for mps2-*. Each is left in FOLDER under its name. The library is built first, with opt-level s; OPT=z
# makes it smaller, OPT=3 faster, and LIBRARY=FILE takes one that is there. FREERTOS=FOLDER takes that FreeRTOS-Kernel
# and not the one in the package that freertos/Cargo.toml names. Exit status 3: a compiler is missing; the last line says
# what to install.
set -eu

[ $# -ge 3 ] || { echo "usage: $0 BOARD FOLDER PROGRAM..." >&2; exit 2; }
board=$1
folder=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

family=cortex-m
chip=$board
case $board in
microbit) target=thumbv6m-none-eabi ;;
lm3s6965evb) target=thumbv7m-none-eabi ;;
mps2-an385) target=thumbv7m-none-eabi chip=mps2 port=ARM_CM3 ;;
mps2-an386) target=thumbv7em-none-eabihf chip=mps2 port=ARM_CM4F ;;
virt | sifive_e) target=riscv32imac-unknown-none-elf family=riscv ;;
host) target='' family=host ;;
*) echo "$0: there is no board $board" >&2; exit 2 ;;
esac

machine=$(awk -v target="$target" '$1 == target { $1 = ""; $2 = $2 "gcc"; print }' "$root/ffi/targets.txt")
case $family in
cortex-m) cc="$machine --specs=nano.specs" packages='gcc-arm-none-eabi libnewlib-arm-none-eabi' ;;
riscv) cc="$machine --specs=picolibc.specs" packages='gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf' ;;
host) cc=${CC:-cc} packages=build-essential ;;
esac
# shellcheck disable=SC2086
set -- $cc -- "$@"
command -v "$1" >/dev/null || { echo "apt-get install $packages" >&2; exit 3; }
while [ "$1" != -- ]; do shift; done
shift

mkdir -p "$folder"
library=${LIBRARY:-$folder/libsoapstone.a}
[ -n "${LIBRARY:-}" ] || sh "$root/ffi/archive.sh" "$library" "$target" "${target:+firmware-${OPT:-s}}"

cc="$cc -std=c99 -Os -g -ffunction-sections -fdata-sections"
strict="-Wall -Wextra -Wpedantic -Werror -I$root/include -I$here -I$here/boards"

# link PROGRAM STACK FLAGS FILE...: into an image, whose RAM must leave so much for the stack.
link() {
    program=$1 stack=$2 flags=$3
    shift 3
    case $family in
    host) set -- "$@" "$here/boards/host.c" ;;
    *)
        set -- "$@" "$here/boards/start.c" "$here/boards/$family.c" "$here/boards/$chip.c" -nostartfiles \
            "-L$here/boards" "-T$chip.ld" "-Wl,--defsym,STACK=$stack,--gc-sections,-z,noexecstack,-Map,$folder/$program.map"
        ;;
    esac
    # shellcheck disable=SC2086
    (cd "$here" && $cc $strict $flags "$@" "$library" -o "$folder/$program")
}

# kernel FLAGS: what the task needs of FreeRTOS, compiled into $folder/freertos.
kernel() {
    mkdir -p "$folder/freertos"
    for source in tasks list stream_buffer "portable/GCC/$port/port"; do
        # shellcheck disable=SC2086
        $cc $1 -c "$FREERTOS/$source.c" -o "$folder/freertos/${source##*/}.o"
    done
}

# Where the package manager of Rust keeps the package that has FreeRTOS.
fetched() {
    cargo metadata --quiet --format-version 1 --locked --manifest-path "$here/freertos/Cargo.toml" | tr ',' '\n' |
        sed -n 's|^"manifest_path":"\(.*/freertos-next-[^/]*\)/Cargo.toml"$|\1/FreeRTOS-Kernel|p'
}

folder=$(cd "$folder" && pwd)
library=$(cd "$(dirname "$library")" && pwd)/${library##*/}
for program in "$@"; do
    case $program-$chip in
    serial-host) link serial 0 '' serial.c device.c clock.c caller.c report.c ;;
    serial-*) link serial 6K '' serial.c device.c clock.c caller.c report.c boards/line.c "boards/$family-timer.c" ;;
    task-mps2)
        FREERTOS=${FREERTOS:-$(fetched)}
        [ -f "$FREERTOS/tasks.c" ] || { echo "$0: no FreeRTOS-Kernel in '$FREERTOS'" >&2; exit 1; }
        flags="-isystem $here/freertos -isystem $FREERTOS/include -isystem $FREERTOS/portable/GCC/$port"
        kernel "$flags"
        link task 1K "$flags" task.c exchange.c device.c clock.c caller.c report.c "$folder"/freertos/*.o
        ;;
    *) echo "$0: there is no program $program for $board" >&2; exit 2 ;;
    esac
done
