//! The server that does not block does what the one that blocks does.

use crate::depot::{Depot, NS, Served, Setting, depot, serve};
use crate::vectors::vectors;
use crate::wire::{Script, responses};
use embedded_io::{ErrorKind, ErrorType, Read as _, Write as _};
use soapstone::binding::server::{AsyncApplication, AsyncMessage, AsyncServer, Outcome, Received};
use soapstone::buf::Sink;
use soapstone::soap::{Event, Fault, FaultCode, Writer};
use soapstone::xml::WriteError;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A script that makes whoever reads or writes wait once, each time.
struct Slow<'s>(&'s mut Script);

impl ErrorType for Slow<'_> {
    type Error = ErrorKind;
}

/// Waits once.
async fn wait() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await
}

impl embedded_io_async::Read for Slow<'_> {
    async fn read(&mut self, room: &mut [u8]) -> Result<usize, ErrorKind> {
        wait().await;
        self.0.read(room)
    }
}

impl embedded_io_async::Write for Slow<'_> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        wait().await;
        // A transport may take less than it is given.
        self.0.write(&bytes[..bytes.len().min(100)])
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        self.0.flush()
    }
}

impl AsyncApplication for Depot {
    async fn handle<R: embedded_io_async::Read>(
        &mut self,
        received: &Received<'_>,
        message: &mut AsyncMessage<'_, '_, R>,
    ) -> Result<Outcome, soapstone::Error> {
        let name = received.call.unwrap().operation.name;
        self.begin(name);
        if name == "peek" {
            return Ok(Outcome::Reply);
        }
        loop {
            match message.next().await? {
                Event::Text(_, text) => self.text.push_str(text.as_str()),
                Event::Finished => return Ok(self.outcome(name)),
                _ => {}
            }
        }
    }

    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        let name = received.call.map_or("", |call| call.operation.name);
        let items = self.text.parse().unwrap_or(0) * usize::from(name == "list");
        writer.sequence(|steps| {
            steps.once(|writer| writer.envelope());
            if name == "fail" {
                let fault = Fault::new(received.version, FaultCode::Sender, "no such shelf");
                steps.once(|writer| writer.fault(&fault));
            } else {
                steps.once(|writer| writer.body_entry(NS, "Answer"));
                steps.once(|writer| writer.xml().text_whole(&self.text));
                for _ in 0..items {
                    steps.leaf("", "item", "0123456789");
                }
                steps.end_item();
            }
            steps.once(|writer| writer.finish());
        })
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

fn serve_async(setting: &Setting, script: &mut Script) -> Served {
    let mut depot = depot();
    let result = setting
        .with_memory(|memory| block_on(AsyncServer::new(memory, setting.options).serve(&mut Slow(script), &mut depot)));
    Served { responses: responses(&script.sent, script.bodiless()), log: depot.log, result }
}

#[test]
fn both_servers_do_the_same() {
    for vector in vectors() {
        for piece in [1, 50, usize::MAX] {
            for output in [512, 2048] {
                let setting = Setting { output, ..vector.setting };
                let script = || Script::new(vector.request.clone(), piece);
                let (blocking, waiting) = (serve(&setting, &mut script()), serve_async(&setting, &mut script()));
                assert_eq!(waiting, blocking, "{}: {piece} at once, output {output}", vector.id);
            }
        }
    }
}
