//! What happened, as marks, and who was out when, as bars.

use leptos::prelude::*;
use mesh_view::{EventKind, LineBar, LineMark, LineRow, TimeLine};

use super::scale::Scale;
use crate::bounds;
use crate::format::{self, fill};
use crate::state::{playground, text};
use crate::text::Text;

/// Pixels of a row of bars.
const ROW: usize = 14;

/// The names of the rows.
#[component]
pub(super) fn Rows() -> impl IntoView {
    let text = text();
    let shown = playground().shown;
    let names = Memo::new(move |_| shown.with(|shown| names(&shown.frame.line, text)));
    let row = |name: String| view! { <span class="row" title=name.clone()>{name.clone()}</span> };
    view! { <div class="rows">{move || names.get().into_iter().map(row).collect_view()}</div> }
}

#[component]
pub(super) fn Marks(scale: Memo<Scale>) -> impl IntoView {
    let text = text();
    let shown = playground().shown;
    let marks = Memo::new(move |_| {
        let most = bounds::MARKS.now();
        shown.with(|shown| shown.frame.line.marks.iter().take(most).cloned().collect::<Vec<_>>())
    });
    let rows = Memo::new(move |_| shown.with(|shown| shown.frame.line.rows.clone()));
    let mark = move |mark: LineMark| {
        let scale = scale.get();
        scale.has(mark.at).then(|| {
            let class = format!("mark {}", class(mark.kind));
            view! { <span class=class style=scale.left(mark.at) title=title(&mark, text) data-testid="line-mark"></span> }
        })
    };
    let bars = move |(at, row): (usize, LineRow)| {
        let scale = scale.get();
        let top = format!("top:{}px", 18 + at * ROW);
        row.bars.into_iter().map(|bar| bars(bar, scale, &top, text)).collect_view()
    };
    view! {
        <div class="marks" aria-hidden="true">
            {move || marks.get().into_iter().filter_map(mark).collect_view()}
            {move || rows.get().into_iter().enumerate().map(bars).collect_view()}
        </div>
    }
}

/// What happened is solid, what is planned has a dashed outline.
fn bars(bar: LineBar, scale: Scale, top: &str, text: &Text) -> impl IntoView + use<> {
    let happened = (bar.to > bar.from && bar.to > scale.from).then(|| {
        let title = fill(text.of_runs.line_out, &[&format::clock(bar.from), &format::clock(bar.to)]);
        view! { <span class="out" style=format!("{top};{}", scale.over(bar.from, bar.to)) title=title data-testid="line-out"></span> }
    });
    let planned = bar.planned.filter(|planned| *planned > bar.to).map(|planned| {
        let title = fill(text.of_runs.line_planned, &[&format::clock(planned)]);
        view! { <span class="out planned" style=format!("{top};{}", scale.over(bar.to, planned)) title=title data-testid="line-planned"></span> }
    });
    (happened, planned)
}

fn names(line: &TimeLine, text: &Text) -> Vec<String> {
    let mut before = None;
    let name = |row: &LineRow| {
        let is_same = before.as_ref() == Some(&row.host);
        before = Some(row.host.clone());
        if is_same {
            fill(text.of_runs.line_by, &[&row.client])
        } else {
            fill(text.of_runs.line_row, &[&row.host, &row.client])
        }
    };
    let mut names: Vec<String> = line.rows.iter().map(name).collect();
    if let Some(last) = names.last_mut().filter(|_| line.more > 0) {
        last.push_str(&fill(text.of_runs.line_more, &[&line.more.to_string()]));
    }
    names
}

fn title(mark: &LineMark, text: &Text) -> String {
    let times = if mark.count > 1 { format!(" ×{}", mark.count) } else { String::new() };
    format!("{} {}: {}{times}", format::clock(mark.at), text.event_kind(mark.kind), mark.text)
}

fn class(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Push => "push",
        EventKind::Step => "step",
        EventKind::Overflow | EventKind::EjectionRefused => "overflow",
        EventKind::Pod => "fault",
        EventKind::Node => "node",
        EventKind::Kubernetes | EventKind::KubernetesWarning => "change",
        EventKind::Ejection | EventKind::Unejection => "ejection",
    }
}

/// Where something happens next, or happened last, seen from a moment.
pub(super) fn next(line: &TimeLine, from: f64, is_later: bool) -> Option<f64> {
    const SAME: f64 = 1e-6;
    let bars = line.rows.iter().flat_map(|row| &row.bars).flat_map(|bar| [bar.from, bar.to]);
    let all = line.marks.iter().map(|mark| mark.at).chain(bars);
    if is_later {
        all.filter(|at| *at > from + SAME).min_by(f64::total_cmp)
    } else {
        all.filter(|at| *at < from - SAME).max_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_pod_name_it_once_and_what_is_left_out_is_counted() {
        let text = crate::text::texts_in(crate::Language::default());
        let row = |client: &str, host: &str| LineRow { client: client.into(), host: host.into(), bars: Vec::new() };
        let rows = vec![row("a", "risky"), row("b", "risky"), row("b", "safe")];
        let line = TimeLine { rows, more: 2, ..TimeLine::default() };
        assert_eq!(names(&line, text), ["risky ejected by a", "by b", "safe ejected by b, and 2 more"]);
    }

    #[test]
    fn the_next_thing_is_found_both_ways() {
        let bars = vec![LineBar { from: 20.0, to: 50.0, planned: None }];
        let line = TimeLine { rows: vec![LineRow { bars, ..LineRow::default() }], ..TimeLine::default() };
        let found = |from, is_later| next(&line, from, is_later);
        assert_eq!([found(0.0, true), found(20.0, true), found(50.0, true)], [Some(20.0), Some(50.0), None]);
        assert_eq!([found(20.0, false), found(60.0, false)], [None, Some(50.0)]);
    }
}
