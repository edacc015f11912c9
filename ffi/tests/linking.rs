//! The files of `examples/link`, as far as they can be run here: Make and CMake build programs; Zephyr, ESP-IDF and
//! PlatformIO are replaced by stand-ins that do what their functions would.
#![cfg(all(unix, not(miri)))]

mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tools::{present, root, run};

const CORTEX_M3: &str = "thumbv7m-none-eabi";

/// The macros of every compiler lead back to the target whose options it was given.
#[test]
fn make_and_cmake_choose_the_archive() {
    let archives = stand_ins();
    for (target, tools, machine) in devices() {
        if !present(format!("{tools}gcc")) {
            println!("SKIPPED: no {tools}gcc");
            continue;
        }
        let mut script = Command::new("sh");
        script.arg(root().join("examples/link/make/target.sh")).arg(format!("{tools}gcc"));
        assert_eq!(run(script.args(machine.split(' '))).trim(), target);
        if present("cmake") {
            let configured = run(&mut cmake(&target, &archives, &[("TOOLS", &tools), ("MACHINE", &machine)]));
            assert!(configured.contains(&format!("chosen: {target}")), "{configured}");
        }
    }
    let mut script = Command::new("sh");
    assert_eq!(run(script.arg(root().join("examples/link/make/target.sh")).arg("cc")).trim(), "");
    if present("arm-none-eabi-gcc") {
        let mut script = Command::new("sh");
        script.arg(root().join("examples/link/make/target.sh")).arg("arm-none-eabi-gcc");
        assert!(!script.args(["-mcpu=cortex-m23", "-mthumb"]).output().unwrap().status.success());
    }
}

#[test]
fn make_links() {
    let Some(archives) = archives("make") else { return };
    let folder = folder("make");
    let mut make = Command::new("make");
    make.arg("-C").arg(source("")).arg(format!("BUILD_DIR={}", folder.display())).arg("--always-make");
    run(make.arg(format!("SOAPSTONE_ARCHIVES={}", archives.display())));
    check_image(&folder.join("firmware.elf"));
}

#[test]
fn make_says_what_is_missing() {
    let mut make = Command::new("make");
    make.arg("-C").arg(source("")).args(["PREFIX=", "CPU=", "MCU=", "SOAPSTONE_ARCHIVES=/nowhere"]);
    let Output { status, stderr, .. } = make.output().unwrap();
    let told = String::from_utf8_lossy(&stderr).into_owned();
    assert!(!status.success() && told.contains("no /nowhere/libsoapstone.a; build it: make -C"), "{told}");
}

#[test]
fn cmake_links() {
    if !present("cmake") {
        println!("SKIPPED: no cmake");
        return;
    }
    let host = folder("cmake-archives");
    archive("", "release", &host.join("libsoapstone.a"));
    run(&mut cmake("host", &host, &[]));
    let build = folder("cmake").join("host");
    run(Command::new("cmake").arg("--build").arg(&build));
    run(&mut Command::new(build.join("program")));
    let Some(archives) = archives("cmake") else { return };
    let machine = "-mcpu=cortex-m3 -mthumb";
    run(&mut cmake(CORTEX_M3, &archives, &[("TOOLS", "arm-none-eabi-"), ("MACHINE", machine)]));
    let build = folder("cmake").join(CORTEX_M3);
    run(Command::new("cmake").arg("--build").arg(&build));
    check_image(&build.join("program"));
}

#[test]
fn zephyr_chooses_the_archive() {
    for (symbols, target) in [
        (&["ARMV6_M_ARMV8_M_BASELINE", "CPU_CORTEX_M0PLUS"][..], "thumbv6m-none-eabi"),
        (&["ARMV7_M_ARMV8_M_MAINLINE", "CPU_CORTEX_M3"], "thumbv7m-none-eabi"),
        (&["ARMV7_M_ARMV8_M_MAINLINE", "CPU_CORTEX_M4"], "thumbv7em-none-eabi"),
        (&["ARMV7_M_ARMV8_M_MAINLINE", "CPU_CORTEX_M7", "FPU", "FP_HARDABI"], "thumbv7em-none-eabihf"),
        (&["ARMV7_M_ARMV8_M_MAINLINE", "ARMV8_M_MAINLINE", "CPU_CORTEX_M33"], "thumbv8m.main-none-eabi"),
        (&["ARMV8_M_MAINLINE", "CPU_CORTEX_M33", "FP_HARDABI"], "thumbv8m.main-none-eabihf"),
        (&["RISCV", "RISCV_ISA_EXT_C"], "riscv32imc-unknown-none-elf"),
        (&["RISCV", "RISCV_ISA_EXT_C", "RISCV_ISA_EXT_A"], "riscv32imac-unknown-none-elf"),
        (&["ARMV6_M_ARMV8_M_BASELINE", "ARMV8_M_BASELINE", "CPU_CORTEX_M23"], ""),
        (&["RISCV", "64BIT", "RISCV_ISA_EXT_C"], ""),
    ] {
        let mut options: Vec<String> = symbols.iter().map(|symbol| format!("-DCONFIG_{symbol}=y")).collect();
        options.push("-DCONFIG_SOAPSTONE=y".into());
        options.push(format!("-DCONFIG_SOAPSTONE_ARCHIVES={}", stand_ins().display()));
        stand_in("zephyr.cmake", &options, target);
    }
}

