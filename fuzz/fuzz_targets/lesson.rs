//! `cargo +nightly fuzz run --features libfuzzer lesson`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::lesson(data));
