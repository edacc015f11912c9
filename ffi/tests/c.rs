//! The C interface as C sees it: the header compiles everywhere, and the programs of `tests/c` run against the archive
//! that is shipped, under AddressSanitizer and UBSan, and under valgrind.
#![cfg(all(unix, not(miri)))]

mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tools::{present, root, run};

const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
const SANITIZED: &[&str] = &["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const PLAIN: &[&str] = &["-g", "-O2"];

#[test]
fn the_header_compiles_alone() {
    let header = root().join("include/soapstone.h");
    for (compiler, language, standards) in [
        ("cc", "c", &["c99", "c11", "c17"][..]),
        ("c++", "c++", &["c++11", "c++17"]),
        ("clang", "c", &["c99", "c11", "c17"]),
        ("clang++", "c++", &["c++11"]),
    ] {
        if !present(compiler) {
            assert!(compiler.starts_with("clang"), "no {compiler}");
            println!("SKIPPED: no {compiler}");
            continue;
        }
        for standard in standards {
            let mut compile = Command::new(compiler);
            compile.arg(format!("-std={standard}")).args(WARNINGS).args(["-fsyntax-only", "-x", language]);
            run(compile.arg(&header));
        }
    }
}

/// The code in the header's comments, each piece in a function of its own.
#[test]
fn the_examples_of_the_header_compile() {
    let header = fs::read_to_string(root().join("include/soapstone.h")).unwrap();
    let mut program = fs::read_to_string(c_tests().join("examples.h")).unwrap();
    let (mut inside, mut count) = (false, 0);
    for line in header.lines() {
        let code = [" *     ", "//     "].iter().find_map(|prefix| line.strip_prefix(prefix));
        if code.is_some() && !inside {
            count += 1;
            program += &format!("void example_{count}(void);\nvoid example_{count}(void)\n{{\n");
        }
        if code.is_none() && inside && line != " *" {
            program += "}\n";
        }
        inside = code.is_some() || (inside && line == " *");
        program += code.unwrap_or_default();
        program.push('\n');
    }
    assert!(count >= 5, "{count} examples");
    let file = build().join("examples.c");
    fs::write(&file, program).unwrap();
    let mut compile = Command::new("cc");
    compile.args(["-std=c99", "-fsyntax-only", "-Wno-unused-variable", "-Wno-unused-but-set-variable"]).args(WARNINGS);
    run(compile.arg("-I").arg(root().join("include")).arg(file));
}

#[test]
fn every_function_is_called_by_a_c_test() {
    let calls: String = sources().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let missing: Vec<_> = declared().into_iter().filter(|name| !calls.contains(&format!("{name}("))).collect();
    assert!(missing.is_empty(), "no C test calls {missing:?}");
}

#[test]
fn misuse_and_moving_handles() {
    run_program("reader", &[]);
}

#[test]
fn base64_in_pieces() {
    run_program("base64", &[]);
}

#[test]
fn the_xml_vectors() {
    run_program("xml_vectors", &vectors("xml"));
}

#[test]
fn writing_through_any_output() {
    run_program("writer", &[]);
}

#[test]
fn envelopes_and_faults_both_ways() {
    run_program("envelope", &[]);
}

#[test]
fn misuse_of_envelopes_and_faults() {
    run_program("envelope_misuse", &[]);
}

#[test]
fn header_blocks_judged_and_kept() {
    run_program("headers", &[]);
}

#[test]
fn elements_that_outlive_their_events() {
    run_program("kept", &[]);
}

#[test]
fn misuse_of_header_blocks() {
    run_program("headers_misuse", &[]);
}

#[test]
fn a_client_over_a_transport() {
    run_program("client", &[]);
}

#[test]
fn a_server_over_a_connection() {
    run_program("server", &[]);
}

#[test]
fn ports_aliases_and_ways() {
    run_program("routes", &[]);
}

#[test]
fn services_and_filters_of_this_program() {
    run_program("loopback", &[]);
}

#[test]
fn traces_without_secrets() {
    run_program("trace", &[]);
}

#[test]
fn operations_of_a_service() {
    run_program("service", &[]);
}

#[test]
fn sessions_of_a_client_and_a_server() {
    run_program("session", &[]);
}

#[test]
fn views_of_faults() {
    run_program("fault_views", &[]);
}

#[test]
fn addressing() {
    run_program("addressing", &[]);
    run_program("actions", &[]);
}

#[test]
fn calls_in_any_order() {
    run_program("any_order", &[]);
}

#[test]
fn peers() {
    run_program("peers", &[]);
}

#[test]
fn security_tokens() {
    run_program("security", &[]);
}

#[test]
fn http_heads_and_bodies() {
    run_program("http", &[]);
}

#[test]
fn http_values_and_credentials() {
    run_program("http_auth", &[]);
}

#[test]
fn large_messages_in_chunks() {
    run_program("chunks", &[]);
    run_program("chunks_misuse", &[]);
}

#[test]
fn the_soap_vectors() {
    run_program("soap_vectors", &vectors("soap"));
}

/// The lean archive: what it leaves out, and all else. The programs that are not here ask for something it leaves out.
#[test]
fn the_lean_archive() {
    let archive = build().join("lean.a");
    run(Command::new("sh").arg(root().join("ffi/archive.sh")).arg("--lean").arg(&archive));
    for name in LEAN {
        let flags = [SANITIZED, &["-DLEAN"]].concat();
        print!("{}", run(&mut Command::new(compile(name, "lean", &flags, &archive))));
    }
}

const LEAN: &[&str] = &[
    "lean",
    "actions",
    "any_order",
    "base64",
    "chunks",
    "client",
    "envelope",
    "fault_views",
    "http",
    "http_auth",
    "kept",
    "loopback",
    "routes",
    "server",
    "service",
    "session",
    "writer",
];

/// The functions the header declares, the hook that programs define left out.
fn declared() -> Vec<String> {
    let header = fs::read_to_string(root().join("include/soapstone.h")).unwrap();
    let code = header.lines().filter(|line| !line.trim_start().starts_with(['/', '*', ' ']));
    let names = code.filter_map(|line| line.split_once('(')?.0.split([' ', '*']).next_back().map(String::from));
    let names: Vec<_> = names.filter(|n| n.starts_with("soapstone_") && n != "soapstone_panic").collect();
    assert!(names.len() > 10);
    names
}

fn sources() -> Vec<PathBuf> {
    fs::read_dir(c_tests()).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn vectors(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(root().join("host-tests/vectors").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Compiles a program of `tests/c` twice and runs it sanitized and under valgrind.
fn run_program(name: &str, arguments: &[PathBuf]) {
    let sanitized = compile(name, "sanitized", SANITIZED, archive());
    print!("{}", run(Command::new(sanitized).args(arguments)));
    let plain = compile(name, "plain", PLAIN, archive());
    if present("valgrind") {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--quiet", "--error-exitcode=9", "--leak-check=full"]);
        run(valgrind.arg(plain).args(arguments));
    } else {
        println!("SKIPPED: no valgrind");
        run(Command::new(plain).args(arguments));
    }
}

fn compile(name: &str, variant: &str, flags: &[&str], archive: &Path) -> PathBuf {
    let program = build().join(format!("{name}-{variant}"));
    let mut compile = Command::new("cc");
    compile.arg("-std=c99").args(WARNINGS).args(flags).arg("-I").arg(root().join("include"));
    compile
        .arg("-o")
        .arg(&program)
        .args([name, "check", "vector"].map(|file| c_tests().join(file).with_extension("c")));
    run(compile.arg(archive));
    program
}

/// The archive that is shipped, built once.
fn archive() -> &'static Path {
    static ARCHIVE: OnceLock<PathBuf> = OnceLock::new();
    ARCHIVE.get_or_init(|| {
        let archive = build().join("libsoapstone.a");
        run(Command::new("sh").arg(root().join("ffi/archive.sh")).arg(&archive));
        archive
    })
}

fn c_tests() -> PathBuf {
    root().join("ffi/tests/c")
}

fn build() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}
