use super::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::vec::Vec;

/// Decodes in pieces of at most `cut` characters, through `room` bytes at a time.
fn decode(mut decoder: Decoder, text: &[u8], cut: usize, room: usize) -> Result<Vec<u8>, Error> {
    let mut decoded = Vec::new();
    for mut piece in text.chunks(cut.max(1)) {
        while !piece.is_empty() {
            let mut out = std::vec![0; room];
            let count = decoder.decode(&mut piece, &mut out)?;
            assert!(piece.is_empty() || count == room, "stops only when the output is full");
            decoded.extend_from_slice(&out[..count]);
        }
    }
    decoder.finish().map(|()| decoded)
}

/// The same for every cut and room.
fn every_way(decoder: Decoder, text: &str) -> Result<Vec<u8>, Error> {
    let whole = decode(decoder, text.as_bytes(), usize::MAX, text.len().max(1));
    for cut in 1..=text.len() {
        for room in 1..=4 {
            assert_eq!(decode(decoder, text.as_bytes(), cut, room), whole, "{text:?} cut at {cut}, room {room}");
        }
    }
    whole
}

#[test]
fn lexical_space() {
    for (text, want) in [
        ("", &[][..]),
        ("AAEC", &[0, 1, 2]),
        ("AAECAw==", &[0, 1, 2, 3]),
        ("AAECAw= =", &[0, 1, 2, 3]),
        ("A A E C", &[0, 1, 2]),
        ("AA==", &[0]),
        ("AAA=", &[0, 0]),
        ("AAEC\nAAEC", &[0, 1, 2, 0, 1, 2]),
        (" \t\r\nAA==\n ", &[0]),
        ("+/+/", &[0xfb, 0xff, 0xbf]),
    ] {
        assert_eq!(every_way(Decoder::new(), text).as_deref(), Ok(want), "{text:?}");
        assert_eq!(every_way(Decoder::lenient(), text).as_deref(), Ok(want), "{text:?}");
    }
    for (text, offset) in [
        ("AAECAw", 6),
        ("AAECAw=", 7),
        ("====", 0),
        ("A===", 1),
        ("-_8=", 0),
        ("AA==AA==", 4),
        ("AA=A", 3),
        ("A", 1),
        ("AAE\u{a0}C", 3),
        ("AAEC=", 4),
        ("AA===", 4),
        ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA", 39),
    ] {
        let want = Err(Error::new(ErrorKind::Lexical, offset));
        assert_eq!(every_way(Decoder::new(), text), want, "{text:?}");
        assert_eq!(every_way(Decoder::lenient(), text), want, "{text:?}");
    }
}

#[test]
fn unused_bits() {
    for (text, offset, want) in [("AAECAx==", 6, &[0, 1, 2, 3][..]), ("AB==", 2, &[0]), ("AAB=", 3, &[0, 0])] {
        assert_eq!(every_way(Decoder::new(), text), Err(Error::new(ErrorKind::Lexical, offset)), "{text:?}");
        assert_eq!(every_way(Decoder::lenient(), text).as_deref(), Ok(want), "{text:?}");
    }
}

fn bytes(count: usize) -> Vec<u8> {
    let mut seed = 1u32;
    (0..count)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .collect()
}

#[test]
fn both_ways_as_the_base64_crate() {
    let data = bytes(300);
    for len in 0..data.len() {
        let data = &data[..len];
        let want = STANDARD.encode(data);
        let mut out = std::vec![0; want.len()];
        let groups = encode(data, &mut out);
        assert_eq!(groups, len / 3);
        if let Some(last) = encode_last(&data[groups * 3..]) {
            out[groups * 4..].copy_from_slice(&last);
        }
        assert_eq!(out, want.as_bytes(), "{len}");
        assert_eq!(encoded_len(len as u64), want.len() as u64);
        for (cut, room) in [(usize::MAX, 400), (7, 400), (usize::MAX, 5), (33, 25)] {
            assert_eq!(decode(Decoder::new(), want.as_bytes(), cut, room).as_deref(), Ok(data), "{len} {cut} {room}");
        }
    }
}

#[test]
fn encodes_what_fits() {
    let data = bytes(100);
    let want = STANDARD.encode(&data);
    for room in 0..want.len() {
        let mut out = std::vec![0; room];
        let groups = encode(&data, &mut out);
        assert_eq!(groups, (room / 4).min(33));
        assert_eq!(out[..groups * 4], want.as_bytes()[..groups * 4]);
    }
}

#[test]
fn every_character_decodes_as_the_base64_crate_says() {
    for byte in 0..=255u8 {
        for at in 0..40 {
            let mut text = [b'A'; 40];
            text[at] = byte;
            if is_space(byte) {
                continue;
            }
            let ours = decode(Decoder::new(), &text, usize::MAX, 40).ok();
            assert_eq!(ours, STANDARD.decode(text).ok(), "{byte} at {at}");
        }
    }
}
