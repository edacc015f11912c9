#!/bin/sh
# Prints the target whose archive goes with a compiler and its options, as the compiler's own macros tell it.
#
#   target.sh COMPILER [OPTION...]        for example: target.sh arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb
#
# For a compiler of this machine that is an empty line. Exit status 1: there is no archive for that processor.
"$@" -dM -E -x c /dev/null | awk '
    { defined[$2] = $3 }
    END {
        hard = "__ARM_PCS_VFP" in defined ? "hf" : ""
        if ("__ARM_ARCH_6M__" in defined) print "thumbv6m-none-eabi"
        else if ("__ARM_ARCH_7M__" in defined) print "thumbv7m-none-eabi"
        else if ("__ARM_ARCH_7EM__" in defined) print "thumbv7em-none-eabi" hard
        else if ("__ARM_ARCH_8M_MAIN__" in defined || "__ARM_ARCH_8_1M_MAIN__" in defined)
            print "thumbv8m.main-none-eabi" hard
        else if (defined["__riscv_xlen"] == 32 && "__riscv_float_abi_soft" in defined && "__riscv_compressed" in defined)
            print "__riscv_atomic" in defined ? "riscv32imac-unknown-none-elf" : "riscv32imc-unknown-none-elf"
        else if ("__linux__" in defined || "__APPLE__" in defined) print ""
        else exit 1
    }'
