//! What of a story is drawn: a draw on its number line, and hosts as dots.

use leptos::prelude::*;
use mesh_view::{HostState, NumberLine, StoryHost};

use crate::format::{self, fill};
use crate::state::text;

/// The length of the number line; it is fitted to the drawer.
const LENGTH: f64 = 370.0;
/// What a letter of its labels takes at most.
const LETTER: f64 = 7.0;

/// A draw among weights: the shares from 0 to their sum, and where it fell.
#[component]
pub(super) fn Line(line: NumberLine, said: String) -> impl IntoView {
    let NumberLine { drawn, total, shares } = line;
    let x = move |at: u64| LENGTH * at as f64 / total.max(1) as f64;
    let mut end = 0u64;
    let mut last_figure = 0.0;
    let parts = shares.into_iter().filter(|share| share.weight > 0).map(|share| {
        let start = end;
        end += share.weight;
        let (left, width) = (x(start), x(end) - x(start));
        let class = if share.taken { "share taken" } else { "share" };
        let label = format!("{} {}", share.name, share.weight);
        let fits = |label: &str| label.chars().count() as f64 * LETTER < width - 6.0;
        let label = if fits(&label) { label } else { Some(share.weight.to_string()).filter(|label| fits(label)).unwrap_or_default() };
        // Figures that would cover each other are left out: they stand beside the lines of the text.
        let figure = left == 0.0 || (left - last_figure > 26.0 && LENGTH - left > 26.0);
        if figure {
            last_figure = left;
        }
        view! {
            <rect class=class x=format::pixels(left + 1.0) y="18" width=format::pixels((width - 1.0).max(1.0)) height="16" rx="3"><title>{format!("{} {}", share.name, share.weight)}</title></rect>
            <text class=class x=format::pixels(left + 7.0) y="30">{label}</text>
            {figure.then(|| view! { <text x=format::pixels(left + 1.0) y="47" text-anchor=if left == 0.0 { "start" } else { "middle" }>{start}</text> })}
        }
    });
    let parts = parts.collect_view();
    let at = LENGTH * (drawn as f64 + 0.5) / total.max(1) as f64;
    let (beside, anchor) = if at > LENGTH - 40.0 { (at - 7.0, "end") } else { (at + 7.0, "start") };
    view! {
        <svg class="line" viewBox="0 0 372 50" role="img" aria-label=said data-testid="number-line">
            {parts}
            <text x="371" y="47" text-anchor="end">{total}</text>
            <path class="draw" d=format!("M{} 6v30", format::pixels(at)) />
            <circle class="draw" cx=format::pixels(at) cy="26" r="5" />
            <text class="drawn" x=format::pixels(beside) y="13" text-anchor=anchor>{drawn}</text>
        </svg>
    }
    .into_any()
}

/// Hosts as the load balancer saw them.
#[component]
pub(super) fn Hosts(hosts: Vec<StoryHost>, more: u32, said: String) -> impl IntoView {
    let text = text();
    let host = move |host: StoryHost| {
        let (class, words) = match host.state {
            HostState::Taken => ("host taken", text.of_story.story_host_taken),
            HostState::Free => ("host", ""),
            HostState::Ejected => ("host ejected", ""),
        };
        let note = if words.is_empty() { host.note.to_string() } else { format!("{} · {words}", host.note) };
        let short = short_pod(&host.name).to_owned();
        view! {
            <li class=class data-testid="host" title=host.name>
                <svg width="26" height="26" viewBox="-13 -13 26 26" aria-hidden="true">
                    <circle r="8" />
                    {(host.state == HostState::Taken).then(|| view! { <circle class="ring" r="11.5" /> })}
                    {(host.state == HostState::Ejected).then(|| view! { <path d="M-10 10L10-10" /> })}
                </svg>
                <span class="pod">{short}</span>
                <small>{note}</small>
                {host.remark.map(|remark| view! { <small class="remark">{remark.to_string()}</small> })}
            </li>
        }
    };
    view! {
        <ul class="hosts" aria-label=said>
            {hosts.into_iter().map(host).collect_view()}
            {(more > 0).then(|| view! { <li class="more">{fill(text.of_story.story_more_hosts, &[&more.to_string()])}</li> })}
        </ul>
    }
    .into_any()
}

/// A pod's name without the hash of its ReplicaSet: `safe-6f9c8d7b5-4k2p9` is `safe-4k2p9`.
pub(super) fn short_pod(name: &str) -> String {
    let parts: Vec<&str> = name.split('-').collect();
    let is_hash = |part: &&str| (6..=10).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match parts.as_slice() {
        [rest @ .., hash, last] if !rest.is_empty() && last.len() == 5 && is_hash(hash) => {
            format!("{}-{last}", rest.join("-"))
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pods_name_goes_without_its_hash() {
        for (name, expected) in [
            ("fleetman-staff-safe-6f9c8d7b5-4k2p9", "fleetman-staff-safe-4k2p9"),
            ("10.1.0.4:8080", "10.1.0.4:8080"),
            ("web-0", "web-0"),
            ("client", "client"),
            ("a-b-c", "a-b-c"),
        ] {
            assert_eq!(short_pod(name), expected);
        }
    }
}
