//! A device at the other end of a serial line.

use anyhow::{Context, Result, bail};
use soapstone::http::{BodyReader, Framing, HeadReader, Piece};
use soapstone_host_tests::qemu::{Guest, Start};
use soapstone_host_tests::socket;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A device that answers one request after the other.
pub(super) struct Line {
    to: Box<dyn Write>,
    from: BufReader<Box<dyn Read>>,
    _device: Device,
}

/// A device that runs. It is ended when dropped.
enum Device {
    Board { _guest: Guest },
    Process(Child),
}

/// The answer to a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Asks for the stack that was used.
pub(super) const REPORT: &[u8] = b"GET / HTTP/1.1\r\nHost: device\r\n\r\n";

/// How long a device may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

impl Line {
    /// Starts a board, its serial line led to us.
    pub(super) fn board(start: &Start<'_>) -> Result<Line> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let serial = format!("tcp:127.0.0.1:{}", listener.local_addr()?.port());
        let guest = Guest::start(&Start { options: &["-serial".into(), serial.into()], ..start.clone() })?;
        let stream = accept(&listener).with_context(|| format!("QEMU does not connect; it said: {}", guest.said()))?;
        socket::set_up(&stream, Some(PATIENCE))?;
        let from: Box<dyn Read> = Box::new(stream.try_clone()?);
        let device = Device::Board { _guest: guest };
        let mut line = Line { to: Box::new(stream), from: BufReader::new(from), _device: device };
        // A UART that is not ready may lose its first byte; whatever it takes this for, it answers.
        line.call(REPORT, REPORT.len())?;
        Ok(line)
    }

    /// Starts the program that was built for this machine; it ends by itself after so long.
    pub(super) fn host(program: &Path, limit: Duration) -> Result<Line> {
        let mut command = Command::new("timeout");
        command.arg(limit.as_secs().to_string()).arg(program).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("starting `timeout`")?;
        let (to, from) = child.stdin.take().zip(child.stdout.take()).context("no pipes")?;
        let from: Box<dyn Read> = Box::new(from);
        Ok(Line { to: Box::new(to), from: BufReader::new(from), _device: Device::Process(child) })
    }

    /// Sends a request in pieces of at most so many bytes, and reads the answer.
    pub(super) fn call(&mut self, request: &[u8], piece: usize) -> Result<Answer> {
        for piece in request.chunks(piece) {
            self.to.write_all(piece).and_then(|()| self.to.flush()).context("sending")?;
        }
        self.read(if request.starts_with(b"GET") { "GET" } else { "POST" }).context("receiving the answer")
    }

    fn read(&mut self, method: &str) -> Result<Answer> {
        let (mut memory, mut body) = ([0; 1024], Vec::new());
        let mut reader = HeadReader::new(&mut memory);
        while !self.take(|input| Ok(reader.read(input, false)?))? {}
        let head = reader.response()?;
        let mut reader = BodyReader::new(Framing::of_response(&head, method)?, 1 << 16, &mut []);
        let mut next = |input: &mut &[u8]| loop {
            match reader.next(input, false)? {
                Piece::Data(bytes) => body.extend_from_slice(bytes),
                Piece::NeedInput => return Ok(false),
                Piece::End => return Ok(true),
            }
        };
        // Where there is no body there is nothing to wait for.
        if !next(&mut &b""[..])? {
            while !self.take(&mut next)? {}
        }
        Ok(Answer { status: head.status, body: String::from_utf8(body)? })
    }

    /// Lets a function take of what has come.
    fn take<R>(&mut self, take: impl FnOnce(&mut &[u8]) -> Result<R>) -> Result<R> {
        let came = self.from.fill_buf()?;
        if came.is_empty() {
            bail!("it has ended");
        }
        let mut left = came;
        let taken = take(&mut left);
        let used = came.len() - left.len();
        self.from.consume(used);
        taken
    }
}

fn accept(listener: &TcpListener) -> Result<TcpStream> {
    listener.set_nonblocking(true)?;
    let end = Instant::now() + PATIENCE;
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false)?;
                return Ok(stream);
            }
            Err(e) if e.kind() == io::ErrorKind::WouldBlock && Instant::now() < end => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(e) => return Err(e.into()),
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        if let Device::Process(child) = self {
            let _ = Command::new("kill").arg(child.id().to_string()).stderr(Stdio::null()).status();
            let _ = child.wait();
        }
    }
}