#[test]
fn esp_idf_chooses_the_archive() {
    for (chip, target) in [
        ("esp32c2", "riscv32imc-unknown-none-elf"),
        ("esp32c3", "riscv32imc-unknown-none-elf"),
        ("esp32c5", "riscv32imac-unknown-none-elf"),
        ("esp32c6", "riscv32imac-unknown-none-elf"),
        ("esp32h2", "riscv32imac-unknown-none-elf"),
        ("esp32", ""),
        ("esp32s3", ""),
        ("esp32p4", ""),
    ] {
        let archives = format!("-DSOAPSTONE_ARCHIVES={}", stand_ins().display());
        stand_in("esp-idf.cmake", &[format!("-DCHIP={chip}"), archives], target);
    }
}

#[test]
fn platformio_chooses_the_archive() {
    for (cpu, chip, flag, target) in [
        ("cortex-m0plus", "stm32l053r8t6", "-mthumb", "thumbv6m-none-eabi"),
        ("cortex-m3", "stm32f103c8t6", "-mthumb", "thumbv7m-none-eabi"),
        ("cortex-m4", "stm32f407vgt6", "-mfloat-abi=soft", "thumbv7em-none-eabi"),
        ("cortex-m7", "stm32h743zit6", "-mfloat-abi=hard", "thumbv7em-none-eabihf"),
        ("cortex-m33", "stm32u575zit6q", "-mthumb", "thumbv8m.main-none-eabi"),
        ("", "esp32c3", "", "riscv32imc-unknown-none-elf"),
        ("", "esp32c6", "", "riscv32imac-unknown-none-elf"),
        ("", "esp32s3", "", ""),
    ] {
        let mut python = Command::new("python3");
        let Output { status, stdout, stderr } =
            python.arg(source("platformio.py")).arg(stand_ins()).args([cpu, chip, flag]).output().unwrap();
        let (said, told) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert_eq!(status.success(), !target.is_empty(), "{chip}: {told}");
        if target.is_empty() {
            assert!(told.contains("no archive is built for this board"), "{told}");
        } else {
            assert_eq!(said.trim(), format!("soapstone {target}"));
        }
    }
}

/// Runs a script of CMake that stands for another build system, and looks which archive it was told to link.
fn stand_in(script: &str, options: &[String], target: &str) {
    if !present("cmake") {
        println!("SKIPPED: no cmake");
        return;
    }
    let done = Command::new("cmake").args(options).arg("-P").arg(source(script)).output().unwrap();
    let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert_eq!(done.status.success(), !target.is_empty(), "{options:?}: {said}");
    if target.is_empty() {
        assert!(said.contains("no archive is built for"), "{said}");
    } else {
        let library = stand_ins().join(target).join("libsoapstone.a");
        assert!(said.contains(&format!(" {}\n", library.display())), "{options:?}: {said}");
        assert!(said.contains("/include\n"), "{said}");
    }
}

/// A run of CMake that configures the project of `linking/` for a target, in a folder of its own.
fn cmake(target: &str, archives: &Path, device: &[(&str, &str)]) -> Command {
    let build = folder("cmake").join(target);
    let _ = fs::remove_dir_all(&build);
    let mut cmake = Command::new("cmake");
    cmake.arg("-S").arg(source("")).arg("-B").arg(build).arg(format!("-DSOAPSTONE_ARCHIVES={}", archives.display()));
    if !device.is_empty() {
        cmake.arg(format!("-DCMAKE_TOOLCHAIN_FILE={}", source("device.cmake").display()));
    }
    cmake.args(device.iter().map(|(name, value)| format!("-D{name}={value}")));
    cmake
}

fn check_image(image: &Path) {
    let symbols = run(Command::new("arm-none-eabi-nm").arg(image));
    assert!(symbols.contains("soapstone_reader_next") && !symbols.contains("malloc"));
}

/// A folder with the archive for a Cortex-M3, if its compilers are here.
fn archives(name: &str) -> Option<PathBuf> {
    let sysroot = run(Command::new("rustc").args(["--print", "sysroot"]));
    if !Path::new(sysroot.trim()).join("lib/rustlib").join(CORTEX_M3).exists() || !present("arm-none-eabi-gcc") {
        println!("SKIPPED: needs arm-none-eabi-gcc and the Rust target {CORTEX_M3}");
        return None;
    }
    let archives = folder(&format!("{name}-archives"));
    archive(CORTEX_M3, "firmware-z", &archives.join(CORTEX_M3).join("libsoapstone.a"));
    Some(archives)
}

fn archive(target: &str, profile: &str, output_file: &Path) {
    run(Command::new("sh").arg(root().join("ffi/archive.sh")).arg(output_file).args([target, profile]));
}

/// A folder with empty files in the places of the archives, for what only chooses one.
fn stand_ins() -> PathBuf {
    let archives = folder("stand-ins");
    for (target, _, _) in devices() {
        fs::create_dir_all(archives.join(&target)).unwrap();
        fs::write(archives.join(target).join("libsoapstone.a"), "").unwrap();
    }
    archives
}

/// The lines of `ffi/targets.txt`: target, prefix of the tools, options of gcc.
fn devices() -> Vec<(String, String, String)> {
    let list = fs::read_to_string(root().join("ffi/targets.txt")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words[0].into(), words[1].into(), words[2..].join(" "))
    });
    lines.collect()
}

fn source(name: &str) -> PathBuf {
    root().join("ffi/tests/linking").join(name)
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("linking").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}
