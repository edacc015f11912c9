//! The tables of the docs, held to the code they describe.
//!
//! A table stands between `<!-- table: NAME -->` and `<!-- end -->`. The tests here make it again and compare;
//! with `SOAPSTONE_WRITE_DOCS=1` (`make docs`) they write it instead.

use soapstone::buf::Buffer;
use soapstone::peer::Peer;
use soapstone::soap::{FaultCode, Leniencies, Version, Versions, Writer};
use soapstone::xml::{Event, Reader};
use soapstone::{Error, ErrorKind, Limit, Limits};
use soapstone_host_tests::interop::{Case, Kind, Matrix, ROWS, Row};
use soapstone_host_tests::measure::inputs;
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("host-tests stands in the repository").to_path_buf()
}

/// Compares the table `name` of a page with the one made now, or writes it.
fn table(page: &str, name: &str, made: &str) {
    let path = repository().join(page);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{page}: {e}"));
    let open = format!("<!-- table: {name} -->\n");
    let start = text.find(&open).unwrap_or_else(|| panic!("{page} has no table {name}")) + open.len();
    let end = start + text[start..].find("<!-- end -->").unwrap_or_else(|| panic!("{page}: table {name} has no end"));
    if std::env::var_os("SOAPSTONE_WRITE_DOCS").is_some() {
        fs::write(&path, format!("{}{made}{}", &text[..start], &text[end..])).expect("the page can be written");
    } else {
        let stale =
            made.lines().zip(text[start..end].lines().chain(std::iter::repeat(""))).find(|(new, old)| new != old);
        assert!(text[start..end] == *made, "{page}: table {name} is out of date ({stale:?}): run `make docs`");
    }
}

/// What the C header defines: each constant with its number.
fn constants() -> Vec<(String, i32)> {
    let header = fs::read_to_string(repository().join("include/soapstone.h")).expect("the header can be read");
    let number = |text: &str| text.trim_matches(['(', ')']).parse().ok();
    let defined = header.lines().filter_map(|line| {
        let mut words = line.strip_prefix("#define ")?.split_whitespace();
        Some((words.next()?.to_owned(), number(words.next()?)?))
    });
    defined.collect()
}

/// The layer an error number belongs to, by its hundreds.
fn layer(code: i32) -> &'static str {
    match -code / 100 {
        0 => "the call",
        1 => "XML",
        2 => "SOAP",
        3 => "simple types",
        4 => "WS-Addressing",
        5 => "WS-Security",
        6 => "sessions",
        7 => "HTTP",
        8 => "chunks",
        _ => panic!("{code} belongs to no layer"),
    }
}

#[test]
fn answers_to_errors() {
    let mut made = String::from("| error | SOAP 1.2 | SOAP 1.1 |\n|---|---|---|\n");
    for kind in ErrorKind::ALL {
        let (soap11, soap12) = (Version::Soap11, Version::Soap12);
        let code = kind.fault_code();
        // The errors of writing are alike.
        let writing = kind.name().starts_with("xml.write_");
        assert!(!writing || code == FaultCode::Receiver, "{}", kind.name());
        if code != FaultCode::Sender && !writing {
            made += &format!("| `{}` | `{}` | `{}` |\n", kind.name(), code.local(soap12), code.local(soap11));
        }
    }
    made += "| any error of writing XML | `Receiver` | `Server` |\n";
    table("docs/soap.md", "answers", &made);
}

#[test]
fn leniencies() {
    let mut made = String::from("| accepted | with | in C |\n|---|---|---:|\n");
    for (leniency, name, what) in Leniencies::EACH {
        made += &format!("| {what} | `{name}` | {} |\n", leniency.bits());
    }
    table("docs/soap.md", "leniencies", &made);
}

