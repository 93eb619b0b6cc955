//! What is wrong with the texts, below them.

use leptos::prelude::*;
use mesh_view::{Diagnostic, LineIndex, RenderedFrom, Severity};

use crate::bounds;
use crate::browser::editor;
use crate::format::{fill, short};
use crate::state::{Playground, playground, text, view_state};

#[derive(Clone, Debug, PartialEq)]
struct Problem {
    finding: Diagnostic,
    place: String,
}

#[component]
pub(crate) fn Problems() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let findings = playground.findings;
    let problems = Memo::new(move |_| findings.with(|found| problems(&found.diagnostics, playground)));
    let stale = Memo::new(move |_| findings.with(|found| found.stale));
    let more = Memo::new(move |_| {
        let most = bounds::PROBLEMS.now();
        problems.with(|problems| problems.len().saturating_sub(most))
    });
    // Who goes to a problem is about to mend it.
    let go = move |span| {
        playground.show_span(span);
        editor::focus();
    };
    let row = move |problem: Problem| {
        let (sign, tone, words) = match problem.finding.severity {
            Severity::Error => ("✕", "sign bad", text.severity_error),
            Severity::Warning => ("▲", "sign warning", text.severity_warning),
            Severity::Info => ("·", "sign muted", text.severity_info),
        };
        let span = problem.finding.place();
        let code = problem.finding.code.to_string();
        let about = fill(text.about_code, &[&code]);
        let shown = code.clone();
        view! {
            <li>
                <button type="button" class="plain" data-testid="problem" on:click=move |_| go(span)>
                    <span class=tone aria-label=words>{sign}</span>
                    <span>{problem.finding.message.to_string()}</span>
                    <code>{problem.place}</code>
                </button>
                <button type="button" class="plain link" aria-label=about.clone() title=about data-testid="about-rule" on:click=move |_| view.show_rule(&code)><code>{shown}</code></button>
            </li>
        }
    };
    view! {
        <div class="problems" role="region" aria-label=text.problems data-testid="problems">
            <Show when=move || stale.get()><p class="none bad" data-testid="stale">{text.stale}</p></Show>
            <Show when=move || problems.with(Vec::is_empty)>
                <p class="none"><span class="good">"✓"</span>{text.no_problems}</p>
            </Show>
            <ul>{move || problems.get().into_iter().take(bounds::PROBLEMS.now()).map(row).collect_view()}</ul>
            <Show when=move || more.get() != 0><p class="none">{move || fill(text.more_problems, &[&more.get().to_string()])}</p></Show>
        </div>
    }
    .into_any()
}

/// A field that is valid, but has no effect here.
const NOT_SIMULATED: &str = "MP0005";

/// Errors first; what is merely implied is listed apart.
fn problems(findings: &[Diagnostic], playground: Playground) -> Vec<Problem> {
    playground.files.with_untracked(|files| {
        let lines: Vec<LineIndex> = files.iter().map(|file| LineIndex::new(&file.text)).collect();
        let sources: Vec<RenderedFrom<'_>> = files.iter().map(|file| RenderedFrom::new(&file.text)).collect();
        let mut problems: Vec<Problem> = findings
            .iter()
            .filter(|finding| finding.severity != Severity::Info || finding.code == NOT_SIMULATED)
            .map(|finding| {
                let at = finding.place().file as usize;
                let place = files.get(at).zip(lines.get(at)).map(|(file, lines)| {
                    let source = sources.get(at).and_then(|sources| sources.at(finding.place().start));
                    let source = source.map_or_else(String::new, |source| format!(" ({})", short(source)));
                    format!("{}:{}{source}", short(&file.name), lines.position(&file.text, finding.place().start).line)
                });
                Problem { finding: finding.clone(), place: place.unwrap_or_default() }
            })
            .collect();
        mesh_ordered::sort_by_key(&mut problems, |problem| problem.finding.severity);
        problems
    })
}
