//! A node: shape, name, pods and badges.

use leptos::prelude::*;
use mesh_view::{Badge, Health, NameSide, Node, NodeKind, Point, Rates, plate};

use super::badge::{BadgeDisc, in_words};
use super::card::CardView;
use super::follow::{Followers, Moment};
use super::gauge::ErrorsInARow;
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
    let is_entry = Memo::new(move |_| now.with(|now| now.node.as_ref().is_some_and(|node| node.is_service_entry)));
    let glyph = Memo::new(move |_| now.with(|now| now.node.as_ref().map_or("", Node::glyph)));
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
                <path class="glyph" d=move || glyph.get() />
                <path class="health-sign" d=move || now.with(|now| now.node.as_ref().map_or("", Node::health_sign)) />
                <PodDots pods half />
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
            <path class="shape" d=move || shape(kind.get(), is_entry.get(), half.get()) />
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
    pods: Pods,
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
        let errors = ErrorsInARow::at(moment, id).filter(|_| node.kind != NodeKind::Service);
        let mut words = words(&node, text);
        if let Some(ErrorsInARow { value, threshold }) = errors {
            words.push_str(", ");
            words.push_str(&fill(text.of_graph.key_errors, &[&value.to_string(), &threshold.to_string()]));
        }
        Self {
            words,
            pods: Pods { marks: pods(moment, id), errors },
            badges: Badge::of(&node.badges, node.is_triangle(), is_attached, flows_down, half),
            label: place.and_then(|place| Label::of(&node, place, &shown.frame.layout, text)),
            node: Some(node.into_owned()),
            ..now
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

/// The pods of a node, and how near one of them is to being ejected.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pods {
    marks: Vec<PodMark>,
    errors: Option<ErrorsInARow>,
}

/// One pod of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PodMark {
    ready: bool,
    stay: Option<Stay>,
}

/// How long a pod that some client has ejected stays out yet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stay {
    /// Share of the stay, of 1.
    left: f64,
    seconds: f64,
}

const PODS_SHOWN: usize = 9;
/// What is seen of a ring at least.
const LEAST_SEEN: f64 = 0.04;
/// Radius of a ring, and of the one with a number: a pod alone has room for it.
const RING: f64 = 6.5;
const NUMBERED_RING: f64 = 12.0;

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
            let stays = pod.outliers.iter().filter_map(|outlier| {
                outlier.stay_left().map(|left| Stay { left: left.max(LEAST_SEEN), seconds: outlier.seconds_left })
            });
            let longest = stays.max_by(|one, other| one.seconds.total_cmp(&other.seconds));
            PodMark { ready: pod.ready, stay: longest.filter(|_| moment.is_ejected(&pod.name)) }
        })
        .collect()
}

/// A dot for each pod; an ejected one is hollow with a ring that runs out, or a ring with the seconds where it is alone.
#[component]
fn PodDots(pods: Memo<Pods>, half: Memo<f64>) -> impl IntoView {
    let ring = |stay: Stay, x: &str, y: &str, radius: f64| {
        let around = std::f64::consts::TAU * radius;
        let dashes = format!("{} {}", format::fixed(around * stay.left, 1), format::fixed(around, 1));
        view! { <circle class="countdown" cx=x.to_owned() cy=y.to_owned() r=pixels(radius) stroke-dasharray=dashes transform=format!("rotate(-90 {x} {y})") /> }
    };
    let draw = move || {
        let Pods { marks: pods, errors } = pods.get();
        if let [PodMark { stay: Some(stay), .. }] = pods[..] {
            let seconds = format::whole_seconds(stay.seconds);
            return view! {
                <circle class="stay" r=pixels(NUMBERED_RING) />
                {ring(stay, "0", "0", NUMBERED_RING)}
                <text class="seconds" y="4">{seconds}</text>
            }
            .into_any();
        }
        let columns = if pods.len() <= 3 { pods.len().max(1) } else { 3 };
        let rows = pods.len().div_ceil(columns);
        let dots = pods.into_iter().enumerate().map(move |(at, pod)| {
            let (column, row) = (at % columns, at / columns);
            let x = pixels((column as f64 - (columns as f64 - 1.0) / 2.0) * 11.0);
            let y = pixels((row as f64 - (rows as f64 - 1.0) / 2.0) * 11.0);
            let ring = pod.stay.map(|stay| ring(stay, &x, &y, RING));
            let class = match (pod.ready, pod.stay) {
                (_, Some(_)) => "pod ejected",
                (true, None) => "pod",
                (false, None) => "pod missing",
            };
            view! { <circle class=class cx=x cy=y r=if pod.stay.is_some() { "2.5" } else { "3.5" } />{ring} }
        });
        let dots = dots.collect_view();
        let cells = errors.map(|errors| {
            let [full, empty] = errors.cells(half.get());
            view! { <path class="cells" d=full /><path class="cells empty" d=empty /> }
        });
        view! { {dots}{cells} }.into_any()
    };
    view! { <g>{draw}</g> }.into_any()
}

/// The outline, around 0, 0, that reaches so far to each side: Kiali's shapes.
pub(super) fn shape(kind: NodeKind, is_service_entry: bool, half: f64) -> String {
    let at = |value: f64| pixels(value);
    match kind {
        NodeKind::Service if is_service_entry => {
            format!("M{}Z", plate(half).map(|Point { x, y }| format!("{} {}", at(x), at(y))).join("L"))
        }
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
    let kind = text.kind_of(node);
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
