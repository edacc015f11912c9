//! A server over a blocking transport.

use super::application::{Judge, Outcome, Received, Refusal};
use super::exchange::{Exchange, Step};
use super::message::{Came, MessageReader};
use super::options::{Memory, Options};
use super::response::{Body, Content};
use crate::binding::{Unread, Wire};
use crate::buf::{Counter, Sink, send_all};
use crate::soap::{Event, Reader, Writer, WriterState};
use crate::xml::WriteError;
use crate::{Error, ErrorKind, Limits};
use embedded_io::{Error as _, Read, Write};

/// What is served: the operations behind a node.
pub trait Application: Judge {
    /// Does what the message calls, whose Body [`Message::next`] reads. What is not read of it is read to its end before it is
    /// answered; should it end badly, that is answered.
    ///
    /// # Errors
    /// An error is answered with its fault.
    fn handle(&mut self, received: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error>;

    /// Writes the answer that [`handle`](Application::handle) said there is, whole, from the Envelope to the end. Called
    /// twice where the answer is [counted](Options::counted), and must then write the same.
    ///
    /// # Errors
    /// Any: the client gets a fault, or, when a part of the answer was sent, a connection that is cut.
    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError>;
}

/// Answers the requests of connections, one connection after the other, in memory of the caller.
pub struct Server<'m, 'a> {
    memory: Memory<'m>,
    options: Options<'a>,
}

/// Why a connection ended that was not at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum ServeError<E> {
    /// The transport failed; what it said.
    Transport(E),
    /// An answer could not be completed of which a part was sent.
    Answer(Error),
}

/// The Body of a message that calls an operation, read as it is received.
pub struct Message<'x, 'm> {
    reader: &'x mut MessageReader<'m>,
    source: &'x mut dyn Source,
}

/// Receives for a message.
trait Source {
    fn receive(&mut self, message: &mut MessageReader<'_>) -> Came;
}

impl<'m, 'a> Server<'m, 'a> {
    /// A server with this memory.
    pub fn new(memory: Memory<'m>, options: Options<'a>) -> Self {
        Server { memory, options }
    }

    /// Answers the requests of a connection until it is to be closed, which is the caller's to do: after an answer to a
    /// request that was not read to its end, best by half, so that the client can read it.
    ///
    /// A transport that times out while a request is received has it answered with 408.
    ///
    /// # Errors
    /// [`Transport`](ServeError::Transport): sending failed, or receiving for another reason than time.
    /// [`Answer`](ServeError::Answer). The connection must be closed; the server is ready for the next.
    pub fn serve<T: Read + Write>(
        &mut self,
        transport: &mut T,
        application: &mut dyn Application,
    ) -> Result<(), ServeError<T::Error>> {
        let mut unread = Unread::default();
        let mut line = Line { transport, error: None };
        loop {
            let mut exchange = Exchange::new(self.memory.lend(), self.options, unread);
            loop {
                match exchange.step(&mut *application) {
                    Step::Receive => match line.receive(exchange.message()) {
                        Came::Bytes => {}
                        Came::Late => exchange.timed_out(),
                        Came::Broken => exchange.broken(),
                    },
                    Step::Continue => line.send(&mut exchange, Exchange::CONTINUE),
                    Step::Handle(_) => {
                        let outcome = match exchange.handling() {
                            Some((received, reader)) => {
                                application.handle(&received, &mut Message { reader, source: &mut line })
                            }
                            None => Ok(Outcome::Accepted),
                        };
                        exchange.outcome(outcome.unwrap_or_else(|error| Outcome::Refused(Refusal::from(error))));
                    }
                    Step::Respond => line.respond(&mut exchange, application)?,
                    Step::Finished(true) => break,
                    Step::Finished(false) => {
                        return line.error.take().map_or(Ok(()), |e| Err(ServeError::Transport(e)));
                    }
                }
            }
            unread = exchange.unread();
        }
    }
}

/// A transport, and what it said when it failed.
struct Line<'t, T: Read + Write> {
    transport: &'t mut T,
    error: Option<T::Error>,
}

