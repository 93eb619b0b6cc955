//! Signals of single nodes and edges, which follow the frame that is shown.
//!
//! Thousands of views that all listened to the frame itself would cost the square of their number: a signal forgets a
//! listener by a walk over all others, and each listens anew at each frame.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::shown::Shown;

/// Takes what it follows from a frame.
type Take = Box<dyn Fn(&Shown) + Send + Sync>;

/// All that follows the frame; a handle that is copied.
#[derive(Clone, Copy)]
pub(super) struct Followers {
    shown: RwSignal<Shown>,
    takes: StoredValue<BTreeMap<usize, Take>>,
    added: StoredValue<usize>,
}

impl Followers {
    /// Begins to hand each new frame on.
    pub(super) fn new(shown: RwSignal<Shown>) -> Self {
        let takes = StoredValue::new(BTreeMap::<usize, Take>::new());
        Effect::new(move |_| {
            shown.with(|shown| takes.with_value(|takes| takes.values().for_each(|take| take(shown))));
        });
        Self { shown, takes, added: StoredValue::new(0) }
    }

    /// A signal of a part of the frame, which changes only when the part does. It ends with the view that asks.
    pub(super) fn follow<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Shown) -> T + Send + Sync + 'static,
    ) -> RwSignal<T> {
        let signal = RwSignal::new(self.shown.with_untracked(&part));
        let key = self.added.get_value();
        self.added.set_value(key + 1);
        let take = move |shown: &Shown| {
            let now = part(shown);
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
