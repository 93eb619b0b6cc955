//! The spanned tree: what a YAML or JSON text says and where, before it means anything.

mod blocks;
mod builder;
mod chunk;
mod documents;
mod limits;
mod node;
mod node_path;
mod number;
mod reader;
mod syntax_error;

#[cfg(test)]
mod tests;

pub(crate) use blocks::{Block, blocks};
pub(crate) use chunk::{Chunk, chunks};
pub use documents::documents;
pub use limits::{MAX_BYTES, MAX_DEPTH, MAX_DOCUMENTS};
pub use node::{Entry, Node, Scalar, Value};
pub(crate) use node_path::{push_index, push_key};
pub(crate) use reader::read_chunk;
