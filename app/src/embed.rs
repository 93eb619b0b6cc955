//! For frames in other pages: the graph, alone or beside a lesson, what it is, play, time, and the way to the playground. Before the
//! reader's click it is a picture: nothing is there that does nothing.

use leptos::prelude::*;

use crate::Language;
use crate::format;
use crate::graph::GraphPanel;
use crate::lesson::{self, Playing};
use crate::page::Page;
use crate::state::{playground, text, view_state};
use crate::toast::Toasts;

/// Where the playground shows what a frame shows, in its language.
fn address(page: &Page, language: &str) -> String {
    let lang = if language == Language::default().tag() { String::new() } else { format!("lang={language}") };
    let asked = |path: String| if lang.is_empty() { path } else { format!("{path}?{lang}") };
    match page {
        // What a link holds begins with the number of its format.
        Page::Embed { id } if id.contains('.') => asked(format!("/c/{id}")),
        Page::Embed { id } | Page::Shared { id } => asked(format!("/s/{id}")),
        // Names of lessons and steps are letters, digits and dashes.
        Page::EmbedLesson { slug, step } => {
            let step = step.as_ref().map(|step| format!("step={step}"));
            let parts = [Some(format!("lesson={slug}")), step, Some(lang)];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            format!("/?{}", parts.join("&"))
        }
        Page::Index => asked("/".to_owned()),
    }
}

#[component]
pub(crate) fn EmbedPage(page: Page) -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let title = playground.shown.with_untracked(|shown| shown.frame.title.get(text.tag).to_owned());
    let title = if title.is_empty() { text.product.to_owned() } else { title };
    let clock = move || playground.shown.with(|shown| format::clock(shown.frame.time));
    let teaches = matches!(page, Page::EmbedLesson { .. });
    let first = address(&page, text.tag);
    // The step that is open goes on there.
    let way = move || view.lesson.get().map_or_else(|| first.clone(), lesson::address);
    view! {
        <div class=if teaches { "page embed with-lesson" } else { "page embed" }>
            <header><h1>{title}</h1><a class="button" target="_blank" rel="noopener" href=way>{text.of_share.embed_open}</a></header>
            {teaches.then(|| view! { <Show when=move || view.lesson.with(Option::is_some)><Playing /></Show> })}
            <GraphPanel />
            <footer>
                <Show when=move || view.is_live()><Play /></Show>
                <span class="clock" data-testid="clock">{clock}</span>
                <Show when=move || view.is_live()><Scrub /></Show>
            </footer>
        </div>
        {teaches.then(|| view! { <Toasts /> })}
    }
    .into_any()
}

#[component]
fn Play() -> impl IntoView {
    let text = text();
    let playing = playground().playing;
    let label = move || if playing.get() { text.pause } else { text.play };
    let sign = move || if playing.get() { "M3 2h3v10H3zM8 2h3v10H8z" } else { "M3 1.5v11l9-5.5z" };
    view! {
        <button type="button" class="primary square" aria-label=label title=label data-testid="play" on:click=move |_| playing.update(|playing| *playing = !*playing)>
            <svg viewBox="0 0 14 14" aria-hidden="true"><path d=sign /></svg>
        </button>
    }
    .into_any()
}

/// The time line of a frame: as long as the run.
#[component]
fn Scrub() -> impl IntoView {
    let text = text();
    let playground = playground();
    let time = move || playground.shown.with(|shown| shown.frame.time);
    let duration = move || playground.shown.with(|shown| shown.frame.duration.max(shown.frame.time));
    let to = move |event| {
        if let Some(seconds) = format::decimal(&event_target_value(&event)) {
            playground.seek(seconds);
        }
    };
    view! {
        <input type="range" min="0" step="0.1" max=move || format::fixed(duration(), 1) aria-label=text.simulated_time
            aria-valuetext=move || format::clock(time()) prop:value=move || format::fixed(time(), 1) data-testid="scrub" on:change=to />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_leads_to_its_own_scenario() {
        let embed = |id: &str| address(&Page::Embed { id: id.into() }, "en");
        assert_eq!((embed("1.abc").as_str(), embed("abcdefghjkmn").as_str()), ("/c/1.abc", "/s/abcdefghjkmn"));
        let lesson = |step: Option<&str>| {
            let slug = "canary-weights".to_owned();
            ["en", "ko"].map(|language| {
                address(&Page::EmbedLesson { slug: slug.clone(), step: step.map(str::to_owned) }, language)
            })
        };
        assert_eq!(lesson(None), ["/?lesson=canary-weights", "/?lesson=canary-weights&lang=ko"]);
        assert_eq!(
            lesson(Some("drift")),
            ["/?lesson=canary-weights&step=drift", "/?lesson=canary-weights&step=drift&lang=ko"]
        );
    }
}
