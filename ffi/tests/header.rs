//! `include/soapstone.h` is what the Rust sources say it is.
//!
//! The header is generated: prose from the module documentation, declarations by cbindgen, numbers from the tables of
//! the library. `make header` writes it anew; this test fails when it drifted.
#![cfg(not(miri))]

use cbindgen::{Builder, Config};
use soapstone::soap::Leniencies;
use soapstone::{ErrorKind, Limit, Namespace};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The sections of the header, in order: a source file each.
const SECTIONS: &[&str] = &[
    "abi",
    "text",
    "error",
    "ns",
    "limits",
    "xml/event",
    "xml/reader",
    "buf",
    "xml/writer",
    "soap/event",
    "soap/reader",
    "soap/fault",
    "soap/element",
    "soap/keeper",
    "soap/node",
    "soap/headers",
    "soap/writer",
    "soap/service",
    "soap/fault_views",
    "wsa/addressing",
    "wsa/problem",
    "wsa/reference",
    "wsa/extras",
    "wsa/properties",
    "wsa/action",
    "peer",
    "session/headers",
    "session/client",
    "session/url",
    "wss/token",
    "wss/verifier",
    "wss/fault",
    "wss/emit",
    "http/fields",
    "http/body",
    "http/head",
    "http/endpoint",
    "http/head_writer",
    "http/body_writer",
    "http/value",
    "http/login",
    "http/guard",
    "chunk/cut",
    "chunk/sender",
    "chunk/writer",
    "chunk/receiver",
    "chunk/reader",
    "binding/transport",
    "binding/address",
    "binding/route",
    "binding/calling",
    "binding/client",
    "binding/message",
    "binding/server",
    "binding/loopback",
    "trace",
    "xsd/base64",
    "xsd/date_time",
    "archive",
];

#[test]
fn the_committed_header_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include/soapstone.h");
    let header = header();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &header).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let drift = header.lines().zip(committed.lines()).enumerate().find(|(_, (new, old))| new != old);
    assert!(header == committed, "include/soapstone.h is stale, run `make header`; first difference: {drift:?}");
}

#[test]
fn every_exported_function_is_in_the_header() {
    let header = header();
    let mut count = 0;
    for file in sources(&src()) {
        let text = fs::read_to_string(&file).unwrap();
        for name in text.lines().filter_map(exported) {
            let declared = [' ', '*'].iter().any(|before| header.contains(&format!("{before}{name}(")));
            assert!(declared, "{name} of {} is in no section", file.display());
            count += 1;
        }
    }
    assert!(count > 10);
}

/// The name in a line that begins an exported function.
fn exported(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("extern \"C\" fn ")?;
    rest.split('(').next().filter(|name| name.starts_with("soapstone_"))
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(sources(&path)) } else { files.push(path) }
    }
    files
}

fn header() -> String {
    let mut out = comment(&prose("lib.rs"));
    out += "\n#ifndef SOAPSTONE_H\n#define SOAPSTONE_H\n\n#include <stddef.h>\n#include <stdint.h>\n";
    out += "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n";
    for section in SECTIONS {
        let file = format!("{section}.rs");
        let (constants, rest) = declarations(&file);
        let table = match *section {
            "error" => errors(),
            "ns" => namespaces(),
            "limits" => limits(),
            "soap/reader" => leniencies(),
            _ => String::new(),
        };
        let _ = write!(out, "\n/* {} */\n\n{}", "=".repeat(114), comment(&prose(&file)));
        for part in [constants, table, rest].iter().filter(|part| !part.is_empty()) {
            let _ = write!(out, "\n{part}");
        }
    }
    out += "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
    out
}

/// The module documentation of a source file.
fn prose(file: &str) -> String {
    let text = fs::read_to_string(src().join(file)).unwrap();
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).fold(String::new(), |text, line| text + line + "\n")
}

