//! Signals of single nodes and edges, which follow what the graph shows.
//!
//! Thousands of views that all listened to the frame itself would cost the square of their number: a signal forgets a
//! listener by a walk over all others, and each listens anew at each frame. And of thousands a moment changes a few: only
//! those that it touches are looked at.

use std::borrow::Cow;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::time::Duration;

use leptos::prelude::*;
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_view::{DecisionRecord, Display, Edge, EdgeCurve, Node, Point};

use super::camera::Spread;
use super::detail::Detail;
use super::early::Early;
use crate::shown::{Shown, Touched};
use crate::state::{ViewState, playground, view_state};

/// All that a node or an edge may look different for.
pub(super) struct Moment<'a> {
    pub(super) shown: &'a Shown,
    pub(super) display: Display,
    /// Whether nodes and edges react (`ViewState::is_live`).
    pub(super) is_live: bool,
    /// How far places are spread.
    pub(super) spread: Spread,
    detail: Detail,
    path: Option<&'a OrderedSet<String>>,
    selected: Option<&'a str>,
    cursor: &'a str,
    /// In bullet time: the nodes of each hop of the request.
    hops: &'a Option<Vec<Vec<String>>>,
    /// What its dot has not brought yet.
    early: &'a Early,
}

impl Moment<'_> {
    /// A node, without what its dot has not brought yet.
    pub(super) fn node(&self, id: &str) -> Option<Cow<'_, Node>> {
        Some(self.early.node(self.shown.node(id)?))
    }

    /// An edge, without what its dot has not brought yet.
    pub(super) fn edge(&self, id: &str) -> Option<Cow<'_, Edge>> {
        Some(self.early.edge(self.shown.edge(id)?))
    }

    /// How many failures at a node are counted whose dots are on their way; `None` where its first ones are.
    pub(super) fn failures_on_their_way(&self, id: &str) -> Option<u32> {
        self.early.failures_at(id, self.shown.frame.window)
    }

    /// Whether a pod is seen to be ejected.
    pub(super) fn is_ejected(&self, pod: &str) -> bool {
        !self.early.pods.contains(pod)
    }

    /// The class that a selected node or edge has besides its own.
    pub(super) fn selected(&self, id: &str) -> &'static str {
        match self.hops {
            Some(hops) if !is_on(hops, id) => " off",
            _ if self.selected == Some(id) => " selected",
            _ => "",
        }
    }

    /// The class of what lies on no path through the node or edge under the pointer.
    pub(super) fn dim(&self, id: &str) -> &'static str {
        if self.path.is_some_and(|path| !path.contains(id)) { " dim" } else { "" }
    }

    /// The `tabindex` of a node or an edge: the keyboard reaches one of them, and from there the others.
    pub(super) fn tab_index(&self, id: &str) -> Option<&'static str> {
        self.is_live.then(|| if self.cursor == id { "0" } else { "-1" })
    }

    /// The curve of an edge as it lies on the stage.
    pub(super) fn curve(&self, id: &str) -> Option<EdgeCurve> {
        on_stage(self.shown, id, self.spread)
    }

    /// Whether somebody may look at a node or an edge: its name can be read, or it is chosen.
    pub(super) fn is_near(&self, id: &str) -> bool {
        let place = self.shown.place(id).map(|place| place.center);
        let place = place.or_else(|| self.shown.curve(id).map(|curve| curve.label));
        self.selected == Some(id) || self.cursor == id || place.is_none_or(|place| self.has_detail(place))
    }

    /// Whether names and signs are drawn at a point.
    pub(super) fn has_detail(&self, point: Point) -> bool {
        self.detail.is_at(point)
    }
}

/// Whether a node, or an edge by both its ends, is on the way of a request.
fn is_on(path: &[Vec<String>], id: &str) -> bool {
    let id = id.strip_suffix("~mirror").unwrap_or(id);
    let has = |hop: &Vec<String>, id: &str| hop.iter().any(|known| known == id);
    path.iter().any(|hop| match id.split_once('>') {
        Some((source, target)) => has(hop, source) && has(hop, target),
        None => has(hop, id),
    })
}

