#!/usr/bin/env bash
# Builds the clients and services of examples/ and lets them talk through pipes.
#
# The static library must be there (make lib). Closes with the line `N passed, N failed`; exits 1 on any failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
cc=${CC:-cc}
library=build/libsoapstone.a
out=build/demo
flags="-std=c99 -O2 -Wall -Wextra -Wpedantic -Werror -Iinclude -Iexamples/c-common"
common="examples/c-common/chunks.c examples/c-common/heap.c examples/c-common/report.c examples/c-common/system.c"

mkdir -p "$out"
for program in client server controller device; do
    # shellcheck disable=SC2086
    "$cc" $flags "examples/c-$program"/*.c $common "$library" -o "$out/$program"
done

heap='malloc|calloc|realloc|free|aligned_alloc|posix_memalign|memalign|mmap|sbrk|brk'
found=$(nm "$library" 2>/dev/null | grep -wE "U ($heap)" || true)

printf 'soapstone demo: C programs without a heap, in pairs joined by two pipes\n\n'
printf '  library   %s; heap functions it needs: %s\n' "$library" "${found:-none}"
printf '  programs  in examples; every malloc in them is counted, the C library'"'"'s too\n'
printf '  messages  travel in chunks of at most 102,400 bytes\n'

passed=0 failed=0
if [ -z "$found" ]; then passed=1; else failed=1; fi
exec 3>&1

# talk SERVER CLIENT CALLS: the client makes so many calls in each version.
talk() {
    local version server calls=$3 wrong
    for version in 1.1 1.2; do
        printf '\n  %-16s%-10s %10s %10s  %-14s %s\n' "SOAP $version" "$2" 'bytes in' 'bytes out' ' workspace' 'allocations'
        rm -f "$out/request" "$out/answer"
        mkfifo "$out/request" "$out/answer"
        "$out/$1" <"$out/request" >"$out/answer" 2>&3 &
        server=$!
        wrong=0
        "$out/$2" "$version" >"$out/request" <"$out/answer" 2>&3 || wrong=$?
        wait "$server" || wrong=$((wrong == 0 ? 1 : wrong))
        [ "$wrong" -le "$calls" ] || wrong=$calls
        passed=$((passed + calls - wrong)) failed=$((failed + wrong))
    done
    rm -f "$out/request" "$out/answer"
}

talk server client 5
talk device controller 11

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
