#!/usr/bin/env bash
# Builds the client and the service of examples/ and lets them talk through two pipes.
#
# The static library must be there (make lib). Closes with the line `N passed, N failed`; exits 1 on any failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
cc=${CC:-cc}
library=build/libsoapstone.a
out=build/demo
flags="-std=c99 -O2 -Wall -Wextra -Wpedantic -Werror -Iinclude -Iexamples/c-common"
common="examples/c-common/chunks.c examples/c-common/heap.c examples/c-common/report.c"

mkdir -p "$out"
for program in client server; do
    # shellcheck disable=SC2086
    "$cc" $flags "examples/c-$program/$program.c" $common "$library" -o "$out/$program"
done

heap='malloc|calloc|realloc|free|aligned_alloc|posix_memalign|memalign|mmap|sbrk|brk'
found=$(nm "$library" 2>/dev/null | grep -wE "U ($heap)" || true)

printf 'soapstone demo: a client and a service, two C programs without a heap, joined by two pipes\n\n'
printf '  library   %s; heap functions it needs: %s\n' "$library" "${found:-none}"
printf '  programs  examples/c-client, examples/c-server; every malloc in them is counted, the C library'"'"'s too\n'
printf '  messages  travel in chunks of at most 102,400 bytes\n'

calls=5 # that the client makes
passed=0 failed=0
if [ -z "$found" ]; then passed=1; else failed=1; fi
exec 3>&1
for version in 1.1 1.2; do
    printf '\n  %-16s%-8s %10s %10s  %-14s %s\n' "SOAP $version" '' 'bytes in' 'bytes out' ' workspace' 'allocations'
    rm -f "$out/request" "$out/answer"
    mkfifo "$out/request" "$out/answer"
    "$out/server" <"$out/request" >"$out/answer" 2>&3 &
    server=$!
    wrong=0
    "$out/client" "$version" >"$out/request" <"$out/answer" 2>&3 || wrong=$?
    wait "$server" || wrong=$((wrong == 0 ? 1 : wrong))
    [ "$wrong" -le "$calls" ] || wrong=$calls
    passed=$((passed + calls - wrong)) failed=$((failed + wrong))
done
rm -f "$out/request" "$out/answer"

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
