//! `interop`: live exchange with other SOAP stacks.

use super::progress::bar;
use anyhow::{Context, Result, bail};
use clap::Args;
use soapstone_host_tests::interop::{Case, Cell, Matrix, PEERS, Peer};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Interop {
    /// Only this peer; may be given several times.
    #[arg(long, value_name = "NAME")]
    peer: Vec<String>,
    /// Fail where a peer is missing; otherwise it is skipped, and the exit code is 3.
    #[arg(long)]
    require_peers: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write the results as JUnit XML as well.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// The exit code that says: a peer is missing.
const MISSING: u8 = 3;

impl Interop {
    pub(crate) fn run(self) -> Result<bool> {
        let peers = self.peers()?;
        let sides: usize = peers.iter().map(|peer| peer.versions.len() * peer.sides.len()).sum();
        let progress = bar(sides * Case::ALL.len());
        let mut matrix = Matrix::default();
        for peer in peers {
            matrix.add(peer, &mut |_: &Cell| progress.inc(1));
        }
        progress.finish_and_clear();
        if let Some(path) = &self.junit {
            let file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
            matrix.junit().serialize(file)?;
        }
        let (passed, failed, skipped) = matrix.counts();
        let mut out = std::io::stdout().lock();
        match self.json {
            true => writeln!(out, "{}", serde_json::to_string(&matrix)?)?,
            false => {
                write!(out, "{}", matrix.prose())?;
                writeln!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
            }
        }
        out.flush()?;
        if failed == 0 && !matrix.missing.is_empty() && !self.require_peers {
            std::process::exit(MISSING.into());
        }
        Ok(failed == 0 && matrix.missing.is_empty())
    }

    /// The peers that were asked for.
    fn peers(&self) -> Result<Vec<&'static Peer>> {
        if let Some(name) = self.peer.iter().find(|name| !PEERS.iter().any(|peer| peer.name == **name)) {
            let names: Vec<&str> = PEERS.iter().map(|peer| peer.name).collect();
            bail!("there is no peer {name}; there are {}", names.join(", "));
        }
        Ok(PEERS.iter().filter(|peer| self.peer.is_empty() || self.peer.iter().any(|name| name == peer.name)).collect())
    }
}