#[test]
fn cells_of_live_peers() {
    let names: Vec<&str> = Case::ALL.map(Case::name).into();
    let mut made = row(&[&["peer", "", "SOAP"], &names[..]].concat());
    made += &row(&[&["---"; 3][..], &vec![":-:"; names.len()]].concat());
    for cells in Matrix::expected().rows() {
        let marks: Vec<&str> = cells.iter().map(|cell| cell.outcome.mark()).collect();
        made += &row(&[&[cells[0].peer, cells[0].side.phrase(), cells[0].version], &marks[..]].concat());
    }
    table("docs/interop.md", "matrix", &made);
    let mut made = String::from("| peer | | SOAP | case | | why |\n|---|---|---|---|---|---|\n");
    for Row(peer, side, version, case, kind, why) in ROWS {
        let version = if *version == "*" { "both" } else { version };
        let mark = if *kind == Kind::Absent { "." } else { "o" };
        made += &row(&[peer, side.phrase(), version, case.map_or("all", Case::name), mark, why]);
    }
    table("docs/interop.md", "named", &made);
}

/// A row of a table.
fn row(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// What the pinned prefixes of a peer take of a writer's workspace.
fn pins(peer: &Peer) -> usize {
    let (mut memory, mut workspace) = ([0; 16], [0; 4096]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, peer.version);
    peer.pin_prefixes(&mut writer).expect("the workspace is large");
    writer.workspace_peak()
}

#[test]
fn peers_written_to() {
    let mut made =
        String::from("| peer | in C | SOAP | action | WS-Addressing | bytes for pins |\n|---|---:|---|---|---|---:|\n");
    for (number, peer) in Peer::ALL.iter().enumerate() {
        let action = format!("{:?}", peer.transport_action).to_lowercase();
        let addressing = peer.addressing.map_or("none".to_owned(), |addressing| {
            let short = if addressing.short_action { ", short action" } else { "" };
            format!("{}{short}{}", addressing.version.name(), if addressing.from { "" } else { ", no From" })
        });
        let cells = [&number.to_string(), peer.version.name(), &action, &addressing, &pins(peer).to_string()];
        made += &row(&[&[peer.name], &cells[..]].concat());
    }
    table("docs/peers.md", "written", &made);
    let (mut headers, mut prefixes) = (String::from("| peer | namespace | blocks |\n|---|---|---|\n"), String::new());
    prefixes += "| peer | prefix | namespace |\n|---|---|---|\n";
    for peer in Peer::ALL {
        for run in peer.headers.chunk_by(|a, b| a.0 == b.0) {
            let names: Vec<_> = run.iter().map(|(_, local)| format!("`{local}`")).collect();
            headers += &row(&[peer.name, &format!("`{}`", run[0].0), &names.join(", ")]);
        }
        for (prefix, uri) in peer.prefixes {
            prefixes += &row(&[peer.name, &format!("`{prefix}`"), &format!("`{uri}`")]);
        }
    }
    table("docs/peers.md", "headers", &headers);
    table("docs/peers.md", "prefixes", &prefixes);
}

#[test]
fn peers_accepted() {
    let mut made =
        String::from("| peer | versions | accepted | undeclared prefixes | limits |\n|---|---|---|---|---|\n");
    for peer in Peer::ALL {
        let versions = match peer.versions {
            Versions::Both => "both",
            Versions::Soap11 => "1.1",
            Versions::Soap12 => "1.2",
        };
        let held = |leniency: &Leniencies| peer.leniencies.contains(*leniency);
        let accepted = Leniencies::EACH.iter().filter(|(leniency, ..)| held(leniency)).map(|(_, name, _)| *name);
        let (limits, default) = (peer.limits, Limits::DEFAULT);
        let changed = [
            ("depth", limits.depth.into(), default.depth.into()),
            ("attributes", limits.attributes.into(), default.attributes.into()),
            ("namespaces", limits.namespaces.into(), default.namespaces.into()),
            ("header blocks", limits.header_blocks.into(), default.header_blocks.into()),
            ("message bytes", limits.message_bytes, default.message_bytes),
        ];
        let changed = changed.iter().filter(|(_, is, was)| is != was).map(|(name, is, _)| format!("{name} {is}"));
        let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        made += &row(&[
            peer.name,
            versions,
            &or_none(accepted.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
            &or_none(peer.undeclared.iter().map(|(prefix, _)| format!("`{prefix}`")).collect::<Vec<_>>().join(", ")),
            &or_none(changed.collect::<Vec<_>>().join(", ")).replace("none", "the defaults"),
        ]);
    }
    table("docs/peers.md", "accepted", &made);
}

#[test]
fn error_numbers() {
    let constants = constants();
    let mut made = String::from("| number | constant | name | layer | what it says |\n|---|---|---|---|---|\n");
    let mut kinds = ErrorKind::ALL.to_vec();
    kinds.sort_by_key(|kind| -kind.code());
    for kind in kinds {
        let constant =
            constants.iter().find(|(name, code)| name.starts_with("SOAPSTONE_ERROR_") && *code == kind.code());
        let (constant, _) = constant.unwrap_or_else(|| panic!("the header has no constant for {}", kind.name()));
        let (code, name, layer, message) = (kind.code(), kind.name(), layer(kind.code()), kind.message());
        made += &format!("| {code} | `{constant}` | `{name}` | {layer} | {message} |\n");
    }
    table("docs/abi.md", "errors", &made);
}

#[test]
fn outcome_numbers() {
    let mut made = String::from("| number | constant | meaning |\n|---|---|---|\n");
    let constants = constants();
    for (name, meaning) in [
        ("OK", "an event, or done"),
        ("NEED_INPUT", "the chunk is used up: call again with the next one"),
        ("OUTPUT_FULL", "the buffer is full: drain it and make the same call again"),
        ("END", "the message is complete"),
        ("NOT_FOUND", "there is no such thing: an attribute, a prefix"),
    ] {
        let name = format!("SOAPSTONE_{name}");
        let (_, number) = constants.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no {name}"));
        made += &format!("| {number} | `{name}` | {meaning} |\n");
    }
    table("docs/abi.md", "outcomes", &made);
}

/// The opaque structs of the C header and their bytes.
#[test]
fn handle_sizes() {
    let header = fs::read_to_string(repository().join("include/soapstone.h")).expect("the header can be read");
    let mut made = String::from("| handle | bytes |\n|---|---:|\n");
    let mut name = "";
    for line in header.lines() {
        if let Some(rest) = line.strip_prefix("typedef struct ") {
            name = rest.trim_end_matches(" {");
        } else if let Some(words) = line.trim().strip_prefix("uint64_t opaque[") {
            let words: usize = words.trim_end_matches("];").parse().expect("a number of words");
            made += &format!("| `{name}` | {} |\n", words * 8);
        }
    }
    assert!(made.lines().count() > 4, "{made}");
    table("docs/memory.md", "handles", &made);
}

#[test]
fn limit_numbers() {
    let mut made = String::from("| number | name | unit |\n|---|---|---|\n");
    for limit in Limit::ALL {
        made += &format!("| {} | `{}` | {} |\n", limit.code(), limit.name(), limit.message());
    }
    table("docs/abi.md", "limits", &made);
}

#[test]
fn default_limits() {
    let default = |limit: &Limit| match limit {
        Limit::Workspace => "what you give it; at most 65,535 are used".to_owned(),
        Limit::Depth => Limits::DEFAULT.depth.to_string(),
        Limit::Attributes => Limits::DEFAULT.attributes.to_string(),
        Limit::TagBytes => Limits::DEFAULT.tag_bytes.to_string(),
        Limit::Namespaces => Limits::DEFAULT.namespaces.to_string(),
        Limit::MessageBytes if Limits::DEFAULT.message_bytes == u64::MAX => "none".to_owned(),
        Limit::MessageBytes => Limits::DEFAULT.message_bytes.to_string(),
        Limit::HeaderBlocks => Limits::DEFAULT.header_blocks.to_string(),
        Limit::Output => "what you give the writer; one name, tag or attribute must fit".to_owned(),
        Limit::Replays => "what you give the verifier of security tokens".to_owned(),
        Limit::TextStore => "what you give the reader of faults".to_owned(),
        Limit::HeadBytes => "what you give for message heads".to_owned(),
        Limit::HeadFields => "64".to_owned(),
        Limit::ChunkBytes => "102400".to_owned(),
        other => panic!("{} has no row here", other.name()),
    };
    let mut made = String::from("| limit | default |\n|---|---|\n");
    for limit in Limit::ALL {
        made += &format!("| {} | {} |\n", limit.message(), default(limit));
    }
    table("README.md", "limits", &made);
}

/// Reads a document with so many bytes of workspace; how many were in use at the most.
fn read(document: &str, workspace: usize) -> Result<usize, Error> {
    let mut workspace = vec![0; workspace];
    let mut reader = Reader::new(&mut workspace);
    let mut input = document.as_bytes();
    while !matches!(reader.next(&mut input, true)?, Event::Finished) {}
    Ok(reader.workspace_peak())
}

/// The bytes of workspace that a document needs: with them it is read, with one less it is not.
fn peak(document: &str) -> usize {
    let peak = read(document, 65_535).unwrap_or_else(|error| panic!("{error} in {document:.100}"));
    assert_eq!(read(document, peak), Ok(peak), "{document:.100}");
    let refused = read(document, peak - 1).expect_err("one byte is missing");
    assert_eq!(refused.exceeded.map(|e| e.limit), Some(Limit::Workspace), "{document:.100}");
    peak
}

/// What the first table of docs/memory.md says, row by row.
#[test]
fn workspace_is_what_the_page_says() {
    let (element, binding, attribute) = (16, 5, 16);
    let long = "b".repeat(80);
    for (document, bytes) in [
        ("<abcd></abcd>".to_owned(), "abcd".len()),
        ("<abcd/>".to_owned(), "abcd/".len()),
        ("<?xml version='1.0' encoding='UTF-8'?><a/>".to_owned(), "?xml version='1.0' encoding='UTF-8'?".len()),
        ("<a><?target many words?><!-- and many more --></a>".to_owned(), "a".len() + "target".len()),
        ("<abcd><ef><g/></ef></abcd>".to_owned(), "abcd".len() + element + "ef".len() + element + "g/".len()),
        ("<a><bcd/><e/></a>".to_owned(), "a".len() + element + "bcd/".len()),
        ("<ab x='1' yy='2'></ab>".to_owned(), "ab x='1' yy='2'".len() + 2 * attribute),
        ("<ab xmlns:p='urn:x'></ab>".to_owned(), "ab xmlns:p='urn:x'".len() + attribute),
        (format!("<a xmlns:p='urn:x'><{long}/></a>"), "a".len() + binding + "purn:x".len() + element + long.len() + 1),
        (
            format!("<a xmlns:p='http://www.w3.org/2003/05/soap-envelope'><{long}/></a>"),
            "a".len() + binding + "p".len() + element + long.len() + 1,
        ),
    ] {
        assert_eq!(peak(&document), bytes, "{document}");
    }
}

#[test]
fn workspace_peaks() {
    let smallest = r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"#;
    let mut made = String::from("| message | bytes | workspace |\n|---|---:|---:|\n");
    made += &format!("| the smallest SOAP 1.2 envelope | {} | {} |\n", smallest.len(), peak(smallest));
    let mut short = made.clone();
    for input in inputs::ALL {
        let message = input.make();
        let row = format!("| {} | {} | {} |\n", input.about, message.len(), peak(&message));
        made += &row;
        if ["small1k", "large1m", "base64-10m", "attributes", "deep"].contains(&input.name) {
            short += &row;
        }
    }
    table("docs/memory.md", "peaks", &made);
    table("README.md", "peaks", &short);
}

/// The pages a reader may meet.
fn pages() -> Vec<PathBuf> {
    let root = repository();
    let mut pages: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| root.join(page)).into();
    for folder in ["docs", "examples"] {
        let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
        pages.extend(
            entries
                .map(|e| e.expect("the folder can be read").path())
                .filter(|p| p.extension().is_some_and(|e| e == "md")),
        );
    }
    pages
}

/// Every name of an error or limit that a page mentions is one of the library's.
#[test]
fn error_names() {
    let known: Vec<&str> = ErrorKind::ALL.iter().map(|kind| kind.name()).collect();
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap_or_else(|e| panic!("{}: {e}", page.display()));
        for quoted in text.split('`').filter(|q| ["xml.", "soap.", "xsd."].iter().any(|layer| q.starts_with(layer))) {
            seen += 1;
            assert!(known.contains(&quoted), "{} names the error {quoted}", page.display());
        }
    }
    assert!(seen > known.len() / 2, "only {seen} names were found");
}

/// Every relative link of the pages leads to a file.
#[test]
fn links() {
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap_or_else(|e| panic!("{}: {e}", page.display()));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            seen += 1;
            let there = page.parent().expect("a page stands in a folder").join(target);
            assert!(there.exists(), "{} links to {link}, which is not there", page.display());
        }
    }
    assert!(seen > 5, "only {seen} links were found");
}
