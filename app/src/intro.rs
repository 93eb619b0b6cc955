//! The card above the graph: what a scenario is about and what to try in it, until it is put away.

use leptos::prelude::*;
use mesh_view::{Figure, Frame, SourceFile, Span};

use crate::browser::storage;
use crate::format::fill;
use crate::state::{LogTab, Playground, ViewState, deciding, playground, text, view_state};
use crate::text::Text;

#[component]
pub(crate) fn Intro() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let words = Memo::new(move |_| {
        playground.shown.with(|shown| {
            let Frame { title, description, .. } = &shown.frame;
            [title, description].map(|words| words.get(text.tag).to_owned())
        })
    });
    Effect::new(move |_| {
        let is_known = words.with(|[title, _]| storage::knows(title));
        view.intro.set(!is_known);
    });
    Effect::new(move |_| {
        words.with(|[title, _]| {
            let title =
                if title.is_empty() { text.product.to_owned() } else { fill(text.page_title, &[title, text.product]) };
            document().set_title(&title);
        });
    });
    // What the page begins with has its figures once the engine runs; whoever looks at something else by then keeps it.
    let figures = playground.version(|versions| versions.gutter);
    Effect::new(move |is_shown: Option<bool>| {
        if is_shown == Some(true) {
            return true;
        }
        figures.get();
        let has_figures = playground.shown.with_untracked(|shown| !shown.frame.gutter.is_empty());
        untrack(|| {
            let is_as_opened =
                playground.opened.get() == 0 && playground.open_file.get() == 0 && !playground.changed.get();
            let looks_elsewhere = view.teaches.get() || playground.decision.with(Option::is_some);
            if has_figures && is_as_opened && !looks_elsewhere {
                playground.show_first_line();
            }
        });
        has_figures
    });
    let is_open = Memo::new(move |_| view.intro.get() && words.with(|[_, description]| !description.is_empty()));
    let close = move |_| {
        view.intro.set(false);
        words.with_untracked(|[title, _]| storage::keep_known(title));
    };
    let tries = Memo::new(move |_| {
        playground.files.with(|files| playground.shown.with(|shown| tries(&shown.frame, files, text)))
    });
    let draw = move |Try { title, hint, act }: Try| {
        view! {
            <li><button type="button" data-testid="try" on:click=move |_| act.clone().happen(playground, view)>
                <b>{title}</b><small>{hint}</small>
            </button></li>
        }
    };
    view! {
        <Show when=move || is_open.get()>
            <section class="intro" aria-label=text.intro data-testid="intro">
                <div>
                    <h2>{move || words.with(|[title, _]| title.clone())}</h2>
                    <button type="button" class="teach" title=text.of_lesson.intro_hint data-testid="intro-lessons" on:click=move |_| view.gallery.set(true)>{text.of_lesson.intro_title}</button>
                    <p>{move || words.with(|[_, description]| unbroken(description))}</p>
                </div>
                <ul aria-label=text.intro_try>{move || tries.get().into_iter().map(draw).collect_view()}</ul>
                <button type="button" class="square" aria-label=text.close title=text.close data-testid="intro-close" on:click=close>"×"</button>
            </section>
        </Show>
    }
    .into_any()
}

/// A text whose flags of commands stay whole: a browser breaks them between their hyphens.
fn unbroken(text: &str) -> Vec<AnyView> {
    let word = |word: &str| match word.starts_with("--") {
        true => view! { <span class="flag">{word.to_owned()}</span> }.into_any(),
        false => word.to_owned().into_any(),
    };
    text.split_inclusive(' ').map(word).collect()
}

/// Something to click.
#[derive(Clone, Debug, PartialEq)]
struct Try {
    title: String,
    hint: &'static str,
    act: Act,
}

#[derive(Clone, Debug, PartialEq)]
enum Act {
    /// Shows a place of the text.
    Show(Span),
    /// Tells why a request was answered as it was.
    Explain,
    /// Shows nodes and the pods on them.
    Cluster,
}

