//! A folded group: its name, how much is in it and asked of it, a square for each app.

use leptos::prelude::*;
use mesh_view::{Card, CardApp, Node, bold_width};

use super::node::tone;
use crate::format::{self, fill, pixels};
use crate::state::text;
use crate::text::Text;

/// One square.
#[derive(Clone, PartialEq)]
struct Square {
    tone: &'static str,
    is_unwell: bool,
    name: String,
}

impl Square {
    fn of(app: &CardApp) -> Self {
        let tone = tone(app.health, app.rates.total() <= 0.0);
        Self { tone, is_unwell: app.is_unwell(), name: app.name.clone() }
    }
}

/// The card of a node that is a folded group.
#[component]
pub(super) fn CardView(node: Memo<Option<Node>>, found: Memo<bool>) -> impl IntoView {
    let text = text();
    let of = move |part: fn(&Node, &'static Text) -> String| {
        Memo::new(move |_| node.with(|node| node.as_ref().map(|node| part(node, text)).unwrap_or_default()))
    };
    let (name, below) = (of(|node, text| name(node, text).to_owned()), of(below));
    let size = Memo::new(move |_| {
        node.with(|node| node.as_ref().and_then(|node| Some(node.card.as_ref()?.size(&node.label)))).unwrap_or_default()
    });
    let squares = Memo::new(move |_| {
        let squares = |card: &Card| (card.columns(), card.drawn().map(Square::of).collect::<Vec<_>>());
        node.with(|node| node.as_ref().and_then(|node| node.card.as_ref()).map(squares)).unwrap_or_default()
    });
    let left = move || -size.get().0 / 2.0;
    let top = move || -size.get().1 / 2.0;
    let shown = Memo::new(move |_| name.with(|name| cut(name, size.get().0 - 2.0 * Card::SIDE)));
    let draw = move || {
        let (columns, squares) = squares.get();
        let (left, top) = (left() + Card::SIDE, top() + Card::TOP);
        let square = move |(at, square): (usize, Square)| {
            let (x, y) = (left + (at % columns) as f64 * Card::PITCH, top + (at / columns) as f64 * Card::PITCH);
            let (off, side) = if square.is_unwell { (2.0, "16") } else { (0.0, "12") };
            let class = if square.is_unwell {
                format!("square unwell {}", square.tone)
            } else {
                format!("square {}", square.tone)
            };
            let sign = square.is_unwell.then(|| view! { <text x=pixels(x + 6.0) y=pixels(y + 10.5)>"!"</text> });
            view! {
                <g class=class><rect x=pixels(x - off) y=pixels(y - off) width=side height=side rx="3" /><title>{square.name}</title>{sign}</g>
            }
        };
        squares.into_iter().enumerate().map(square).collect_view()
    };
    view! {
        <title>{text.card_hint}</title>
        <rect class="card" class:found=move || found.get() rx="10" x=move || pixels(left()) y=move || pixels(top())
            width=move || pixels(size.get().0) height=move || pixels(size.get().1) />
        <text class="title" x=move || pixels(left() + Card::SIDE) y=move || pixels(top() + 22.0)>{shown}</text>
        <text class="small" x=move || pixels(left() + Card::SIDE) y=move || pixels(top() + 39.0)>{below}</text>
        {draw}
    }
    .into_any()
}

/// The name of a group.
pub(super) fn name<'a>(node: &'a Node, text: &'static Text) -> &'a str {
    if node.label.is_empty() { text.group_outside } else { &node.label }
}

/// A name as far as there is room for it.
fn cut(name: &str, room: f64) -> String {
    if bold_width(name, 12.0) <= room {
        return name.to_owned();
    }
    let mut cut = String::new();
    for letter in name.chars() {
        cut.push(letter);
        if bold_width(&cut, 12.0) + 12.0 > room {
            break;
        }
    }
    format!("{cut}\u{2026}")
}

/// How many services something holds.
pub(super) fn services(count: usize, text: &'static Text) -> String {
    if count == 1 { text.group_service.to_owned() } else { fill(text.group_services, &[&count.to_string()]) }
}

/// What is asked of it, or what it asks where nobody asks it.
fn rate(node: &Node) -> f64 {
    if node.inbound.total() > 0.0 { node.inbound.total() } else { node.outbound.total() }
}

fn below(node: &Node, text: &'static Text) -> String {
    let services = services(node.card.as_ref().map_or(0, |card| card.apps.len()), text);
    let rate = rate(node);
    if rate > 0.0 { format!("{services} \u{b7} {} rps", format::rate(rate)) } else { services }
}

/// The card for those who do not see it.
pub(super) fn words(node: &Node, text: &'static Text) -> String {
    let apps = || node.card.iter().flat_map(|card| &card.apps);
    let unwell = apps().filter(|app| app.is_unwell()).count().to_string();
    fill(text.card_words, &[name(node, text), &services(apps().count(), text), &format::rate(rate(node)), &unwell])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_where_there_is_no_room() {
        assert_eq!(cut("payments", 200.0), "payments");
        let short = cut("a-very-long-name-of-a-namespace", 100.0);
        assert!(short.ends_with('\u{2026}') && bold_width(&short, 12.0) <= 112.0, "{short}");
    }
}
