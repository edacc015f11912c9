//! Host-side tests and tools of soapstone.

pub mod measure;
