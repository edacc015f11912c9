//! A server over a transport that waits without blocking. What it does is what [`Server`](super::Server) does.

use super::application::{Judge, Outcome, Received, Refusal};
use super::exchange::{Exchange, Step};
use super::message::{Came, MessageReader};
use super::options::{Memory, Options};
use super::response::{Body, Content};
use super::serve::ServeError;
use crate::binding::{Outgoing, Unread};
use crate::buf::{Counter, Sink};
use crate::soap::{Event, Reader, Writer, WriterState};
use crate::xml::WriteError;
use crate::{Error, ErrorKind, Limits};
use embedded_io::Error as _;
use embedded_io_async::{Read, Write};

/// What is served without blocking: the operations behind a node.
#[allow(async_fn_in_trait, reason = "whether the future may cross threads is the executor's business")]
pub trait AsyncApplication: Judge {
    /// As [`Application::handle`](super::Application::handle).
    async fn handle<R: Read>(
        &mut self,
        received: &Received<'_>,
        message: &mut AsyncMessage<'_, '_, R>,
    ) -> Result<Outcome, Error>;

    /// As [`Application::answer`](super::Application::answer); called again, to go on, whenever the writer answered
    /// [`Full`](WriteError::Full): what it writes is one [`sequence`](Writer::sequence), or keeps count of itself.
    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError>;
}

/// Answers the requests of connections without blocking; as [`Server`](super::Server) otherwise.
pub struct AsyncServer<'m, 'a> {
    memory: Memory<'m>,
    options: Options<'a>,
}

/// The Body of a message that calls an operation, read as it is received.
pub struct AsyncMessage<'x, 'm, R: Read> {
    reader: &'x mut MessageReader<'m>,
    source: &'x mut R,
    error: &'x mut Option<R::Error>,
}

impl<'m, 'a> AsyncServer<'m, 'a> {
    /// As [`Server::new`](super::Server::new).
    pub fn new(memory: Memory<'m>, options: Options<'a>) -> Self {
        AsyncServer { memory, options }
    }

    /// As [`Server::serve`](super::Server::serve).
    ///
    /// # Errors
    /// As there.
    pub async fn serve<T: Read + Write, A: AsyncApplication>(
        &mut self,
        transport: &mut T,
        application: &mut A,
    ) -> Result<(), ServeError<T::Error>> {
        let (mut unread, mut error) = (Unread::default(), None);
        loop {
            let mut exchange = Exchange::new(self.memory.lend(), self.options, unread);
            let keep = loop {
                match exchange.step(application) {
                    Step::Receive => match receive(transport, exchange.message(), &mut error).await {
                        Came::Bytes => {}
                        Came::Late => exchange.timed_out(),
                        Came::Broken => exchange.broken(),
                    },
                    Step::Continue => {
                        if let Err(failed) = send(transport, Exchange::CONTINUE).await {
                            error = failed;
                            exchange.broken();
                        }
                    }
                    Step::Handle(_) => {
                        let outcome = match exchange.handling() {
                            Some((received, reader)) => {
                                let mut message = AsyncMessage { reader, source: transport, error: &mut error };
                                application.handle(&received, &mut message).await
                            }
                            None => Ok(Outcome::Accepted),
                        };
                        exchange.outcome(outcome.unwrap_or_else(|error| Outcome::Refused(Refusal::from(error))));
                    }
                    Step::Respond => respond(transport, &mut exchange, application).await?,
                    Step::Finished(keep) => break keep,
                }
            };
            if !keep {
                return error.map_or(Ok(()), |error| Err(ServeError::Transport(error)));
            }
            unread = exchange.unread();
        }
    }
}

impl<'m, R: Read> AsyncMessage<'_, 'm, R> {
    /// As [`Message::next`](super::Message::next).
    ///
    /// # Errors
    /// Those of [`MessageReader::has_event`].
    pub async fn next(&mut self) -> Result<Event<'_>, Error> {
        while !self.reader.has_event()? {
            let came = receive(self.source, self.reader, self.error).await;
            self.reader.came(came);
        }
        self.reader.event()
    }

    /// As [`Message::reader`](super::Message::reader).
    pub fn reader(&mut self) -> &mut Reader<'m> {
        self.reader.reader()
    }
}

