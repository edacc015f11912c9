//! A client that asks for chunks, and reads them as one message.

use soapstone::chunk::{
    Chunk, ChunkError, ChunkIn, ChunkReader, ChunkReceiver, ChunkSender, Chunking, SendStep, TransferError,
};
use soapstone::soap::{Event, PullReader, Reader};
use soapstone::{Error, ErrorKind};

/// A server that keeps a message and answers queries; chunks break off as it is told.
pub(crate) struct Keeper<'m> {
    pub(crate) message: &'m [u8],
    pub(crate) sender: ChunkSender,
    /// The chunk that breaks off, after how many of its bytes, and how often.
    pub(crate) breaks: (u64, u64, u32),
    /// Bytes per read, at most.
    pub(crate) piece: usize,
    pub(crate) queries: Vec<u64>,
    pub(crate) finished: Option<u64>,
    at: u64,
}

/// Why the server fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Down(pub(crate) ChunkError);

impl std::fmt::Display for Down {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Down {}

impl embedded_io::Error for Down {
    fn kind(&self) -> embedded_io::ErrorKind {
        embedded_io::ErrorKind::ConnectionReset
    }
}

impl<'m> Keeper<'m> {
    pub(crate) fn new(message: &'m [u8], chunking: Chunking, piece: usize) -> Self {
        let sender = ChunkSender::new(chunking, Some(message.len() as u64), 9);
        Keeper { message, sender, breaks: (0, 0, 0), piece, queries: Vec::new(), finished: None, at: 0 }
    }
}

impl ChunkIn for Keeper<'_> {
    type Error = Down;

    fn query(&mut self, index: u64, offset: u64) -> Result<Chunk, Down> {
        self.queries.push(index);
        self.sender.query(index).map_err(Down)?;
        let SendStep::Begin(chunk) = self.sender.next() else { panic!("{:?}", self.sender.next()) };
        assert_eq!(chunk.offset, offset);
        self.sender.begin().map_err(Down)?;
        self.at = offset;
        Ok(chunk)
    }

    fn read(&mut self, into: &mut [u8]) -> Result<usize, Down> {
        let SendStep::Bytes(left) = self.sender.next() else { panic!("{:?}", self.sender.next()) };
        let (index, after, times) = self.breaks;
        let mut count = into.len().min(self.piece).min(left as usize);
        if times > 0 && self.sender.index() == index {
            let whole = after.saturating_sub(self.at - self.sender.offset());
            if whole == 0 {
                self.breaks.2 -= 1;
                return Ok(0);
            }
            count = count.min(whole as usize);
        }
        into[..count].copy_from_slice(&self.message[self.at as usize..][..count]);
        self.at += count as u64;
        self.sender.sent(count as u64).map_err(Down)?;
        Ok(count)
    }

    fn finish(&mut self, index: u64) -> Result<(), Down> {
        self.finished = Some(index);
        self.sender.acknowledge(index).map_err(Down)
    }
}

/// `S-319`: the client asks until all is there. A chunk that breaks off at any byte is asked for again, and read once.
#[test]
fn the_client_asks_until_it_has_all() {
    let message = b"0123456789";
    for piece in 1..5 {
        for room in 1..5 {
            for index in 0..3 {
                for after in 0..4 {
                    for times in 0..4 {
                        let mut keeper = Keeper::new(message, Chunking::above(4), piece);
                        keeper.breaks = (index, after, times);
                        let receiver = ChunkReceiver::new(Chunking::above(4), 10);
                        let mut reader = ChunkReader::new(keeper, receiver, 2);
                        let (mut got, mut memory) = (Vec::new(), vec![0; room]);
                        let ended = loop {
                            match reader.read(&mut memory) {
                                Ok(0) => break Ok(()),
                                Ok(count) => got.extend_from_slice(&memory[..count]),
                                Err(error) => break Err(error),
                            }
                        };
                        let len = if index == 2 { 2 } else { 4 };
                        let breaks = if after < len { times } else { 0 };
                        let (receiver, keeper) = reader.into_parts();
                        if breaks > 2 {
                            let error = Error::new(ErrorKind::ChunkSize, 4 * index);
                            assert_eq!(ended, Err(TransferError::Chunk(ChunkError { error, index })));
                            assert_eq!(got, message[..got.len()]);
                            continue;
                        }
                        assert_eq!((ended, &got[..], receiver.finish()), (Ok(()), &message[..], Ok(10)));
                        assert_eq!((keeper.finished, keeper.sender.next()), (Some(2), SendStep::End));
                        assert_eq!(keeper.queries.len() as u32, 3 + breaks);
                    }
                }
            }
        }
    }
}

/// A device with 2 KB of memory reads a message of several chunks, of which it holds none: `S-312`, `S-313`.
#[test]
fn a_small_device_reads_large_chunks() {
    let text = "x".repeat(300_000);
    let message = format!(
        "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><m:Big xmlns:m='urn:m'>{text}\
         </m:Big></e:Body></e:Envelope>"
    );
    for piece in [1, 100, 1460, 1 << 20] {
        let mut keeper = Keeper::new(message.as_bytes(), Chunking::default(), piece);
        keeper.breaks = (1, 50_000, 1);
        let receiver = ChunkReceiver::new(Chunking::default(), u64::MAX);
        let (mut workspace, mut window) = ([0; 512], [0; 1024]);
        let chunks = ChunkReader::new(keeper, receiver, 1);
        assert!(size_of_val(&chunks) + workspace.len() + window.len() < 2048);
        let reader = Reader::new(&mut workspace);
        let mut pull = PullReader::new(reader, chunks, &mut window);
        let mut read = 0;
        loop {
            match pull.next().unwrap() {
                Event::Text(_, piece) => read += piece.as_str().len(),
                Event::Finished => break,
                _ => {}
            }
        }
        assert_eq!(read, text.len());
    }
}

/// What the server says of a chunk is judged before a byte is read.
#[test]
fn a_wrong_answer_to_a_query_is_refused() {
    struct Wrong(Chunk);
    impl ChunkIn for Wrong {
        type Error = Down;
        fn query(&mut self, _: u64, _: u64) -> Result<Chunk, Down> {
            Ok(self.0)
        }
        fn read(&mut self, _: &mut [u8]) -> Result<usize, Down> {
            panic!("read")
        }
        fn finish(&mut self, _: u64) -> Result<(), Down> {
            panic!("finished")
        }
    }
    let right = Chunking::above(4).chunk(10, 0).unwrap();
    for (chunk, kind) in [
        (Chunk { index: 1, offset: 4, first: false, ..right }, ErrorKind::ChunkMissing),
        (Chunk { offset: 1, ..right }, ErrorKind::ChunkOrder),
        (Chunk { len: 5, ..right }, ErrorKind::Limit),
        (Chunk { len: 0, ..right }, ErrorKind::ChunkSize),
        (Chunk { total: Some(11), ..right }, ErrorKind::Limit),
    ] {
        let mut reader = ChunkReader::new(Wrong(chunk), ChunkReceiver::new(Chunking::above(4), 10), 5);
        let Err(TransferError::Chunk(error)) = reader.read(&mut [0; 4]) else { panic!("{chunk:?}") };
        assert_eq!((error.error.kind, error.index), (kind, 0));
        assert_eq!(reader.read(&mut []), Ok(0));
    }
}
