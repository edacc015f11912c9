//! The pointer work behind security tokens, written so that Miri can judge it as in `aliasing.rs`: passwords asked for
//! through a context, the memory of used digests kept between calls, bytes decoded into memory of the caller.

use soapstone_c::abi::SOAPSTONE_ABI_VERSION;
use soapstone_c::error::{SOAPSTONE_NOT_FOUND, SOAPSTONE_OK};
use soapstone_c::soap::headers::*;
use soapstone_c::soap::node::soapstone_node;
use soapstone_c::soap::reader::*;
use soapstone_c::text::{soapstone_cstr, soapstone_str, soapstone_str_equals};
use soapstone_c::wss::token::*;
use soapstone_c::wss::verifier::*;
use soapstone_c::xsd::date_time::*;
use std::ffi::{CStr, c_void};
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

/// UT-01.
const MESSAGE: &[u8] = b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' \
    xmlns:o='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd' \
    xmlns:u='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'><e:Header><o:Security>\
    <o:BinarySecurityToken ValueType='o:X509v3'>AAEC</o:BinarySecurityToken>\
    <o:UsernameToken><o:Username>u1</o:Username><o:Password Type='o:PasswordDigest'>wfdMgzRd3cF9Y4YDue9mYIBe+DA=\
    </o:Password><o:Nonce>AAECAwQFBgcICQoLDA0ODw==</o:Nonce><u:Created>2026-11-21T10:00:00Z</u:Created>\
    </o:UsernameToken></o:Security></e:Header><e:Body/></e:Envelope>";

fn text(text: &CStr) -> soapstone_str {
    unsafe { soapstone_cstr(text.as_ptr()) }
}

fn is(string: soapstone_str, text: &CStr) -> bool {
    unsafe { soapstone_str_equals(string, text.as_ptr()) == 1 }
}

/// Users in memory that the context points to.
unsafe extern "C" fn password(ctx: *mut c_void, username: soapstone_str, password: *mut soapstone_str) -> i32 {
    let asked = unsafe { &mut *ctx.cast::<u32>() };
    *asked += 1;
    if !is(username, c"u1") {
        return SOAPSTONE_NOT_FOUND;
    }
    unsafe { password.write(text(c"secret")) };
    SOAPSTONE_OK
}

#[test]
fn tokens_are_verified_in_memory_of_the_caller() {
    let (mut workspace, mut store) = (vec![0_u8; 1024], vec![0_u8; 1024]);
    let mut envelope = MaybeUninit::<soapstone_envelope_reader>::uninit();
    let mut headers = MaybeUninit::<soapstone_header_reader>::uninit();
    let mut input = soapstone_str { ptr: MESSAGE.as_ptr(), len: MESSAGE.len() };
    let vocabularies = [soapstone_wss_vocabulary(), soapstone_wss_vocabulary_repaired()];
    let node = soapstone_node {
        size: size_of::<soapstone_node>() as u32,
        vocabularies: vocabularies.as_ptr(),
        vocabulary_count: 2,
        ..unsafe { MaybeUninit::zeroed().assume_init() }
    };
    let (envelope, headers, abi) = (envelope.as_mut_ptr(), headers.as_mut_ptr(), SOAPSTONE_ABI_VERSION);
    let (space, len) = (workspace.as_mut_ptr().cast(), workspace.len());
    unsafe {
        let done = soapstone_envelope_reader_init(envelope, abi, space, len, null())
            | soapstone_header_reader_init(headers, abi, store.as_mut_ptr().cast(), store.len(), &node)
            | soapstone_header_reader_read(headers, envelope, &mut input, 1);
        assert_eq!(done, SOAPSTONE_OK);
    }
    decode(headers);
    verify(headers);
}

/// Decodes the certificate into memory that is just large enough, and not initialised.
fn decode(headers: *const soapstone_header_reader) {
    let (mut bytes, mut len, mut kind) = (vec![MaybeUninit::<u8>::uninit(); 3], 3, 0);
    let room = bytes.as_mut_ptr().cast::<c_void>();
    unsafe {
        room.write_bytes(0xAA, 3);
        assert_eq!(soapstone_security_binary_token(headers, 0, &mut kind, room, &mut len), SOAPSTONE_OK);
        assert_eq!((kind, len), (SOAPSTONE_VALUE_X509V3, 3));
        assert_eq!(bytes.iter().map(|byte| byte.assume_init()).collect::<Vec<_>>(), [0, 1, 2]);
    }
}

/// Verifies the same message twice: the second time it was used before.
fn verify(headers: *const soapstone_header_reader) {
    let mut replays = vec![soapstone_replay { opaque: [0; 2] }; 2];
    let mut policy = MaybeUninit::<soapstone_security_policy>::uninit();
    let (mut asked, mut now) = (0_u32, 0);
    unsafe {
        assert_eq!(soapstone_security_policy_init(policy.as_mut_ptr(), SOAPSTONE_PASSWORD_DIGEST), SOAPSTONE_OK);
        assert_eq!(soapstone_date_time_parse(text(c"2026-11-21T10:00:00Z"), &mut now), SOAPSTONE_OK);
    }
    let policy = soapstone_security_policy { accept_binary: 1, ..unsafe { policy.assume_init() } };
    let verifier = soapstone_security_verifier {
        size: size_of::<soapstone_security_verifier>() as u32,
        has_clock: 1,
        now,
        policy: &policy,
        replays: replays.as_mut_ptr(),
        replay_count: 2,
        reserved: 0,
        password: Some(password),
        accepts_text: None,
        ctx: (&raw mut asked).cast(),
    };
    for want in [SOAPSTONE_OK, soapstone::ErrorKind::FailedAuthentication.code()] {
        let mut result = MaybeUninit::<soapstone_security_result>::uninit();
        let status = unsafe { soapstone_security_verify(headers, &verifier, result.as_mut_ptr(), null_mut()) };
        assert_eq!(status, want);
        if status == SOAPSTONE_OK {
            assert!(is(unsafe { result.assume_init() }.username, c"u1"));
        }
    }
    assert_eq!(asked, 2);
    assert_ne!(replays[0].opaque[0], 0);
}
