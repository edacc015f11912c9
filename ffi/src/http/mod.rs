//! HTTP/1.1 messages: heads, fields, bodies, addresses.
pub mod body;
pub mod body_writer;
pub mod endpoint;
pub mod fields;
pub mod guard;
pub mod head;
pub mod head_writer;
pub mod login;
pub mod value;
