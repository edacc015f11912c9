//! The calls of the writer, each as something to be made over an attempt: what writes on behalf of the layers above is
//! the same code as what they call.

use super::state::Draft;
use crate::ErrorKind;

type Call<T = usize> = Result<T, ErrorKind>;

/// What a call that happens whole takes.
const fn done(_: ()) -> usize {
    1
}

/// Calls that happen whole.
macro_rules! whole {
    ($($call:ident($($argument:ident),*);)*) => {
        $(
            pub(crate) fn $call($($argument: &str),*) -> impl FnMut(&mut Draft<'_>, &[u8]) -> Call {
                move |draft, _| draft.$call($($argument),*).map(done)
            }
        )*
    };
}

whole! {
    declaration();
    pin(prefix, uri);
    start(uri, local);
    start_prefixed(prefix, uri, local);
    attribute(uri, local, value);
    attribute_prefixed(prefix, uri, local, value);
    attribute_qname(uri, local, value_uri, value_local);
    namespace(prefix, uri);
    declare(uri);
    text_whole(text);
    text_qname(uri, local);
    end();
    finish();
}

/// Calls that may take a part of their input.
macro_rules! part {
    ($($call:ident;)*) => {
        $(
            pub(crate) fn $call(draft: &mut Draft<'_>, input: &[u8]) -> Call {
                draft.$call(input)
            }
        )*
    };
}

part! {
    text;
    text_bytes;
    base64;
    hex;
    raw;
}
