//! A node: shape, name, pods and badges.

use leptos::prelude::*;
use mesh_view::{Health, NameSide, Node, NodeKind, Point, Rates};

use super::badge::{Badge, BadgeDisc, in_words};
use super::card::CardView;
use super::follow::{Followers, Moment};
use super::name::{Label, below};
use crate::format::{self, fill, pixels};
use crate::shown;
use crate::state::text;
use crate::text::Text;

/// Kiali's colour class of a health.
pub(crate) fn tone(health: Health, idle: bool) -> &'static str {
    match health {
        Health::Failure => "tone-failure",
        Health::Degraded => "tone-degraded",
        _ if idle => "tone-idle",
        Health::NotReady => "tone-idle",
        Health::Healthy | Health::None => "tone-none",
    }
}

/// The node of an id, as it is at the moment that is shown.
#[component]
pub(crate) fn NodeView(id: String, followers: Followers) -> impl IntoView {
    let text = text();
    let of = id.clone();
    let now = followers.follow(&id, move |moment| Now::of(moment, &of, text));
    let words = Memo::new(move |_| now.with(|now| now.words.clone()));
    let (center, size) =
        (Memo::new(move |_| now.with(|now| now.center)), Memo::new(move |_| now.with(|now| now.scale)));
    let kind = Memo::new(move |_| now.with(|now| now.node.as_ref().map_or(NodeKind::Unknown, |node| node.kind)));
    let is_end = Memo::new(move |_| now.with(|now| now.node.as_ref().is_some_and(|node| node.id.starts_with("end:"))));
    let of = id.clone();
    let looks = followers.follow(&id, move |moment| Looks::of(moment, &of));
    let class = move || looks.with(|looks| format!("{} moves", looks.class));
    let index = move || looks.with(|looks| looks.tab_index);
    // What scripts and tests find it by.
    let named = StoredValue::new(id);
    let is_live = move || looks.with(|looks| looks.tab_index.is_some());
    let id = move || is_live().then(|| named.get_value());
    let role = move || is_live().then_some("button");
    let words = move || is_live().then(|| words.get());
    let test_id = move || is_live().then(|| named.with_value(|id| format!("node {id}")));
    let found = Memo::new(move |_| looks.with(|looks| looks.found));
    let is_near = Memo::new(move |_| looks.with(|looks| looks.is_near));
    let place = move || {
        let Point { x, y } = center.get();
        let size = size.get();
        let scale = if size == 1.0 { String::new() } else { format!(" scale({})", format::fixed(size, 3)) };
        format!("transform:translate({}px,{}px){scale}", pixels(x), pixels(y))
    };
    // Names and signs that nobody can read are not there: thousands of nodes would have the browser lay them all out.
    let half = Memo::new(move |_| now.with(|now| now.half));
    let detail = move || {
        is_near.get().then(|| {
            let badges = Memo::new(move |_| now.with(|now| now.badges.clone()));
            let pods = Memo::new(move |_| now.with(|now| now.pods.clone()));
            let label = Memo::new(move |_| now.with(|now| now.label.clone()));
            let is_broken =
                Memo::new(move |_| now.with(|now| now.node.as_ref().is_some_and(|node| node.fault.is_some())));
            view! {
                <path class="glyph" d=move || if is_end.get() { ENDED } else { glyph(kind.get()) } />
                <path class="health-sign" d=move || now.with(Now::sign) />
                <PodDots pods />
                {move || badges.get().into_iter().map(|(badge, x, y)| view! { <BadgeDisc badge x y /> }).collect_view()}
                {move || is_broken.get().then(|| view! { <path class="broken" d=bolt(half.get()) /> })}
                {move || label.get().map(|label| label.draw(half.get()))}
            }
        })
    };
    let is_card = kind.get_untracked() == NodeKind::Group;
    if is_card {
        let node = Memo::new(move |_| now.with(|now| now.node.clone()));
        return view! {
            <g class=class style=place role=role tabindex=index aria-label=words data-id=id data-testid=test_id>
                <CardView node found />
            </g>
        }
        .into_any();
    }
    view! {
        <g class=class style=place role=role tabindex=index aria-label=words
            data-id=id data-testid=test_id>
            <Show when=move || found.get()><circle class="halo" r="26" /></Show>
            <path class="shape" d=move || shape(kind.get(), half.get()) />
            {detail}
        </g>
    }
    .into_any()
}

