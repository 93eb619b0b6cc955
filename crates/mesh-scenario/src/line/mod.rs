//! What the time line shows: the window in which something happens, marks, and a bar for each time that a pod is out.

mod marks;
mod rows;
mod window;

use mesh_ordered::OrderedMap;
use mesh_sim::Event;
use mesh_view::{MeshEvent, TimeLine};

pub(crate) use rows::Planned;
pub(crate) use window::Span;

/// What a time line is made of.
pub(crate) struct Happened<'a> {
    /// What happened as far as the run has been.
    pub(crate) events: &'a [Event],
    /// The same as the page lists it.
    pub(crate) listed: &'a [MeshEvent],
    /// The ticks that let in again who was out then.
    pub(crate) planned: &'a Planned,
    /// App and version of each pod, by its name.
    pub(crate) pods: &'a OrderedMap<&'a str, (&'a str, &'a str)>,
    /// Simulated seconds that are shown, up to which the run has been, and of the whole of it.
    pub(crate) span: Span,
}

/// The time line.
pub(crate) fn line(happened: &Happened<'_>) -> TimeLine {
    let Happened { events, listed, planned, pods, span } = happened;
    let (rows, more) = rows::rows(events, planned, pods, span.known);
    let window = window::window(span, listed, &rows);
    let marks = marks::marks(listed, (window.1 - window.0) / marks::PLACES);
    TimeLine { from: window.0, to: window.1, known: span.known, marks, rows, more }
}
