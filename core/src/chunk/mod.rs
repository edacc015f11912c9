//! Messages of any size in chunks of at most 100 KB.
