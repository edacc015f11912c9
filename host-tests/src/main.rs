//! soapstone on a host: reads captures, shows what is wrong with them, runs the suites.

mod command;

use clap::Parser;
use std::process::ExitCode;

/// Reads SOAP and XML with soapstone and says what it sees.
#[derive(Parser)]
#[command(version, after_help = "Exit codes: 0 accepted, 1 refused or failed, 2 usage, 3 a peer is missing.")]
struct Arguments {
    #[command(subcommand)]
    command: command::Command,
}

fn main() -> ExitCode {
    match Arguments::parse().command.run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // A reader that has seen enough, as in `... | head`, is no failure of ours.
        Err(e) if e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("soapstone-harness: {e:#}");
            ExitCode::from(2)
        }
    }
}
