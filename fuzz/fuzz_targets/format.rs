//! `cargo +nightly fuzz run --features libfuzzer format`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::format(data));
