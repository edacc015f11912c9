//! The archives as linkers see them: for every device what they offer and need, and beside another library in Rust.
#![cfg(all(unix, not(miri)))]

mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tools::{present, root, run};

/// One test for each device, so that two are built at a time: the archive offers what the header declares, needs
/// what `ffi/symbols.txt` lists, and links into an image that defines the panic hook.
macro_rules! devices {
    ($($test:ident: $target:literal;)*) => {
        $(#[test]
        fn $test() {
            if let Some(device) = Device::named($target) {
                device.check();
            }
        })*

        #[test]
        fn every_device_is_tested() {
            assert_eq!(Device::all().iter().map(|d| d.target.clone()).collect::<Vec<_>>(), [$($target),*]);
        }
    };
}

devices! {
    cortex_m0: "thumbv6m-none-eabi";
    cortex_m3: "thumbv7m-none-eabi";
    cortex_m4: "thumbv7em-none-eabi";
    cortex_m4f: "thumbv7em-none-eabihf";
    cortex_m33: "thumbv8m.main-none-eabi";
    cortex_m33f: "thumbv8m.main-none-eabihf";
    rv32imc: "riscv32imc-unknown-none-elf";
    rv32imac: "riscv32imac-unknown-none-elf";
}

#[test]
fn the_archive_of_this_machine() {
    check_symbols(&run(Command::new("nm").args(NM).arg(archive("", "release", "first"))));
}

#[test]
fn an_archive_for_a_program_says_what_it_lacks() {
    let ask = |file: &Path, target: &str| {
        let mut script = Command::new("sh");
        script.arg(root().join("ffi/archive.sh")).arg("--for").arg(file).arg(folder("host").join("none.a")).arg(target);
        let output = script.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let source = source("program.c");
    assert!(ask(Path::new("nowhere.o"), "thumbv7m-none-eabi").contains("--for takes an object or an archive"));
    assert!(ask(&source, "").contains("--for is for the targets of ffi/targets.txt"));
}

#[test]
fn two_archives_in_one_program() {
    let program = folder("host").join("two");
    let mut cc = Command::new("cc");
    cc.args(FLAGS).arg(source("program.c")).arg(archive("", "release", "first")).arg(second(""));
    run(cc.arg("-o").arg(&program));
    run(&mut Command::new(program));
}

#[test]
fn two_archives_in_one_image() {
    let Some(device) = Device::named("thumbv7m-none-eabi") else { return };
    if run(Command::new("sh").arg(root().join("ffi/toolchain.sh")).arg(&device.target)).contains("from source") {
        println!("SKIPPED: the second archive is built by rustc alone, which has no core for {}", device.target);
        return;
    }
    let image = folder(&device.target).join("two");
    let mut gcc = device.gcc();
    gcc.args(["program.c", "start.c"].map(source)).arg("-T").arg(source("image.ld")).arg("--specs=nano.specs");
    gcc.arg(archive(&device.target, "firmware-z", "first")).arg(second(&device.target));
    run(gcc.arg("-o").arg(&image));
    if !present("qemu-system-arm") {
        println!("SKIPPED: no qemu-system-arm");
        return;
    }
    let mut qemu = Command::new("timeout");
    qemu.args(["60", "qemu-system-arm", "-M", "lm3s6965evb", "-display", "none", "-monitor", "none"]);
    run(qemu.args(["-serial", "null", "-semihosting-config", "enable=on,target=native", "-kernel"]).arg(image));
}

/// A line of `ffi/targets.txt`.
struct Device {
    target: String,
    tools: String,
    machine: Vec<String>,
}

impl Device {
    fn all() -> Vec<Device> {
        let list = fs::read_to_string(root().join("ffi/targets.txt")).unwrap();
        let lines = list.lines().filter(|line| !line.starts_with('#')).map(|line| {
            let mut words = line.split_whitespace().map(String::from);
            Device { target: words.next().unwrap(), tools: words.next().unwrap(), machine: words.collect() }
        });
        lines.collect()
    }

    /// The device, if its compilers are here.
    fn named(target: &str) -> Option<Device> {
        let device = Device::all().into_iter().find(|device| device.target == target).unwrap();
        let sysroot = run(Command::new("rustc").args(["--print", "sysroot"]));
        let rust = Path::new(sysroot.trim()).join("lib/rustlib").join(target).exists()
            || std::env::var_os("SOAPSTONE_RUST").is_some();
        if !rust || !present(format!("{}gcc", device.tools)) {
            println!("SKIPPED: needs {}gcc and the Rust target {target}", device.tools);
            return None;
        }
        Some(device)
    }

    fn gcc(&self) -> Command {
        let mut gcc = Command::new(format!("{}gcc", self.tools));
        gcc.args(&self.machine).args(FLAGS).args(["-Os", "-ffreestanding", "-nostartfiles", "-Wl,--gc-sections"]);
        gcc
    }

    fn check(&self) {
        let archive = archive(&self.target, "firmware-z", "alone");
        check_symbols(&run(Command::new(format!("{}nm", self.tools)).args(NM).arg(&archive)));
        let image = folder(&self.target).join("image");
        let mut gcc = self.gcc();
        gcc.args(gcc_options(&self.target)).arg("-Wl,--entry=firmware").arg(root().join("ffi/tests/c/firmware.c"));
        run(gcc.arg(&archive).arg("-o").arg(&image));
        let symbols = run(Command::new(format!("{}nm", self.tools)).arg(&image));
        assert!(symbols.contains("soapstone_reader_next") && !symbols.contains("malloc"));
        assert!(!symbols.contains("soapstone_fault_to_version"), "what is not called is not linked");
        self.check_alone(gcc_options(&self.target), &image);
    }

    /// An archive that is made for a program offers what the program calls and the hook for panics, and makes it smaller.
    fn check_alone(&self, options: &[&str], shared: &Path) {
        let folder = folder(&self.target);
        let object = folder.join("firmware.o");
        let sources = root().join("ffi/tests/c/firmware.c");
        run(self.gcc().args(options).arg("-c").arg(sources).arg("-o").arg(&object));
        let alone = folder.join("libfor.a");
        let mut script = Command::new("sh");
        script.arg(root().join("ffi/archive.sh")).arg("--for").arg(&object).arg(&alone);
        run(script.args([self.target.as_str(), "firmware-z"]));
        let symbols = run(Command::new(format!("{}nm", self.tools)).args(NM).arg("--defined-only").arg(&alone));
        let names: Vec<_> = symbols.lines().filter_map(|line| Some(line.split_once(' ')?.0)).collect();
        assert_eq!(names, ["soapstone_cstr", "soapstone_panic", "soapstone_reader_init", "soapstone_reader_next"]);
        let image = folder.join("for");
        run(self.gcc().args(options).arg("-Wl,--entry=firmware").arg(&object).arg(&alone).arg("-o").arg(&image));
        let bytes = |image: &Path| {
            let sizes = run(Command::new(format!("{}size", self.tools)).arg(image));
            let text = sizes.lines().nth(1).unwrap().split_whitespace().next().unwrap();
            text.parse::<u32>().unwrap()
        };
        assert!(bytes(&image) < bytes(shared), "{} and {}", bytes(&image), bytes(shared));
    }
}

/// What gcc needs beside the machine.
fn gcc_options(target: &str) -> &'static [&'static str] {
    if target.starts_with("riscv") { &["--specs=picolibc.specs"] } else { &[] }
}

