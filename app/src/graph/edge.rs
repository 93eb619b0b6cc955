//! An edge: its curve, arrow head and tag.

use leptos::prelude::*;
use mesh_view::{Edge, EdgeCurve, EdgeKind, Point, Stroke};

use super::follow::{Followers, Moment};
use super::node::tone;
use super::tag::{APART, Style, Tag};
use crate::format::{self, fill, pixels};
use crate::state::text;
use crate::text::Text;

pub(super) use mesh_view::breadth;

/// The edge of an id, as it is at the moment that is shown.
#[component]
pub(crate) fn EdgeView(id: String, followers: Followers) -> impl IntoView {
    let text = text();
    let of = id.clone();
    let now = followers.follow(&id, move |moment| Now::of(moment, &of, text));
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
    // Nothing is seen of what runs from a triangle into the node that it sits on.
    let seen = |now: &Option<Now>| now.as_ref().map(|now| now.curve.clone()).filter(|curve| !curve.inside);
    let curve = Memo::new(move |_| now.with(seen));
    let unused = Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(|now| now.is_unused)));
    let width = Memo::new(move |_| {
        let breadth = now.with(|now| now.as_ref().map_or(0.0, |now| now.breadth));
        format!("--width:{}", pixels(breadth))
    });
    let is_cut = Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(|now| now.is_cut)));
    let words = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.words.clone()).unwrap_or_default()));
    view! {
        <g class=class style=width role=role tabindex=index aria-label=move || is_live().then(|| words.get()) data-id=id data-testid=test_id>
            <path class="hit" d=move || is_live().then(|| curve.with(path)) />
            <path class="line" d=move || curve.with(path) />
            <path class="head" d=move || curve.with(head) />
            <path class="cut" d=move || if unused.get() { curve.with(cut) } else { String::new() } />
            {move || is_cut.get().then(|| view! { <path class="severed" d=move || curve.with(across) /> })}
        </g>
    }
    .into_any()
}

/// The tags of an edge, drawn above the nodes so that no name covers a figure.
#[component]
pub(crate) fn EdgeTags(id: String, followers: Followers) -> impl IntoView {
    let of = id.clone();
    let now = followers.follow(&id, move |moment| {
        let curve = moment.curve(&of);
        let place = moment.shown.curve(&of).map(|curve| curve.label).unwrap_or_default();
        let is_read = moment.has_detail(place) && !moment.spread.is_far();
        let edge = is_read.then(|| moment.edge(&of)).flatten();
        let dense = moment.shown.frame.layout.is_dense;
        let room = curve.as_ref().map_or(0.0, |curve| curve.room);
        let tag = edge.map(|edge| Tag::of(&edge, moment.display, room, dense)).unwrap_or_default();
        let at = curve.map(|curve| Point { x: curve.label_start(tag.width()), y: curve.label.y - 9.5 });
        (class(moment, &of), tag, at.unwrap_or_default())
    });
    let class = Memo::new(move |_| now.with(|(class, ..)| class.clone()));
    let tag = Memo::new(move |_| now.with(|(_, tag, _)| tag.clone()));
    let at = Memo::new(move |_| now.with(|(.., at)| *at));
    let place = move || {
        let Point { x, y } = at.get();
        format!("transform:translate({}px,{}px)", pixels(x), pixels(y))
    };
    let pills = move || {
        let mut x = 0.0;
        let pill = |pill: super::tag::Pill| {
            let (left, width) = (x, pill.width());
            x += width + APART;
            let class = match pill.style {
                Style::Filled => "tag",
                Style::Outlined => "tag second",
                Style::Lock => "tag second lock",
            };
            let lock = (pill.style == Style::Lock).then(
                || view! { <path transform=format!("translate({} 9.5)", pixels(left + width / 2.0)) d=PADLOCK /> },
            );
            view! {
                <g class=class>
                    <rect x=pixels(left) width=pixels(width) />
                    <text x=pixels(left + width / 2.0) y="13.4">{pill.text}</text>
                    {lock}
                </g>
            }
        };
        tag.get().0.into_iter().map(pill).collect_view()
    };
    let says = Memo::new(move |_| tag.with(|tag| !tag.0.is_empty()));
    view! {
        <g class=move || format!("{} tags", class.get())>
            {move || says.get().then(|| view! { <g class="moves" style=place>{pills}</g> })}
        </g>
    }
    .into_any()
}

/// A padlock around 0, 0.
pub(super) const PADLOCK: &str = "M-4 -.5H4V5H-4ZM-2.5 -.5V-2.5A2.5 2.5 0 0 1 2.5 -2.5V-.5";