/// Receives for a message.
async fn receive<R: Read>(source: &mut R, message: &mut MessageReader<'_>, error: &mut Option<R::Error>) -> Came {
    match source.read(message.room()).await {
        Ok(count) => {
            message.received(count);
            Came::Bytes
        }
        Err(failed) if failed.kind() == embedded_io::ErrorKind::TimedOut => Came::Late,
        Err(failed) => {
            *error = Some(failed);
            Came::Broken
        }
    }
}

/// Sends bytes, all of them. A transport that takes none has failed, though it does not say why.
async fn send<W: Write>(transport: &mut W, mut bytes: &[u8]) -> Result<(), Option<W::Error>> {
    while !bytes.is_empty() {
        match transport.write(bytes).await {
            Ok(0) => return Err(None),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) => return Err(Some(error)),
        }
    }
    transport.flush().await.map_err(Some)
}

/// Packs what was written, and sends it.
async fn send_packed<W: Write>(
    transport: &mut W,
    outgoing: &mut Outgoing<'_>,
    last: bool,
) -> Result<(), ServeError<W::Error>> {
    outgoing.pack(last).map_err(ServeError::Answer)?;
    let sent = send(transport, outgoing.bytes()).await;
    sent.map_err(|error| error.map_or(ServeError::Answer(Error::new(ErrorKind::Io, 0)), ServeError::Transport))?;
    outgoing.sent(usize::MAX);
    Ok(())
}

async fn respond<T: Read + Write, A: AsyncApplication>(
    transport: &mut T,
    exchange: &mut Exchange<'_, '_>,
    application: &mut A,
) -> Result<(), ServeError<T::Error>> {
    let counted = exchange.counts().then(|| count(exchange.body(&mut *application), application)).transpose();
    let error = match counted.and_then(|length| exchange.response(application, length)) {
        Ok((mut outgoing, body)) => match write(transport, &mut outgoing, body, application).await {
            Ok(()) => {
                exchange.responded();
                return Ok(());
            }
            Err(ServeError::Answer(error)) if !outgoing.has_begun() => error,
            Err(error) => return Err(error),
        },
        Err(error) => error,
    };
    exchange.unanswered(error);
    Ok(())
}

/// Writes and sends the body of a response.
async fn write<T: Write, A: AsyncApplication>(
    transport: &mut T,
    outgoing: &mut Outgoing<'_>,
    mut body: Body<'_>,
    application: &mut A,
) -> Result<(), ServeError<T::Error>> {
    match body.content {
        Content::Empty => {}
        Content::Page => {
            let head = body.received.as_ref().map(|received| received.head);
            let page = head.and_then(|head| application.page(&head)).unwrap_or_default();
            let mut rest = page.content;
            while !rest.is_empty() {
                let taken = page.part(rest, outgoing);
                rest = rest.get(taken..).unwrap_or_default();
                if taken == 0 {
                    send_packed(transport, outgoing, false).await?;
                }
            }
        }
        _ => {
            let mut state = WriterState::new(body.version, Limits::DEFAULT);
            loop {
                let answer = &mut |received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>| {
                    application.answer(received, writer)
                };
                match body.write(&mut state, outgoing, answer) {
                    Ok(()) => break,
                    Err(WriteError::Full) => send_packed(transport, outgoing, false).await?,
                    Err(WriteError::Error(error)) => return Err(ServeError::Answer(error)),
                }
            }
        }
    }
    send_packed(transport, outgoing, true).await
}

/// How long a body is.
fn count<A: AsyncApplication>(mut body: Body<'_>, application: &mut A) -> Result<u64, Error> {
    let (mut counter, mut state) = (Counter::new(), WriterState::new(body.version, Limits::DEFAULT));
    match body.write(&mut state, &mut counter, &mut |received, writer| application.answer(received, writer)) {
        Ok(()) => Ok(counter.count()),
        Err(WriteError::Error(error)) => Err(error),
        Err(WriteError::Full) => Err(Error::new(ErrorKind::Io, 0)),
    }
}