/// The curve of an edge, spread between its nodes.
pub(super) fn on_stage(shown: &Shown, id: &str, spread: Spread) -> Option<EdgeCurve> {
    let (edge, curve) = shown.edge(id).zip(shown.curve(id))?;
    let anchor = |id: &str| shown.place(id).map(|place| place.anchor).unwrap_or_default();
    Some(spread.curve(curve, anchor(&edge.source), anchor(&edge.target)))
}

/// What all nodes and edges look different for, and what two of them do.
#[derive(PartialEq)]
struct Look {
    display: Display,
    path: Option<OrderedSet<String>>,
    is_live: bool,
    spread: Spread,
    detail: Detail,
    hops: Option<Vec<Vec<String>>>,
    early: Early,
}

/// What was handed on last.
struct Handed {
    look: Look,
    selected: Option<String>,
    cursor: String,
    /// What nobody can read and has its turn later.
    later: OrderedSet<String>,
    /// The last that had it.
    last: String,
    /// How many turns there were.
    turn: u32,
    /// What may stand elsewhere, and has its turn at the next drawing.
    moved: OrderedSet<String>,
}

/// How many of the nodes and edges that nobody can read are looked at in one turn.
const SLICE: usize = 250;
/// From one turn to the next.
const TURN: Duration = Duration::from_millis(250);

/// So many of some nodes and edges, from where the last turn ended on.
fn next_of(ids: &OrderedSet<String>, last: &str) -> Vec<String> {
    let from_last =
        ids.range::<str, _>((Excluded(last), Unbounded)).chain(ids.range::<str, _>((Unbounded, Included(last))));
    from_last.take(SLICE).cloned().collect()
}

