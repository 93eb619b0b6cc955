//! Signals of single nodes and edges, which follow what the graph shows.
//!
//! Thousands of views that all listened to the frame itself would cost the square of their number: a signal forgets a
//! listener by a walk over all others, and each listens anew at each frame.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::find::Query;
use crate::shown::Shown;
use crate::state::{EdgeLabel, ViewState, playground, view_state};

/// All that a node or an edge may look different for.
pub(super) struct Moment<'a> {
    pub(super) shown: &'a Shown,
    pub(super) query: &'a Query,
    pub(super) label: EdgeLabel,
    /// Whether nodes and edges react (`ViewState::is_live`).
    pub(super) is_live: bool,
    selected: Option<&'a str>,
    cursor: &'a str,
}

impl Moment<'_> {
    /// The class that a selected node or edge has besides its own.
    pub(super) fn selected(&self, id: &str) -> &'static str {
        if self.selected == Some(id) { " selected" } else { "" }
    }

    /// The `tabindex` of a node or an edge: the keyboard reaches one of them, and from there the others.
    pub(super) fn tab_index(&self, id: &str) -> Option<&'static str> {
        self.is_live.then(|| if self.cursor == id { "0" } else { "-1" })
    }
}

/// Takes what it follows from a moment.
type Take = Box<dyn Fn(&Moment<'_>) + Send + Sync>;

/// All that follows what is shown; a handle that is copied.
#[derive(Clone, Copy)]
pub(super) struct Followers {
    shown: RwSignal<Shown>,
    query: Memo<Query>,
    label: RwSignal<EdgeLabel>,
    view: ViewState,
    selected: RwSignal<Option<String>>,
    /// The node or edge that the keyboard reaches.
    cursor: RwSignal<String>,
    takes: StoredValue<BTreeMap<usize, Take>>,
    added: StoredValue<usize>,
}

impl Followers {
    /// Begins to hand each new moment on.
    pub(super) fn new(cursor: RwSignal<String>) -> Self {
        let (playground, view) = (playground(), view_state());
        let followers = Self {
            shown: playground.shown,
            query: Memo::new(move |_| Query::parse(&view.find.get())),
            label: view.label,
            view,
            selected: playground.selected,
            cursor,
            takes: StoredValue::new(BTreeMap::new()),
            added: StoredValue::new(0),
        };
        Effect::new(move |_| {
            followers.with(|moment| {
                followers.takes.with_value(|takes| takes.values().for_each(|take| take(moment)));
            });
        });
        followers
    }

    fn with<T>(self, then: impl FnOnce(&Moment<'_>) -> T) -> T {
        let (shown, query) = (self.shown.read(), self.query.read());
        let (selected, cursor) = (self.selected.read(), self.cursor.read());
        let (selected, label) = (selected.as_deref(), self.label.get());
        let is_live = self.view.is_live();
        then(&Moment { shown: &shown, query: &query, label, is_live, selected, cursor: &cursor })
    }

    /// A signal of a part of the moment, which changes only when the part does. It ends with the view that asks.
    pub(super) fn follow<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Moment<'_>) -> T + Send + Sync + 'static,
    ) -> RwSignal<T> {
        let signal = RwSignal::new(untrack(|| self.with(&part)));
        let key = self.added.get_value();
        self.added.set_value(key + 1);
        let take = move |moment: &Moment<'_>| {
            let now = part(moment);
            if signal.try_with_untracked(|before| *before != now) == Some(true) {
                signal.set(now);
            }
        };
        self.takes.update_value(|takes| {
            takes.insert(key, Box::new(take));
        });
        on_cleanup(move || {
            self.takes.try_update_value(|takes| takes.remove(&key));
        });
        signal
    }
}
