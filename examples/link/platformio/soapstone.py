"""Chooses the archive that goes with the board.

The folder of this library holds include/soapstone.h and TARGET/libsoapstone.a, copied from include and build of
soapstone.
"""

import os

Import("env")  # noqa: F821

CPUS = {
    "cortex-m0": "thumbv6m-none-eabi",
    "cortex-m0plus": "thumbv6m-none-eabi",
    "cortex-m3": "thumbv7m-none-eabi",
    "cortex-m4": "thumbv7em-none-eabi",
    "cortex-m7": "thumbv7em-none-eabi",
    "cortex-m33": "thumbv8m.main-none-eabi",
}
CHIPS = {
    "esp32c2": "riscv32imc-unknown-none-elf",
    "esp32c3": "riscv32imc-unknown-none-elf",
    "esp32c6": "riscv32imac-unknown-none-elf",
    "esp32h2": "riscv32imac-unknown-none-elf",
}


def target_of(cpu, chip, flags):
    """The target of a board: its processor, its chip, and the compiler's options; None if there is no archive."""
    target = CHIPS.get(chip, CPUS.get(cpu))
    hard = any("float-abi=hard" in str(flag) for flag in flags)
    if target and hard and target.startswith(("thumbv7em", "thumbv8m")):
        target += "hf"
    return target


board = env.BoardConfig()  # noqa: F821
options = env.get("CCFLAGS", []) + env.get("LINKFLAGS", [])  # noqa: F821
target = target_of(board.get("build.cpu", ""), board.get("build.mcu", ""), options)
if target is None:
    raise SystemExit("soapstone: no archive is built for this board")
folder = os.path.join(os.getcwd(), target)
if not os.path.exists(os.path.join(folder, "libsoapstone.a")):
    raise SystemExit("soapstone: no %s/libsoapstone.a; build it with `make archives` of soapstone" % folder)
env.Append(LIBPATH=[folder], LIBS=["soapstone"])  # noqa: F821
