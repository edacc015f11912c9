//! Host-side tests and tools of soapstone.
