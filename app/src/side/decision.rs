//! What was decided about one request, step by step.

use leptos::prelude::*;
use mesh_view::{DecisionRecord, DecisionStep, StepKind};

use super::Heading;
use crate::format;
use crate::state::{place_in_words, playground, text};

#[component]
pub(crate) fn Decision() -> impl IntoView {
    let text = text();
    let playground = playground();
    let record = move || playground.decision.get();
    let title = Signal::derive(move || {
        record().map(|record| format!("{} {}", record.method, path(&record.url))).unwrap_or_default()
    });
    let subtitle = Signal::derive(move || {
        record()
            .map(|record| format!("{} → {} · {}", record.client, record.url, format::clock(record.sent)))
            .unwrap_or_default()
    });
    let answer = move || record().map(|record| answer(&record, text.no_answer, text.running));
    let steps =
        move || record().into_iter().flat_map(|record| record.steps).map(|step| view! { <Step step /> }).collect_view();
    view! {
        <div class="decision" data-testid="decision">
            <Heading title subtitle />
            <div class="card">
                {answer}
                <ol>{steps}</ol>
            </div>
        </div>
    }
    .into_any()
}

fn answer(record: &DecisionRecord, no_answer: &'static str, running: &'static str) -> AnyView {
    let (status, tone) = match (record.status, record.duration) {
        (_, None) => (running.to_owned(), "big muted"),
        (0, _) => (no_answer.to_owned(), "big bad"),
        (status, _) if status >= 400 => (status.to_string(), "big bad"),
        (status, _) => (status.to_string(), "big good"),
    };
    let flags = if record.flags == "-" { String::new() } else { record.flags.clone() };
    let duration = record.duration.map(format::milliseconds).unwrap_or_default();
    view! {
        <div class="answer" data-testid="answer">
            <span><span class=tone>{status}</span>" "<code>{flags}</code></span>
            <span class="muted">{record.answered_by.clone()}" · "{duration}</span>
        </div>
    }
    .into_any()
}

#[component]
fn Step(step: DecisionStep) -> impl IntoView {
    let text = text();
    let playground = playground();
    let class = match step.kind {
        StepKind::RouteSkipped => "skipped",
        StepKind::Timeout | StepKind::Breaker => "bad",
        _ => "",
    };
    let places = step
        .spans
        .iter()
        .filter_map(|span| Some((*span, playground.files.with_untracked(|files| place_in_words(files, *span))?)));
    let places = places.map(|(span, place)| view! {
        <button type="button" class="plain link where" data-testid="where" on:click=move |_| playground.show_span(span)>{place}</button>
        " "
    });
    let indent = format!("margin-inline-start:{}px", step.depth.min(6) * 14);
    view! {
        <li class=class style=indent data-testid="step">
            <div>{step.text.to_string()}</div>
            <span class="at">{format!("{} · {}", format::clock(step.at), step.by)}{step.default.then(|| format!(" · {}", text.default_value))}</span>
            " "{places.collect_view()}
        </li>
    }
    .into_any()
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
}
