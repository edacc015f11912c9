//! Building the images.

use crate::archive::Symbols;
use crate::devices::Machine;
use anyhow::{Result, bail};
use soapstone_host_tests::measure::{compiler, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target of the images.
pub(crate) const TARGET: &str = "thumbv7em-none-eabi";
/// The opt-levels the images are built at, the smallest first.
pub(crate) const LEVELS: &[&str] = &["z", "s", "3"];

/// The built images of one opt-level.
pub(crate) struct Folder {
    /// Those written in Rust.
    pub(crate) rust: PathBuf,
    /// The same, with a panic handler that looks at the location of a panic. Without that the optimiser merges panic
    /// sites, and nobody can say any more whose they are.
    pub(crate) located: PathBuf,
    /// Those written in C, and the archive they are linked with, libsoapstone.a.
    pub(crate) c: PathBuf,
    /// All of the library, linked as one image.
    pub(crate) library: PathBuf,
    /// The same with a panic handler that looks at the location, as rustc makes it.
    pub(crate) lines: PathBuf,
}

/// The image that does the same without soapstone, in both languages.
pub(crate) const FLOOR: &str = "empty";
/// The images written in Rust, in `host-tests/images/src/bin`.
const RUST: &[&str] = &[FLOOR, "read-xml", "read-soap", "write-xml", "tokens"];
/// The images written in C, in `host-tests/images/c`.
const C: &[&str] = &[
    FLOOR,
    "read",
    "envelope",
    "write",
    "fault",
    "service",
    "replying",
    "verifying",
    "addressing",
    "security",
    "http",
    "calling",
    "proving",
    "client",
];

/// Builds every image at one opt-level, also those in which panic sites are looked for.
///
/// # Errors
/// [`tools::Missing`] when a compiler for the target is missing.
pub(crate) fn build(level: &str) -> Result<Folder> {
    let folder = programs(level)?;
    build_rust(level, true)?;
    whole_library(level, &folder)?;
    Ok(folder)
}

/// Builds the programs at one opt-level: what is needed to run them and to know their size.
///
/// # Errors
/// As [`build`].
pub(crate) fn programs(level: &str) -> Result<Folder> {
    let c = tools::scratch()?.join(format!("c-{level}"));
    std::fs::create_dir_all(&c)?;
    let located = target_folder(true)?.join(TARGET).join(profile(level));
    let folder =
        Folder { rust: build_rust(level, false)?, located, library: c.join("library"), lines: c.join("lines"), c };
    archive(TARGET, level, &folder.c.join("libsoapstone.a"), Build::Complete)?;
    link_all(TARGET, &folder.c)?;
    Ok(folder)
}

/// The folder of the images written in C that are linked with the lean archive.
///
/// # Errors
/// As [`build`].
pub(crate) fn lean(level: &str) -> Result<PathBuf> {
    let folder = tools::scratch()?.join(format!("c-{level}-lean"));
    std::fs::create_dir_all(&folder)?;
    archive(TARGET, level, &folder.join("libsoapstone.a"), Build::Lean)?;
    link_all(TARGET, &folder)?;
    Ok(folder)
}

/// The folder of the images written in C, each linked with an archive that was made for it.
///
/// # Errors
/// As [`build`].
pub(crate) fn alone(level: &str) -> Result<PathBuf> {
    let folder = tools::scratch()?.join(format!("c-{level}-alone"));
    std::fs::create_dir_all(&folder)?;
    for program in C {
        let object = folder.join(format!("{program}.o"));
        tools::outputs(compiled(TARGET, program)?.arg("-c").arg("-o").arg(&object))?;
        let library = (*program != FLOOR).then(|| object.with_extension("a"));
        if let Some(library) = &library {
            archive(TARGET, level, library, Build::For(&object))?;
        }
        link(TARGET, program, library.as_ref(), &folder.join(program))?;
    }
    Ok(folder)
}

fn build_rust(level: &str, located: bool) -> Result<PathBuf> {
    let mut cargo = compiler::command(TARGET, "cargo")?;
    cargo.args(["build", "--quiet", "-p", "soapstone-images", "--target", TARGET, "--profile", &profile(level)]);
    cargo.args(RUST.iter().flat_map(|name| ["--bin", name]));
    configure(&mut cargo, located)?;
    tools::outputs(cargo.current_dir(tools::root()))?;
    Ok(target_folder(located)?.join(TARGET).join(profile(level)))
}

fn profile(level: &str) -> String {
    format!("firmware-{level}")
}

fn target_folder(located: bool) -> Result<PathBuf> {
    Ok(tools::scratch()?.join(if located { "located" } else { "images" }))
}

/// Which archive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build<'p> {
    /// The one that is shipped.
    Complete,
    /// The one that leaves out what `docs/linking.md` lists.
    Lean,
    /// The one whose panic handler looks at locations.
    Located,
    /// The one that is made for a program, of which this is the object.
    For(&'p Path),
}

/// Builds an archive where the tests and `make archives` build it too, so that none is built twice; the one whose panic
/// handler looks at locations has a place of its own.
pub(crate) fn archive(target: &str, level: &str, output: &Path, build: Build<'_>) -> Result<()> {
    compiler::about(target)?;
    let mut script = Command::new("sh");
    script.arg("ffi/archive.sh").args((build == Build::Lean).then_some("--lean"));
    if let Build::For(object) = build {
        script.arg("--for").arg(object);
    }
    script.arg(output);
    script.args([target, &profile(level)]).current_dir(tools::root());
    if build == Build::Located {
        configure(&mut script, true)?;
    }
    tools::outputs(&mut script)?;
    Ok(())
}

/// Where a build goes, and whether its panic handler looks at locations.
fn configure(command: &mut Command, located: bool) -> Result<()> {
    command.env("CARGO_TARGET_DIR", target_folder(located)?);
    if located {
        command.env("RUSTFLAGS", "--cfg soapstone_locate");
        command
            .envs(LEVELS.iter().map(|level| (format!("CARGO_PROFILE_FIRMWARE_{}_DEBUG", level.to_uppercase()), "1")));
    }
    Ok(())
}

/// Links the images written in C with the archive in their folder.
pub(crate) fn link_all(target: &str, folder: &Path) -> Result<()> {
    C.iter().try_for_each(|program| link(target, program, Some(&folder.join("libsoapstone.a")), &folder.join(program)))
}

fn link(target: &str, program: &str, library: Option<&PathBuf>, image: &Path) -> Result<()> {
    let source = tools::root().join("host-tests/images/c");
    let mut gcc = compiled(target, program)?;
    gcc.args(["-nostartfiles", "-Wl,--gc-sections", "-T"]).arg(source.join("image.ld")).arg(source.join("board.c"));
    tools::outputs(gcc.args(library).arg("-o").arg(image))?;
    Ok(())
}

/// The compiler, told the source of a C program for a board.
fn compiled(target: &str, program: &str) -> Result<Command> {
    let source = tools::root().join("host-tests/images/c");
    let mut gcc = Machine::of(target)?.gcc()?;
    gcc.args(["-std=c11", "-Os", "-ffunction-sections", "-fdata-sections", "-Wall", "-Wextra", "-Werror"]);
    gcc.arg("-I").arg(tools::root().join("include")).arg("-I").arg(&source).arg(source.join(format!("{program}.c")));
    Ok(gcc)
}

/// Links everything a C program can call, once from the archive that is shipped, and once from rustc's own, which still says
/// which line is where.
fn whole_library(level: &str, folder: &Folder) -> Result<()> {
    let shipped = folder.c.join("libsoapstone.a");
    let symbols = Symbols::read("arm-none-eabi-nm", &shipped)?.defined;
    let mut gcc = Machine::of(TARGET)?.gcc()?;
    gcc.args(["-nostartfiles", "-Wl,--gc-sections", "-Wl,-e,soapstone_abi_version"]);
    gcc.args(symbols.iter().map(|symbol| format!("-Wl,-u,{symbol}")));
    tools::outputs(gcc.arg(shipped).arg("-o").arg(&folder.library))?;

    archive(TARGET, level, &folder.c.join("located.a"), Build::Located)?;
    let built = target_folder(true)?.join("devices").join(TARGET).join(TARGET).join(profile(level));
    let mut ld = Command::new("arm-none-eabi-ld");
    ld.args(["--gc-sections", "-e", "soapstone_abi_version"]).args(symbols.iter().flat_map(|s| ["-u", s]));
    tools::outputs(ld.arg(built.join("libsoapstone_c.a")).arg("-o").arg(&folder.lines))?;
    Ok(())
}

/// The images written in C for this machine, and the archive they are linked with: opt-level 3.
pub(crate) fn build_for_host() -> Result<PathBuf> {
    let folder = tools::scratch()?.join("c-host");
    std::fs::create_dir_all(&folder)?;
    let mut script = Command::new("sh");
    script.arg("ffi/archive.sh").arg(folder.join("libsoapstone.a")).current_dir(tools::root());
    tools::outputs(&mut script)?;
    let source = tools::root().join("host-tests/images/c");
    for program in C {
        tools::need("cc", "gcc libc6-dev")?;
        let mut cc = Command::new("cc");
        cc.args(["-std=c11", "-Os", "-ffunction-sections", "-fdata-sections", "-Wall", "-Wextra", "-Werror"]);
        cc.arg("-Wl,--gc-sections").arg("-I").arg(tools::root().join("include")).arg("-I").arg(&source);
        cc.arg(source.join("host.c")).arg(source.join(format!("{program}.c"))).arg(folder.join("libsoapstone.a"));
        tools::outputs(cc.arg("-o").arg(folder.join(program)))?;
    }
    Ok(folder)
}

/// Bytes of flash and of static RAM an image takes.
pub(crate) fn size(image: &Path) -> Result<(u64, u64)> {
    use object::{Object, ObjectSection, SectionFlags, SectionKind};
    let bytes = std::fs::read(image)?;
    let file = object::File::parse(&*bytes)?;
    let (mut flash, mut ram) = (0, 0);
    for section in file.sections() {
        let SectionFlags::Elf { sh_flags, .. } = section.flags() else { bail!("{} is not ELF", image.display()) };
        if sh_flags.0 & object::elf::SHF_ALLOC.0 == 0 {
            continue;
        }
        let stored = !matches!(section.kind(), SectionKind::UninitializedData);
        flash += if stored { section.size() } else { 0 };
        ram += if sh_flags.0 & object::elf::SHF_WRITE.0 != 0 { section.size() } else { 0 };
    }
    Ok((flash, ram))
}