/// What of the frame is a node's.
#[derive(Default, PartialEq)]
struct Now {
    /// Without its figures where nobody looks at it: they change all the time.
    node: Option<Node>,
    /// For those who do not see it.
    words: String,
    /// On the stage.
    center: Point,
    scale: f64,
    half: f64,
    pods: Vec<PodMark>,
    badges: Vec<(Badge, f64, f64)>,
    label: Option<Label>,
}

impl Now {
    fn of(moment: &Moment<'_>, id: &str, text: &'static Text) -> Self {
        let shown = moment.shown;
        let place = shown.place(id);
        let center = place.map(|place| moment.spread.place(place.anchor, place.center)).unwrap_or_default();
        let half = place.map_or(20.0, |place| place.size / 2.0);
        let now = Self { center, scale: moment.spread.size, half, ..Self::default() };
        let Some(node) = moment.node(id) else { return now };
        if node.card.is_none() && !moment.is_near(id) {
            let node = Node { inbound: Rates::default(), outbound: Rates::default(), ..node.into_owned() };
            return Self { words: shown::name(&node), node: Some(node), ..now };
        }
        let is_attached = place.is_some_and(|place| place.side == NameSide::Nowhere);
        let flows_down = shown.frame.layout.stage.flows_down();
        Self {
            words: words(&node, text),
            pods: pods(moment, id),
            badges: Badge::of(&node.badges, node.kind == NodeKind::Service, is_attached, flows_down, half),
            label: place.and_then(|place| Label::of(&node, place, &shown.frame.layout, text)),
            node: Some(node.into_owned()),
            ..now
        }
    }
}

impl Now {
    /// Degraded and failing by shape, for whom colours tell nothing; where an app has a triangle it is the app's.
    fn sign(&self) -> &'static str {
        let node = self.node.as_ref().filter(|node| node.sits_on.is_none());
        match node.map(|node| node.health) {
            Some(Health::Degraded) => "M0 -27L6 -17H-6Z",
            Some(Health::Failure) => "M0 -28L6 -22L0 -16L-6 -22Z",
            _ => "",
        }
    }
}

/// How a node looks for what the reader seeks and has selected.
#[derive(PartialEq)]
struct Looks {
    class: String,
    found: bool,
    tab_index: Option<&'static str>,
    /// Whether its name and signs are drawn.
    is_near: bool,
}

impl Looks {
    fn of(moment: &Moment<'_>, id: &str) -> Self {
        let node = moment.node(id);
        let found = node.as_ref().and_then(|node| node.found) == Some(true);
        let dim = moment.dim(id);
        let tone = node.map(|node| tone(node.health, node.idle)).unwrap_or_default();
        let is_near = moment.shown.place(id).is_some_and(|place| moment.has_detail(place.center));
        let class = format!("node {tone}{dim}{}", moment.selected(id));
        Self { class, found, tab_index: moment.tab_index(id), is_near }
    }
}

/// One pod of a node: whether some client has ejected it, and the share of its stay that is left.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PodMark {
    ready: bool,
    left: Option<f64>,
}

const PODS_SHOWN: usize = 9;

fn pods(moment: &Moment<'_>, id: &str) -> Vec<PodMark> {
    let shown = moment.shown;
    let is_service =
        shown.node(id).is_none_or(|node| matches!(node.kind, NodeKind::Service | NodeKind::Gateway | NodeKind::Client));
    if is_service {
        return Vec::new();
    }
    let of_node = shown.pods(id).take(PODS_SHOWN);
    of_node
        .map(|pod| {
            let ejected = pod.outliers.iter().filter(|outlier| outlier.ejected_until.is_some());
            let left = ejected
                .map(|outlier| outlier.seconds_left)
                .fold(None, |most: Option<f64>, left| Some(most.map_or(left, |most| most.max(left))));
            let left = left.filter(|_| moment.is_ejected(&pod.name));
            PodMark { ready: pod.ready, left: left.map(|left| (left / 30.0).clamp(0.04, 1.0)) }
        })
        .collect()
}

