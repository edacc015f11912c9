//! The calls of the writer, each as something to be made over an attempt: what writes on behalf of the layers above is
//! the same code as what they call.

use super::state::Draft;
use crate::ErrorKind;

/// A call of the writer, which has up to four arguments.
#[derive(Clone, Copy)]
pub struct Call {
    pub(super) make: fn(&mut Draft<'_>) -> Result<(), ErrorKind>,
    /// Where in an envelope it may be made.
    pub(crate) within: Within,
}

/// What a call is made with: text in UTF-8, but for bytes of content. In this order the URI, the local name and the prefix of
/// a name, with the value of an attribute before the prefix; content comes first. Those that a call has no use for are empty.
pub type Arguments<'a> = [&'a [u8]; 4];

/// What a call is made with that needs nothing.
pub const NOTHING: &Arguments<'static> = &[&[]; 4];

/// Where in an envelope a call may be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// Before the Envelope.
    Begin,
    /// In any start tag.
    Tag,
    /// In any start tag, if the URI, the local name and the value, which are its arguments, may stand there.
    Attribute,
    /// In a header block, a body entry, a detail or a trailer.
    Item,
    /// There, where an element inside is open.
    Element,
    /// Nowhere: an envelope has a call of its own.
    Nowhere,
}

/// The calls, each with where it may be made; one for content with its name.
macro_rules! calls {
    ($($name:ident: $within:ident, $call:ident($($argument:ident),*);)*) => {
        impl Call {
            $(
                #[doc = concat!("What `", stringify!($call), "` does.")]
                pub const $name: Call = Call { make: $call, within: Within::$within };
            )*
        }

        $(
            fn $call(draft: &mut Draft<'_>) -> Result<(), ErrorKind> {
                let [$($argument,)* ..] = draft.arguments;
                draft.$call($($argument),*)
            }
        )*
    };
}

calls! {
    DECLARATION: Begin, declaration();
    PIN: Begin, pin();
    START: Item, start();
    START_PREFIXED: Item, start_prefixed();
    ATTRIBUTE: Attribute, attribute();
    ATTRIBUTE_PREFIXED: Attribute, attribute_prefixed();
    ATTRIBUTE_QNAME: Attribute, attribute_qname();
    NAMESPACE: Tag, namespace();
    BIND: Tag, bind_prefix();
    DECLARE: Tag, declare();
    TEXT: Item, text(text);
    TEXT_WHOLE: Item, text_whole(text);
    TEXT_BYTES: Item, text_bytes(bytes);
    TEXT_QNAME: Item, text_qname();
    BASE64: Item, base64(bytes);
    HEX: Item, hex(bytes);
    RAW_UNESCAPED: Item, raw(bytes);
    END: Element, end();
    FINISH: Nowhere, finish();
}

/// These texts as arguments.
#[inline(always)]
pub(crate) const fn texts<'a>([a, b, c, d]: [&'a str; 4]) -> Arguments<'a> {
    [a.as_bytes(), b.as_bytes(), c.as_bytes(), d.as_bytes()]
}
