//! What was decided at a hop about one thing: a title with its lines, a drawing where there is one, and rows.

use leptos::prelude::*;
use mesh_view::{PartKind, RowMark, Span, StoryPart, StoryRow};

use super::drawn::{Hosts, Line};
use crate::code::with_code;
use crate::state::{place_in_words, playground, text};
use crate::text::Text;

#[component]
pub(super) fn Part(part: StoryPart) -> impl IntoView {
    let text = text();
    let StoryPart { kind, note, rows, line, hosts, more_hosts, spans } = part;
    // What is drawn needs no sentence beside it.
    let is_drawn = line.is_some() || (!hosts.is_empty() && rows.len() == 1);
    let said = rows.first().map(|row| row.text.to_string()).unwrap_or_default();
    let of_rows: Vec<Span> =
        if is_drawn { rows.iter().flat_map(|row| row.spans.iter().copied()).collect() } else { Vec::new() };
    let mut spans = if spans.is_empty() { of_rows } else { spans };
    if !is_drawn {
        // A row says its own.
        spans.retain(|span| !rows.iter().any(|row| row.spans.contains(span)));
    }
    let rows = (!is_drawn).then(|| rows.into_iter().map(|row| view! { <Row row /> }).collect_view());
    view! {
        <section class="part">
            <h3>{title(text, kind)}{(!note.is_empty()).then(|| view! { <span class="note">{note}</span> })}<Places spans /></h3>
            {line.map(|line| view! { <Line line said=said.clone() /> })}
            {(!hosts.is_empty()).then(|| view! { <Hosts hosts more=more_hosts said=said.clone() /> })}
            {is_drawn.then(|| view! { <span class="visually-hidden" data-testid="step">{said}</span> })}
            {rows}
        </section>
    }
    .into_any()
}

#[component]
fn Row(row: StoryRow) -> impl IntoView {
    let text = text();
    let StoryRow { mark, code, text: said, spans, default, .. } = row;
    let (class, sign, words) = match mark {
        RowMark::Taken => ("taken", "✓", ""),
        RowMark::Not => ("not", "✕", text.of_story.story_not_taken),
        RowMark::Bad => ("failed", "✕", text.of_story.story_failed),
        RowMark::Absent => ("absent", "∅", text.of_story.story_absent),
        RowMark::Plain => ("plain", "·", ""),
    };
    view! {
        <div class=format!("told {class}") data-testid="step">
            <i aria-hidden="true">{sign}</i>
            {(!words.is_empty()).then(|| view! { <span class="visually-hidden">{words}</span> })}
            {(!code.is_empty()).then(|| view! { <code>{code}</code> })}
            <span>{with_code(&said.to_string())}{default.then(|| format!(" · {}", text.default_value))}</span>
            <Places spans />
        </div>
    }
    .into_any()
}

/// Links to the lines that decided.
#[component]
fn Places(spans: Vec<Span>) -> impl IntoView {
    let playground = playground();
    let place = move |span: Span| {
        let place = playground.files.with_untracked(|files| place_in_words(files, span))?;
        let show = move |_| playground.show_span(span);
        Some(
            view! { <button type="button" class="plain link where" data-testid="where" on:click=show>{place}</button> },
        )
    };
    let places: Vec<_> = spans.into_iter().filter_map(place).collect();
    (!places.is_empty()).then(|| view! { <span class="places">{places}</span> }).into_any()
}

fn title(text: &Text, kind: PartKind) -> &'static str {
    match kind {
        PartKind::Connection => text.of_story.story_connection,
        PartKind::Route => text.of_story.story_route,
        PartKind::Weight => text.of_story.story_weight,
        PartKind::Fault => text.of_story.story_fault,
        PartKind::Cluster => text.of_story.story_cluster,
        PartKind::Host => text.of_story.story_host,
        PartKind::Tries => text.of_story.story_tries,
        PartKind::Breaker => text.of_story.story_breaker,
        PartKind::Answer => text.of_story.story_answer,
    }
}
