//! Of SOAP over HTTP.

use crate::binding::server::{Exchange, Memory, MessageReader, Options};
use crate::binding::{Addresses, Chosen, Incoming, Outgoing, Port, Route};

formats! {
    [] Addresses<'_>, |it| "Addresses({})", it.alias;
    [] Port<'_>, |it| "Port({=str}, {})", it.name, it.version;
    [] Route<'_>, |it| "Route({=usize} ports)", it.ports.len();
    [] Chosen<'_, '_>, |it| "Chosen({})", it.port;
    [] Incoming<'_>, |it| "Incoming({})", it.unread();
    [] Outgoing<'_>, |_| "Outgoing";
    [] Options<'_>, |it| "Options({})", it.envelope;
    [] Memory<'_>, |it| "Memory({=usize} {=usize} {=usize} {=usize} {=usize})",
        it.head.len(), it.input.len(), it.workspace.len(), it.store.len(), it.output.len();
    [] MessageReader<'_>, |_| "MessageReader";
    [] Exchange<'_, '_>, |_| "Exchange";
    [] crate::binding::server::Body<'_>, |it| "Body({}, {})", it.content, it.version;
}

#[cfg(feature = "embedded-io")]
formats! {
    // What is called may tell a user and a password.
    [] crate::binding::client::Call<'_>, |it| "Call({}, {}, {}, {})", it.method, it.version, it.action, it.pattern;
    [F] crate::binding::Loopback<'_, F>, |_| "Loopback";
    [] crate::binding::Line<'_, '_>, |_| "Line";
    [T, S] crate::binding::Traced<T, S>, |_| "Traced";
    [W: embedded_io::Write] crate::binding::Wire<'_, '_, W>, |_| "Wire";
    [T: crate::binding::Transport] crate::binding::client::Client<'_, T>, |_| "Client";
    [T: crate::binding::Transport] crate::binding::client::Reply<'_, T>, |_| "Reply";
    [] crate::binding::server::Server<'_, '_>, |_| "Server";
    [] crate::binding::server::Message<'_, '_>, |_| "Message";
}

#[cfg(feature = "embedded-io-async")]
formats! {
    [T] crate::binding::client::AsyncClient<'_, T>, |_| "AsyncClient";
    [T] crate::binding::client::AsyncReply<'_, T>, |_| "AsyncReply";
    [] crate::binding::server::AsyncServer<'_, '_>, |_| "AsyncServer";
    [R: embedded_io_async::Read] crate::binding::server::AsyncMessage<'_, '_, R>, |_| "AsyncMessage";
}
