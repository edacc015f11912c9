# What Zephyr's functions would do with a module: prints the library and the folder of the header.
function(zephyr_library_import name file)
    message(STATUS "library ${name} ${file}")
endfunction()
function(zephyr_include_directories)
    message(STATUS "include ${ARGV}")
endfunction()
include("${CMAKE_CURRENT_LIST_DIR}/../../../examples/link/zephyr/zephyr/CMakeLists.txt")
