//! What an edge's tag says: one or more pills, as many as there is room for.

use mesh_view::{Edge, bold_width};

use crate::format;
use crate::state::EdgeLabel;

/// How a pill looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Filled with the colour of the edge's health: what was observed.
    Filled,
    /// Outlined: a rate, or what is configured.
    Outlined,
}

/// One text on an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pill {
    pub(crate) text: String,
    pub(crate) style: Style,
    /// What has the least is left out first where there is no room.
    rank: u8,
}

impl Pill {
    fn new(text: String, style: Style, rank: u8) -> Self {
        Self { text, style, rank }
    }

    /// Its width in pixels.
    pub(crate) fn width(&self) -> f64 {
        bold_width(&self.text, 11.0) + 12.0
    }
}

/// Pixels between two pills.
pub(crate) const APART: f64 = 2.0;

/// The pills of an edge, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) Vec<Pill>);

impl Tag {
    /// `room` is what the layout keeps free for it, in pixels; where it is `dense` rates stand below the names.
    pub(crate) fn of(edge: &Edge, label: EdgeLabel, room: f64, dense: bool) -> Self {
        let mut pills = Vec::new();
        if (edge.idle && edge.weight.is_none()) || room <= 0.0 {
            return Self(pills);
        }
        let is_split = edge.weight.is_some();
        match label {
            EdgeLabel::Nothing => return Self(pills),
            EdgeLabel::Rate => pills.push(rate(edge)),
            EdgeLabel::ResponseTime => {
                let times = edge.response_times.map(|times| format::milliseconds(times.p95));
                pills.extend(times.map(|text| Pill::new(text, Style::Outlined, 1)));
            }
            EdgeLabel::ShareAndRate if is_split => {
                let share = format::percent(edge.share.unwrap_or_default());
                pills.push(Pill::new(share, Style::Filled, 2));
                pills.extend(edge.weight.map(|weight| Pill::new(format::weight(weight), Style::Outlined, 1)));
            }
            EdgeLabel::ShareAndRate if dense => {}
            EdgeLabel::ShareAndRate => pills.push(rate(edge)),
        }
        let errors = edge.rates.error_percent();
        if errors > 0.0 && label != EdgeLabel::ResponseTime {
            let text = format!("{} {}", sign(errors), format::percent(errors));
            pills.push(Pill::new(text, Style::Filled, 3));
        }
        let mut tag = Self(pills);
        while tag.width() > room {
            let least = tag.0.iter().map(|pill| pill.rank).min();
            tag.0.retain(|pill| Some(pill.rank) != least);
        }
        tag
    }

    /// Its width in pixels.
    pub(crate) fn width(&self) -> f64 {
        let pills: f64 = self.0.iter().map(|pill| pill.width() + APART).sum();
        (pills - APART).max(0.0)
    }
}

fn rate(edge: &Edge) -> Pill {
    Pill::new(format!("{} rps", format::rate(edge.rates.total())), Style::Outlined, 1)
}

/// What says without colours that something goes wrong: Kiali's degraded, and from a fifth of the requests on its failure.
pub(crate) fn sign(errors: f64) -> &'static str {
    if errors >= 20.0 { "\u{25c6}" } else { "\u{25b2}" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{EdgeKind, Health, Rates};

    fn edge(share: Option<f64>, weight: Option<f64>, ok: f64, server_error: f64) -> Edge {
        Edge {
            id: "a>b".into(),
            source: "a".into(),
            target: "b".into(),
            kind: EdgeKind::Request,
            rates: Rates { ok, server_error, ..Rates::default() },
            share,
            weight,
            retries: 0.0,
            response_times: None,
            health: Health::Healthy,
            idle: false,
            flags: Vec::new(),
            is_cut: false,
            found: None,
        }
    }

    #[test]
    fn a_tag_says_what_there_is_room_for_and_what_is_wrong_first() {
        let split = edge(Some(9.83), Some(10.0), 1.0, 0.0);
        let failing = edge(Some(100.0), None, 9.0, 1.0);
        let texts = |edge: &Edge, label: EdgeLabel, room: f64, dense: bool| -> Vec<String> {
            Tag::of(edge, label, room, dense).0.into_iter().map(|pill| pill.text).collect()
        };
        for (edge, label, room, dense, expected) in [
            (&split, EdgeLabel::ShareAndRate, 130.0, false, &["9.8 %", "10 %"][..]),
            (&split, EdgeLabel::ShareAndRate, 60.0, true, &["9.8 %"]),
            (&failing, EdgeLabel::ShareAndRate, 150.0, false, &["10.0 rps", "\u{25b2} 10.0 %"]),
            (&failing, EdgeLabel::ShareAndRate, 150.0, true, &["\u{25b2} 10.0 %"]),
            (&failing, EdgeLabel::Rate, 80.0, true, &["\u{25b2} 10.0 %"]),
            (&failing, EdgeLabel::Nothing, 150.0, false, &[]),
            (&failing, EdgeLabel::Rate, 0.0, false, &[]),
        ] {
            assert_eq!(texts(edge, label, room, dense), expected, "{label:?} in {room}");
        }
    }
}
