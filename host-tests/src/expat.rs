//! expat, by way of Python, whose standard library carries it.

use crate::corpus::notice;
use crate::event::Event;
use serde::Deserialize;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// An expat that answers for one document after the other.
pub struct Expat {
    process: Child,
    requests: BufWriter<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// What expat saw in a document.
#[derive(Clone, Debug, Deserialize)]
pub struct Reading {
    /// The events up to the end or the error, text coalesced.
    pub events: Vec<Event>,
    /// Why it refused the document.
    pub error: Option<Refusal>,
}

/// Why expat refused a document.
#[derive(Clone, Debug, Deserialize)]
pub struct Refusal {
    /// expat's words.
    pub message: String,
    /// Bytes before the place it names.
    pub offset: i64,
}

impl Expat {
    /// Starts the oracle; a notice on stderr and `None` where there is no Python.
    pub fn start() -> Option<Expat> {
        let script = include_str!("../oracles/expat.py");
        let started = Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut process) = started else {
            notice("skipped: python3, which carries expat, is not installed");
            return None;
        };
        let requests = BufWriter::new(process.stdin.take()?);
        let answers = BufReader::new(process.stdout.take()?);
        Some(Expat { process, requests, answers })
    }

    /// What expat sees in a document.
    pub fn read(&mut self, document: &[u8]) -> Reading {
        request(&mut self.requests, b'E', document);
        self.requests.flush().expect("expat listens");
        serde_json::from_str(&line(&mut self.answers)).expect("expat answers in JSON")
    }

    /// Which of these documents expat accepts.
    pub fn accepts(&mut self, documents: &[Vec<u8>]) -> Vec<bool> {
        let (requests, answers) = (&mut self.requests, &mut self.answers);
        // Each document is asked about while earlier ones are answered: the pipe is shorter than a batch.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                documents.iter().for_each(|document| request(requests, b'A', document));
                // The answers are buffered too; a question that flushes them ends the batch.
                request(requests, b'E', b"");
                requests.flush().expect("expat listens");
            });
            let verdicts = documents.iter().map(|_| line(answers).starts_with('1')).collect();
            line(answers);
            verdicts
        })
    }
}

fn request(to: &mut impl Write, mode: u8, document: &[u8]) {
    let length = u32::try_from(document.len()).expect("a document of less than 4 GB");
    to.write_all(&[mode]).and_then(|()| to.write_all(&length.to_le_bytes())).expect("expat listens");
    to.write_all(document).expect("expat listens");
}

fn line(from: &mut impl BufRead) -> String {
    let mut line = String::new();
    let length = from.read_line(&mut line).expect("expat answers");
    assert!(length > 0, "expat has gone");
    line
}

impl Drop for Expat {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
