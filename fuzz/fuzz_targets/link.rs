//! `cargo +nightly fuzz run --features libfuzzer link`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::link(data));