/// A dot for each pod; an ejected one is hollow with a ring that runs out.
#[component]
fn PodDots(pods: Memo<Vec<PodMark>>) -> impl IntoView {
    const AROUND: f64 = 2.0 * std::f64::consts::PI * 6.5;
    let draw = move || {
        let pods = pods.get();
        let columns = if pods.len() <= 3 { pods.len().max(1) } else { 3 };
        let rows = pods.len().div_ceil(columns);
        let dots = pods.into_iter().enumerate().map(move |(at, pod)| {
            let (column, row) = (at % columns, at / columns);
            let x = pixels((column as f64 - (columns as f64 - 1.0) / 2.0) * 11.0);
            let y = pixels((row as f64 - (rows as f64 - 1.0) / 2.0) * 11.0);
            let ring = pod.left.map(|left| {
                let dashes = format!("{} {}", format::fixed(AROUND * left, 1), format::fixed(AROUND, 1));
                view! { <circle class="countdown" cx=x.clone() cy=y.clone() r="6.5" stroke-dasharray=dashes transform=format!("rotate(-90 {x} {y})") /> }
            });
            let class = match (pod.ready, pod.left) {
                (_, Some(_)) => "pod ejected",
                (true, None) => "pod",
                (false, None) => "pod missing",
            };
            view! { <circle class=class cx=x cy=y r=if pod.left.is_some() { "2.5" } else { "3.5" } />{ring} }
        });
        dots.collect_view()
    };
    view! { <g>{draw}</g> }.into_any()
}

/// The outline, around 0, 0, that reaches so far to each side: Kiali's shapes.
pub(super) fn shape(kind: NodeKind, half: f64) -> String {
    let at = |value: f64| pixels(value);
    match kind {
        NodeKind::Service => {
            let (up, side, down) = (at(-half), at(half), at(half - 2.0));
            format!("M0 {up}L{side} {down}H-{side}Z")
        }
        NodeKind::App => {
            let (side, start) = (at(half), at(half - 8.0));
            format!(
                "M-{start} -{side}H{start}a8 8 0 0 1 8 8V{start}a8 8 0 0 1 -8 8H-{start}a8 8 0 0 1 -8 -8V-{start}a8 8 0 0 1 8 -8Z"
            )
        }
        NodeKind::Client | NodeKind::Gateway | NodeKind::Workload | NodeKind::Unknown | NodeKind::Group => {
            let r = at(half);
            format!("M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0Z")
        }
    }
}

/// What is drawn where requests ended without a host.
const ENDED: &str = "M-6 -6L6 6M6 -6L-6 6";

/// What is drawn inside: a globe for gateways, an arrow for clients, a question for what is not known.
fn glyph(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Gateway => "M9 0A9 9 0 1 1 -9 0A9 9 0 1 1 9 0ZM-9 0H9M0 -9Q-6 0 0 9M0 -9Q6 0 0 9",
        NodeKind::Client => "M-7 0H7M2 -5L7 0L2 5",
        NodeKind::Unknown => "M-4 -4Q-4 -9 0 -9Q5 -9 5 -4.5Q5 -1 0 0V3M0 8V8.1",
        NodeKind::Service | NodeKind::App | NodeKind::Workload | NodeKind::Group => "",
    }
}

/// A bolt at the lower right corner of a node that somebody broke.
fn bolt(half: f64) -> String {
    let (x, y) = (pixels(half - 3.0), pixels(half - 11.0));
    format!("M{x} {y}l-7 9h5l-2 8l8 -10h-5l3 -7Z")
}

/// The node for those who do not see it.
fn words(node: &Node, text: &'static Text) -> String {
    if node.card.is_some() {
        return super::card::words(node, text);
    }
    let kind = text.node_kind(node.kind);
    let rates = if node.inbound.total() > 0.0 { node.inbound } else { node.outbound };
    let mut words = fill(
        text.node_words,
        &[kind, &shown::name(node), &format::rate(rates.total()), &format::percent(rates.error_percent())],
    );
    let broken = node.fault.map(|fault| text.fault(fault));
    for said in in_words(&node.badges, text).into_iter().chain(broken) {
        words.push_str(", ");
        words.push_str(said);
    }
    let below = below(node, text).unwrap_or_default();
    if !below.is_empty() {
        words.push_str(", ");
        words.push_str(&below);
    }
    words
}
