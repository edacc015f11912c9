//! What is written is read, whatever the chunks on either side.

use fastrand::Rng;
use soapstone::http::{BodyReader, BodyWriter, Framing, HeadReader, HeadWriter, Piece};

/// A body put on the wire in pieces of any size.
fn written(data: &[u8], framing: Framing, trailers: &[(&str, &str)], random: &mut Rng) -> Vec<u8> {
    let mut writer = BodyWriter::new(framing);
    let (mut wire, mut rest) = (Vec::new(), data);
    while !rest.is_empty() {
        let (piece, others) = rest.split_at(random.usize(..=rest.len().min(300)));
        let frame = writer.frame(piece.len()).unwrap();
        wire.extend([frame.before(), piece, frame.after].concat());
        rest = others;
    }
    if trailers.is_empty() {
        wire.extend(writer.finish().unwrap());
        return wire;
    }
    let mut memory = [0; 256];
    let mut head = HeadWriter::trailers(&mut memory);
    for (name, value) in trailers {
        head.field(name, value).unwrap();
    }
    wire.extend(writer.finish_before_trailers().unwrap());
    wire.extend(head.finish().unwrap().0.iter());
    wire
}

#[test]
fn bodies_in_chunks_of_any_size() {
    let mut random = Rng::with_seed(17);
    for _ in 0..3000 {
        let len = random.usize(..2000);
        let data: Vec<u8> = std::iter::repeat_with(|| b"\r\n0 5;<"[random.usize(..7)]).take(len).collect();
        let framing = [Framing::Chunked, Framing::Length(data.len() as u64), Framing::UntilClose][random.usize(..3)];
        let with = framing == Framing::Chunked && random.bool();
        let trailers: &[_] = if with { &[("Sum", "1"), ("Note", "a b")] } else { &[] };
        let mut wire = written(&data, framing, trailers, &mut random);
        let end = wire.len();
        if framing != Framing::UntilClose {
            wire.extend(b"the next message");
        }
        let mut memory = [0; 256];
        let mut reader = BodyReader::new(framing, data.len() as u64, &mut memory);
        let (mut read, mut at, mut window) = (Vec::new(), 0, 0);
        loop {
            let mut input = &wire[at..window];
            let piece = reader.next(&mut input, window == wire.len()).unwrap();
            at = window - input.len();
            match piece {
                Piece::Data(bytes) => read.extend_from_slice(bytes),
                Piece::NeedInput => window = (window + random.usize(1..200)).min(wire.len()),
                Piece::End => break,
            }
        }
        assert_eq!((read == data, at, reader.offset()), (true, end, data.len() as u64));
        let seen: Vec<_> = reader.trailers().iter().map(|f| (f.name, str::from_utf8(f.value).unwrap())).collect();
        assert_eq!(seen, trailers);
    }
}

#[test]
fn heads_of_any_fields() {
    let mut random = Rng::with_seed(19);
    let token: Vec<char> = "!#$%&'*+-.^_`|~09azAZ".chars().collect();
    let text: Vec<char> = "\t !\"#,:;<>@[]{}~aZ09\u{e9}\u{20ac}\u{1d11e}".chars().collect();
    let pick = |from: &[char], len: usize, random: &mut Rng| -> String {
        std::iter::repeat_with(|| from[random.usize(..from.len())]).take(len).collect()
    };
    for _ in 0..3000 {
        let fields: Vec<(String, String)> = (0..random.usize(..12))
            .map(|_| (pick(&token, random.usize(1..20), &mut random), pick(&text, random.usize(..40), &mut random)))
            .collect();
        let mut memory = [0; 4096];
        let mut head = HeadWriter::response(&mut memory, random.u16(100..600), "All is well");
        for (name, value) in &fields {
            head.field(name, value).unwrap();
        }
        let (wire, _) = head.finish().unwrap();
        let mut memory = vec![0; wire.len()];
        let mut reader = HeadReader::new(&mut memory);
        for piece in wire.chunks(random.usize(1..50)) {
            reader.read(&mut &*piece, false).unwrap();
        }
        let head = reader.response().unwrap();
        let seen: Vec<_> =
            head.fields.iter().map(|f| (f.name.into(), String::from_utf8(f.value.into()).unwrap())).collect();
        let trimmed = |(name, value): &(String, String)| (name.clone(), value.trim_matches([' ', '\t']).to_string());
        assert_eq!(seen, fields.iter().map(trimmed).collect::<Vec<_>>());
    }
}
