//! The programs that speak over the network or a serial line of their board, and who is at the other end.

mod cwmp;
mod device;
mod digest;
mod http;
mod malformed;
mod ocpp;
mod request;
mod server;
mod xml;

use super::row::{Job, Language, Row, Told};
use anyhow::{Context, Result, anyhow};
use server::Server;
use soapstone_host_tests::qemu::{self, Guest, Start};
use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const fn row(program: &'static str, run: fn(&Job<'_>) -> Result<Told>) -> Row {
    Row { program, language: Language::Rust, board: "mps2-an385", features: &[], run }
}

/// The programs of the board that has a network.
pub(super) const ROWS: &[Row] =
    &[row("http-client", http_client), row("device-server", device_server), row("uart-client", uart_client)];

/// Seconds a program may take that waits for others.
const LIMIT: Duration = Duration::from_secs(180);

/// Lets the board call a server on this machine over TCP.
fn http_client(job: &Job<'_>) -> Result<Told> {
    let options = ["-serial", "null", "-nic", "user,model=lan9118,ipv6=off"];
    with_server(job, Server::default(), |port, start| {
        let url = format!("http://10.0.2.2:{port}");
        let arguments = ["http-client", &url];
        let options: Vec<OsString> = options.iter().map(OsString::from).collect();
        qemu::run(&Start { arguments: &arguments, options: &options, ..start })
    })
}

/// Lets the board call a server on this machine over its serial line.
fn uart_client(job: &Job<'_>) -> Result<Told> {
    with_server(job, Server::on_a_line(), |port, start| {
        let options = [OsString::from("-serial"), format!("tcp:127.0.0.1:{port}").into()];
        qemu::run(&Start { options: &options, ..start })
    })
}

/// Serves a program that calls, and adds what the server says to what the program says.
fn with_server(
    job: &Job<'_>,
    mut server: Server,
    run: impl FnOnce(u16, Start<'_>) -> Result<qemu::Ended>,
) -> Result<Told> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("a port of this machine")?;
    let (port, stop) = (listener.local_addr()?.port(), AtomicBool::new(false));
    let ended = std::thread::scope(|scope| {
        let serving = scope.spawn(|| server.serve(&listener, &stop));
        let ended = run(port, Start::new(job.board, job.image, LIMIT));
        stop.store(true, Ordering::Relaxed);
        serving.join().map_err(|_| anyhow!("the server has panicked"))??;
        ended
    })?;
    let mut told = Told::of(&ended)?;
    server.check();
    told.failed += server.failures.len() as u32;
    told.failures.append(&mut server.failures);
    told.note = format!("{} exchanges{}", server.exchanges, size(job)?);
    if let Some(connections) = line(&ended.said, "connections ") {
        told.note += &format!(", {connections} connections");
    }
    Ok(told)
}

/// Calls the board from this machine.
fn device_server(job: &Job<'_>) -> Result<Told> {
    let (guest, port) = listening(job).or_else(|_| listening(job))?;
    let mut calls = device::call(port).with_context(|| guest.said())?;
    let ended = guest.finish()?;
    let mut told = Told::of(&ended)?;
    told.passed += calls.passed;
    told.failed += calls.failures.len() as u32;
    told.failures.append(&mut calls.failures);
    told.note = format!("{} calls, {} connections{}", calls.passed, calls.connections, size(job)?);
    Ok(told)
}

/// Starts the device behind a port that was free a moment ago; another program may have taken it since.
fn listening(job: &Job<'_>) -> Result<(Guest, u16)> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let nic = format!("user,model=lan9118,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:80");
    let options: Vec<OsString> = ["-serial", "null", "-nic", &nic].iter().map(OsString::from).collect();
    let mut guest = Guest::start(&Start { options: &options, ..Start::new(job.board, job.image, LIMIT) })?;
    guest.wait_for("listening")?;
    Ok((guest, port))
}

/// What follows this at the start of a line.
fn line<'s>(said: &'s str, start: &str) -> Option<&'s str> {
    said.lines().find_map(|line| line.strip_prefix(start)).map(str::trim_end)
}

/// What the program takes, in words: what is in flash, and what is in RAM beside the stack.
fn size(job: &Job<'_>) -> Result<String> {
    use object::{Object, ObjectSection, SectionKind};
    let bytes = std::fs::read(job.image)?;
    let file = object::File::parse(&*bytes)?;
    let (mut flash, mut ram) = (0, 0);
    for section in file.sections().filter(|section| section.address() != 0 || section.name() == Ok(".vector_table")) {
        let size = section.size();
        match section.kind() {
            SectionKind::UninitializedData => ram += size,
            SectionKind::Data => (flash, ram) = (flash + size, ram + size),
            _ => flash += size,
        }
    }
    Ok(format!(", {:.1} KB of flash, {:.1} KB of RAM", flash as f64 / 1024.0, ram as f64 / 1024.0))
}