impl Act {
    fn happen(self, playground: Playground, view: ViewState) {
        match self {
            Self::Show(span) => {
                view.edit_open.set(true);
                playground.show_span(span);
            }
            Self::Explain => {
                view.log_tab.set(LogTab::AccessLog);
                let latest = playground.shown.with_untracked(|shown| latest(&shown.frame).map(|line| line.request));
                if let Some(request) = latest {
                    playground.explain(request);
                }
            }
            Self::Cluster => {
                if !playground.shows_cluster.get_untracked() {
                    playground.toggle_cluster();
                }
            }
        }
    }
}

/// What to try: a line that decides, a request, the cluster.
fn tries(frame: &Frame, files: &[SourceFile], text: &Text) -> Vec<Try> {
    let decides = |figure: &Figure| match figure {
        Figure::Share { weight: Some(_), .. } => Some(text.try_weight),
        Figure::Consecutive { .. } => Some(text.try_outlier),
        Figure::Share { .. } => Some(text.try_route),
        _ => None,
    };
    let line = deciding(frame, files).and_then(|(span, figure)| {
        Some(Try { title: line_of(files, span)?, hint: decides(figure)?, act: Act::Show(span) })
    });
    let request = latest(frame).map(|line| {
        let (title, hint) = match line.status {
            1..400 => (text.try_request, text.try_why),
            _ => (text.try_failed, text.try_why_failed),
        };
        Try { title: title.to_owned(), hint, act: Act::Explain }
    });
    let has_nodes = frame.pods.iter().any(|pod| !pod.machine.is_empty());
    let cluster = Try { title: text.cluster.to_owned(), hint: text.try_cluster, act: Act::Cluster };
    has_nodes.then_some(cluster).into_iter().chain(line).chain(request).collect()
}

/// The last request that failed, else the last one.
fn latest(frame: &Frame) -> Option<&mesh_view::LogLine> {
    let failed = frame.log.iter().rev().find(|line| line.status == 0 || line.status >= 400);
    failed.or(frame.log.last())
}

/// The line on which a place begins, without what is around it.
fn line_of(files: &[SourceFile], span: Span) -> Option<String> {
    const LONGEST: usize = 36;
    let text = &files.get(span.file as usize)?.text;
    let (before, after) = text.split_at_checked(span.start as usize)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = format!("{}{}", before.get(start..)?, after.lines().next().unwrap_or_default());
    let line = line.trim().trim_start_matches("- ");
    Some(line.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_says_what_to_try() {
        let text = crate::text::texts_in(crate::Language::En);
        for preset in mesh_scenario::presets() {
            let mut session = mesh_scenario::Session::open(preset.scenario());
            session.seek(mesh_scenario::Time(20_000_000_000), &mut mesh_scenario::Work::unlimited()).unwrap();
            let frame = session.frame();
            let found = tries(&frame, session.files(), text);
            assert!((1..=3).contains(&found.len()), "{} {found:?}", preset.slug);
            assert!(!frame.description.en.is_empty(), "{}", preset.slug);
            if preset.slug == "canary-weights" {
                assert_eq!(found[0].title, "weight: 90");
            }
            if preset.slug == "circuit-breaking" {
                assert_eq!(found[0].title, "consecutive5xxErrors: 2");
            }
            if preset.slug == "dark-release" {
                assert_eq!(found[0].title, "exact: canary");
            }
        }
    }

    #[test]
    fn a_line_is_taken_whole_and_without_its_dash() {
        let files = [SourceFile { name: "a".into(), text: "a:\n  - b: 한국 # c\nd".into() }];
        let place = |start, end| Span { file: 0, start, end };
        assert_eq!(line_of(&files, place(7, 8)).as_deref(), Some("b: 한국 # c"));
        assert_eq!((line_of(&files, place(11, 12)), line_of(&files, place(90, 91))), (None, None));
    }
}
