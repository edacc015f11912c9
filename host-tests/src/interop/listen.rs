//! Our server on sockets.

use super::request::now;
use super::service::{Echo, Secured, Seen};
use super::transcript::{Recorded, Transcript};
use crate::socket::set_up;
use embedded_io_adapters::std::FromStd;
use soapstone::binding::server::{Memory, Options, ServeError, Server};
use std::io::Read;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Serves until it is dropped, each connection in a thread of its own, for some peers keep one open and use another.
pub(super) struct Listening {
    pub(super) port: u16,
    pub(super) transcript: Transcript,
    seen: Receiver<Seen>,
    stop: Arc<AtomicBool>,
}

impl Listening {
    /// Starts to serve at a free port.
    pub(super) fn start() -> std::io::Result<Listening> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let (stop, transcript) = (Arc::new(AtomicBool::new(false)), Transcript::default());
        let (send, seen) = channel();
        let (stopped, kept) = (stop.clone(), transcript.clone());
        std::thread::spawn(move || {
            for (number, socket) in listener.incoming().enumerate() {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                if let Ok(socket) = socket {
                    let (seen, transcript) = (send.clone(), kept.clone());
                    std::thread::spawn(move || serve(socket, number, &transcript, seen));
                }
            }
        });
        Ok(Listening { port, transcript, seen, stop })
    }

    /// The calls since this was asked last. When one is `due` whose client does not wait for its response, so do we.
    pub(super) fn seen(&self, due: bool) -> Vec<Seen> {
        let first = due.then(|| self.seen.recv_timeout(Duration::from_secs(10)).ok()).flatten();
        first.into_iter().chain(self.seen.try_iter()).collect()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn serve(socket: TcpStream, number: usize, transcript: &Transcript, seen: Sender<Seen>) {
    let _ = set_up(&socket, Some(Duration::from_secs(20)));
    let mut transport = FromStd::new(Recorded::new(socket, number, transcript));
    // What went wrong with one connection is told by the client of it.
    let _ = serve_with(&mut transport, &mut Echo::new(number, seen, Some(now())));
    let recorded = transport.into_inner();
    let _ = recorded.socket().shutdown(Shutdown::Write);
    let _ = recorded.socket().set_read_timeout(Some(Duration::from_millis(500)));
    let mut rest = [0; 4096];
    while recorded.socket().read(&mut rest).is_ok_and(|count| count > 0) {}
}

/// Answers the requests of a connection.
pub(super) fn serve_with<T: embedded_io::Read + embedded_io::Write>(
    transport: &mut T,
    echo: &mut Echo,
) -> Result<(), ServeError<T::Error>> {
    let (mut head, mut input, mut workspace) = (vec![0; 4096], vec![0; 4096], vec![0; 8192]);
    let (mut store, mut output) = (vec![0; 4096], vec![0; 2048]);
    let memory = Memory {
        head: &mut head,
        input: &mut input,
        workspace: &mut workspace,
        store: &mut store,
        output: &mut output,
    };
    Server::new(memory, Options::new(&Secured)).serve(transport, echo)
}
