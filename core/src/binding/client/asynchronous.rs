//! The client over a transport that waits without blocking. What it does is what [`Client`](super::Client) does.

use super::async_reply::AsyncReply;
use super::awaiting::{Awaiting, Came};
use super::call::{Call, Length};
use super::exchange::Exchange;
use super::follow::FOLLOW;
use super::measure::{Body, complete, write_body};
use super::run::Run;
use super::stage::{Failed, Stage, Stopped, TransportInfo, io};
use super::verdict::Verdict;
use crate::binding::{AsyncTransport, Outgoing, Ready};
use crate::buf::Sink;
use crate::http::auth::Authenticate;
use crate::soap::{Writer, WriterState};
use crate::xml::WriteError;
use crate::{Error, ErrorKind, Limits};

/// Calls services over a transport that waits without blocking; as [`Client`](super::Client) otherwise.
///
/// A body that does not fit in the memory is written in parts: its pass is called again whenever the writer answers
/// [`Full`](WriteError::Full), to go on, so it is one [`sequence`](Writer::sequence).
pub struct AsyncClient<'m, T> {
    line: Line<'m, T>,
    scratch: &'m mut [u8],
}

/// The transport, and what came over it.
struct Line<'m, T> {
    transport: T,
    memory: &'m mut [u8],
    exchange: Exchange,
}

impl<'m, T: AsyncTransport> AsyncClient<'m, T> {
    /// As [`Client::new`](super::Client::new).
    pub fn new(transport: T, memory: &'m mut [u8], scratch: &'m mut [u8]) -> Self {
        AsyncClient { line: Line { transport, memory, exchange: Exchange::new(Some(&FOLLOW)) }, scratch }
    }

    /// As [`Client::call`](super::Client::call).
    ///
    /// # Errors
    /// Those of [`Client::call`](super::Client::call).
    pub async fn call(
        &mut self,
        call: &Call<'_>,
        workspace: &mut [u8],
        hook: Option<&mut dyn Authenticate>,
        body: &mut Body<'_>,
    ) -> Result<AsyncReply<'_, T>, Failed<T::Error>> {
        let mut run = Run::new(call, self.scratch, hook, self.line.exchange.follow);
        let verdict = loop {
            let settled = match self.line.attempt(&mut run, workspace, body).await {
                Ok(verdict) => self.line.settle(&mut run, verdict).await,
                Err(failed) => Err(failed),
            };
            match settled {
                Ok(Some(verdict)) => break verdict,
                Ok(None) => {}
                Err(failed) => return Err(self.line.failed(failed).await),
            }
        };
        if let Some(kind) = verdict.error() {
            return Err(tell(&mut self.line.transport, Failed::new(Stage::Receiving, Error::new(kind, 0))));
        }
        let mut reply = self.reply();
        match reply.open(call, verdict).await {
            Ok(()) => Ok(reply),
            Err(failed) => Err(tell(reply.transport, failed)),
        }
    }

    /// As [`Client::refuse`](super::Client::refuse).
    pub fn refuse(&mut self, error: Error) -> Failed<T::Error> {
        self.line.exchange.begin();
        Failed::new(Stage::Preparing, error)
    }

    /// As [`Client::info`](super::Client::info).
    pub fn info(&self) -> TransportInfo<'_> {
        self.line.exchange.info(self.line.memory)
    }

    /// As [`Client::reply`](super::Client::reply).
    pub fn reply(&mut self) -> AsyncReply<'_, T> {
        self.line.reply()
    }

    /// The transport.
    pub fn transport(&mut self) -> &mut T {
        &mut self.line.transport
    }

    /// Closes the connection.
    pub async fn close(&mut self) {
        self.line.close().await;
    }
}

impl<T: AsyncTransport> Line<'_, T> {
    fn reply(&mut self) -> AsyncReply<'_, T> {
        AsyncReply::new(&mut self.transport, &mut self.exchange, self.memory)
    }

    async fn close(&mut self) {
        self.exchange.reusable = false;
        self.transport.close().await;
    }

    async fn failed(&mut self, failed: Failed<T::Error>) -> Failed<T::Error> {
        self.exchange.stage = failed.stage;
        if failed.stage != Stage::Preparing {
            self.close().await;
        }
        tell(&mut self.transport, failed)
    }

    async fn attempt(
        &mut self,
        run: &mut Run<'_>,
        workspace: &mut [u8],
        body: &mut Body<'_>,
    ) -> Result<Verdict, Failed<T::Error>> {
        let (Line { transport, memory, exchange }, call) = (self, run.call);
        let mut write = |sink: &mut dyn Sink| write_body(sink, workspace, call, body);
        exchange.prepare(memory, run).map_err(|Stopped| exchange.failed(None))?;
        let mut outgoing = exchange.outgoing(memory, run);
        let filled = exchange.fill::<()>(&mut outgoing, run, &mut write).map_err(|Stopped| exchange.failed(None))?;
        let endpoint = run.peer().map_err(|error| Failed::new(Stage::Preparing, error))?;
        let identity = run.identity();
        exchange.stage = Stage::Sending;
        let opened = match exchange.serves(&endpoint, identity) && transport.ready(0).await != Ready::Now {
            true => {
                transport.resume(call.patience());
                Ok(())
            }
            false => {
                transport.identify(identity);
                transport.open(&endpoint, call.patience()).await
            }
        };
        opened.map_err(|error| io(Stage::Sending, error))?;
        let whole = match send(transport, (&mut outgoing, filled), exchange, call, workspace, body).await {
            Ok(whole) => {
                if whole {
                    receive(transport, exchange, memory).await?;
                }
                whole
            }
            Err(failed) if failed.transport.is_none() => return Err(failed),
            // A server that refuses a request while it is being sent answers before it closes the connection.
            Err(failed) => {
                receive(transport, exchange, memory).await.map_err(|_| failed)?;
                false
            }
        };
        exchange.judge(memory, run, whole).map_err(|Stopped| exchange.failed(None))
    }

    async fn settle(&mut self, run: &mut Run<'_>, verdict: Verdict) -> Result<Option<Verdict>, Failed<T::Error>> {
        let again = self.exchange.again(self.memory, run, verdict).map_err(|Stopped| self.exchange.failed(None))?;
        if again.is_none() && self.reply().drain().await.is_err() {
            self.close().await;
        }
        Ok(again)
    }
}

