//! Takes the document type declaration off a document.
//!
//! soapstone refuses every one. The W3C suite puts one into most of its documents; where it only declares elements,
//! the document says the same without it.

/// The document without its `<!DOCTYPE ...>`; `None` when it has none or it never ends.
pub fn strip(document: &[u8]) -> Option<Vec<u8>> {
    let (step, lane) = match document {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => (2, 0),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => (2, 1),
        _ => (1, 0),
    };
    // Markup is ASCII in every encoding read here, so one byte of each code unit is enough to find it.
    let units: Vec<u8> = document.chunks_exact(step).map(|unit| ascii(unit, lane)).collect();
    let begin = find(&units, b"<!DOCTYPE")?;
    let end = begin + end_of_declaration(&units[begin..])?;
    Some([&document[..begin * step], &document[end * step..]].concat())
}

fn ascii(unit: &[u8], lane: usize) -> u8 {
    let other = unit.iter().enumerate().any(|(at, &byte)| at != lane && byte != 0);
    if other { b'?' } else { unit[lane] }
}

fn find(units: &[u8], what: &[u8]) -> Option<usize> {
    units.windows(what.len()).position(|window| window == what)
}

/// Units from `<!DOCTYPE` to behind its `>`: quotes, comments, PIs and the internal subset are stepped over.
fn end_of_declaration(units: &[u8]) -> Option<usize> {
    let (mut at, mut subset) = (b"<!DOCTYPE".len(), false);
    loop {
        let rest = units.get(at..)?;
        at += match rest {
            [b'<', b'!', b'-', b'-', ..] => find(rest, b"-->")? + 3,
            [b'<', b'?', ..] => find(rest, b"?>")? + 2,
            [quote @ (b'"' | b'\''), after @ ..] => after.iter().position(|unit| unit == quote)? + 2,
            [b'[', ..] => {
                subset = true;
                1
            }
            [b']', ..] => {
                subset = false;
                1
            }
            [b'>', ..] if !subset => return Some(at + 1),
            [_, ..] => 1,
            [] => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn strips() {
        for (document, stripped) in [
            (&b"<!DOCTYPE a><a/>"[..], Some(&b"<a/>"[..])),
            (b"x<!DOCTYPE a [<!ELEMENT a (b|c)> <!-- ]> --> <?p ]>?>]>y", Some(b"xy")),
            (b"<!DOCTYPE a SYSTEM \"]>\" []><a/>", Some(b"<a/>")),
            (b"<!DOCTYPE a [<!ATTLIST a b CDATA ']>'>]  ><a/>", Some(b"<a/>")),
            (b"<a/>", None),
            (b"<!DOCTYPE a [", None),
        ] {
            assert_eq!(strip(document).as_deref(), stripped);
        }
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        assert_eq!(strip(&wide("\u{FEFF}<!DOCTYPE a>\u{3C00}<a/>")), Some(wide("\u{FEFF}\u{3C00}<a/>")));
    }
}
