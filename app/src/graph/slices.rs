//! Many things drawn a slice at a time, so that the page answers in between.

use leptos::prelude::*;
use mesh_ordered::OrderedSet;

/// How many new ones are drawn at once.
const SLICE: usize = 150;

/// Those of a list that are drawn: all that were drawn before, and so many new ones.
fn next(drawn: &[String], all: &[String]) -> Vec<String> {
    let drawn: OrderedSet<&String> = drawn.iter().collect();
    let mut fresh = 0;
    let is_drawn = |id: &&String| {
        drawn.contains(id) || {
            fresh += 1;
            fresh <= SLICE
        }
    };
    all.iter().filter(is_drawn).cloned().collect()
}

/// What is drawn of a list: soon all of it.
pub(super) fn in_slices(all: Memo<Vec<String>>) -> Memo<Vec<String>> {
    let turn = RwSignal::new(0_u32);
    let drawn = Memo::new(move |before: Option<&Vec<String>>| {
        turn.track();
        all.with(|all| next(before.map_or(&[], Vec::as_slice), all))
    });
    Effect::new(move |_| {
        turn.track();
        if drawn.with(Vec::len) < all.with(Vec::len) {
            // Behind what the browser has to do meanwhile.
            set_timeout(move || turn.update(|turn| *turn += 1), std::time::Duration::ZERO);
        }
    });
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_comes_in_slices_and_what_was_there_stays() {
        let ids = |range: std::ops::Range<usize>| range.map(|at| format!("{at:04}")).collect::<Vec<_>>();
        let all = ids(0..400);
        let first = next(&[], &all);
        assert_eq!(first, ids(0..150));
        let last = next(&next(&first, &all), &all);
        assert_eq!(last, all);
        // One more in the middle, and one that went.
        let mut other = all.clone();
        other[200] = "0199b".into();
        assert_eq!(next(&last, &other), other);
        assert_eq!(next(&last, &ids(0..10)), ids(0..10));
    }
}
