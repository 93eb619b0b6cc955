//! `cargo +nightly fuzz run --features libfuzzer parse`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::parse(data));
