//! What events are about, and how much they matter.

/// What an event is about: the event types of Siebel for web services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Category {
    /// How long it takes, and how many bytes.
    Performance = 0,
    /// Calls that are made: their requests and responses.
    Outbound = 1,
    /// What is in the Bodies of calls that are made.
    OutboundArgument = 2,
    /// Calls that are answered: their requests and responses.
    Inbound = 3,
    /// What is in the Bodies of calls that are answered.
    InboundArgument = 4,
    /// What is set up before anything is called: the header blocks that a node understands, connections that a server
    /// accepted.
    Loading = 5,
    /// What was made of a service description before the program ran: its operations, and what of them cannot be right.
    Design = 6,
}

/// How much an event matters, by the numbers of Siebel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Level {
    /// Nothing can go on.
    Fatal = 0,
    /// A call or an answer has failed.
    Error = 1,
    /// It went through and is no success: a fault, a refusal.
    Warning = 2,
    /// That a message came or went.
    Info = 3,
    /// All that is in it: documents.
    Detail = 4,
    /// What only those who look for a mistake in soapstone want to know.
    Diagnostic = 5,
}

/// How much is wanted of each category.
///
/// ```
/// use soapstone::trace::{Category, Level, Levels};
///
/// let levels = Levels::new(Level::Error).with(Category::Outbound, Level::Detail);
/// assert!(levels.wants(Category::Outbound, Level::Detail));
/// assert!(!levels.wants(Category::Inbound, Level::Info));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Levels {
    levels: [Level; 7],
    /// Whether the two categories of arguments are on. Off by default, whatever their level.
    pub arguments: bool,
}

impl Category {
    /// Every category, by number.
    pub const ALL: [Category; 7] = [
        Category::Performance,
        Category::Outbound,
        Category::OutboundArgument,
        Category::Inbound,
        Category::InboundArgument,
        Category::Loading,
        Category::Design,
    ];

    /// The name, for logs and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Performance => "performance",
            Category::Outbound => "outbound",
            Category::OutboundArgument => "outbound argument",
            Category::Inbound => "inbound",
            Category::InboundArgument => "inbound argument",
            Category::Loading => "loading",
            Category::Design => "design",
        }
    }

    /// The name of the event type that Siebel has for it.
    pub const fn alias(self) -> &'static str {
        match self {
            Category::Performance => "WebSvcPerf",
            Category::Outbound => "WebSvcOutbound",
            Category::OutboundArgument => "WebSvcOutboundArgTrc",
            Category::Inbound => "WebSvcInbound",
            Category::InboundArgument => "WebSvcInboundArgTrc",
            Category::Loading => "WebSvcLoad",
            Category::Design => "WebSvcDesign",
        }
    }

    /// The category with this name or alias, in any case.
    pub fn from_name(name: &str) -> Option<Category> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        Category::ALL.into_iter().find(|category| is(category.name()) || is(category.alias()))
    }

    /// The category with this number.
    pub fn from_number(number: i32) -> Option<Category> {
        Category::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// Whether it is one of the two that a switch of their own turns on.
    pub const fn is_argument(self) -> bool {
        matches!(self, Category::OutboundArgument | Category::InboundArgument)
    }

    /// The category of what is in the Bodies of its messages; for any but the two of messages itself.
    pub(super) const fn argument(self) -> Category {
        match self {
            Category::Outbound => Category::OutboundArgument,
            Category::Inbound => Category::InboundArgument,
            other => other,
        }
    }
}

impl Level {
    /// The level with this number; one beyond the last is the last.
    pub const fn from_number(number: u8) -> Level {
        match number {
            0 => Level::Fatal,
            1 => Level::Error,
            2 => Level::Warning,
            3 => Level::Info,
            4 => Level::Detail,
            _ => Level::Diagnostic,
        }
    }
}

impl Levels {
    /// The same for every category.
    pub const fn new(level: Level) -> Levels {
        Levels { levels: [level; 7], arguments: false }
    }

    /// These, with another for one category.
    pub fn with(mut self, category: Category, level: Level) -> Levels {
        if let Some(slot) = self.levels.get_mut(category as usize) {
            *slot = level;
        }
        self
    }

    /// These, with the switch for arguments on.
    pub const fn with_arguments(self) -> Levels {
        Levels { arguments: true, ..self }
    }

    /// Whether events of this category and level are wanted.
    pub fn wants(&self, category: Category, level: Level) -> bool {
        let is_on = self.arguments || !category.is_argument();
        is_on && self.levels.get(category as usize).is_some_and(|&most| level <= most)
    }
}