fn tell<T: AsyncTransport>(transport: &mut T, failed: Failed<T::Error>) -> Failed<T::Error> {
    transport.failed(failed.stage as u8, &failed.error);
    failed
}

/// Sends a request; `false`: the response came before the body was sent.
async fn send<T: AsyncTransport>(
    transport: &mut T,
    (outgoing, filled): (&mut Outgoing<'_>, bool),
    exchange: &mut Exchange,
    call: &Call<'_>,
    workspace: &mut [u8],
    body: &mut Body<'_>,
) -> Result<bool, Failed<T::Error>> {
    if call.expect && !filled {
        push(transport, outgoing, false).await?;
        if transport.ready(Call::PATIENCE).await != Ready::NotYet {
            let mut awaiting = exchange.interim(outgoing);
            if wait(transport, &mut awaiting).await? == Came::Head {
                exchange.arrived(&awaiting);
                return Ok(false);
            }
        }
    }
    if !filled {
        stream(transport, outgoing, call, workspace, body).await?;
        if call.length == Length::Chunked {
            push(transport, outgoing, false).await?;
        }
    }
    push(transport, outgoing, true).await.map(|()| true)
}

/// Writes the body, and sends it as the buffer fills.
async fn stream<T: AsyncTransport>(
    transport: &mut T,
    outgoing: &mut Outgoing<'_>,
    call: &Call<'_>,
    workspace: &mut [u8],
    body: &mut Body<'_>,
) -> Result<(), Failed<T::Error>> {
    let mut state = WriterState::new(call.version, Limits::DEFAULT);
    loop {
        let written = state.xml().written();
        let done = {
            let mut writer = Writer::<&mut dyn Sink>::resume(state, &mut *outgoing, workspace);
            let done = body(&mut writer);
            state = writer.state();
            done
        };
        let stuck = state.xml().written() == written;
        let error = match done {
            Ok(()) => match complete(&state) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            },
            Err(WriteError::Error(error)) => error,
            Err(WriteError::Full) if stuck && outgoing.has_begun() => Error::new(ErrorKind::InvalidArgument, written),
            Err(WriteError::Full) => {
                push(transport, outgoing, false).await?;
                continue;
            }
        };
        let stage = if outgoing.has_begun() { Stage::Sending } else { Stage::Preparing };
        return Err(Failed::new(stage, error));
    }
}

async fn push<T: AsyncTransport>(
    transport: &mut T,
    outgoing: &mut Outgoing<'_>,
    last: bool,
) -> Result<(), Failed<T::Error>> {
    outgoing.pack(last).map_err(|error| Failed::new(Stage::Sending, error))?;
    put(transport, outgoing.bytes()).await?;
    outgoing.sent(usize::MAX);
    Ok(())
}

async fn put<T: AsyncTransport>(transport: &mut T, mut bytes: &[u8]) -> Result<(), Failed<T::Error>> {
    let broken = |error| io(Stage::Sending, error);
    while !bytes.is_empty() {
        match transport.write(bytes).await.map_err(broken)? {
            // A transport that takes nothing has failed, though it does not say why.
            0 => return Err(Failed::new(Stage::Sending, Error::new(ErrorKind::Io, 0))),
            count => bytes = bytes.get(count..).unwrap_or_default(),
        }
    }
    transport.flush().await.map_err(broken)
}

async fn receive<T: AsyncTransport>(
    transport: &mut T,
    exchange: &mut Exchange,
    memory: &mut [u8],
) -> Result<(), Failed<T::Error>> {
    let mut awaiting = exchange.response(memory);
    while wait(transport, &mut awaiting).await? != Came::Head {}
    exchange.arrived(&awaiting);
    Ok(())
}

async fn wait<T: AsyncTransport>(transport: &mut T, awaiting: &mut Awaiting<'_>) -> Result<Came, Failed<T::Error>> {
    loop {
        match awaiting.next() {
            Came::NeedInput => {}
            Came::Failed => {
                let error = awaiting.error().unwrap_or(Error::new(ErrorKind::Io, 0));
                return Err(Failed::new(Stage::Receiving, error));
            }
            came => return Ok(came),
        }
        let count = transport.read(awaiting.room()).await.map_err(|error| io(Stage::Receiving, error))?;
        awaiting.received(count);
    }
}
