#!/usr/bin/env bash
# Builds the clients and services of examples/ and lets them talk through pipes, and over TCP on this machine.
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
for program in controller device; do
    # shellcheck disable=SC2086
    "$cc" $flags "examples/c-$program"/*.c $common "$library" -o "$out/$program"
done

for program in client server; do
    # shellcheck disable=SC2086
    "$cc" $flags "examples/c-$program"/*.c examples/c-common/system.c examples/c-common/tcp.c "$library" \
        -o "$out/$program"
done

heap='malloc|calloc|realloc|free|aligned_alloc|posix_memalign|memalign|mmap|sbrk|brk'
found=$(nm "$library" 2>/dev/null | grep -wE "U ($heap)" || true)

printf 'soapstone demo: C programs without a heap, in pairs: two joined by pipes, two over TCP\n\n'
printf '  library   %s; heap functions it needs: %s\n' "$library" "${found:-none}"
printf '  programs  in examples; in those on pipes every malloc is counted, the C library'"'"'s too\n'
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

talk device controller 11

# over_tcp VERSION WHAT EXPECTED OPTION...: a call whose reply has this in it.
over_tcp() {
    local version=$1 what=$2 expected=$3 reply=$out/reply
    shift 3
    if "$out/client" --soap "$version" --ns urn:example:files --timeout 10000 "$@" "http://127.0.0.1:$port/" >"$reply" &&
        { [ -z "$expected" ] || grep -q "$expected" "$reply"; }; then
        printf '  SOAP %s  %s\n' "$version" "$what"
        passed=$((passed + 1))
    else
        printf '  SOAP %s  %s: failed\n' "$version" "$what"
        failed=$((failed + 1))
    fi
}

printf '\n  over TCP: the service has 7 KB of memory, the client 6\n\n'
rm -f "$out/ready" "$out/stored"
size=20000000
head -c "$size" /dev/urandom >"$out/attachment"
"$out/server" --connections 6 --timeout 10000 --store "$out/stored" --fetch "$out/attachment" >"$out/ready" 2>&3 &
server=$!
for _ in $(seq 100); do
    port=$(cut -d ' ' -f 2 "$out/ready")
    [ -z "$port" ] || break
    sleep 0.1
done
for version in 1.1 1.2; do
    over_tcp $version 'a text comes back' '>a &lt; b<' --entry Echo --child text --text 'a < b'
    over_tcp $version "an attachment is stored, $size bytes" ">$size<" --entry Store --child content --put "$out/attachment"
    over_tcp $version 'and fetched again, chunked' '' --entry Fetch --child content --text "$size" --get "$out/fetched"
done
for copy in stored fetched; do
    if cmp -s "$out/attachment" "$out/$copy"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
[ "$failed" = 0 ] || kill "$server" 2>/dev/null || true
wait "$server" || failed=$((failed + 1))

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
