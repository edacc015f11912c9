#!/usr/bin/env bash
# Runs the tests stage by stage, one line each, and closes with the line `N passed, N failed`.
#
# usage: host-tests/scripts/test.sh fast|all
#
# Counts are the ones the runners print: cargo's `test result:` lines or, where there are none, `N passed, N failed`.
# A stage that ends with status 3 was skipped, whole or in part; one without such lines counts as one test, and one that fails without naming a failed test as one failure.
# The whole output of each stage stays in build/test/.
set -uo pipefail
cd "$(dirname "$0")/../.."
logs=build/test
mkdir -p "$logs"
passed=0 failed=0 skipped=0
make=${MAKE:-make}
unset MAKEFLAGS MAKELEVEL
export RUST_BACKTRACE=0

# tally FILE: prints passed, failed and skipped as the file's closing lines count them.
tally() {
    awk '
        /^test result:/ { cargo = 1; p += $4; f += $6 }
        /^[0-9]+ passed, [0-9]+ failed/ { pp += $1; pf += $3; if ($6 == "skipped") ps += $5 }
        END { if (cargo) print p + 0, f + 0, 0; else print pp + 0, pf + 0, ps + 0 }' "$1"
}

# stage TITLE COMMAND...
stage() {
    local title=$1 log status=0 start=$SECONDS p f s
    shift
    log=$logs/${title// /-}.log
    if [ -t 1 ]; then printf '  ....  %s\r' "$title"; fi
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r p f s < <(tally "$log")
    if [ "$status" = 3 ]; then # by convention: something this machine does not have
        if [ $((p + f)) = 0 ]; then
            absent "$title" "$(tail -n 1 "$log")"
            return
        fi
        status=0
    fi
    if [ "$status" != 0 ] && [ "$f" = 0 ]; then f=1; fi
    if [ "$status" = 0 ] && [ $((p + f)) = 0 ]; then p=1; fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [ "$f" = 0 ]; then
        printf '  ok    %-34s %6d passed  %4d s\n' "$title" "$p" "$((SECONDS - start))"
    else
        printf '  FAIL  %-34s %6d passed, %d failed; from %s:\n' "$title" "$p" "$f" "$log"
        { grep -E -A 6 'panicked at|^error' "$log" || tail -n 40 "$log"; } | head -n 80 | sed 's/^/        | /'
    fi
    grep -hiE '^(skip(ped|ping)?:|note: skip)' "$log" | sort -u | sed 's/^/        /'
}

# absent TITLE REASON: a stage this machine cannot run.
absent() {
    printf '  skip  %-34s %s\n' "$1" "$2"
    skipped=$((skipped + 1))
}

formatted() {
    cargo fmt --all --check && (cd examples/rust-firmware && cargo fmt --check)
}

# Where flash is short the core takes other ways through the same design: the tests that read most, on those.
small() {
    cargo test --quiet --profile small -p soapstone --lib &&
        cargo test --quiet --profile small -p soapstone-host-tests --no-fail-fast \
            --test fast_path --test invariance --test crossing --test suite --test workspace --test corpus -- --show-output
}

# The firmware is a workspace of its own; the feature of a board is needed, and its target.
firmware_lints() (
    cd examples/rust-firmware || exit
    for board in mps2-an385 virt; do
        cargo clippy --quiet --locked --config "boards/$board.toml" --target-dir ../../target/firmware/lints \
            --features "$board" -- -D warnings || exit
    done
)

# In a function, so that the script is read whole before it runs and may change meanwhile.
main() {
    case ${1:-all} in
    fast)
        printf 'soapstone: the fast checks\n'
        stage 'format' formatted
        stage 'lints' cargo clippy --quiet --workspace --all-targets -- -D warnings
        stage 'tests of the core' cargo test --quiet -p soapstone
        ;;
    all)
        printf 'soapstone: every test\n'
        local bench=yes footprint=yes boards=yes # what these need is a lot, so the rest does not depend on it
        host-tests/scripts/need.sh bench || bench=
        host-tests/scripts/need.sh footprint || footprint=
        host-tests/scripts/need.sh firmware || boards=
        host-tests/scripts/need.sh peers || true # those that are missing are skipped one by one
        stage 'format' formatted
        stage 'lints' cargo clippy --quiet --workspace --all-targets -- -D warnings
        stage 'core without features' cargo clippy --quiet -p soapstone --no-default-features -- -D warnings
        local oldest
        oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml).0
        if cargo "+$oldest" --version >/dev/null 2>&1; then
            stage 'oldest Rust' cargo "+$oldest" check --quiet -p soapstone -p soapstone-ffi --lib
        else
            absent 'oldest Rust' "needs: rustup toolchain install $oldest --profile minimal"
        fi
        stage 'documentation' env RUSTDOCFLAGS='-D warnings' cargo doc --quiet -p soapstone --no-deps
        stage 'types shown by defmt' cargo test --quiet -p soapstone --features defmt,embedded-io-async --test format
        stage 'Rust tests' cargo test --workspace --no-fail-fast -- --show-output
        stage 'Rust tests of the small core' small
        if cargo +nightly miri --version >/dev/null 2>&1; then
            stage 'C interface under Miri' cargo +nightly miri test -p soapstone-ffi
        else
            absent 'C interface under Miri' 'needs a nightly toolchain: rustup toolchain install nightly --component miri'
        fi
        stage 'demo' "$make" --no-print-directory demo
        stage 'live peers' cargo run --quiet -p soapstone-host-tests --bin soapstone-harness -- interop \
            ${REQUIRE_PEERS:+--require-peers}
        if [ "$bench" ]; then
            stage 'speed' cargo bench --quiet -p soapstone-host-tests --bench speed -- --check
        else
            absent 'speed' 'see above'
        fi
        if [ "$boards" ]; then
            stage 'lints of the firmware' firmware_lints
        else
            absent 'lints of the firmware' 'see above'
        fi
        stage 'firmware on boards' cargo run --quiet -p soapstone-host-tests --bin soapstone-harness -- firmware \
            ${REQUIRE_PEERS:+--require-boards}
        if [ "$footprint" ]; then
            stage 'firmware footprint' cargo run --quiet -p soapstone-host-tests --bin soapstone-footprint
        else
            absent 'firmware footprint' 'see above'
        fi
        ;;
    *)
        printf 'test.sh: fast or all, not %s\n' "$1" >&2
        exit 2
        ;;
    esac

    closing="$passed passed, $failed failed"
    if [ "$skipped" != 0 ]; then closing="$closing, $skipped skipped"; fi
    printf '\n%s\n' "$closing"
    [ "$failed" = 0 ]
}

main "$@"
exit
