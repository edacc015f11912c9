# The target soapstone::soapstone, for any CMake project:
#
#     find_package(soapstone REQUIRED PATHS third_party/soapstone/examples/link/cmake)
#     target_link_libraries(firmware PRIVATE soapstone::soapstone)
#
# The archive that goes with the compiler and CMAKE_C_FLAGS is chosen as the compiler's own macros tell it. Flags that
# come by other ways are not seen: set SOAPSTONE_TARGET to a Rust target, or to "host". SOAPSTONE_ARCHIVES is the folder
# with the archives, build/ of soapstone by default.
cmake_minimum_required(VERSION 3.16)

get_filename_component(soapstone_root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT DEFINED SOAPSTONE_ARCHIVES)
    set(SOAPSTONE_ARCHIVES "${soapstone_root}/build")
endif()

if(NOT DEFINED SOAPSTONE_TARGET)
    separate_arguments(soapstone_flags NATIVE_COMMAND "${CMAKE_C_FLAGS}")
    set(soapstone_empty "${CMAKE_CURRENT_BINARY_DIR}/soapstone-empty.c")
    file(WRITE "${soapstone_empty}" "")
    execute_process(COMMAND "${CMAKE_C_COMPILER}" ${soapstone_flags} -dM -E "${soapstone_empty}"
        OUTPUT_VARIABLE soapstone_macros RESULT_VARIABLE soapstone_result)
    if(NOT soapstone_result EQUAL 0)
        message(FATAL_ERROR "soapstone: ${CMAKE_C_COMPILER} does not tell its macros; set SOAPSTONE_TARGET")
    endif()
    set(soapstone_hard "")
    if(soapstone_macros MATCHES "__ARM_PCS_VFP ")
        set(soapstone_hard "hf")
    endif()
    if(soapstone_macros MATCHES "__ARM_ARCH_6M__ ")
        set(SOAPSTONE_TARGET thumbv6m-none-eabi)
    elseif(soapstone_macros MATCHES "__ARM_ARCH_7M__ ")
        set(SOAPSTONE_TARGET thumbv7m-none-eabi)
    elseif(soapstone_macros MATCHES "__ARM_ARCH_7EM__ ")
        set(SOAPSTONE_TARGET thumbv7em-none-eabi${soapstone_hard})
    elseif(soapstone_macros MATCHES "__ARM_ARCH_8(_1)?M_MAIN__ ")
        set(SOAPSTONE_TARGET thumbv8m.main-none-eabi${soapstone_hard})
    elseif(soapstone_macros MATCHES "__riscv_xlen 32" AND soapstone_macros MATCHES "__riscv_float_abi_soft "
            AND soapstone_macros MATCHES "__riscv_compressed ")
        if(soapstone_macros MATCHES "__riscv_atomic ")
            set(SOAPSTONE_TARGET riscv32imac-unknown-none-elf)
        else()
            set(SOAPSTONE_TARGET riscv32imc-unknown-none-elf)
        endif()
    elseif(NOT CMAKE_CROSSCOMPILING)
        set(SOAPSTONE_TARGET host)
    else()
        message(FATAL_ERROR "soapstone: no archive is built for this processor")
    endif()
endif()

if(SOAPSTONE_TARGET STREQUAL "host")
    set(soapstone_archive "${SOAPSTONE_ARCHIVES}/libsoapstone.a")
    set(soapstone_command "make -C ${soapstone_root} lib")
else()
    set(soapstone_archive "${SOAPSTONE_ARCHIVES}/${SOAPSTONE_TARGET}/libsoapstone.a")
    set(soapstone_command "make -C ${soapstone_root} archives")
endif()
if(NOT EXISTS "${soapstone_archive}")
    message(FATAL_ERROR "soapstone: no ${soapstone_archive}; build it: ${soapstone_command}")
endif()

if(NOT TARGET soapstone::soapstone)
    add_library(soapstone::soapstone STATIC IMPORTED)
    set_target_properties(soapstone::soapstone PROPERTIES
        IMPORTED_LOCATION "${soapstone_archive}"
        INTERFACE_INCLUDE_DIRECTORIES "${soapstone_root}/include")
endif()