/// Takes what it follows from a moment.
type Take = Box<dyn Fn(&Moment<'_>) + Send + Sync>;

/// All that follows what is shown; a handle that is copied.
#[derive(Clone, Copy)]
pub(super) struct Followers {
    shown: RwSignal<Shown>,
    display: RwSignal<Display>,
    view: ViewState,
    spread: Memo<Spread>,
    detail: Memo<Detail>,
    selected: RwSignal<Option<String>>,
    hops: Memo<Option<Vec<Vec<String>>>>,
    early: RwSignal<Early>,
    /// The node or edge that the keyboard reaches.
    cursor: Memo<String>,
    /// By the node or edge that is followed.
    takes: StoredValue<OrderedMap<String, Vec<(usize, Take)>>>,
    added: StoredValue<usize>,
    turn: RwSignal<u32>,
    /// Whether the next turn is on its way: thousands of moments must not make as many of them.
    is_turn_near: StoredValue<bool>,
}

impl Followers {
    /// Begins to hand each new moment on.
    pub(super) fn new(
        cursor: Memo<String>,
        spread: Memo<Spread>,
        detail: Memo<Detail>,
        early: RwSignal<Early>,
    ) -> Self {
        let (playground, view) = (playground(), view_state());
        let followers = Self {
            shown: playground.shown,
            display: playground.display,
            view,
            spread,
            detail,
            selected: playground.selected,
            hops: Memo::new(move |_| {
                playground.bullet.get()?;
                let nodes = |record: &DecisionRecord| record.hops.iter().map(|hop| hop.nodes.clone()).collect();
                playground.decision.with(|record| record.as_ref().map(nodes))
            }),
            early,
            cursor,
            takes: StoredValue::new(OrderedMap::new()),
            added: StoredValue::new(0),
            turn: RwSignal::new(0),
            is_turn_near: StoredValue::new(false),
        };
        Effect::new(move |before: Option<Handed>| followers.hand_on(before));
        followers
    }

    fn hand_on(self, before: Option<Handed>) -> Handed {
        self.shown.track();
        let touched = self.shown.try_update_untracked(Shown::take_touched).unwrap_or_default();
        let mut now = Handed {
            look: Look {
                display: self.display.get(),
                path: self.view.path.get(),
                is_live: self.view.is_live(),
                spread: self.spread.get(),
                detail: self.detail.get(),
                hops: self.hops.get(),
                early: self.early.get(),
            },
            selected: self.selected.get(),
            cursor: self.cursor.get(),
            later: OrderedSet::new(),
            last: String::new(),
            turn: self.turn.get(),
            moved: OrderedSet::new(),
        };
        let Some(before) = before.filter(|before| before.look == now.look) else {
            self.hand_to_all();
            return now;
        };
        let is_turn = before.turn != now.turn;
        (now.later, now.last, now.moved) = (before.later, before.last, before.moved);
        let mut ids = OrderedSet::new();
        match touched {
            Touched::These(touched) => ids.extend(touched),
            Touched::All => now.moved = self.takes.with_value(|takes| takes.keys().cloned().collect()),
        }
        if before.selected != now.selected {
            ids.extend(before.selected.into_iter().chain(now.selected.clone()));
        }
        if before.cursor != now.cursor {
            ids.extend([before.cursor, now.cursor.clone()]);
        }
        untrack(|| {
            self.with(|moment| {
                let (mut due, far): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| moment.is_near(id));
                now.later.extend(far);
                // All of them may stand elsewhere, and thousands at once would keep the page from answering: what can be read
                // comes first.
                let near = now.moved.iter().filter(|id| moment.is_near(id)).cloned();
                let moved: OrderedSet<String> = near.chain(next_of(&now.moved, "")).collect();
                if is_turn {
                    let turn = next_of(&now.later, &now.last);
                    now.last = turn.last().cloned().unwrap_or_default();
                    due.extend(turn);
                }
                self.takes.with_value(|takes| {
                    let looked_at = due.iter().filter(|id| !moved.contains(*id)).chain(&moved);
                    looked_at.filter_map(|id| takes.get(id)).flatten().for_each(|(_, take)| take(moment));
                });
                let due: OrderedSet<String> = due.into_iter().collect();
                now.later.retain(|id| !due.contains(id) && !moved.contains(id));
                now.moved.retain(|id| !moved.contains(id));
            });
        });
        self.ask_for_turn(&now);
        now
    }

    /// Has the next turn come if anything waits for it: at the next drawing for what may stand elsewhere.
    fn ask_for_turn(self, now: &Handed) {
        if (now.moved.is_empty() && now.later.is_empty()) || self.is_turn_near.get_value() {
            return;
        }
        self.is_turn_near.set_value(true);
        let come = move || {
            if self.is_turn_near.try_set_value(false).is_none() {
                self.turn.update(|turn| *turn += 1);
            }
        };
        if now.moved.is_empty() { set_timeout(come, TURN) } else { request_animation_frame(come) }
    }

    fn hand_to_all(self) {
        untrack(|| {
            self.with(|moment| {
                self.takes.with_value(|takes| {
                    takes.values().flatten().for_each(|(_, take)| take(moment));
                });
            });
        });
    }

    fn with<T>(self, then: impl FnOnce(&Moment<'_>) -> T) -> T {
        let (shown, path) = (self.shown.read(), self.view.path.read());
        let (selected, cursor) = (self.selected.read(), self.cursor.read());
        let (selected, display) = (selected.as_deref(), self.display.get());
        let (is_live, spread, detail) = (self.view.is_live(), self.spread.get(), self.detail.get());
        let (path, hops, early) = (Option::as_ref(&path), &*self.hops.read(), &*self.early.read());
        then(&Moment { shown: &shown, display, is_live, spread, detail, path, selected, cursor: &cursor, hops, early })
    }

    /// A signal of a part of the moment that belongs to a node or an edge; it changes only when the part does. It ends with
    /// the view that asks.
    pub(super) fn follow<T: PartialEq + Send + Sync + 'static>(
        self,
        id: &str,
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
        let id = id.to_owned();
        self.takes.update_value(|takes| {
            takes.entry(id.clone()).or_default().push((key, Box::new(take)));
        });
        on_cleanup(move || {
            self.takes.try_update_value(|takes| {
                if let Some(of_id) = takes.get_mut(&id) {
                    of_id.retain(|(other, _)| *other != key);
                    if of_id.is_empty() {
                        takes.remove(&id);
                    }
                }
            });
        });
        signal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_turn_though_others_wait_anew() {
        let ids: OrderedSet<String> = (0..2 * SLICE + 10).map(|at| format!("{at:04}")).collect();
        let (mut seen, mut last) = (OrderedSet::new(), String::new());
        for turn in 0..3 {
            // Touched again each time: nothing is left waiting for ever.
            let now = next_of(&ids, &last);
            assert_eq!(now.len(), SLICE, "{turn}");
            last = now.last().unwrap().clone();
            seen.extend(now);
        }
        assert_eq!(seen, ids);
        assert!(next_of(&OrderedSet::new(), "x").is_empty());
    }
}
