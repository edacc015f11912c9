//! Lists of names with a number for each, packed: a table of `&str` would take eight bytes of flash more for each.

/// Names, one after the other: the length of each, its number, its bytes.
#[derive(Clone, Copy)]
pub(crate) struct Names(&'static [u8]);

impl Names {
    /// The list that [`pack`] has made.
    pub(crate) const fn new(packed: &'static [u8]) -> Names {
        Names(packed)
    }

    /// The number of this name; 0 when it is not in the list.
    pub(crate) fn number(self, name: &[u8]) -> u8 {
        let mut rest = self.0;
        while let [len, number, after @ ..] = rest {
            let Some((known, more)) = after.split_at_checked(usize::from(*len)) else { break };
            if known == name {
                return *number;
            }
            rest = more;
        }
        0
    }

    /// The first name with this number; empty when there is none.
    pub(crate) fn name(self, number: u8) -> &'static [u8] {
        let mut rest = self.0;
        while let [len, known, after @ ..] = rest {
            let Some((name, more)) = after.split_at_checked(usize::from(*len)) else { break };
            if *known == number {
                return name;
            }
            rest = more;
        }
        &[]
    }
}

impl Iterator for Names {
    type Item = (&'static [u8], u8);

    /// The next name, and its number.
    fn next(&mut self) -> Option<Self::Item> {
        let [len, number, after @ ..] = self.0 else { return None };
        let (name, more) = after.split_at_checked(usize::from(*len))?;
        self.0 = more;
        Some((name, *number))
    }
}

/// Bytes of a packed list.
pub(crate) const fn packed_len(rows: &[(&str, u8)]) -> usize {
    let (mut len, mut rest) = (0_usize, rows);
    while let [(name, _), after @ ..] = rest {
        len = len.wrapping_add(name.len()).wrapping_add(2);
        rest = after;
    }
    len
}

/// Packs a list; `LEN` is its [`packed_len`].
#[allow(clippy::indexing_slicing, reason = "it runs when the library is compiled")]
pub(crate) const fn pack<const LEN: usize>(rows: &[(&str, u8)]) -> [u8; LEN] {
    let (mut packed, mut at, mut row) = ([0; LEN], 0_usize, 0_usize);
    while row < rows.len() {
        let (name, number) = (rows[row].0.as_bytes(), rows[row].1);
        packed[at] = name.len() as u8;
        packed[at.wrapping_add(1)] = number;
        at = at.wrapping_add(2);
        let mut byte = 0;
        while byte < name.len() {
            packed[at] = name[byte];
            (at, byte) = (at.wrapping_add(1), byte.wrapping_add(1));
        }
        row = row.wrapping_add(1);
    }
    packed
}

/// The packed list of these names and numbers, a constant.
macro_rules! names {
    ($($name:expr => $number:expr),* $(,)?) => {{
        const ROWS: &[(&str, u8)] = &[$(($name, $number)),*];
        const PACKED: [u8; $crate::names::packed_len(ROWS)] = $crate::names::pack(ROWS);
        $crate::names::Names::new(&PACKED)
    }};
}
pub(crate) use names;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        const LIST: Names = names! { "a" => 7, "ab" => 2, "" => 3, "é" => 4 };
        for (name, number) in [("a", 7), ("ab", 2), ("", 3), ("é", 4), ("b", 0), ("abc", 0), ("a\0", 0)] {
            assert_eq!(LIST.number(name.as_bytes()), number, "{name}");
            assert!(number == 0 || LIST.name(number) == name.as_bytes(), "{name}");
        }
        assert_eq!(LIST.name(9), b"");
    }
}
