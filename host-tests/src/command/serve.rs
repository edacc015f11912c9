//! `serve`: answers calls over HTTP.

mod service;

use super::trace;
use anyhow::{Context, Result};
use clap::Args;
use embedded_io::{ErrorType, Read, Write};
use service::{Answers, Any};
use soapstone::binding::Traced;
use soapstone::binding::server::{Memory, Options, Server};
use soapstone::http::auth::{Guard, MD5, Nonce, SHA_256};
use soapstone_host_tests::socket::set_up;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Args)]
pub(crate) struct Serve {
    /// The address to listen at, host:port; port 0 is any that is free.
    #[arg(default_value = "127.0.0.1:0")]
    address: String,
    /// Answer with the files of this folder: a call of NAME with NAME.xml, an Envelope or the content of a Body. Without
    /// it every call is answered with its own Body.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Stop after so many answers.
    #[arg(long, value_name = "N")]
    requests: Option<u64>,
    /// Let only this user in, by Basic or Digest.
    #[arg(long)]
    user: Option<String>,
    /// The password; else the variable SOAPSTONE_PASSWORD.
    #[arg(long, requires = "user")]
    password: Option<String>,
    /// Milliseconds to wait for the next bytes of a connection.
    #[arg(long, value_name = "MS", default_value_t = 10_000)]
    timeout: u64,
    #[command(flatten)]
    events: trace::Options,
    /// Print one JSON object per line: the address, then every answer.
    #[arg(long)]
    json: bool,
}

impl Serve {
    /// One connection after the other.
    pub(crate) fn run(self) -> Result<bool> {
        let listener = TcpListener::bind(&self.address).with_context(|| self.address.clone())?;
        let address = listener.local_addr()?.to_string();
        match self.json {
            true => println!("{}", serde_json::json!({ "listening": address })),
            false => println!("listening at http://{address}/"),
        }
        io::stdout().flush()?;
        let password = self.password.clone().or_else(|| std::env::var("SOAPSTONE_PASSWORD").ok()).unwrap_or_default();
        let key = super::call::random()?;
        let mut nonces = [Nonce::EMPTY; 64];
        let guard = self
            .user
            .as_ref()
            .map(|_| Guard::new("soapstone", &key, &mut nonces).with_digest(&[SHA_256, MD5]).with_basic());
        let users = [(self.user.as_deref().unwrap_or_default(), password.as_str())];
        let mut answers = Answers::new(self.folder.clone(), guard, &users, self.requests, self.json);
        let (mut head, mut input, mut output) = (vec![0; 16_384], vec![0; 65_536], vec![0; 65_536]);
        let (mut workspace, mut store) = (vec![0; 65_536], vec![0; 65_536]);
        let log = self.events.log();
        for socket in listener.incoming() {
            let socket = socket?;
            let patience = Some(Duration::from_millis(self.timeout.max(1)));
            set_up(&socket, patience)?;
            let memory = Memory {
                head: &mut head,
                input: &mut input,
                workspace: &mut workspace,
                store: &mut store,
                output: &mut output,
            };
            let mut connection = Traced::server(Connection { socket, left: answers.left.clone() }, &log);
            // What goes wrong with one connection, its client sees.
            let _ = Server::new(memory, Options { encodings: true, ..Options::new(&Any) })
                .serve(&mut connection, &mut answers);
            let _ = connection.into_transport().socket.shutdown(Shutdown::Write);
            if answers.left.get() == Some(0) {
                break;
            }
        }
        Ok(true)
    }
}

/// A connection that is at its end once no answers are left.
struct Connection {
    socket: TcpStream,
    left: service::Left,
}

impl ErrorType for Connection {
    type Error = io::Error;
}

impl Read for Connection {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == Some(0) { Ok(0) } else { self.socket.read(to) }
    }
}

impl Write for Connection {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.socket.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}
