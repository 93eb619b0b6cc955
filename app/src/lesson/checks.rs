//! What must hold in a step, ticked as it comes to hold.

use leptos::prelude::*;
use mesh_view::{LessonCheck, LessonStep};

use super::blocks::{line, seen};
use super::player::Player;
use crate::state::text;

pub(super) fn checks(player: Player, step: &LessonStep) -> Option<AnyView> {
    let text = text();
    if step.checks.is_empty() {
        return None;
    }
    let row = |check: &LessonCheck| {
        let name = check.name.clone();
        let holds = Memo::new(move |_| player.ticked.with(|ticked| ticked.contains(&name)));
        let name = check.name.clone();
        let figure = move || seen(player, &name, 0).filter(|_| player.has_begun()).map(short);
        let sign = move || if holds.get() { "✓" } else { "○" };
        let words = move || if holds.get() { text.of_lesson.check_holds } else { text.of_lesson.check_waits };
        view! {
            <li class:holds=holds data-testid=format!("lesson-check {}", check.name)>
                <i role="img" aria-label=words title=words>{sign}</i><span>{line(player, &check.text)}</span><em>{figure}</em>
            </li>
        }
    };
    Some(
        view! {
            <h3 class="part">{text.of_lesson.checks}</h3>
            <ul class="ticks">{step.checks.iter().map(row).collect_view()}</ul>
        }
        .into_any(),
    )
}

/// A figure beside a check: the number without what it is a share of. A long output is not one.
fn short(seen: String) -> String {
    const LONGEST: usize = 14;
    let short = seen.split(" (").next().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
    if short.chars().count() > LONGEST { String::new() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_a_check_stands_a_figure_alone() {
        for (seen, told) in [
            ("9.8 % (98 of 1000)", "9.8 %"),
            ("10", "10"),
            ("", ""),
            ("deployment.apps/staff-service scaled", ""),
            ("two\nlines", "two"),
        ] {
            assert_eq!(short(seen.into()), told);
        }
    }
}
