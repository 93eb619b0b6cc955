//! One hop: a row with its bar, and what was decided below it.

use leptos::prelude::*;
use mesh_view::{StayKind, StoryHop};

use super::part::Part;
use super::scale::Scale;
use crate::format::{self, fill};
use crate::state::{playground, text};

#[component]
pub(super) fn Hop(hop: StoryHop, index: usize, scale: Scale, sent: f64, opens: bool, prefix: String) -> impl IntoView {
    let text = text();
    let playground = playground();
    let open = RwSignal::new(opens);
    let toggle = move |_| open.update(|open| *open = !*open);
    let StoryHop { depth, from, to, mirror, start, end, status, flags, failed, stays, nothing, parts, .. } = hop;
    let names = format!("{} → {to}", format::pod(&from));
    let brief = format!("{} → {}", brief(&from, &prefix), brief(&to, &prefix));
    let took = end.map(|end| format::milliseconds(end - start));
    let flags = if flags == "-" { String::new() } else { format!(" {flags}") };
    let label = fill(
        text.of_story.story_hop_words,
        &[&(index + 1).to_string(), &names, &format!("{status}{flags}"), &took.clone().unwrap_or_default()],
    );
    let bar = move |from: f64, to: f64, class: &'static str, y: &'static str, height: &'static str| {
        let width = (scale.at(to) - scale.at(from)).max(1.0);
        view! { <rect class=class x=format::pixels(scale.at(from)) y=y width=format::pixels(width) height=height rx="2" /> }
    };
    let whole = bar(start, end.unwrap_or(scale.0), if end.is_some() { "whole" } else { "whole open" }, "4", "8");
    let stays = stays.into_iter().map(|stay| {
        let class = match stay.kind {
            StayKind::Try => "try",
            StayKind::FailedTry => "failed",
            StayKind::Wait => "wait",
        };
        bar(stay.start, stay.end, class, "4", "8")
    });
    // Where bullet time is on the scale.
    let now = move || {
        let at = playground.bullet.get()?.passed(playground.shown_second.get(), sent);
        Some(view! { <path class="now" d=format!("M{} 0v16", format::pixels(scale.at(at))) /> })
    };
    let is_passing = move || {
        let passed = playground.bullet.get().map(|bullet| bullet.passed(playground.shown_second.get(), sent));
        passed.is_some_and(|at| at >= start && end.is_none_or(|end| at <= end))
    };
    let class = move || match (open.get(), is_passing()) {
        (true, true) => "hop open passing",
        (true, false) => "hop open",
        (false, true) => "hop passing",
        (false, false) => "hop",
    };
    let indent = format!("padding-inline-start:{}px", depth.min(4) * 6);
    let below = StoredValue::new(parts);
    let draw = move || below.get_value().into_iter().map(|part| view! { <Part part /> }).collect_view();
    view! {
        <div class=class role="listitem" data-testid="hop">
            <button type="button" class="row" aria-expanded=move || open.get().to_string() aria-label=label data-testid="hop-row" on:click=toggle>
                <b class:bad=failed>{index + 1}</b>
                <span class="names" title=names style=indent>{brief}{mirror.then(|| view! { <i>{text.of_story.story_copy}</i> })}</span>
                <svg width="150" height="16" aria-hidden="true">{whole}{stays.collect_view()}{now}</svg>
                <em class:bad=failed>{took}</em>
            </button>
            {nothing.map(|nothing| view! { <p class="nothing" data-testid="nothing">{nothing.to_string()}</p> })}
            <Show when=move || open.get()><div class="parts">{draw}</div></Show>
        </div>
    }
    .into_any()
}

/// What the names of all that is called have in common up to a hyphen; nothing where there is but one.
pub(super) fn shared_prefix(hops: &[StoryHop]) -> String {
    let mut names = hops.iter().map(|hop| hop.to.as_str());
    let Some(first) = names.next() else { return String::new() };
    let ends = first.match_indices('-').map(|(at, _)| at + 1).rev();
    let shared =
        ends.filter_map(|end| first.get(..end)).find(|prefix| names.clone().all(|name| name.starts_with(prefix)));
    let differs = hops.iter().any(|hop| hop.to != first);
    shared.filter(|_| differs).unwrap_or_default().to_owned()
}

/// Who calls or is called, in a narrow column: without the hash and the tail of a pod, and without what all names share.
fn brief(name: &str, prefix: &str) -> String {
    let short = format::pod(name);
    let workload = short.split_once("-\u{2026}").map_or(short.as_str(), |(workload, _)| workload);
    workload.strip_prefix(prefix).filter(|rest| !rest.is_empty()).unwrap_or(workload).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{StoryHop, brief, shared_prefix};

    #[test]
    fn what_all_names_share_is_left_out_up_to_a_hyphen() {
        let shared = |names: &[&str]| {
            let hop = |name: &&str| StoryHop { to: (*name).into(), ..StoryHop::default() };
            shared_prefix(&names.iter().map(hop).collect::<Vec<_>>())
        };
        assert_eq!(shared(&["shop-eu-cart", "shop-eu-stock", "shop-eu-price"]), "shop-eu-");
        assert_eq!(shared(&["shop-cart", "shopping-list"]), "");
        assert_eq!(
            (shared(&["shop-cart"]), shared(&["shop-cart", "shop-cart"]), shared(&[])),
            ("".into(), "".into(), "".into())
        );
    }

    #[test]
    fn a_hop_is_named_by_its_workloads() {
        assert_eq!(brief("position-simulator-7b9c8d6f5-2h78l", ""), "position-simulator");
        assert_eq!((brief("shop-cart", "shop-").as_str(), brief("shop-", "shop-").as_str()), ("cart", "shop-"));
    }
}
