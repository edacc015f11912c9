//! What is found out about each image.

use crate::archive::Symbols;
use crate::code::Code;
use crate::devices;
use crate::images::{self, Folder, LEVELS};
use crate::panics::{self, Owner, Site};
use crate::{board, stack};
use anyhow::{Context, Result, ensure};
use soapstone_host_tests::measure::sets;
use std::path::{Path, PathBuf};

/// A measured image.
pub(crate) struct Image {
    /// The name in the tables.
    pub(crate) about: &'static str,
    /// The name of its file.
    file: &'static str,
    language: Language,
    /// Whether it uses soapstone, so that its figures are kept and held to the bars.
    pub(crate) ours: bool,
    pub(crate) work: Work,
    /// The most bytes of flash it may take at opt-level z.
    pub(crate) bar: Option<Bar>,
}

/// A bar of flash, and the archive with which it holds.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    /// The one for any program.
    Shared(u64),
    /// The one that is made for the program.
    Alone(u64),
}

/// What an image does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    Reads,
    /// Instructions count per byte of its output.
    Writes,
    /// Reads the message and writes an answer.
    Answers,
    /// Writes a request and reads the message as the response.
    Calls,
}

/// The language of an image.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Rust,
    C,
}

use Language::{C, Rust};
use Work::{Answers, Calls, Reads, Writes};

/// Every image, in the order of the tables.
pub(crate) const IMAGES: &[Image] = &[
    image("XML reader", "read-xml", Rust, Reads),
    image("SOAP reader", "read-soap", Rust, Reads),
    image("XML writer", "write-xml", Rust, Writes),
    image("XML reader, C", "read", C, Reads),
    image("SOAP reader, C", "envelope", C, Reads),
    Image { bar: Some(Bar::Shared(16_384)), ..image("Envelope or fault, C", "fault", C, Reads) },
    image("XML writer, C", "write", C, Writes),
    Image { bar: Some(Bar::Alone(24_576)), ..image("Envelope with faults, C", "service", C, Answers) },
    Image { bar: Some(Bar::Shared(32_768)), ..image("Plain addressing, C", "replying", C, Answers) },
    Image { bar: Some(Bar::Alone(38_912)), ..image("Plain addressing and digest, C", "verifying", C, Answers) },
    image("Envelope and addressing, C", "addressing", C, Answers),
    image("Addressing and digest, C", "security", C, Answers),
    image("Envelope over HTTP, C", "http", C, Answers),
    Image { bar: Some(Bar::Shared(32_768)), ..image("Client with addressing, C", "calling", C, Calls) },
    Image { bar: Some(Bar::Shared(38_912)), ..image("Client with digest, C", "proving", C, Calls) },
    Image { bar: Some(Bar::Alone(45_056)), ..image("Full client, C", "client", C, Calls) },
    Image { ours: false, ..image("xmlparser tokens", "tokens", Rust, Reads) },
];

const fn image(about: &'static str, file: &'static str, language: Language, work: Work) -> Image {
    Image { about, file, language, ours: true, work, bar: None }
}

impl Image {
    /// The file of this image.
    pub(crate) fn path(&self, folder: &Folder) -> PathBuf {
        self.folder(folder).join(self.file)
    }

    fn folder<'f>(&self, folder: &'f Folder) -> &'f Path {
        if self.language == C { &folder.c } else { &folder.rust }
    }

    /// The end of the name of the function that calls the library.
    fn root(&self) -> &'static str {
        if self.language == C { "program_step" } else { "::image::step" }
    }

    /// The image with this name in the tables.
    pub(crate) fn named(about: &str) -> Result<&'static Image> {
        IMAGES.iter().find(|i| i.about == about).with_context(|| {
            let known: Vec<_> = IMAGES.iter().map(|i| i.about).collect();
            format!("no image {about:?}; there are {known:?}")
        })
    }

    /// The deepest path from the function that calls the library.
    pub(crate) fn stack(&self, folder: &Folder) -> Result<stack::Stack> {
        let code = Code::read(&self.path(folder))?;
        stack::measure(&code, code.named(self.root())?, &panics::functions(&code)).context(self.about)
    }
}

/// What was found out about one image at one opt-level.
pub(crate) struct Facts {
    /// Bytes of flash beyond those of the empty image.
    pub(crate) flash: u64,
    /// Bytes of static RAM beyond those of the empty image.
    pub(crate) ram: u64,
    /// Bytes of the handle.
    pub(crate) state: u64,
    pub(crate) stack: stack::Stack,
    /// The high-water mark of the stack in a run.
    pub(crate) painted: u64,
    /// The panic sites that reading or writing may come to; none are looked for in images written in C.
    pub(crate) sites: Vec<Site>,
}

/// Finds out everything about an image.
pub(crate) fn examine(folder: &Folder, image: &Image) -> Result<Facts> {
    let message = sets::named("medium20k").context("no input")?;
    let run = board::run(&image.path(folder), "medium20k", &message, 0)?;
    let stack = image.stack(folder)?;
    let painted = run.stack;
    ensure!(painted <= u64::from(stack.depth), "{}: painted {painted} of {} bytes of stack", image.about, stack.depth);
    let sites = if image.language == C { Vec::new() } else { sites(&folder.located.join(image.file), image.root())? };
    let (flash, ram) = size(folder, image)?;
    Ok(Facts { flash, ram, state: run.state, stack, painted, sites })
}

