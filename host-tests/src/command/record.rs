//! `record`: stands between a client and a service, and writes down what both say.

use anyhow::{Context, Result};
use clap::Args;
use soapstone::trace::{Category, Direction, Event, Level, Side, Tap, Trace};
use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

#[derive(Args)]
pub(crate) struct Record {
    /// The address to listen at, host:port; port 0 is any that is free.
    #[arg(default_value = "127.0.0.1:0")]
    address: String,
    /// Where the service is, host:port.
    #[arg(long, value_name = "HOST:PORT")]
    to: String,
    /// Where the files go: 0001-request.http and 0001-response.http for the first connection, and so on.
    #[arg(long, value_name = "FOLDER")]
    folder: PathBuf,
    /// Write down every byte as it came, passwords too. Without it secrets are `***`, and chunks are put together.
    #[arg(long)]
    secrets: bool,
    /// Stop after so many connections.
    #[arg(long, value_name = "N")]
    connections: Option<usize>,
    /// Milliseconds to wait for the next bytes of either side.
    #[arg(long, value_name = "MS", default_value_t = 60_000)]
    timeout: u64,
    /// Print the address as a JSON object.
    #[arg(long)]
    json: bool,
}

impl Record {
    /// Each connection in a thread of its own.
    pub(crate) fn run(self) -> Result<bool> {
        std::fs::create_dir_all(&self.folder).with_context(|| self.folder.display().to_string())?;
        let listener = TcpListener::bind(&self.address).with_context(|| self.address.clone())?;
        let address = listener.local_addr()?.to_string();
        match self.json {
            true => println!("{}", serde_json::json!({ "listening": address })),
            false => println!("listening at http://{address}/"),
        }
        std::io::stdout().flush()?;
        thread::scope(|threads| {
            let sockets = listener.incoming().take(self.connections.unwrap_or(usize::MAX));
            for (number, socket) in (1..).zip(sockets) {
                let (socket, record) = (socket?, &self);
                threads.spawn(move || {
                    if let Err(error) = record.connection(number, &socket) {
                        eprintln!("soapstone-harness: connection {number}: {error:#}");
                    }
                });
            }
            Ok(true)
        })
    }

    /// Carries the bytes of a connection both ways until both sides have ended.
    fn connection(&self, number: usize, client: &TcpStream) -> Result<()> {
        let paper = Paper::open(&self.folder, number)?;
        let service = TcpStream::connect(&self.to).with_context(|| self.to.clone())?;
        let patience = Some(Duration::from_millis(self.timeout.max(1)));
        for socket in [client, &service] {
            socket.set_read_timeout(patience)?;
            socket.set_write_timeout(patience)?;
            socket.set_nodelay(true)?;
        }
        let mut tap = Tap::new(Side::Client);
        tap.opened(&paper, "", 0, false);
        let notes = Mutex::new(Notes { tap, paper, raw: self.secrets });
        thread::scope(|threads| {
            threads.spawn(|| carry(client, &service, Direction::Sent, &notes));
            carry(&service, client, Direction::Received, &notes);
        });
        let mut notes = notes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        notes.tap.closed(&notes.paper);
        Ok(())
    }
}

/// Carries bytes one way until there are no more.
fn carry(mut from: &TcpStream, mut to: &TcpStream, direction: Direction, notes: &Mutex<Notes>) {
    let mut bytes = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let bytes = &bytes[..count];
        if let Ok(mut notes) = notes.lock() {
            notes.take(direction, bytes);
        }
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// What is written down of a connection.
struct Notes {
    tap: Tap,
    paper: Paper,
    raw: bool,
}

impl Notes {
    fn take(&mut self, direction: Direction, bytes: &[u8]) {
        match direction {
            _ if self.raw => self.paper.write(direction, bytes),
            Direction::Sent => self.tap.sent(&self.paper, bytes),
            Direction::Received => self.tap.received(&self.paper, bytes),
        }
    }
}

/// The files of a connection.
struct Paper {
    request: RefCell<File>,
    response: RefCell<File>,
}

impl Paper {
    fn open(folder: &Path, number: usize) -> Result<Paper> {
        let create = |what: &str| {
            let path = folder.join(format!("{number:04}-{what}.http"));
            File::create(&path).map(RefCell::new).with_context(|| path.display().to_string())
        };
        Ok(Paper { request: create("request")?, response: create("response")? })
    }

    fn write(&self, direction: Direction, bytes: &[u8]) {
        let file = if direction == Direction::Sent { &self.request } else { &self.response };
        // The exchange goes on when the disk is full.
        let _ = file.borrow_mut().write_all(bytes);
    }
}

impl Trace for Paper {
    fn wants(&self, category: Category, level: Level) -> bool {
        (category, level) == (Category::Outbound, Level::Detail)
    }

    fn event(&self, _: Category, _: Level, event: &Event<'_>) {
        if let Event::Dump(direction, piece) = event {
            self.write(*direction, piece);
        }
    }
}
