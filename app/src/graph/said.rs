//! What changed on the stage, for those who do not see it: said politely, a few times a minute at most.

use std::time::Duration;

use leptos::prelude::*;
use mesh_ordered::OrderedMap;
use mesh_view::{Health, Node};

use crate::format::fill;
use crate::shown::{self, Shown};
use crate::state::{playground, text};
use crate::text::Text;

/// Between two sentences, at least.
const PAUSE: Duration = Duration::from_secs(4);
/// Names in a sentence; the rest is a number.
const MOST: usize = 4;

/// How a node is, as far as that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Well,
    Degraded,
    Failing,
    Ejected,
}

/// The sentences.
#[component]
pub(super) fn Said() -> impl IntoView {
    let text = text();
    let playground = playground();
    let known = StoredValue::new(None::<OrderedMap<String, State>>);
    let said = RwSignal::new(String::new());
    let look = move || {
        let Some(now) = playground.shown.try_with_untracked(states) else { return };
        let before = known.get_value();
        if let Some(words) = before.map(|before| differences(&before, &now, text)).filter(|words| !words.is_empty()) {
            said.set(words);
        }
        known.set_value(Some(now));
    };
    Effect::new(move |_| {
        if let Ok(every) = set_interval_with_handle(look, PAUSE) {
            on_cleanup(move || every.clear());
        }
    });
    view! { <p class="only-read" role="status" data-testid="stage-said">{said}</p> }.into_any()
}

/// By name how each node is that has one of its own.
fn states(shown: &Shown) -> OrderedMap<String, State> {
    let state = |node: &Node| match node.health {
        _ if !node.badges.ejected.is_empty() => State::Ejected,
        Health::Failure => State::Failing,
        Health::Degraded => State::Degraded,
        Health::None | Health::Healthy | Health::NotReady => State::Well,
    };
    let nodes = shown.frame.graph.nodes.iter().filter(|node| node.sits_on.is_none());
    nodes.map(|node| (shown::name(node), state(node))).collect()
}

fn differences(before: &OrderedMap<String, State>, now: &OrderedMap<String, State>, text: &'static Text) -> String {
    let changed = |state: State| {
        let is_other = |name: &str| before.get(name).is_some_and(|before| *before != state);
        now.iter()
            .filter(|(_, is)| **is == state)
            .map(|(name, _)| name.as_str())
            .filter(|name| is_other(name))
            .collect()
    };
    let missing = |of: &OrderedMap<String, State>, from: &OrderedMap<String, State>| -> Vec<String> {
        of.keys().filter(|name| !from.contains_key(*name)).cloned().collect()
    };
    let (come, gone) = (missing(now, before), missing(before, now));
    fn names(names: &[String]) -> Vec<&str> {
        names.iter().map(String::as_str).collect()
    }
    let text = &text.of_stage;
    let sentences = [
        (text.said_ejected, changed(State::Ejected)),
        (text.said_failing, changed(State::Failing)),
        (text.said_degraded, changed(State::Degraded)),
        (text.said_well, changed(State::Well)),
        (text.said_come, names(&come)),
        (text.said_gone, names(&gone)),
    ];
    let said = sentences.into_iter().filter(|(_, names)| !names.is_empty()).map(|(words, names)| {
        let mut list = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
        if names.len() > MOST {
            list.push_str(&fill(text.said_more, &[&(names.len() - MOST).to_string()]));
        }
        fill(words, &[&list])
    });
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_summed_up() {
        let states = |list: &[(&str, State)]| list.iter().map(|(name, state)| ((*name).to_owned(), *state)).collect();
        let said = |before: &[(&str, State)], now: &[(&str, State)]| {
            differences(&states(before), &states(now), crate::text::texts_in(crate::Language::En))
        };
        use State::{Degraded, Ejected, Failing, Well};
        for (before, now, expected) in [
            (&[("a", Well)][..], &[("a", Well)][..], ""),
            (&[("a", Well), ("b", Well)], &[("a", Failing), ("b", Failing)], "Failing: a, b."),
            (&[("a", Failing), ("b", Well)], &[("a", Well), ("b", Ejected)], "Ejected: b. Healthy again: a."),
            (&[("a", Well)], &[("b", Degraded)], "New: b. Gone: a."),
        ] {
            assert_eq!(said(before, now), expected);
        }
        let many: Vec<String> = (0..7).map(|at| format!("n{at}")).collect();
        let list = |state| many.iter().map(|name| (name.as_str(), state)).collect::<Vec<_>>();
        assert_eq!(said(&list(Well), &list(Degraded)), "Degraded: n0, n1, n2, n3 and 3 more.");
    }
}
