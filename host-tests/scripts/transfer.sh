#!/usr/bin/env bash
# Sends bytes each way between two C programs over a loopback connection, in both framings of HTTP and with no protocol
# at all, and compares.
#
# usage: host-tests/scripts/transfer.sh [BYTES [ROUNDS]]
#
# Each round makes all three transfers; the best of each counts, for the machine may have other things to do. Processor
# time is that of both programs together, the system's part included. Closes with the line `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/../.."
bytes=${1:-1000000000} rounds=${2:-3}
out=build/transfer
most_resident=4096 most_memory=8192 # KB, bytes
wire=$(((bytes + 2) / 3 * 4))       # what base64 makes of so many bytes

mkdir -p "$out"
sh ffi/archive.sh "$out/libsoapstone.a" >"$out/archive.log" 2>&1 || { cat "$out/archive.log"; exit 1; }
"${CC:-cc}" -std=c99 -O2 -Wall -Wextra -Wpedantic -Werror -Iinclude examples/c-transfer/*.c "$out/libsoapstone.a" -o "$out/transfer"

# field LINE NAME [WHICH]: the value after the name.
field() {
    awk -v name="$2" -v which="${3:-1}" '{ for (i = 1; i < NF; i++) if ($i == name && ++n == which) { print $(i + 1); exit } }' <<<"$1"
}

# transfer FRAMING...: makes one, and leaves its lines in $client and $server.
transfer() {
    local plain=${2:-} port='' id line
    rm -f "$out/server.pipe"
    mkfifo "$out/server.pipe"
    # shellcheck disable=SC2086
    "$out/transfer" serve $plain >"$out/server.pipe" &
    id=$!
    exec 4<"$out/server.pipe"
    read -r line <&4
    port=${line#ready }
    # shellcheck disable=SC2086
    client=$("$out/transfer" call "$port" "$bytes" "$1" $plain) || true
    read -r server <&4 || server=
    wait "$id" || true
    exec 4<&-
}

passed=0 failed=0
# check NAME CONDITION...: counts it.
check() {
    local name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        printf 'FAIL %s\n  %s\n  %s\n' "$name" "$client" "$server"
    fi
}

# arrived A B: whether what A sent is what B received: at least as many bytes as the content, and the same digest.
arrived() {
    [ "$(field "$1" status)" = ok ] && [ "$(field "$1" sent)" -ge "$wire" ] &&
        [ "$(field "$1" sent)" = "$(field "$2" received)" ] && [ "$(field "$1" digest 1)" = "$(field "$2" digest 2)" ]
}

small() {
    local line
    for line in "$client" "$server"; do
        [ "$(field "$line" resident)" -le "$most_resident" ] && [ "$(field "$line" workspace)" -le "$most_memory" ] || return 1
    done
}

declare -A best_seconds best_cpu
resident=0 memory=0 peak=0
for ((round = 0; round < rounds; round++)); do
    for how in length chunked plain; do
        if [ "$how" = plain ]; then transfer length plain; else transfer "$how"; fi
        check "$how: from the client to the server" arrived "$client" "$server"
        check "$how: from the server to the client" arrived "$server" "$client"
        check "$how: memory" small
        seconds=$(field "$client" seconds)
        cpu=$(awk -v a="$(field "$client" cpu)" -v b="$(field "$server" cpu)" 'BEGIN { print a + b }')
        best_seconds[$how]=$(printf '%s\n%s\n' "$seconds" "${best_seconds[$how]:-$seconds}" | sort -g | head -n 1)
        best_cpu[$how]=$(printf '%s\n%s\n' "$cpu" "${best_cpu[$how]:-$cpu}" | sort -g | head -n 1)
        if [ "$how" != plain ]; then
            for line in "$client" "$server"; do
                value=$(field "$line" resident); [ "$value" -le "$resident" ] || resident=$value
                value=$(field "$line" peak); [ "$value" -le "$peak" ] || peak=$value
                memory=$(field "$line" workspace)
            done
        fi
    done
done

# The same content through the client and the server that users copy: examples/c-client and examples/c-server.
flags="-std=c99 -O2 -Iinclude -Iexamples/c-common"
for program in client server; do
    # shellcheck disable=SC2086
    "${CC:-cc}" $flags "examples/c-$program"/*.c examples/c-common/{system,tcp}.c "$out/libsoapstone.a" -o "$out/$program"
done
head -c "$bytes" /dev/urandom >"$out/content"

high_water() { awk '/^VmHWM/ { print $2 }' "/proc/$1/status" 2>/dev/null; }

# call ENTRY OPTION...: leaves the reply in $reply, what the client tells in $told, its high-water mark in $kept.
call() {
    local entry=$1 id value
    shift
    "$out/client" --ns urn:example:files --entry "$entry" --child content --timeout 600000 --chunked --verbose "$@" \
        "http://127.0.0.1:$port/" >"$out/reply" 2>"$out/told" &
    id=$!
    kept=0
    while value=$(high_water "$id") && [ -n "$value" ]; do
        kept=$value
        sleep 0.05
    done
    wait "$id" || true
    reply=$(cat "$out/reply") told=$(grep -a '^# as base64' "$out/told" || true)
}

rm -f "$out/server.pipe"
mkfifo "$out/server.pipe"
"$out/server" --connections 2 --timeout 600000 --fetch "$out/content" >"$out/server.pipe" &
id=$!
exec 4<"$out/server.pipe"
read -r line <&4
port=${line#ready }
begun=$(date +%s.%N)
call Store --put "$out/content"
client=$told server=$reply client_kept=$kept
sum=$(sed -n 's/.* bytes sent, crc32 \([0-9a-f]*\);.*/\1/p' <<<"$told")
check 'the example server stores' grep -q ">$bytes<.*>$sum<" <<<"$reply"
server_kept=$(high_water "$id") # before the last call, after which it ends
call Fetch --text "$bytes" --get /dev/null
client=$told server=$reply
check 'the example client fetches' grep -q "$bytes received, crc32 $sum" <<<"$told"
ended=$(date +%s.%N)
wait "$id" || true
exec 4<&-
rm -f "$out/content"
check 'memory of the example programs' [ "$((kept > client_kept ? kept : client_kept))" -le "$most_resident" ]
check 'memory of the example server' [ "$server_kept" -le "$most_resident" ]

printf '%s bytes each way, %s as base64; best of %s\n\n' "$bytes" "$wire" "$rounds"
printf '| %-28s | %9s | %6s | %9s | %6s |\n' '' 'seconds' 'speed' 'processor' 'speed'
printf '|%s|%s:|%s:|%s:|%s:|\n' ------------------------------ ---------- ------- ---------- -------
for how in plain length chunked; do
    case $how in
    plain) name='a read and write loop' ;;
    length) name='soapstone, Content-Length' ;;
    chunked) name='soapstone, chunked' ;;
    esac
    awk -v name="$name" -v s="${best_seconds[$how]}" -v ps="${best_seconds[plain]}" -v c="${best_cpu[$how]}" -v pc="${best_cpu[plain]}" \
        'BEGIN { printf "| %-28s | %9.2f | %4.0f %% | %9.2f | %4.0f %% |\n", name, s, 100 * ps / s, c, 100 * pc / c }'
done
printf '\nresident memory: %s KB at most; memory given to the library and the connection: %s bytes, of the workspace in use: %s\n' \
    "$resident" "$memory" "$peak"
awk -v b="$begun" -v e="$ended" -v c="$client_kept" -v s="$server_kept" 'BEGIN {
    printf "examples/c-client and c-server: %.1f s for both ways with a CRC-32, %d and %d KB resident\n", e - b, c, s }'

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
