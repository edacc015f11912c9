//! Which code answers an error of which only the number is known.

use super::FaultCode;
use crate::ErrorKind;

impl FaultCode {
    /// The code that answers the error with this number, as [`ErrorKind::fault_code`] says of its kind.
    #[doc(hidden)]
    pub fn of_error(number: i32) -> Option<FaultCode> {
        let mut number = number.wrapping_neg();
        for &(count, code) in &RUNS {
            let count = i32::from(count);
            if (0..count).contains(&number) {
                return FaultCode::from_number(code);
            }
            number = number.wrapping_sub(count);
        }
        None
    }
}

/// Numbers that have the same answer, from 0 downwards: how many, and which. Half as long as a comparison for each number.
#[allow(clippy::indexing_slicing, reason = "it runs when the library is compiled")]
const RUNS: [(u8, u8); COUNT] = {
    let (mut runs, mut run, mut number) = ([(0_u8, 0); COUNT], 0_usize, 0);
    while run < COUNT {
        let code = answer(number);
        runs[run] = (runs[run].0.wrapping_add(1), code);
        number = number.wrapping_add(1);
        run = run.wrapping_add((answer(number) != code) as usize);
    }
    runs
};

/// How many runs there are.
const COUNT: usize = {
    let (mut count, mut number) = (0_usize, 0);
    while number < END {
        number = number.wrapping_add(1);
        count = count.wrapping_add((answer(number) != answer(number.wrapping_sub(1))) as usize);
    }
    count
};

/// Past the last error.
const END: i32 = 1000;

/// The code that answers the error with this number, less its sign; 0 where there is none.
const fn answer(number: i32) -> u8 {
    match ErrorKind::from_code(number.wrapping_neg()) {
        Some(kind) => kind.fault_code() as u8,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_answers_of_their_kinds() {
        for number in -2 * END..2 * END {
            let expected = ErrorKind::from_code(number).map(ErrorKind::fault_code);
            assert_eq!(FaultCode::of_error(number), expected, "{number}");
        }
    }
}
