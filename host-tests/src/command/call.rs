//! `call`: calls a service over HTTP, and shows what came of it.

mod report;
mod request;
mod socket;

use super::{progress, trace};
use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use report::{Report, show};
pub(super) use request::Envelope;
use soapstone::binding::client::{Call as Request, Client, Length, Method, Pattern};
use soapstone::binding::{Timeout, Traced};
use soapstone::http::auth::{Authenticate, Basic, Digest, MD5, SHA_256, Scheme, Strongest};
use soapstone::soap::Version;
use socket::tcp;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Call {
    /// The address of the service, http://host:port/path.
    endpoint: String,
    /// The action: SOAPAction in SOAP 1.1, a parameter of the media type in SOAP 1.2.
    #[arg(long)]
    action: Option<String>,
    /// The version of the message.
    #[arg(long, value_name = "VERSION", default_value = "1.1")]
    soap: Soap,
    /// What is sent: an Envelope as it is, any other element as the content of the Body; `-` is standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    body: PathBuf,
    /// A header block: a file with one element; may be given several times.
    #[arg(long, value_name = "FILE")]
    header: Vec<PathBuf>,
    /// A header field, `Name: value`, or a parameter of a gateway: `siebel_transport_header:NAME=value`,
    /// `siebel_transport_param:NAME=value`, `HDR.NAME=value`; may be given several times.
    #[arg(long, value_name = "FIELD")]
    field: Vec<String>,
    /// The name of the user.
    #[arg(long)]
    user: Option<String>,
    /// The password; else the variable SOAPSTONE_PASSWORD.
    #[arg(long, requires = "user")]
    password: Option<String>,
    /// How the password is shown: Basic or Digest; any other name is Basic.
    #[arg(long, value_name = "SCHEME", default_value = "Basic")]
    auth: String,
    /// Milliseconds to wait for the response; 0: for ever, less: 60 seconds.
    #[arg(long, value_name = "MS", default_value = "-1", allow_hyphen_values = true)]
    timeout: String,
    /// Send the body in chunks and do not say how long it is.
    #[arg(long)]
    chunked: bool,
    /// No reply is due.
    #[arg(long)]
    one_way: bool,
    /// Where the reply goes, whole as it came; else to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Show the header fields of both sides on standard error; secrets as ***.
    #[arg(long)]
    trace: bool,
    #[command(flatten)]
    events: trace::Options,
    /// Print one JSON object about the call in place of the reply.
    #[arg(long)]
    json: bool,
}

/// A version of SOAP.
#[derive(Clone, Copy, ValueEnum)]
enum Soap {
    #[value(name = "1.1")]
    Soap11,
    #[value(name = "1.2")]
    Soap12,
}

impl Call {
    pub(crate) fn run(self) -> Result<bool> {
        let version = match self.soap {
            Soap::Soap11 => Version::Soap11,
            Soap::Soap12 => Version::Soap12,
        };
        let mut call = Request::new(&self.endpoint, version);
        let mut fields = Vec::new();
        for field in &self.field {
            fields.extend(parameter(&mut call, field)?);
        }
        call.action = self.action.as_deref();
        let fields = fields.as_slice();
        call.fields = &fields;
        call.timeout = Timeout::parse(&self.timeout).ok().context("--timeout takes a whole number of milliseconds")?;
        call.pattern = if self.one_way { Pattern::OneWay } else { Pattern::Either };
        call.length = if self.chunked { Length::Chunked } else { Length::Counted };
        let envelope = match call.method {
            Method::Get => Envelope::default(),
            Method::Post => Envelope::open(&self.body, &self.header, version)?,
        };
        let scheme = Scheme::from_name(&self.auth);
        ensure!(scheme != Scheme::Ntlm, "this command has no NTLM: its messages come from a library of the system");
        let password = self.password.clone().or_else(|| std::env::var("SOAPSTONE_PASSWORD").ok()).unwrap_or_default();
        let user = self.user.as_deref().unwrap_or_default();
        let Ok(mut basic) = Basic::new(user, &password) else { bail!("no colon in --user, no control characters") };
        let mut kept = vec![0; 4096];
        let mut digest = Digest::new(user, &password, &[SHA_256, MD5], random()?, &mut kept);
        // Digest also where Basic is asked for and the server wants better; never the other way round.
        let mut schemes: Vec<&mut dyn Authenticate> = match (&self.user, scheme) {
            (None, _) => Vec::new(),
            (_, Scheme::Digest) => vec![&mut digest],
            _ => vec![&mut digest, &mut basic],
        };
        let mut login = Strongest(&mut schemes);
        let (mut memory, mut scratch) = (vec![0; 65_536], vec![0; 8192]);
        let log = self.events.log();
        let mut client = Client::new(Traced::client(tcp(), &log), &mut memory, &mut scratch);
        let bar = progress::bytes(envelope.len);
        let made = client.call_with(&call, Some(&mut login), &mut |sink| envelope.write(sink, &bar));
        let failed = made.map(drop).err();
        let mut body = Vec::new();
        let mut broken = None;
        while client.info().response.is_some() {
            match client.receive() {
                Ok(Some(piece)) => {
                    body.extend_from_slice(piece);
                    bar.set_message(format!("{} bytes received", body.len()));
                }
                Ok(None) => break,
                Err(error) => {
                    broken = Some(format!("{error:?}"));
                    break;
                }
            }
        }
        bar.finish_and_clear();
        let report = Report::new(&client.info(), failed, broken, &body);
        self.print(&report, &body)?;
        Ok(report.succeeded())
    }

    fn print(&self, report: &Report, body: &[u8]) -> Result<()> {
        if self.trace {
            eprint!("{}", report.trace());
        }
        if let Some(path) = &self.out {
            std::fs::write(path, body).with_context(|| path.display().to_string())?;
        }
        let mut out = std::io::stdout().lock();
        match self.json {
            true => writeln!(out, "{}", serde_json::to_string(&report)?)?,
            false if self.out.is_none() => out.write_all(body)?,
            false => {}
        }
        out.flush()?;
        if let Some(error) = &report.error {
            eprintln!("soapstone-harness: {}", show(error));
        }
        Ok(())
    }
}

/// Takes a header field or a parameter of a gateway.
fn parameter<'a>(call: &mut Request<'a>, text: &'a str) -> Result<Option<(&'a str, &'a str)>> {
    let is_parameter = ["siebel_transport_header:", "siebel_transport_param:", "HDR."];
    if !is_parameter.iter().any(|prefix| text.starts_with(prefix)) {
        let (name, value) = text.split_once(':').with_context(|| format!("--field {text}: no colon"))?;
        return Ok(Some((name.trim(), value.trim())));
    }
    let (name, value) = text.split_once('=').with_context(|| format!("--field {text}: no equals sign"))?;
    call.parameter(name, value).ok().with_context(|| format!("--field {text}: there is no such parameter"))
}

/// Random bytes of the system.
pub(super) fn random() -> Result<[u8; 16]> {
    let mut bytes = [0; 16];
    let mut source = std::fs::File::open("/dev/urandom").context("/dev/urandom")?;
    source.read_exact(&mut bytes).context("/dev/urandom")?;
    Ok(bytes)
}
