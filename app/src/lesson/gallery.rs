//! The lessons to choose from: in their order, by group, with how far one has come.

use leptos::{html, prelude::*, task::spawn_local};
use mesh_ordered::OrderedMap;
use mesh_view::LessonCard;

use super::open;
use super::progress::{self, Progress};
use crate::format::fill;
use crate::state::{playground, text, view_state};

/// A dialog, as long as it is there.
#[component]
pub(crate) fn Gallery() -> impl IntoView {
    let open = view_state().gallery;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.show_modal().ok();
        }
    });
    view! {
        <dialog class="gallery" node_ref=dialog aria-labelledby="gallery-title" data-testid="gallery" on:close=move |_| open.set(false)>
            <Content />
        </dialog>
    }
    .into_any()
}

/// What is known of the lessons.
#[derive(Clone, PartialEq)]
enum Known {
    Nothing,
    Unreachable,
    Cards(Vec<LessonCard>),
}

#[component]
fn Content() -> impl IntoView {
    let text = text();
    let view = view_state();
    let known = RwSignal::new(Known::Nothing);
    let progress = StoredValue::new(progress::all());
    spawn_local(async move {
        let told = open::cards(text).await.map_or(Known::Unreachable, Known::Cards);
        // The dialog may have been closed meanwhile.
        known.try_set(told);
    });
    let list = move || match known.get() {
        Known::Nothing => view! { <p class="muted" role="status">{text.of_lesson.loading}</p> }.into_any(),
        Known::Unreachable => view! { <p role="alert">{text.of_lesson.unreachable}</p> }.into_any(),
        Known::Cards(cards) if cards.is_empty() => view! { <p class="muted">{text.of_lesson.none}</p> }.into_any(),
        Known::Cards(cards) => progress.with_value(|progress| groups(cards, progress)),
    };
    view! {
        <div class="inside">
            <header>
                <h2 id="gallery-title">{text.of_lesson.lessons}</h2>
                <button type="button" class="square" aria-label=text.close title=text.close data-testid="gallery-close" on:click=move |_| view.gallery.set(false)>"×"</button>
            </header>
            <p class="muted">{text.of_lesson.lessons_help}</p>
            {list}
        </div>
    }
    .into_any()
}

/// The cards under their groups; a group stands where its first card does.
fn groups(cards: Vec<LessonCard>, progress: &OrderedMap<String, Progress>) -> AnyView {
    let mut groups: Vec<(String, Vec<(usize, LessonCard)>)> = Vec::new();
    for (at, card) in cards.into_iter().enumerate() {
        match groups.iter_mut().find(|(group, _)| *group == card.group) {
            Some((_, of_group)) => of_group.push((at, card)),
            None => groups.push((card.group.clone(), vec![(at, card)])),
        }
    }
    let empty = Progress::default();
    let group = |(name, cards): (String, Vec<(usize, LessonCard)>)| {
        let cards = cards.into_iter().map(|(at, it)| card(at, &it, progress.get(&it.slug).unwrap_or(&empty)));
        view! { <h3>{name}</h3><ol class="cards">{cards.collect_view()}</ol> }
    };
    groups.into_iter().map(group).collect_view().into_any()
}

fn card(at: usize, card: &LessonCard, progress: &Progress) -> AnyView {
    let (text, playground, view) = (text(), playground(), view_state());
    let (done, most) = (progress.count(&card.steps), card.steps.len());
    let place = card.steps.iter().position(|step| *step == progress.step).unwrap_or_default() + 1;
    let begin = match (done, most) {
        (0, _) => text.of_lesson.begin.to_owned(),
        (done, most) if done == most => text.of_lesson.again.to_owned(),
        _ => fill(text.of_lesson.go_on, &[&place.to_string()]),
    };
    let first = (done == most).then(|| card.steps.first().cloned()).flatten();
    let slug = card.slug.clone();
    let open = move |_| {
        // Whoever plays it again predicts again.
        if first.is_some() {
            progress::keep(&slug, &Progress::default());
        }
        open::open(playground, view, text, slug.clone(), first.clone(), false);
    };
    let minutes = fill(text.of_lesson.minutes, &[&card.minutes.to_string()]);
    let far = fill(text.of_lesson.steps_done, &[&done.to_string(), &most.to_string()]);
    // The server's picture of the scenario; of one that it does not draw nothing is shown.
    let picture = format!("/img/p/{}.svg", card.slug);
    let words = fill(text.of_lesson.thumbnail, &[&card.title]);
    let outcome = fill(text.of_lesson.outcome, &[&card.outcome]);
    view! {
        <li data-testid=format!("lesson-card {}", card.slug)>
            <img src=picture alt=words loading="lazy" width="220" height="124" />
            <div>
                <h4><span class="muted">{(at + 1).to_string()}</span>" "{card.title.clone()}</h4>
                <p>{card.summary.clone()}</p>
                <p class="outcome">{outcome}</p>
                <p class="facts">
                    <button type="button" class="primary" data-testid="lesson-begin" on:click=open>{begin}</button>
                    <span class="muted">{format!("{minutes} · {far}")}</span>
                </p>
            </div>
        </li>
    }
    .into_any()
}
