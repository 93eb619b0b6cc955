//! A scenario as one value: files, seed and view; the link codec, the presets and the playground session.
//!
//! The one door by which the page, the server and the command line use the core.
#![forbid(unsafe_code)]
