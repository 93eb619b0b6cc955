//! An edge: its curve, arrow head and tag.

use leptos::prelude::*;
use mesh_view::{Edge, EdgeCurve, EdgeKind, Point};

use super::follow::{Followers, Moment};
use super::node::tone;
use super::tag::Tag;
use crate::format::{self, fill, pixels};
use crate::state::text;
use crate::text::Text;

/// The edge of an id, as it is at the moment that is shown.
#[component]
pub(crate) fn EdgeView(id: String, followers: Followers) -> impl IntoView {
    let text = text();
    let of = id.clone();
    let now = followers.follow(&id, move |moment| Now::of(moment, &of));
    let of = id.clone();
    let looks = followers.follow(&id, move |moment| (class(moment, &of), moment.tab_index(&of)));
    let class = move || looks.with(|(class, _)| class.clone());
    let index = move || looks.with(|(_, index)| *index);
    // What scripts and tests find it by.
    let named = StoredValue::new(id);
    let is_live = move || looks.with(|(_, index)| index.is_some());
    let id = move || is_live().then(|| named.get_value());
    let role = move || is_live().then_some("button");
    let test_id = move || is_live().then(|| named.with_value(|id| format!("edge {id}")));
    let curve = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.curve.clone())));
    let words = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| words(now, text)).unwrap_or_default()));
    view! {
        <g class=class role=role tabindex=index aria-label=move || is_live().then(|| words.get()) data-id=id data-testid=test_id>
            <path class="hit" d=move || is_live().then(|| curve.with(path)) />
            <path class="line" d=move || curve.with(path) />
            <path class="head" d=move || curve.with(head) />
        </g>
    }
    .into_any()
}

/// The tags of an edge, drawn above the nodes so that no name covers a figure.
#[component]
pub(crate) fn EdgeTags(id: String, followers: Followers) -> impl IntoView {
    let of = id.clone();
    let now = followers.follow(&id, move |moment| {
        let at = moment.shown.curve(&of).map(|curve| curve.label).unwrap_or_default();
        let edge = moment.shown.edge(&of).filter(|_| moment.has_detail(at));
        (class(moment, &of), edge.map(|edge| Tag::of(edge, moment.label)).unwrap_or_default(), at)
    });
    let class = Memo::new(move |_| now.with(|(class, ..)| class.clone()));
    let tag = Memo::new(move |_| now.with(|(_, tag, _)| tag.clone()));
    let at = Memo::new(move |_| now.with(|(.., at)| *at));
    let widths = Memo::new(move |_| tag.with(Tag::widths));
    let left = move || at.get().x - (widths.get().0 + widths.get().1) / 2.0;
    let pill = move |class: &'static str, shift: Signal<f64>, width: Signal<f64>, text: Signal<String>| {
        let place =
            move || format!("transform:translate({}px,{}px)", pixels(left() + shift.get()), pixels(at.get().y - 8.5));
        view! {
            <g class=class style=place>
                <rect width=move || pixels(width.get()) />
                <text x=move || pixels(width.get() / 2.0) y="12.3">{move || text.get()}</text>
            </g>
        }
    };
    let observed = Signal::derive(move || tag.with(|tag| tag.observed.clone()));
    let configured = Signal::derive(move || tag.with(|tag| tag.configured.clone()));
    let first = Signal::derive(move || widths.get().0);
    let second = Signal::derive(move || widths.get().1);
    let none = Signal::derive(|| 0.0);
    let behind = Signal::derive(move || widths.get().0 + 2.0);
    view! {
        <g class=move || format!("{} tags", class.get())>
            <Show when=move || first.get() != 0.0>{pill("tag moves", none, first, observed)}</Show>
            <Show when=move || second.get() != 0.0>{pill("tag second moves", behind, second, configured)}</Show>
        </g>
    }
    .into_any()
}

