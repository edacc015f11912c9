//! How a document is read, by the options of the vectors.

use soapstone::soap::{self, Leniencies, Options, Versions};
use soapstone::{Limits, xml};

/// How a document is read.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Whether it is read as a SOAP message; as XML otherwise.
    pub soap: bool,
    /// Bytes of workspace.
    pub workspace: usize,
    /// Bytes of the text store of faults.
    pub store: usize,
    /// Whether faults are read by the fault reader.
    pub fault: bool,
    undeclared: bool,
    encodings: bool,
    refuse_pi: bool,
    options: Options,
}

/// What the option `undeclared` takes as declared.
const UNDECLARED: [(&str, &str); 4] = [
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
    ("SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("m", "urn:m"),
];

impl Settings {
    /// The settings that these words ask for: `soap` or `xml`, then the options of the vectors, with spaces between
    /// them. `None` for a word that is none of them.
    pub fn parse(words: &str) -> Option<Settings> {
        let mut settings = Settings {
            soap: false,
            workspace: 4096,
            store: 4096,
            fault: false,
            undeclared: false,
            encodings: false,
            refuse_pi: false,
            options: Options { limits: Limits::DEFAULT, ..Options::default() },
        };
        words.split(' ').filter(|word| !word.is_empty()).try_for_each(|word| settings.set(word))?;
        Some(settings)
    }

    fn set(&mut self, word: &str) -> Option<()> {
        match word {
            "xml" => self.soap = false,
            "soap" => self.soap = true,
            "soap11" => self.options.versions = Versions::Soap11,
            "soap12" => self.options.versions = Versions::Soap12,
            "basic_profile" => self.options.basic_profile = true,
            "lenient" => self.options.leniencies = Leniencies::ALL,
            "undeclared" => self.undeclared = true,
            "fault" => self.fault = true,
            "encodings" => self.encodings = true,
            "refuse_pi" => self.refuse_pi = true,
            word => match word.split_once('=') {
                Some((name, value)) => self.limit(name, value.parse().ok()?)?,
                None => self.options.leniencies = self.options.leniencies | leniency(word)?,
            },
        }
        Some(())
    }

    fn limit(&mut self, name: &str, value: u16) -> Option<()> {
        let limits = &mut self.options.limits;
        match name {
            "workspace" => self.workspace = value.into(),
            "store" => self.store = value.into(),
            "depth" => limits.depth = value,
            "attributes" => limits.attributes = value,
            "tag_bytes" => limits.tag_bytes = value,
            "namespaces" => limits.namespaces = value,
            "message_bytes" => limits.message_bytes = value.into(),
            "header_blocks" => limits.header_blocks = value,
            _ => return None,
        }
        Some(())
    }

    pub(super) fn xml_reader<'w>(&self, workspace: &'w mut [u8]) -> xml::Reader<'w> {
        let mut reader = xml::Reader::with_limits(workspace, self.options.limits);
        if self.encodings {
            reader.accept_encodings();
        }
        if self.refuse_pi {
            reader.refuse_processing_instructions();
        }
        reader
    }

    pub(super) fn soap_reader<'w>(&self, workspace: &'w mut [u8]) -> soap::Reader<'w> {
        let mut reader = soap::Reader::with_options(workspace, self.options);
        if self.encodings {
            reader.accept_encodings();
        }
        for (prefix, uri) in UNDECLARED.iter().filter(|_| self.undeclared) {
            // A prefix that finds no room is missed by the first name that has it.
            let _ = reader.assume_prefix(prefix, uri);
        }
        reader
    }
}

/// The deviation with this name.
fn leniency(name: &str) -> Option<Leniencies> {
    let named = |each: &&(Leniencies, &str, &str)| each.1.eq_ignore_ascii_case(name);
    Leniencies::EACH.iter().find(named).map(|(leniency, ..)| *leniency)
}
