//! Ordered maps, ordered sets and sorting for code that is loaded over a network.
//!
//! The standard library compiles a B-tree for each pair of key and value, and a sort for each kind of item: in the
//! engine's module they were 1.5 MB of 4.1. Here everything but the comparison is compiled once: the searching and the
//! sorting work on places in a list and ask for how two of them compare.
//!
//! What is generic is small and never inlined: crates that are compiled for speed would inline it everywhere.
//!
//! For what is built now and then and read often. Adding a key that is greater than all others costs as much as pushing
//! to a list; any other key moves one pointer (of a set: one key) for each that is greater. The engine's hot path keeps
//! the standard library's.
//!
//! [`Rows`] and [`Lookup`] are for what is copied often and changed a little: copies share what neither has changed.

#![forbid(unsafe_code)]

mod entry;
mod iter;
mod lookup;
mod map;
mod rows;
mod search;
mod set;
mod sort;
#[cfg(test)]
mod tests;

pub use entry::Entry;
pub use iter::{IntoIter, Iter, IterMut};
pub use lookup::Lookup;
pub use map::OrderedMap;
pub use rows::Rows;
pub use set::OrderedSet;
pub use sort::{sort, sort_by, sort_by_key};
