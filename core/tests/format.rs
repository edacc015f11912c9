//! Every public type can be shown through defmt: each is in the list below, and each of the list has `Format`.
#![allow(elided_lifetimes_in_paths, reason = "the list names types, whatever they borrow")]

use core::convert::Infallible;
use soapstone::binding::{Line, Loopback};
use soapstone::buf::Counter;
use std::path::Path;

/// A transport.
type Echo = Loopback<'static, for<'l> fn(&mut Line<'l, 'static>)>;

/// Does not compile for a type without it.
fn shows<T: defmt::Format>() {}

/// Checks the types of a module; gives each with the outermost module, which its file is in too.
macro_rules! shown {
    ($outer:ident $(::$inner:ident)*: $($name:ident $([$($argument:tt)*])?),* $(,)?) => {{
        use soapstone::$outer $(::$inner)* as module;
        $(shows::<module::$name $(<$($argument)*>)?>();)*
        vec![$(format!("{}::{}", stringify!($outer), stringify!($name))),*]
    }};
}

#[test]
fn every_public_type_has_a_format() {
    // These two are declared by a macro.
    shows::<soapstone::ErrorKind>();
    shows::<soapstone::Limit>();
    let mut shown = [
        shown!(binding: Address, Addresses, Alias, Chosen, Identity, Incoming, Line, Loopback[u8], Outgoing, Port, Queue, QueueSystem, Ready, Route, Timeout, Traced[u8, u8], Unread, Wire[&mut [u8]]),
        shown!(binding::client: AsyncClient[u8], AsyncReply[u8], BodyError[u8], Call, Client[Echo], Failed[u8], Length, Method, Outcome, Pattern, Redirects, Reply[Echo], Stage, TransportInfo),
        shown!(binding::server: Asked, AsyncMessage[&[u8]], AsyncServer, Body, Called, Content, Exchange, Memory, Message, MessageReader, Options, Outcome, Page, Path, Paths, Received, Refusal, ServeError[u8], Server, Step),
        shown!(buf: Buffer, Counter, IoSink[&mut [u8]], NoRoom, VecSink),
        shown!(chunk::asynch: ChunkReader[u8], ChunkWriter[u8]),
        shown!(chunk: Chunk, ChunkError, ChunkReader[u8], ChunkReceiver, ChunkSender, ChunkSink[&mut dyn soapstone::chunk::ChunkOut<Error = Infallible>], ChunkWriter[u8], Chunking, FileSource[u8], SendStep, Spooled[Nowhere], Streaming, TransferError[u8, u8]),
        shown!(error: Error, Exceeded),
        shown!(http::auth: Account, Algorithm, Authorize, Basic, Digest, Guard, Hex, Nonce, Ntlm[u8], Proxied, Response, Scheme, Strongest),
        shown!(http: BodyReader, BodyWriter, Endpoint, Field, Fields, Frame, Framing, HeadReader, HeadWriter, HttpVersion, Piece, RequestHead, ResponseHead, Values),
        shown!(http::value: Challenge, Challenges[u8], Form, MediaType, Parameter, Parameters, SoapAction, ValueWriter, Word),
        shown!(limits: Limits),
        shown!(ns: Namespace),
        shown!(peer: Addressing, Peer, TransportAction),
        shown!(wss: Binary, BinarySecurityToken, Credentials, Generation, Lifetime, Password, PasswordType, Policy, Replay, Secret, Security, Timestamp, Token, Tokens, UsernameToken, Users, ValueType, Verified, Verifier),
        shown!(session: Credentials, Session, SessionHeaders, SessionOptions, SessionRequest, SessionType, Timeouts, Url, UrlPreset),
        shown!(soap: Answer, AnswerPart, AsyncPullReader[u8], Authentication, BlockAttributes, Call, Children, Content[u8], Context, Destination, Element, EncodingStyle, ErrorStack, Event, Failure, Fault, FaultCode, FaultReader, Filter, Handling, HeaderBlock, HeaderReader, Headers, Keeper, Kept, KeptAttribute, KeptBlock, KeptEvents, Key, Kind, Leniencies, Mapping, NamedFaults, NodeTable, Operation, Options, Part, PartKind, PullReader[u8], QName, Reader, Reason, Reasons, ReasonsIter, Refused, Request, Section, Sequence[u8], Service, SpecificFault, StackedError, Step, Style, Subcodes, SubcodesIter, Target, Version, Versions, Vocabulary, Writer[Counter], WriterState),
        shown!(soap::rpc: Accessor, Parameter, Value),
        shown!(trace: Category, Defmt, Direction, Event, Level, Levels, Place, Redactor, Side, Tap),
        shown!(wsa: Action, ActionForm, Addressing, Any, Attribute, Destination, Detail, Epr, Exchange, Extras, Header, HeaderSet, MessageIds, Operation, Parameters, Parts, Problem, Properties, Reference, Relation, Reply, Responses, Role, Rules, Service, Version),
        shown!(xml: Attribute, Attributes, Call, Declaration, Declarations, Encoding, End, Event, Kind, Latched, Name, PullError[u8], PullReader[u8], Reader, Start, Str, Tag, WriteError, Writer[Counter], WriterState),
        shown!(xsd::base64: Decoder),
        shown!(xsd: Text[4], Zoned[u8]),
        shown!(xsd::date: Date),
        shown!(xsd::date_time: DateTime),
        shown!(xsd::decimal: Decimal),
        shown!(xsd::duration: Duration),
        shown!(xsd::gregorian: Gregorian),
        shown!(xsd::hex: Decoder),
        shown!(xsd::integer: Integer),
        shown!(xsd::qname: QName),
        shown!(xsd::time: Time),
    ]
    .concat();
    let mut public = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut public);
    public.retain(|name| match shown.iter().position(|listed| listed == name) {
        Some(at) => {
            shown.swap_remove(at);
            false
        }
        None => true,
    });
    assert_eq!((public, shown), (vec![], vec![]), "what is not in the list of this file, and what is no public type");
}

/// The public types that are declared below a folder: what is `pub` can be reached, or rustc warns.
fn collect(folder: &Path, outer: &str, to: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        // It is public under the names of those who use it.
        let outer = match (outer, name) {
            ("", "secret") => "wss",
            ("", name) => name,
            (outer, _) => outer,
        };
        if path.is_dir() {
            collect(&path, outer, to);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut hidden = false;
        let declared = text.lines().filter_map(|line| {
            let line = line.trim_start();
            if line.starts_with("#[") || line.starts_with("///") {
                hidden |= line == "#[doc(hidden)]";
                return None;
            }
            // What is hidden is there for the C interface alone, which shows nothing of it.
            let is_hidden = core::mem::take(&mut hidden);
            let declared = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
            declared.filter(|_| !is_hidden)
        });
        let names = declared.map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap());
        to.extend(names.filter(|name| !name.is_empty()).map(|name| format!("{outer}::{name}")));
    }
}

/// A spool that is never made.
struct Nowhere;

impl soapstone::chunk::Spool for Nowhere {
    type Error = Infallible;
    type Body = ();

    fn append(&mut self, _: u64, _: &[u8]) -> Result<(), Infallible> {
        Ok(())
    }

    fn finish(&mut self, _: u64) -> Result<(), Infallible> {
        Ok(())
    }

    fn abort(&mut self) {}
}
