//! Large bodies between the C programs of `examples/c-transfer`, and between `c-client` and `c-server`, over a loopback connection: what is sent arrives, in
//! little memory. `make transfer` does it with a gigabyte.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

/// 64 MB each way, in both framings and without any protocol: digests equal, resident memory under 4 MB, memory given
/// under 8 KB. The script judges; it counts nine checks a round, and four for the client and the server of `examples`. Each program ends itself in time. `S-313`
#[test]
fn sixty_four_megabytes_each_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut script = Command::new("bash");
    script.arg(root.join("host-tests/scripts/transfer.sh")).args(["64000001", "1"]);
    let output = script.output().unwrap();
    let (text, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}\n{errors}");
    assert!(text.ends_with("\n13 passed, 0 failed\n"), "{text}\n{errors}");
    println!("{text}");
}