const NM: &[&str] = &["--format=posix", "--extern-only"];

fn check_symbols(symbols: &str) {
    let list = fs::read_to_string(root().join("ffi/symbols.txt")).unwrap();
    let mut exported = Vec::new();
    for line in symbols.lines().filter(|line| !line.ends_with(':')) {
        let (name, kind) = line.split_once(' ').unwrap();
        match kind.chars().next().unwrap() {
            'U' | 'w' => assert!(list.lines().any(|known| known == name), "the archive needs {name}"),
            kind => {
                assert!(name.starts_with("soapstone_"), "the archive defines {name}");
                assert_eq!(kind == 'W', name == "soapstone_panic", "{name} is {kind}: weak is the panic hook alone");
                exported.push(name);
            }
        }
    }
    let header = fs::read_to_string(root().join("include/soapstone.h")).unwrap();
    let code = header.lines().filter(|line| !line.trim_start().starts_with(['/', '*', ' ']));
    let names = code.filter_map(|line| line.split_once('(')?.0.split([' ', '*']).next_back());
    let declared: Vec<_> = names.filter(|name| name.starts_with("soapstone_")).collect();
    assert!(declared.len() > 10 && declared.contains(&"soapstone_panic"));
    for name in declared {
        assert!(exported.contains(&name), "{name} is in the header, but not in the archive");
    }
}

const FLAGS: &[&str] = &[
    "-std=c99",
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Werror",
    concat!("-I", env!("CARGO_MANIFEST_DIR"), "/../include"),
];

/// Builds the archive; the name keeps apart what tests that run at the same time make.
fn archive(target: &str, profile: &str, name: &str) -> PathBuf {
    let archive = folder(if target.is_empty() { "host" } else { target }).join(format!("lib{name}.a"));
    run(Command::new("sh").arg(root().join("ffi/archive.sh")).arg(&archive).args([target, profile]));
    archive
}

/// The other library in Rust, as rustc makes it.
fn second(target: &str) -> PathBuf {
    let archive = folder(if target.is_empty() { "host" } else { target }).join("libsecond.a");
    let mut rustc = Command::new("rustc");
    rustc.args(["--edition=2024", "--crate-type=staticlib", "-Copt-level=s", "-Cpanic=abort"]);
    if !target.is_empty() {
        rustc.args(["--target", target]);
    }
    run(rustc.arg(source("second.rs")).arg("-o").arg(&archive));
    archive
}

fn source(name: &str) -> PathBuf {
    root().join("ffi/tests/archives").join(name)
}

/// The folder for what is made for a target.
fn folder(target: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archives").join(target);
    fs::create_dir_all(&folder).unwrap();
    folder
}
