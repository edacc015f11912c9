//! Events on their way to C.

use super::*;
use crate::error::soapstone_error;

/// Most names of secrets.
const MOST: usize = 8;

/// Events on their way to C.
pub(super) struct Told<'a> {
    given: &'a soapstone_trace,
    secrets: [&'a str; MOST],
    count: usize,
}

impl<'a> Told<'a> {
    pub(super) fn new(given: &'a soapstone_trace) -> Status<Self> {
        let mut told = Told { given, secrets: [""; MOST], count: given.secret_count as usize };
        if given.event.is_none() || given.reserved != 0 || given.flags > SOAPSTONE_TRACE_ARGUMENTS || told.count > MOST
        {
            return Err(REFUSED);
        }
        call::secrets(given, &mut told.secrets)?;
        Ok(told)
    }
}

impl Trace for Told<'_> {
    fn wants(&self, category: Category, level: Level) -> bool {
        let is_on = !category.is_argument() || self.given.flags & SOAPSTONE_TRACE_ARGUMENTS != 0;
        is_on && self.given.levels.get(category as usize).is_some_and(|&most| level as u8 <= most)
    }

    fn event(&self, category: Category, level: Level, event: &Event<'_>) {
        let mut told = soapstone_trace_event {
            size: size_of::<soapstone_trace_event>() as u32,
            kind: 0,
            category: category as i32,
            level: level as i32,
            direction: 0,
            number: 0,
            port: 0,
            reserved: 0,
            text: soapstone_str::EMPTY,
            bytes: 0,
            micros: 0,
            error: soapstone_error::default(),
        };
        if fill(&mut told, event) {
            call::event(self.given, &told);
        }
    }

    fn now(&self) -> u64 {
        call::now(self.given)
    }

    fn secrets(&self) -> &[&str] {
        self.secrets.get(..self.count).unwrap_or_default()
    }
}

/// Puts an event into the struct of C; whether C knows such events.
fn fill(told: &mut soapstone_trace_event, event: &Event<'_>) -> bool {
    let mut way = |direction: Direction| told.direction = direction as i32;
    told.kind = match *event {
        Event::Ready => SOAPSTONE_TRACE_READY,
        Event::Opened { host, port, secure } => {
            (told.text, told.port, told.number) = (host.as_bytes().into(), port.into(), secure.into());
            SOAPSTONE_TRACE_OPENED
        }
        Event::Closed => SOAPSTONE_TRACE_CLOSED,
        Event::Begins(direction) => {
            way(direction);
            SOAPSTONE_TRACE_BEGINS
        }
        Event::Status(direction, status) => {
            way(direction);
            told.number = status.into();
            SOAPSTONE_TRACE_STATUS
        }
        Event::Block(direction, name) | Event::Entry(direction, name) => {
            way(direction);
            told.text = name.as_bytes().into();
            if let Event::Block(..) = event { SOAPSTONE_TRACE_BLOCK } else { SOAPSTONE_TRACE_ENTRY }
        }
        Event::Fault(direction) => {
            way(direction);
            SOAPSTONE_TRACE_FAULT
        }
        Event::Dump(direction, piece) => {
            way(direction);
            told.text = piece.into();
            SOAPSTONE_TRACE_DUMP
        }
        Event::Ends { direction, bytes, micros } => {
            way(direction);
            (told.bytes, told.micros) = (bytes, micros);
            SOAPSTONE_TRACE_ENDS
        }
        Event::Waited { micros } => {
            told.micros = micros;
            SOAPSTONE_TRACE_WAITED
        }
        Event::Failed { error, stage } => {
            (told.error, told.number) = (Some(error).into(), stage.into());
            SOAPSTONE_TRACE_FAILED
        }
        Event::Operation(name) | Event::Duplicate(name) | Event::Understood(_, name) => {
            told.text = name.as_bytes().into();
            match event {
                Event::Operation(_) => SOAPSTONE_TRACE_OPERATION,
                Event::Duplicate(_) => SOAPSTONE_TRACE_DUPLICATE,
                _ => SOAPSTONE_TRACE_UNDERSTOOD,
            }
        }
        _ => return false,
    };
    true
}
