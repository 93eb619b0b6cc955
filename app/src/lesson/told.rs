//! A step in a frame of another page before it is played: its words, as the document shows them to whoever has no scripts, too.

use leptos::prelude::*;
use mesh_view::Lesson;

use super::blocks;
use super::player::Player;
use crate::format::fill;
use crate::state::{playground, text, view_state};

/// The step of a lesson that a document shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The lesson, in the reader's language.
    pub lesson: Lesson,
    /// The place of the step.
    pub at: usize,
    /// What follows the address of a step, as `?lang=ko`; may be empty.
    pub query: String,
    /// Whether it is shown to an audience.
    pub presents: bool,
}

/// What the step says; where nothing runs, the steps are pages.
pub(crate) fn told(told: &Told) -> Option<AnyView> {
    let Told { lesson, at, query, presents } = told;
    let text = text();
    let step = lesson.steps.get(*at)?;
    let player = Player::new(playground(), view_state(), text);
    let class = if *presents { "lesson told presents" } else { "lesson told" };
    let which = fill(text.of_lesson.step_number, &[&(at + 1).to_string(), &lesson.steps.len().to_string()]);
    let heading = format!("{} · {}", at + 1, step.title);
    let page = |place: usize, words: String| {
        let step = lesson.steps.get(place)?;
        let address = format!("/embed/lesson/{}/{}{query}", lesson.card.slug, step.id);
        Some(view! { <a class="button" href=address>{words}</a> })
    };
    let previous = at.checked_sub(1).and_then(|before| page(before, fill(text.of_lesson.previous, &[&at.to_string()])));
    let next = lesson.steps.get(at + 1).map(|step| fill(text.of_lesson.next, &[&(at + 2).to_string(), &step.title]));
    let next = next.and_then(|words| page(at + 1, words));
    let words = view! {
        <section class=class aria-label=text.of_lesson.mode_lesson>
            <p class="bars">{which}</p>
            <div class="body" tabindex="0">
                <h2 class="title">{heading}</h2>
                <div class="words">{blocks::blocks(player, &step.text)}</div>
            </div>
            <noscript><footer>{previous}<span class="grow"></span>{next}</footer></noscript>
        </section>
    };
    Some(words.into_any())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use mesh_view::{Block, Inline, LessonCard, LessonStep};

    use super::*;

    fn html(at: usize) -> String {
        let words = |words: &str| vec![Block::Paragraph(vec![Inline::Text(words.into())])];
        let step = |id: &str, title: &str, text: &str| LessonStep {
            id: id.into(),
            title: title.into(),
            text: words(text),
            ..LessonStep::default()
        };
        let steps = vec![step("one", "First", "Look <here>."), step("two", "\"Second\" </noscript>", "There.")];
        let lesson = Lesson {
            card: LessonCard { slug: "a-lesson".into(), ..LessonCard::default() },
            steps,
            ..Lesson::default()
        };
        let told = Told { lesson, at, query: "?lang=ko".into(), presents: false };
        Owner::new().with(|| {
            provide_context(crate::text::texts_in(crate::Language::En));
            provide_context(crate::state::Playground::new(mesh_view::Opening::default()));
            provide_context(crate::state::ViewState::new(true));
            super::told(&told).map(|view| view.to_html()).unwrap_or_default()
        })
    }

    #[test]
    fn a_step_is_read_and_left_without_scripts() {
        let first = html(0);
        assert!(first.contains("Look &lt;here&gt;.") && first.contains("1 · First"), "{first}");
        assert!(first.contains("href=\"/embed/lesson/a-lesson/two?lang=ko\""), "{first}");
        assert!(!first.contains("href=\"/embed/lesson/a-lesson/one"), "nothing is before the first: {first}");
        assert!(html(1).contains("href=\"/embed/lesson/a-lesson/one?lang=ko\""));
        assert_eq!(html(2), "", "there is no third");
    }

    #[test]
    fn no_title_ends_what_stands_where_scripts_are_off() {
        assert_eq!(html(0).matches("</noscript").count(), 1);
    }
}
