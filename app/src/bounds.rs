//! How much of a list is drawn.
//!
//! The first frame is drawn twice, by the server and by the browser that takes it over, and travels in between: it holds
//! what a screen shows. Once the page runs it draws as much as a browser can.

use leptos::prelude::*;

use crate::state::view_state;

/// The most of something that is drawn, at first and later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    first: usize,
    later: usize,
}

impl Bound {
    const fn new(first: usize, later: usize) -> Self {
        Self { first, later }
    }

    /// How much is drawn at first.
    #[cfg(feature = "ssr")]
    pub(crate) const fn first(self) -> usize {
        self.first
    }

    /// How much is drawn now; what draws it is drawn anew when that changes.
    pub(crate) fn now(self) -> usize {
        if view_state().whole.get() { self.later } else { self.first }
    }
}

/// Nodes of the graph.
pub(crate) const NODES: Bound = Bound::new(120, 5_000);
/// Edges of the graph.
pub(crate) const EDGES: Bound = Bound::new(160, 10_000);
/// Clients that a request may be sent from.
pub(crate) const CLIENTS: Bound = Bound::new(100, 5_000);
/// Parts that are implied.
pub(crate) const GHOSTS: Bound = Bound::new(25, 200);
/// Tabs of files.
pub(crate) const FILES: Bound = Bound::new(40, 200);
/// Findings that are listed: nobody reads more, and the page has to draw them.
pub(crate) const PROBLEMS: Bound = Bound::new(50, 100);
/// Marks of the time line.
pub(crate) const MARKS: Bound = Bound::new(300, 2_000);
