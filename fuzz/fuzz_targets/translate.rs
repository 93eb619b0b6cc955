//! `cargo +nightly fuzz run --features libfuzzer translate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::translate(data));
