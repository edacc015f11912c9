//! The C ABI of soapstone.
