//! The story of one request: the verdict first, then a row for each hop on one scale of time, which unfolds to what was decided.

mod drawn;
mod foot;
mod hop;
mod part;
mod scale;

use leptos::prelude::*;
use mesh_view::DecisionRecord;

use crate::format;
use crate::state::{playground, text, view_state};
use scale::Scale;

#[component]
pub(crate) fn Story() -> impl IntoView {
    let playground = playground();
    let draw = move || playground.decision.get().map(|record| view! { <Told record /> });
    view! { <div class="decision story" data-testid="decision">{draw}</div> }.into_any()
}

#[component]
fn Told(record: DecisionRecord) -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let close = move |_| view.close_details(playground);
    let is_good = (100..400).contains(&record.status);
    let tone = match record.duration {
        None => "muted",
        Some(_) if is_good => "good",
        Some(_) => "bad",
    };
    let scale = Scale::of(&record);
    let opens = opened(&record);
    let DecisionRecord { verdict, why, method, url, name, sent, hops, .. } = record.clone();
    let prefix = hop::shared_prefix(&hops);
    let hops = hops.into_iter().enumerate();
    let rows = hops
        .map(|(index, hop)| view! { <hop::Hop hop index scale sent opens=opens.contains(&index) prefix=prefix.clone() /> })
        .collect_view();
    view! {
        <div class="heading">
            <div data-testid="answer">
                <h2 class=tone data-testid="side-title" tabindex="-1">{verdict.to_string()}</h2>
                {why.map(|why| view! { <p class="why" data-testid="why">{why.to_string()}</p> })}
            </div>
            <button type="button" aria-label=text.close_details title=text.close_details data-testid="side-close" on:click=close>"×"</button>
        </div>
        <p class="asked">
            <span title=url.clone()>{format!("{method} {}", path(&url))}</span>
            <span>{format!("{name} · {}", format::exact(sent))}</span>
        </p>
        <div class="fall" role="list" aria-label=text.of_story.story_hops>
            <scale::Axis scale />
            {rows}
        </div>
        <foot::Foot record />
    }
    .into_any()
}

/// The hops that are unfolded at first: those that had something to decide, and one at least.
fn opened(record: &DecisionRecord) -> Vec<usize> {
    let decided: Vec<usize> =
        record.hops.iter().enumerate().filter(|(_, hop)| hop.nothing.is_none()).map(|(index, _)| index).collect();
    if decided.is_empty() { vec![0] } else { decided }
}

fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_url() {
        assert_eq!(path("http://fleetman-webapp/experimental?x=1"), "/experimental?x=1");
        assert_eq!((path("http://webapp"), path("/driver")), ("/", "/driver"));
    }

    #[test]
    fn what_had_nothing_to_decide_is_folded_unless_all_is() {
        let hop = |nothing: bool| mesh_view::StoryHop {
            nothing: nothing.then(mesh_view::Words::default),
            ..mesh_view::StoryHop::default()
        };
        let record = |hops: &[bool]| DecisionRecord {
            hops: hops.iter().map(|nothing| hop(*nothing)).collect(),
            ..DecisionRecord::default()
        };
        assert_eq!(opened(&record(&[true, false, true, false])), [1, 3]);
        assert_eq!(opened(&record(&[true, true])), [0]);
    }
}
