//! Sets `cfg(small)` where the compiler optimises for size: what is inlined for speed then is not.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(small)");
    println!("cargo::rerun-if-env-changed=OPT_LEVEL");
    if matches!(std::env::var("OPT_LEVEL").as_deref(), Ok("z")) {
        println!("cargo::rustc-cfg=small");
    }
}
