//! How a service and a node are set up, told to a trace.

use soapstone::Error;
use soapstone::soap::{self, Context, Filter, HeaderHandler, NodeTable, Operation, Service, Vocabulary};
use soapstone::trace::{Category, Event, Level, Levels, Trace};
use std::cell::RefCell;

struct Lines(RefCell<Vec<String>>, Levels);

impl Trace for Lines {
    fn wants(&self, category: Category, level: Level) -> bool {
        self.1.wants(category, level)
    }

    fn event(&self, category: Category, level: Level, event: &Event<'_>) {
        self.0.borrow_mut().push(format!("{} {} {event:?}", category.alias(), level as u8));
    }
}

/// What is told up to a level.
fn told(level: Level, tell: impl FnOnce(&Lines)) -> Vec<String> {
    let lines = Lines(RefCell::default(), Levels::new(level));
    tell(&lines);
    lines.0.into_inner()
}

struct Nothing;

impl HeaderHandler for Nothing {
    fn event(&mut self, _: &soap::Event<'_>, _: &mut Context<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

#[test]
fn operations_are_told_and_what_of_them_cannot_be_right() {
    // S-326, S-327: WebSvcDesign
    let [read, reset] = [Operation::document("read", "urn:m", "Read"), Operation::document("reset", "urn:m", "Reset")];
    let operations = [read, reset, read];
    let service = Service::new(&operations);
    let expected = [
        "WebSvcDesign 3 Operation(\"read\")",
        "WebSvcDesign 3 Operation(\"reset\")",
        "WebSvcDesign 3 Operation(\"read\")",
        "WebSvcDesign 2 Duplicate(\"read\")",
    ];
    assert_eq!(told(Level::Info, |lines| service.tell(lines)), expected);
    assert_eq!(told(Level::Warning, |lines| service.tell(lines)), expected[3..]);
    assert_eq!(told(Level::Error, |lines| service.tell(lines)), [""; 0]);
}

#[test]
fn header_blocks_that_a_node_understands_are_told() {
    // S-326, S-327: WebSvcLoad
    let known = Vocabulary { blocks: &[("urn:v", &["a", "b"]), ("urn:w", &["a"])], children: &[], marked: &[] };
    let (mut handler, known) = (Nothing, [&known]);
    let mut filters = [Filter { uri: "urn:f", local: "c", handler: &mut handler }];
    let node = NodeTable::new(&known).with_filters(&mut filters);
    let expected = [
        "WebSvcLoad 3 Understood(\"urn:f\", \"c\")",
        "WebSvcLoad 3 Understood(\"urn:v\", \"a\")",
        "WebSvcLoad 3 Understood(\"urn:v\", \"b\")",
        "WebSvcLoad 3 Understood(\"urn:w\", \"a\")",
    ];
    assert_eq!(told(Level::Info, |lines| node.tell(lines)), expected);
    assert_eq!(told(Level::Warning, |lines| node.tell(lines)), [""; 0]);
}