/// What of the frame is an edge's.
#[derive(PartialEq)]
struct Now {
    edge: Edge,
    curve: EdgeCurve,
    /// The names of its nodes.
    ends: [String; 2],
}

impl Now {
    fn of(Moment { shown, .. }: &Moment<'_>, id: &str) -> Option<Self> {
        let (edge, curve) = shown.edge(id).cloned().zip(shown.curve(id).cloned())?;
        Some(Self { ends: [shown.name(&edge.source), shown.name(&edge.target)], edge, curve })
    }
}

fn class(moment: &Moment<'_>, id: &str) -> String {
    let Some(edge) = moment.shown.edge(id) else { return String::new() };
    let dashed = if edge.kind == EdgeKind::Mirror || edge.retries > 0.0 { " dashed" } else { "" };
    let dim = if moment.query.is_empty() || moment.query.edge(edge) { "" } else { " dim" };
    let idle = if edge.idle { " idle" } else { "" };
    format!("edge {}{dashed}{idle}{dim}{}", tone(edge.health, edge.idle), moment.selected(id))
}

/// The curve as SVG path data.
fn path(curve: &Option<EdgeCurve>) -> String {
    curve.as_ref().map(|curve| path_data(&curve.points)).unwrap_or_default()
}

/// Pieces of a curve as SVG path data.
pub(super) fn path_data(points: &[Point]) -> String {
    let mut data = String::new();
    for (at, Point { x, y }) in points.iter().enumerate() {
        let command = match at {
            0 => "M",
            at if at % 3 == 1 => "C",
            _ => " ",
        };
        data.push_str(&format!("{command}{} {}", pixels(*x), pixels(*y)));
    }
    data
}

/// The arrow head at the curve's end.
fn head(curve: &Option<EdgeCurve>) -> String {
    let Some(points) = curve.as_ref().map(|curve| &curve.points) else { return String::new() };
    let Some(end) = points.last() else { return String::new() };
    let before = points.iter().rev().find(|point| (point.x - end.x).hypot(point.y - end.y) > 0.5);
    let Some(before) = before else { return String::new() };
    let length = (end.x - before.x).hypot(end.y - before.y);
    let (along_x, along_y) = ((end.x - before.x) / length, (end.y - before.y) / length);
    let corner =
        |side: f64| (end.x - 12.0 * along_x - side * 6.0 * along_y, end.y - 12.0 * along_y + side * 6.0 * along_x);
    let ((left_x, left_y), (right_x, right_y)) = (corner(1.0), corner(-1.0));
    let corners = [(end.x + along_x, end.y + along_y), (left_x, left_y), (right_x, right_y)];
    let [tip, left, right] = corners.map(|(x, y)| format!("{} {}", pixels(x), pixels(y)));
    format!("M{tip}L{left}L{right}Z")
}

/// The edge for those who do not see it.
fn words(Now { edge, ends, .. }: &Now, text: &'static Text) -> String {
    let mut words = fill(text.edge_words, &[&ends[0], &ends[1], &format::rate(edge.rates.total())]);
    if let Some(share) = edge.share {
        words.push_str(&fill(text.edge_words_share, &[&format::percent(share)]));
    }
    if let Some(weight) = edge.weight {
        words.push_str(&fill(text.edge_words_weight, &[&format::weight(weight)]));
    }
    words.push_str(&fill(text.edge_words_errors, &[&format::percent(edge.rates.error_percent())]));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_points_along_the_end_of_the_curve() {
        let points = [0.0, 10.0, 20.0, 30.0].map(|x| Point { x, y: 0.0 }).to_vec();
        let curve = Some(EdgeCurve { id: String::new(), points, label: Point::default() });
        assert_eq!(path(&curve), "M0 0C10 0 20 0 30 0");
        assert_eq!(head(&curve), "M31 0L18 6L18 -6Z");
        assert_eq!((path(&None), head(&None)), (String::new(), String::new()));
    }
}
