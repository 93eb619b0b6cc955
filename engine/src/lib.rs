//! The engine as the page reaches it: a session behind messages, in a Web Worker or on the page's own thread.
//!
//! [`Desk`] answers questions; everything else here is how bytes get to it. Must never know of a document: a Worker has none.
#![allow(unreachable_pub, reason = "what wasm-bindgen exports is `pub`")]

mod budget;
mod desk;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(any(target_arch = "wasm32", test))]
mod rehearsal;
#[cfg(test)]
mod tests;
mod told;

pub use desk::Desk;
