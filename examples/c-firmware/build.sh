#!/bin/sh
# Builds programs of this folder for a board.
#
#   examples/c-firmware/build.sh BOARD FOLDER PROGRAM...
#
# BOARD is microbit, lm3s6965evb, mps2-an385, mps2-an386, virt, sifive_e, or host for this machine. Each PROGRAM (serial)
# is left in FOLDER under its name. The library is built first, for size; OPT=s or OPT=3 makes it faster and larger, and
# LIBRARY=FILE takes one that is there. Exit status 3: a compiler is missing; what to install is said.
set -eu

[ $# -ge 3 ] || { echo "usage: $0 BOARD FOLDER PROGRAM..." >&2; exit 2; }
board=$1
folder=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

arm='arm-none-eabi-gcc -mthumb --specs=nano.specs'
riscv='riscv64-unknown-elf-gcc -march=rv32imac -mabi=ilp32 --specs=picolibc.specs'
chip=$board
case $board in
microbit) target=thumbv6m-none-eabi family=cortex-m cc="$arm -mcpu=cortex-m0" ;;
lm3s6965evb) target=thumbv7m-none-eabi family=cortex-m cc="$arm -mcpu=cortex-m3" ;;
mps2-an385) target=thumbv7m-none-eabi family=cortex-m cc="$arm -mcpu=cortex-m3" chip=mps2 ;;
mps2-an386)
    target=thumbv7em-none-eabihf family=cortex-m chip=mps2
    cc="$arm -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard"
    ;;
virt | sifive_e) target=riscv32imac-unknown-none-elf family=riscv cc=$riscv ;;
host) target='' family='' cc=${CC:-cc} ;;
*) echo "$0: there is no board $board" >&2; exit 2 ;;
esac
case $family in
cortex-m) packages='gcc-arm-none-eabi libnewlib-arm-none-eabi' ;;
riscv) packages='gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf' ;;
*) packages=build-essential ;;
esac
command -v "${cc%% *}" >/dev/null || { echo "apt-get install $packages" >&2; exit 3; }

mkdir -p "$folder"
library=${LIBRARY:-$folder/libsoapstone.a}
[ -n "${LIBRARY:-}" ] || sh "$root/ffi/archive.sh" "$library" "$target" "${target:+firmware-${OPT:-z}}"

cc="$cc -std=c99 -Os -g -Wall -Wextra -Wpedantic -Werror -ffunction-sections -fdata-sections -I$root/include -I$here"
cc="$cc -I$here/boards"
for program in "$@"; do
    case $program in
    serial) sources='serial.c device.c clock.c caller.c report.c' stack=6K ;;
    *) echo "$0: there is no program $program" >&2; exit 2 ;;
    esac
    sources=$(for source in $sources; do echo "$here/$source"; done)
    if [ -n "$target" ]; then
        # shellcheck disable=SC2086
        $cc -nostartfiles -L"$here/boards" -T"$chip.ld" -Wl,--defsym,STACK=$stack -Wl,--gc-sections,-z,noexecstack,-Map="$folder/$program.map" \
            $sources "$here/boards/start.c" "$here/boards/$family.c" "$here/boards/$chip.c" "$library" -o "$folder/$program"
    else
        # shellcheck disable=SC2086
        $cc $sources "$here/boards/host.c" "$library" -o "$folder/$program"
    fi
done
