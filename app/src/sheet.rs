//! On a phone: the sheet at the bottom that holds everything but the graph. It is as high as one pulls it, and snaps.

use leptos::{ev, html, prelude::*};

use crate::state::{LogTab, Phone, ViewState, text, view_state};

/// Its height with the transport and the tabs alone: nobody looks for a tab that is not there.
const LOW: f64 = 96.0;

/// With a panel below it, and the graph above.
const HALF: f64 = 348.0;

/// What stays above it: the header.
const ABOVE: f64 = 48.0;

/// A pointer that moved less has pressed.
const PRESSED: f64 = 6.0;

/// How high the sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Snap {
    Low,
    Half,
    Full,
}

impl Snap {
    fn now(view: ViewState) -> Self {
        match (view.phone.get_untracked(), view.sheet_full.get_untracked()) {
            (Phone::Graph, _) => Self::Low,
            (_, false) => Self::Half,
            (_, true) => Self::Full,
        }
    }

    fn take(self, view: ViewState) {
        view.sheet_full.set(self == Self::Full);
        match (self, view.phone.get_untracked()) {
            (Self::Low, phone) => {
                if phone != Phone::Graph {
                    view.phone_before.set(phone);
                }
                view.phone.set(Phone::Graph);
            }
            (_, Phone::Graph) => view.phone.set(view.phone_before.get_untracked()),
            _ => {}
        }
    }

    fn higher(self) -> Self {
        if self == Self::Low { Self::Half } else { Self::Full }
    }

    fn lower(self) -> Self {
        if self == Self::Full { Self::Half } else { Self::Low }
    }

    /// Where a sheet that is let go at a height comes to rest on a screen.
    fn nearest(height: f64, screen: f64) -> Self {
        let full = (screen - ABOVE).max(HALF);
        if height < f64::midpoint(LOW, HALF) {
            Self::Low
        } else if height < f64::midpoint(HALF, full) {
            Self::Half
        } else {
            Self::Full
        }
    }

    fn height(self, screen: f64) -> f64 {
        match self {
            Self::Low => LOW,
            Self::Half => HALF,
            Self::Full => (screen - ABOVE).max(HALF),
        }
    }
}

fn screen() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

/// What pulls the sheet: by pointer, by press, by arrow keys.
#[component]
pub(crate) fn Grip() -> impl IntoView {
    let text = text();
    let view = view_state();
    let grip = NodeRef::<html::Button>::new();
    // Where the pointer went down, and how high the sheet was.
    let pulled = StoredValue::new(None::<(f64, f64)>);
    let down = move |event: ev::PointerEvent| {
        if let Some(grip) = grip.get_untracked() {
            grip.set_pointer_capture(event.pointer_id()).ok();
        }
        pulled.set_value(Some((f64::from(event.client_y()), Snap::now(view).height(screen()))));
    };
    let height =
        move |event: &ev::PointerEvent| pulled.get_value().map(|(y, height)| (y - f64::from(event.client_y()), height));
    let moved = move |event: ev::PointerEvent| {
        if let Some((by, height)) = height(&event).filter(|(by, _)| by.abs() >= PRESSED) {
            view.sheet_pulled.set(Some((height + by).clamp(LOW, Snap::Full.height(screen()))));
        }
    };
    let up = move |event: ev::PointerEvent| {
        if let Some((by, height)) = height(&event).filter(|(by, _)| by.abs() >= PRESSED) {
            Snap::nearest(height + by, screen()).take(view);
        }
        pulled.set_value(None);
    };
    let click = move |_| {
        // One that pulled has come to rest already.
        if view.sheet_pulled.get_untracked().is_some() {
            view.sheet_pulled.set(None);
            return;
        }
        match Snap::now(view) {
            Snap::Low => Snap::Half.take(view),
            Snap::Half | Snap::Full => Snap::Low.take(view),
        }
    };
    let cancelled = move |_| {
        pulled.set_value(None);
        view.sheet_pulled.set(None);
    };
    let key = move |event: ev::KeyboardEvent| {
        let snap = Snap::now(view);
        match event.key().as_str() {
            "ArrowUp" => snap.higher().take(view),
            "ArrowDown" => snap.lower().take(view),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <button type="button" class="grip" node_ref=grip aria-label=text.of_share.sheet title=text.of_share.sheet aria-expanded=move || (view.phone.get() != Phone::Graph).to_string()
            aria-controls="sheet-tabs" data-testid="grip" on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=cancelled on:click=click on:keydown=key></button>
    }
    .into_any()
}

/// What the sheet shows.
#[component]
pub(crate) fn SheetTabs() -> impl IntoView {
    let text = text();
    let view = view_state();
    let tabs = [
        ("sheet-lesson", text.of_lesson.mode_lesson, Phone::Lesson, None),
        ("sheet-yaml", text.of_share.sheet_yaml, Phone::Editor, None),
        ("sheet-details", text.details, Phone::Details, None),
        ("sheet-events", text.events, Phone::Log, Some(LogTab::Events)),
        ("sheet-log", text.access_log, Phone::Log, Some(LogTab::AccessLog)),
        ("sheet-terminal", text.terminal, Phone::Log, Some(LogTab::Terminal)),
        ("sheet-checks", text.checks, Phone::Log, Some(LogTab::Checks)),
        ("sheet-compare", text.of_runs.compare, Phone::Log, Some(LogTab::Compare)),
    ];
    let is_shown = move |panel: Phone, log: Option<LogTab>| {
        view.phone.get() == panel && log.is_none_or(|log| view.log_tab.get() == log)
    };
    let show = move |panel: Phone, log: Option<LogTab>| {
        // Without a lesson there are lessons to choose from.
        if panel == Phone::Lesson && !view.teaches.get_untracked() {
            return crate::lesson::show(view);
        }
        if let Some(log) = log {
            view.log_tab.set(log);
        }
        view.phone.set(panel);
    };
    let key = move |event: ev::KeyboardEvent| {
        let open = tabs.iter().position(|(_, _, panel, log)| untrack(|| is_shown(*panel, *log))).unwrap_or_default();
        if let Some((id, _, panel, log)) =
            crate::browser::next_tab(&event, open, tabs.len()).and_then(|next| tabs.get(next))
        {
            show(*panel, *log);
            crate::browser::focus(&format!("#{id}"));
        }
    };
    view! {
        <div class="sheet-tabs" id="sheet-tabs" role="tablist" aria-label=text.panels on:keydown=key>
            {tabs.map(|(id, words, panel, log)| view! {
                <button type="button" role="tab" id=id data-testid=id aria-selected=move || is_shown(panel, log).to_string()
                    tabindex=move || if is_shown(panel, log) || (panel == Phone::Editor && view.phone.get() == Phone::Graph) { "0" } else { "-1" }
                    on:click=move |_| show(panel, log)>{words}</button>
            }).collect_view()}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_rests_where_it_is_nearest() {
        for (height, rests) in [
            (0.0, Snap::Low),
            (221.0, Snap::Low),
            (223.0, Snap::Half),
            (571.0, Snap::Half),
            (573.0, Snap::Full),
            (900.0, Snap::Full),
        ] {
            assert_eq!(Snap::nearest(height, 844.0), rests, "{height}");
        }
        assert_eq!(Snap::nearest(400.0, 300.0), Snap::Full, "a screen that is lower than the half has no room between");
        assert_eq!((Snap::Low.higher().higher(), Snap::Full.lower().lower()), (Snap::Full, Snap::Low));
    }
}
