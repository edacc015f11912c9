//! Of chunks and tracing.

use crate::chunk::{ChunkReader, ChunkSink, ChunkWriter, Spool, Spooled};
use crate::trace::{Defmt, Redactor, Tap};

formats! {
    [T] ChunkReader<T>, |_| "ChunkReader";
    [T] ChunkWriter<T>, |_| "ChunkWriter";
    [T: crate::chunk::ChunkOut] ChunkSink<'_, T>, |it| "ChunkSink({})", it.sender();
    [S: Spool] Spooled<S>, |it| "Spooled({})", it.receiver();
    [] Redactor, |_| "Redactor";
    [] Tap, |it| "Tap({})", it.category();
    [] Defmt, |it| "Defmt({})", it.levels;
}

#[cfg(feature = "embedded-io-async")]
formats! {
    [T] crate::chunk::asynch::ChunkReader<T>, |_| "ChunkReader";
    [T] crate::chunk::asynch::ChunkWriter<T>, |_| "ChunkWriter";
}

#[cfg(feature = "embedded-io")]
formats! { [F] crate::chunk::FileSource<F>, |_| "FileSource"; }
