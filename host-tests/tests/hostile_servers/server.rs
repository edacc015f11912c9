//! A server that does as it is told.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

/// What a server does with a request.
#[derive(Clone)]
pub(crate) enum Acts {
    /// Answers this and closes the connection.
    Say(Vec<u8>),
    /// Answers this, as often as it is asked on a connection; `PORT` is its own.
    SayEach(String),
    /// Answers the first and then the second, again and again.
    SayForever(String, String),
    /// Answers the same, byte by byte with a pause before each.
    Drip(String, String),
    /// Reads, and says nothing until the client leaves.
    Silence,
}

/// More than any client takes.
const MOST: usize = 64 << 20;

pub(crate) struct Server {
    address: SocketAddr,
    over: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(acts: Acts) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (over, requests) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (ends, counted) = (Arc::clone(&over), Arc::clone(&requests));
        let thread = std::thread::spawn(move || {
            for socket in listener.incoming() {
                if ends.load(Ordering::SeqCst) {
                    break;
                }
                let _ = act(&acts, socket.unwrap(), address.port(), &counted);
            }
        });
        Server { address, over, requests, thread: Some(thread) }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}/svc", self.address)
    }

    /// Ends it; gives how many requests it had.
    pub(crate) fn finish(self) -> usize {
        let requests = Arc::clone(&self.requests);
        drop(self);
        requests.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}

fn act(acts: &Acts, mut socket: TcpStream, port: u16, requests: &AtomicUsize) -> std::io::Result<()> {
    let patience = Some(Duration::from_secs(20));
    socket.set_read_timeout(patience)?;
    socket.set_write_timeout(patience)?;
    socket.set_nodelay(true)?;
    while request(&mut socket)? {
        requests.fetch_add(1, Ordering::SeqCst);
        match acts {
            Acts::Say(bytes) => return socket.write_all(bytes),
            Acts::SayEach(text) => socket.write_all(text.replace("PORT", &port.to_string()).as_bytes())?,
            Acts::SayForever(first, again) => {
                socket.write_all(first.as_bytes())?;
                let again = again.repeat(4096 / again.len() + 1);
                for _ in 0..MOST / again.len() {
                    socket.write_all(again.as_bytes())?;
                }
            }
            Acts::Drip(first, again) => {
                for byte in first.bytes().chain(again.bytes().cycle()).take(1 << 14) {
                    socket.write_all(&[byte])?;
                    sleep(Duration::from_micros(300));
                }
            }
            Acts::Silence => {}
        }
    }
    Ok(())
}

/// Reads a request to its end; `false`: there is none.
fn request(socket: &mut TcpStream) -> std::io::Result<bool> {
    let (mut read, mut bytes) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Ok(true);
            }
        }
        match socket.read(&mut bytes)? {
            0 => return Ok(false),
            count => read.extend(&bytes[..count]),
        }
    }
}
