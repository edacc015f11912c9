//! A whole message, read as a program would.

use soapstone::http::{BodyReader, Framing, HeadReader, Piece, RequestHead};
use soapstone::{Error, ErrorKind};

/// A response as it was understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) fields: usize,
    pub(crate) body: Vec<u8>,
}

/// Bytes of a connection that come in pieces, the end of the connection with the last.
struct Pieces<'w> {
    pieces: std::vec::IntoIter<&'w [u8]>,
    piece: &'w [u8],
}

impl<'w> Pieces<'w> {
    fn new(wire: &'w [u8], size: usize) -> Self {
        let mut pieces = if wire.is_empty() { vec![wire] } else { wire.chunks(size).collect() }.into_iter();
        Pieces { piece: pieces.next().unwrap(), pieces }
    }

    fn last(&self) -> bool {
        self.pieces.as_slice().is_empty()
    }

    fn more(&mut self) {
        assert!(self.piece.is_empty(), "asks for more with input left");
        self.piece = self.pieces.next().expect("asks for more after the last");
    }

    fn head(&mut self, reader: &mut HeadReader<'_>) -> Result<(), Error> {
        loop {
            let last = self.last();
            if reader.read(&mut self.piece, last)? {
                return Ok(());
            }
            self.more();
        }
    }
}

/// The head of a request, in pieces of this size: method, target, fields.
pub(crate) fn request(wire: &[u8], size: usize) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut memory = [0; 4096];
    let mut reader = HeadReader::new(&mut memory);
    Pieces::new(wire, size).head(&mut reader)?;
    let RequestHead { method, target, fields, .. } = reader.request()?;
    let first = (method.to_string(), target.as_bytes().to_vec());
    Ok([first].into_iter().chain(fields.iter().map(|field| (field.name.into(), field.value.to_vec()))).collect())
}

/// The response to a POST, in pieces of this size.
pub(crate) fn response(wire: &[u8], size: usize) -> Result<Response, Error> {
    let (mut memory, mut trailers) = ([0; 4096], [0; 256]);
    let mut reader = HeadReader::new(&mut memory);
    let mut pieces = Pieces::new(wire, size);
    pieces.head(&mut reader)?;
    let head = reader.response()?;
    let mut reader = BodyReader::new(Framing::of_response(&head, "POST")?, 1 << 20, &mut trailers);
    let mut body = Vec::new();
    loop {
        let last = pieces.last();
        match reader.next(&mut pieces.piece, last)? {
            Piece::Data(bytes) => body.extend_from_slice(bytes),
            Piece::NeedInput => pieces.more(),
            Piece::End => break,
        }
    }
    Ok(Response { status: head.status, fields: head.fields.iter().count(), body })
}

/// What does not depend on the pieces: of a limit, how much was needed may.
pub(crate) fn told<T>(result: Result<T, Error>) -> Result<T, (ErrorKind, u64)> {
    result.map_err(|error| (error.kind, error.offset))
}
