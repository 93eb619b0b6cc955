//! `cargo +nightly fuzz run --features libfuzzer shell`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mesh_fuzz::shell(data));
