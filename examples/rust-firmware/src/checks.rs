//! Counting what is right and telling what is wrong.

use semihosting::println;
use soapstone::xml::WriteError;

/// What was checked so far.
#[derive(Default)]
pub struct Checks {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

/// Why a check failed.
#[derive(Clone, Copy, Debug)]
pub enum Wrong {
    /// A message was refused, or something else was not possible.
    Error(soapstone::Error),
    /// Something could not be written.
    Write(WriteError),
    /// Something else came than what was expected.
    Unexpected(&'static str),
}

impl Checks {
    /// Counts a check and prints its outcome.
    pub fn check(&mut self, name: &str, outcome: Result<(), Wrong>) {
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("ok   {name}");
            }
            Err(wrong) => {
                self.failed += 1;
                println!("FAIL {name}: {wrong:?}");
            }
        }
    }
}

impl Wrong {
    /// Fails with `what` unless `right`.
    pub fn unless(right: bool, what: &'static str) -> Result<(), Wrong> {
        if right { Ok(()) } else { Err(Wrong::Unexpected(what)) }
    }
}

impl From<soapstone::Error> for Wrong {
    fn from(error: soapstone::Error) -> Wrong {
        Wrong::Error(error)
    }
}

impl From<WriteError> for Wrong {
    fn from(error: WriteError) -> Wrong {
        Wrong::Write(error)
    }
}