/// Bytes of flash and of static RAM beyond those of the empty image.
pub(crate) fn size(folder: &Folder, image: &Image) -> Result<(u64, u64)> {
    devices::size(image.folder(folder), image.file)
}

fn sites(image: &Path, root: &str) -> Result<Vec<Site>> {
    let code = Code::read(image)?;
    let panics = panics::functions(&code);
    let reached = stack::measure(&code, code.named(root)?, &panics)?.functions;
    panics::sites(image, &code, &reached, &panics)
}

/// What was found out about the whole library as C programs link it.
pub(crate) struct Library {
    /// Every panic site.
    pub(crate) sites: Vec<Site>,
    /// The deepest path of each function a C program can call: bytes and name, the deepest first.
    pub(crate) paths: Vec<(u32, String)>,
    /// What its symbols should not be.
    pub(crate) wrong: Vec<String>,
}

/// Finds out everything about the whole library.
pub(crate) fn library(folder: &Folder) -> Result<Library> {
    let wrong = Symbols::read("arm-none-eabi-nm", &folder.c.join("libsoapstone.a"))?.wrong();
    let shipped = offered(&Code::read(&folder.library)?)?;
    let mut paths: Vec<_> = shipped.into_iter().map(|(name, stack)| (stack.depth, name)).collect();
    paths.sort_by(|a, b| b.cmp(a));
    let code = Code::read(&folder.lines)?;
    let reached = offered(&code)?.into_iter().flat_map(|(_, stack)| stack.functions).collect();
    Ok(Library { sites: panics::sites(&folder.lines, &code, &reached, &panics::functions(&code))?, paths, wrong })
}

/// The deepest path of each function of an image that a C program can call.
fn offered(code: &Code) -> Result<Vec<(String, stack::Stack)>> {
    let panics = panics::functions(code);
    let is_offered = |name: &str| name.starts_with("soapstone_") && !name.contains("::");
    let functions = code.functions.iter().filter(|(_, function)| is_offered(&function.name));
    functions.map(|(address, function)| Ok((function.name.clone(), stack::measure(code, *address, &panics)?))).collect()
}

/// What was found out about the C programs on this machine.
pub(crate) struct Host {
    /// Bytes of code, constants and initial data beyond those of the empty program, by the name in the tables.
    pub(crate) sizes: Vec<(&'static str, u64)>,
    /// What the symbols of the archive should not be.
    pub(crate) wrong: Vec<String>,
}

/// Finds out everything about this machine's archive.
pub(crate) fn host() -> Result<Host> {
    let folder = images::build_for_host()?;
    let wrong = Symbols::read("nm", &folder.join("libsoapstone.a"))?.wrong();
    let floor = images::size(&folder.join(images::FLOOR))?.0;
    let mut sizes = Vec::new();
    for image in IMAGES.iter().filter(|image| image.language == C) {
        sizes.push((image.about, images::size(&folder.join(image.file))?.0.saturating_sub(floor)));
    }
    Ok(Host { sizes, wrong })
}

/// The sizes of one image for every target.
pub(crate) struct Everywhere {
    /// The name in the tables.
    pub(crate) about: &'static str,
    /// Bytes of flash and of static RAM beyond those of the empty image.
    pub(crate) sizes: Vec<(u64, u64)>,
}

/// Finds out the sizes of every image in C for every target.
pub(crate) fn everywhere(known: &Folder) -> Result<Vec<Everywhere>> {
    let folders = devices::build(known)?;
    let images = IMAGES.iter().filter(|image| image.language == C);
    let sizes = |image: &Image| folders.iter().map(|folder| devices::size(folder, image.file)).collect::<Result<_>>();
    images.map(|image| Ok(Everywhere { about: image.about, sizes: sizes(image)? })).collect()
}

/// Bytes of flash of every image in C, linked with the lean archive, at every opt-level, by the name in the tables.
pub(crate) fn lean() -> Result<Vec<(&'static str, Vec<u64>)>> {
    let folders: Vec<PathBuf> = LEVELS.iter().map(|level| images::lean(level)).collect::<Result<_>>()?;
    let images = IMAGES.iter().filter(|image| image.language == C);
    let flash = |image: &Image| folders.iter().map(|folder| Ok(devices::size(folder, image.file)?.0)).collect();
    images.map(|image| Result::<Vec<u64>>::map(flash(image), |sizes| (image.about, sizes))).collect()
}

/// Bytes of flash of every image in C with an archive that was made for it, at every opt-level. Each sees what it sees with
/// the archive for all programs.
pub(crate) fn alone(folders: &[Folder]) -> Result<Vec<(&'static str, Vec<u64>)>> {
    let message = sets::named("medium20k").context("no input")?;
    let mut images: Vec<_> =
        IMAGES.iter().filter(|image| image.language == C).map(|image| (image, Vec::new())).collect();
    for (level, all) in LEVELS.iter().zip(folders) {
        let folder = images::alone(level)?;
        for (image, sizes) in &mut images {
            let run = |path: &Path| board::run(path, "medium20k", &message, 0);
            let (alone, shared) = (run(&folder.join(image.file))?, run(&image.path(all))?);
            ensure!(alone.seen == shared.seen, "{}, {level}: with its own archive it sees something else", image.about);
            sizes.push(devices::size(&folder, image.file)?.0);
        }
    }
    Ok(images.into_iter().map(|(image, sizes)| (image.about, sizes)).collect())
}

/// How many of these sites are this owner's.
pub(crate) fn count(sites: &[Site], owner: Owner) -> f64 {
    sites.iter().filter(|s| s.owner == owner).count() as f64
}
