//! The page: Leptos components over the shared core; `ssr` renders the first frame, `csr` takes it over and runs.
//!
//! Knows the core only through `mesh-view`: what it shows are values that the engine sends, in answer to what it asks. Must
//! never decide what a mesh does.
//! The browser's first frame is a pure function of the same inputs as the server's, handed over in the document, and takes its
//! place: code that could also continue the server's own elements would be a twentieth more to load. Everything that only a
//! browser has stands in effects.
#![recursion_limit = "256"]
#![allow(unreachable_pub, reason = "the component macro makes each component's function `pub`")]

mod app;
mod bounds;
mod browser;
mod cluster;
mod code;
mod compare;
mod dock;
mod editor;
mod embed;
#[cfg(feature = "csr")]
mod exports;
mod format;
mod graph;
mod header;
mod help;
#[cfg(feature = "ssr")]
mod inert;
mod intro;
mod lesson;
mod menu;
mod offsets;
mod page;
mod share;
mod sheet;
#[cfg(feature = "ssr")]
mod shell;
mod shown;
mod side;
mod state;
mod text;
mod toast;
#[cfg(feature = "ssr")]
mod unfurled;
mod unopened;
#[cfg(feature = "ssr")]
mod unscripted;

#[cfg(feature = "csr")]
pub use exports::take_over;
#[cfg(feature = "ssr")]
pub use lesson::Told;
pub use page::Page;
#[cfg(feature = "ssr")]
pub use shell::{Assets, ShellOptions, document, shell};
pub use text::Language;
#[cfg(feature = "ssr")]
pub use unfurled::Unfurled;