/// A C comment; code fences become indentation.
fn comment(text: &str) -> String {
    let mut out = String::from("/*\n");
    let mut code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            code = !code;
        } else {
            let _ = writeln!(out, "{}", format!(" * {}{line}", if code { "    " } else { "" }).trim_end());
        }
    }
    assert!(!code && !out[2..].contains("/*"));
    out + " */\n"
}

/// What cbindgen makes of one source file: the constants, and everything else.
fn declarations(file: &str) -> (String, String) {
    let path = src().join(file);
    let text = fs::read_to_string(&path).unwrap();
    let mut config = Config::from_file(Path::new(env!("CARGO_MANIFEST_DIR")).join("cbindgen.toml")).unwrap();
    config.export.include = text.lines().filter_map(structure).map(String::from).collect();
    let bindings = Builder::new().with_src(&path).with_config(config).generate().unwrap();
    let mut printed = Vec::new();
    bindings.write(&mut printed);
    let printed = tidy(&String::from_utf8(printed).unwrap());
    let end = printed.rfind("#define ").map_or(0, |at| at + printed[at..].find('\n').unwrap() + 1);
    (printed[..end].into(), printed[end..].trim_start().into())
}

fn structure(line: &str) -> Option<&str> {
    let name = line.strip_prefix("pub struct ")?;
    name.split(' ').next().filter(|name| name.starts_with("soapstone_"))
}

/// Gives every struct its tag, and code in comments its indentation instead of fences.
fn tidy(printed: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    let mut lines = printed.trim_start().lines();
    while let Some(line) = lines.next() {
        if line.starts_with("// ```") {
            code = !code;
        } else if code {
            out += &line.replacen("// ", "//     ", 1);
            out.push('\n');
        } else if line == "typedef struct {" {
            let name = lines.clone().find_map(|l| l.strip_prefix("} ")?.strip_suffix(';')).unwrap();
            let _ = writeln!(out, "typedef struct {name} {{");
        } else {
            out += line;
            out.push('\n');
        }
    }
    out
}

/// One row of a table of constants.
fn constant(out: &mut String, prefix: &str, name: &str, value: i32, text: &str) {
    let value = if value < 0 { format!("({value})") } else { value.to_string() };
    let definition = format!("#define SOAPSTONE_{prefix}_{} {value}", upper_snake(name));
    let _ = writeln!(out, "{definition:<52} // {text}");
}

fn errors() -> String {
    let mut out = String::new();
    for kind in ErrorKind::ALL {
        let text = format!("{}: {}", kind.name(), kind.message());
        constant(&mut out, "ERROR", &format!("{kind:?}"), kind.code(), &text);
    }
    out
}

fn limits() -> String {
    let mut out = String::new();
    for limit in Limit::ALL {
        constant(&mut out, "LIMIT", &format!("{limit:?}"), limit.code(), limit.message());
    }
    out
}

fn leniencies() -> String {
    let mut out = String::new();
    let mut row = |name: &str, bits: u32, text: &str| constant(&mut out, "LENIENT", name, bits as i32, text);
    for (leniency, name, what) in Leniencies::EACH {
        row(name, leniency.bits(), &what.replace('`', ""));
    }
    row("ALL", Leniencies::ALL.bits(), "all of them");
    out
}

fn namespaces() -> String {
    let mut out = String::new();
    constant(&mut out, "NS", "Other", Namespace::Other as i32, "a namespace that has no number here");
    constant(&mut out, "NS", "None", Namespace::None as i32, "no namespace");
    for code in 2..=u8::MAX {
        let ns = Namespace::from_code(code);
        if ns != Namespace::Other {
            constant(&mut out, "NS", &format!("{ns:?}"), code.into(), ns.uri());
        }
    }
    out
}

/// `UnexpectedEnd` as `UNEXPECTED_END`.
fn upper_snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && out.ends_with(|p: char| !p.is_ascii_uppercase() && p != '_') {
            out.push('_');
        }
        out.push(c);
    }
    out.to_ascii_uppercase()
}
