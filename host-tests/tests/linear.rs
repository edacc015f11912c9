//! The work of reading and writing grows with the bytes, whatever their shape: eight times the bytes take eight times the
//! instructions, as callgrind counts them. No time is measured.

use soapstone::Limits;
use soapstone::buf::Counter;
use soapstone::xml::{Event, Reader, Writer};
use soapstone_host_tests::parallel;
use std::process::Command;
use std::sync::Mutex;

/// What is read, one byte at a time, or written: `n` parts of it.
type Shape = (&'static str, fn(usize) -> Work);

enum Work {
    Read(String),
    Write(fn(&mut Writer<'_, Counter>, usize), usize),
}

const SHAPES: &[Shape] = &[
    ("elements with 60 attributes", |n| {
        let attributes: String = (0..60).map(|i| format!(" a{i}='{i}'")).collect();
        Work::Read(format!("<r>{}</r>", format!("<e{attributes}/>").repeat(n)))
    }),
    ("nests of 60 elements", |n| Work::Read(format!("<r>{}</r>", ("<e>".repeat(60) + &"</e>".repeat(60)).repeat(n)))),
    ("elements with 20 prefixes", |n| {
        let bound: String = (0..20).map(|i| format!(" xmlns:p{i}='urn:p{i}'")).collect();
        let used: String = (0..20).map(|i| format!("<p{i}:e p{i}:a=''/>")).collect();
        Work::Read(format!("<r>{}</r>", format!("<e{bound}>{used}</e>").repeat(n)))
    }),
    ("a long name", |n| Work::Read(format!("<{0}></{0}>", "n".repeat(100 * n)))),
    ("a long attribute", |n| Work::Read(format!("<e a='{}'/>", "v&#x41; ".repeat(20 * n)))),
    ("references", |n| Work::Read(format!("<e>{}</e>", "&amp;&#65;".repeat(100 * n)))),
    ("brackets", |n| Work::Read(format!("<e>{}</e>", "]]x]".repeat(100 * n)))),
    ("comments and instructions", |n| Work::Read(format!("<e>{}</e>", "<!-- - - --><?p ? ??>".repeat(50 * n)))),
    ("CDATA sections", |n| Work::Read(format!("<e>{}</e>", "<![CDATA[]]]]]]>".repeat(50 * n)))),
    ("written text to escape", |n| Work::Write(|writer, n| writer.text_whole(&"<&>\r".repeat(100 * n)).unwrap(), n)),
    ("written nests", |n| {
        let write = |writer: &mut Writer<'_, Counter>, n| {
            for _ in 0..n {
                (0..50).for_each(|_| writer.start("urn:a", "e").unwrap());
                (0..50).for_each(|_| writer.end().unwrap());
            }
        };
        Work::Write(write, n)
    }),
    ("written attributes in namespaces", |n| {
        let write = |writer: &mut Writer<'_, Counter>, n| {
            for _ in 0..n {
                writer.start("urn:a", "e").unwrap();
                (0..30).for_each(|i| writer.attribute(&format!("urn:{i}"), "a", "v").unwrap());
                writer.end().unwrap();
            }
        };
        Work::Write(write, n)
    }),
];

const SMALL: usize = 10;
const TIMES: usize = 8;

#[test]
fn eight_times_the_bytes_take_eight_times_the_work() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("SKIPPED: needs valgrind");
        return;
    }
    let wrong = Mutex::new(Vec::new());
    parallel::each(SHAPES, |(name, _)| {
        let [small, large] = [SMALL, SMALL * TIMES].map(|n| pass(name, n) as f64);
        println!("{name}: {small} and {large}, {:.2}", large / small);
        if !(7.0..8.5).contains(&(large / small)) {
            wrong.lock().unwrap().push(format!("{name}: {small} and {large}"));
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The instructions of one pass: those of two, less those of one.
fn pass(name: &str, n: usize) -> u64 {
    instructions(name, n, 2) - instructions(name, n, 1)
}

/// Has callgrind count this program at its work.
fn instructions(name: &str, n: usize, rounds: usize) -> u64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(std::env::current_exe().unwrap());
    valgrind.args(["--exact", "work", "--ignored", "--test-threads", "1"]);
    let output = valgrind.env("WORK", format!("{name}/{n}/{rounds}")).output().unwrap();
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    let count = report.lines().find_map(|line| line.split_once("Collected : ")).expect("a count").1;
    count.trim().parse().unwrap()
}

#[test]
#[ignore = "what callgrind counts"]
fn work() {
    let Ok(work) = std::env::var("WORK") else { return };
    let parts: Vec<&str> = work.split('/').collect();
    let [n, rounds] = [1, 2].map(|at| parts[at].parse().unwrap());
    let (_, shape) = SHAPES.iter().find(|(name, _)| *name == parts[0]).unwrap();
    let work = shape(n);
    for _ in 0..rounds {
        match &work {
            Work::Read(document) => read(document),
            Work::Write(write, n) => {
                let mut workspace = [0; 4096];
                let mut writer = Writer::new(Counter::new(), &mut workspace);
                writer.start("", "r").unwrap();
                write(&mut writer, *n);
                writer.end().unwrap();
                writer.finish().unwrap();
            }
        }
    }
}

fn read(document: &str) {
    let mut workspace = [0; 32_768];
    let limits = Limits { tag_bytes: u16::MAX, ..Limits::DEFAULT };
    let mut reader = Reader::with_limits(&mut workspace, limits);
    let mut bytes = document.as_bytes().chunks(1).peekable();
    while let Some(mut input) = bytes.next() {
        let last = bytes.peek().is_none();
        loop {
            match reader.next(&mut input, last).unwrap() {
                Event::NeedInput => break,
                Event::Finished => return,
                _ => {}
            }
        }
    }
    panic!("the document has no end");
}