/// What of the frame is an edge's.
#[derive(PartialEq)]
struct Now {
    curve: EdgeCurve,
    /// Pixels across.
    breadth: f64,
    is_unused: bool,
    is_cut: bool,
    /// For those who do not see it; its figures only where somebody may look at it, since they change all the time.
    words: String,
}

impl Now {
    fn of(moment: &Moment<'_>, id: &str, text: &'static Text) -> Option<Self> {
        let shown = moment.shown;
        let (edge, curve) = moment.edge(id).zip(moment.curve(id))?;
        let ends = [shown.name(&edge.source), shown.name(&edge.target)];
        let words = if moment.is_near(id) { words(&edge, &ends, text) } else { ends.join(" \u{2192} ") };
        Some(Self {
            curve,
            breadth: breadth(edge.rates.total()),
            is_unused: is_unused(moment, &edge),
            is_cut: edge.is_cut,
            words,
        })
    }
}

/// The colour class of an edge: Kiali judges no TCP, and draws it in a colour of its own.
pub(super) fn tone_of(edge: &Edge) -> &'static str {
    match tone(edge.health, edge.idle) {
        "tone-none" if edge.is_tcp() => "tone-tcp",
        tone => tone,
    }
}

fn class(moment: &Moment<'_>, id: &str) -> String {
    let Some(edge) = moment.edge(id) else { return String::new() };
    let dashed = if edge.kind == EdgeKind::Mirror || edge.retries > 0.0 { " dashed" } else { "" };
    let found = if edge.found == Some(true) { " found" } else { "" };
    let dim = moment.dim(id);
    let idle = if edge.idle { " idle" } else { "" };
    let unused = if is_unused(moment, &edge) { " unused" } else { "" };
    let inside = if moment.shown.curve(id).is_some_and(|curve| curve.inside) { " inside" } else { "" };
    format!("edge {}{dashed}{idle}{unused}{inside}{found}{dim}{}", tone_of(&edge), moment.selected(id))
}

/// A cross over the middle of a curve.
fn across(curve: &Option<EdgeCurve>) -> String {
    curve.as_ref().map(|curve| lines(curve.cross())).unwrap_or_default()
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

/// Whether nobody takes it now, as far as that is to be seen: what put its pods out may be on its way.
fn is_unused(moment: &Moment<'_>, edge: &Edge) -> bool {
    edge.unused && moment.shown.pods(&edge.target).all(|pod| moment.is_ejected(&pod.name))
}

/// Two strokes through the curve.
fn cut(curve: &Option<EdgeCurve>) -> String {
    curve.as_ref().and_then(EdgeCurve::strokes_of_unused).map(lines).unwrap_or_default()
}

fn lines(strokes: [Stroke; 2]) -> String {
    strokes.map(|[from, to]| format!("M{}L{}", at(from), at(to))).concat()
}

/// The arrow head at the curve's end.
fn head(curve: &Option<EdgeCurve>) -> String {
    let corners = curve.as_ref().and_then(EdgeCurve::arrowhead);
    corners.map(|corners| format!("M{}Z", corners.map(at).join("L"))).unwrap_or_default()
}

fn at(Point { x, y }: Point) -> String {
    format!("{} {}", pixels(x), pixels(y))
}

/// The edge for those who do not see it.
fn words(edge: &Edge, ends: &[String; 2], text: &'static Text) -> String {
    let mut words = fill(text.edge_words, &[&ends[0], &ends[1], &format::rate(edge.rates.total())]);
    if let Some(share) = edge.share {
        words.push_str(&fill(text.edge_words_share, &[&format::percent(share)]));
    }
    if let Some(weight) = edge.weight {
        words.push_str(&fill(text.edge_words_weight, &[&format::weight(weight)]));
    }
    words.push_str(&fill(text.edge_words_errors, &[&format::percent(edge.rates.error_percent())]));
    if edge.mutual_tls > 0.0 {
        words.push_str(", ");
        words.push_str(text.of_graph.mutual_tls);
    }
    if edge.is_cut {
        words.push_str(", ");
        words.push_str(text.is_cut);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_points_along_the_end_of_the_curve() {
        let points = [0.0, 10.0, 20.0, 30.0].map(|x| Point { x, y: 0.0 }).to_vec();
        let curve = Some(EdgeCurve { points, ..EdgeCurve::default() });
        assert_eq!(path(&curve), "M0 0C10 0 20 0 30 0");
        assert_eq!(head(&curve), "M31 0L20 5L20 -5Z");
        assert_eq!((path(&None), head(&None)), (String::new(), String::new()));
    }
}