impl<T: Read + Write> Line<'_, T> {
    fn send(&mut self, exchange: &mut Exchange<'_, '_>, bytes: &[u8]) {
        if let Err(error) = send_all(self.transport, bytes, true) {
            self.error = error;
            exchange.broken();
        }
    }

    fn respond(
        &mut self,
        exchange: &mut Exchange<'_, '_>,
        application: &mut dyn Application,
    ) -> Result<(), ServeError<T::Error>> {
        let counted = exchange.counts().then(|| count(exchange.body(&mut *application), &mut *application)).transpose();
        let error = match counted.and_then(|length| exchange.response(&mut *application, length)) {
            Ok((mut outgoing, body)) => {
                let mut wire = Wire::new(&mut outgoing, &mut *self.transport);
                let written = write(body, application, &mut wire).and_then(|()| wire.end());
                let failed = wire.take_error();
                let begun = outgoing.has_begun();
                match (written, failed) {
                    (Ok(()), _) => {
                        exchange.responded();
                        return Ok(());
                    }
                    (Err(_), Some(error)) => return Err(ServeError::Transport(error)),
                    (Err(error), None) if begun => return Err(ServeError::Answer(error)),
                    (Err(error), None) => error,
                }
            }
            Err(error) => error,
        };
        exchange.unanswered(error);
        Ok(())
    }
}

impl<T: Read + Write> Source for Line<'_, T> {
    fn receive(&mut self, message: &mut MessageReader<'_>) -> Came {
        match self.transport.read(message.room()) {
            Ok(count) => {
                message.received(count);
                Came::Bytes
            }
            Err(error) if error.kind() == embedded_io::ErrorKind::TimedOut => Came::Late,
            Err(error) => {
                self.error = Some(error);
                Came::Broken
            }
        }
    }
}

impl<'m> Message<'_, 'm> {
    /// Reads the next event of the Body: first the one that opened the body entry, last [`Event::Finished`]; never
    /// [`Event::NeedInput`].
    ///
    /// # Errors
    /// Those of [`MessageReader::has_event`].
    #[allow(clippy::should_implement_trait, reason = "the event borrows the message")]
    pub fn next(&mut self) -> Result<Event<'_>, Error> {
        while !self.reader.has_event()? {
            let came = self.source.receive(self.reader);
            self.reader.came(came);
        }
        self.reader.event()
    }

    /// The reader of the envelope, to skip an item, to resolve a prefix, to look at a start tag.
    pub fn reader(&mut self) -> &mut Reader<'m> {
        self.reader.reader()
    }
}

/// Writes a reply.
pub(super) type Author<'a> = dyn FnMut(&Received<'_>, &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> + 'a;

impl Body<'_> {
    /// Writes a message, or goes on where the sink was [`Full`](WriteError::Full).
    pub(super) fn write(
        &mut self,
        state: &mut WriterState,
        sink: &mut dyn Sink,
        author: &mut Author<'_>,
    ) -> Result<(), WriteError> {
        let mut writer = Writer::resume(*state, sink, &mut *self.workspace);
        let written = match (&self.content, &self.received) {
            (Content::Fault(answer), _) => writer.answer(answer, &mut |_, _| Ok(())),
            (_, Some(received)) => author(received, &mut writer),
            (_, None) => Ok(()),
        };
        *state = writer.state();
        match written {
            Ok(()) if !writer.is_finished() => Err(Error::new(ErrorKind::OutOfOrder, writer.written()).into()),
            written => written,
        }
    }
}

/// Writes the body of a response into a sink that is never full.
fn write(mut body: Body<'_>, application: &mut dyn Application, sink: &mut dyn Sink) -> Result<(), Error> {
    match body.content {
        Content::Empty => Ok(()),
        Content::Page => {
            let head = body.received.as_ref().map(|received| received.head);
            head.and_then(|head| application.page(&head)).unwrap_or_default().emit(sink)
        }
        _ => {
            let mut state = WriterState::new(body.version, Limits::DEFAULT);
            let written = body.write(&mut state, sink, &mut |received, writer| application.answer(received, writer));
            written.map_err(|refused| match refused {
                WriteError::Error(error) => error,
                WriteError::Full => Error::new(ErrorKind::Io, state.xml().written()),
            })
        }
    }
}

/// How long a body is.
fn count(body: Body<'_>, application: &mut dyn Application) -> Result<u64, Error> {
    let mut counter = Counter::new();
    write(body, application, &mut counter)?;
    Ok(counter.count())
}
