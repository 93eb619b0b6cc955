//! `cargo +nightly fuzz run --features libfuzzer lint`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::lint(data));
