//! soapstone: SOAP 1.1 and 1.2 messages in fixed memory.
//!
//! soapstone reads and writes XML and SOAP messages of any size on machines with no heap. You give it memory once;
//! it never allocates, never recurses, does no I/O and keeps no globals. Link libsoapstone.a, include this file.
//!
//! In this file: the version, strings, outcomes and errors, namespaces, limits; reading XML, output, writing XML;
//! envelopes, reading them, faults, kept elements, header blocks, writing envelopes, services, views of faults;
//! WS-Addressing, peers, sessions, WS-Security; HTTP; large messages; tracing; base64, times.
//!
//! Reading a document, whole or in chunks of any size:
//!
//! ```c
//! static uint8_t workspace[2048];
//! soapstone_reader reader;
//! soapstone_event event;
//! soapstone_str input = { NULL, 0 };
//! int32_t status, last = 0;
//!
//! soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
//! do {
//!     status = soapstone_reader_next(&reader, &input, last, &event);
//!     if (status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_TEXT) {
//!         fwrite(event.text.ptr, 1, event.text.len, stdout);
//!     } else if (status == SOAPSTONE_NEED_INPUT) {
//!         input.ptr = chunk;
//!         input.len = fread(chunk, 1, sizeof chunk, stdin);
//!         last = input.len == 0;
//!     }
//! } while (status == SOAPSTONE_OK || status == SOAPSTONE_NEED_INPUT);
//! if (status != SOAPSTONE_END) {
//!     soapstone_str why = soapstone_error_message(status);
//!     fprintf(stderr, "%.*s\n", (int)why.len, (const char *)why.ptr);
//! }
//! ```
//!
//! The rules, which hold for every function:
//!
//! Status. Functions that can fail return int32_t: 0 (SOAPSTONE_OK) is done, a positive number is a normal outcome
//! (more input, output full, end), a negative number is an error, numbered by layer. Outputs are written only when
//! the status is 0, unless the function says otherwise.
//!
//! Strings. A soapstone_str is a pointer and a length in bytes, UTF-8, never NUL-terminated. As an argument
//! { NULL, 0 } is the empty string; NULL with a length is an error. What the library hands out has a NULL ptr only
//! where its description says so: for a value that is absent, not for one that is empty.
//!
//! Memory. A handle (soapstone_reader, ...) is a struct you place where you like: static, stack, inside another.
//! An init function makes it usable; nothing needs to be freed. A handle keeps what it must remember in the
//! workspace given to its init function, of any alignment, which stays yours but is not to be touched while the
//! handle is in use. An idle handle, one that no call is running on, may be moved or copied (what was handed out
//! before may point into the original); of the copies that share one workspace only one may go on.
//!
//! Lifetimes. Pointers handed out are valid until the next call that changes the handle (one that takes it without
//! const). Text may point into the chunk it came from, so the chunk must live as long. A chunk may be reused, or the
//! rest of it moved elsewhere, once the events that came from it are no longer looked at.
//!
//! Cost. A call takes time in proportion to the bytes it reads or writes, stack that does not depend on the message
//! (docs/footprint.md has figures), and no memory but what you gave. No handle is larger than 512 bytes.
//!
//! Threads. Handles are independent. A handle is used by one thread at a time. There is nothing to set up.
//!
//! Misuse. NULL, a handle that was never initialised (zeroed memory is recognised), a size that is not right, a call
//! in the wrong order: each answers an error code, by default SOAPSTONE_ERROR_INVALID_ARGUMENT, and changes nothing.
//! What cannot be checked: a pointer that is neither NULL nor valid.
#![no_std]
#![allow(non_camel_case_types)]
// The contract of every exported function is the prose above. `raw` is the only module that dereferences.
#![allow(clippy::missing_safety_doc, unsafe_op_in_unsafe_fn)]

pub mod abi;
#[cfg(soapstone_archive)]
mod archive;
pub mod binding;
pub mod buf;
pub mod chunk;
pub mod error;
pub mod http;
pub mod limits;
pub mod ns;
pub mod peer;
mod raw;
#[macro_use]
mod writing;
pub mod session;
pub mod soap;
pub mod text;
pub mod trace;
pub mod wsa;
pub mod wss;
pub mod xml;
pub mod xsd;
