//! What an edge's tag says: one or more pills, as many as there is room for.

use mesh_view::{Display, Edge, ResponseTime, bold_width};

use crate::format;

/// How a pill looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Filled with the colour of the edge's health: what was observed.
    Filled,
    /// Outlined: a rate, or what is configured.
    Outlined,
    /// A padlock instead of a text.
    Lock,
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
        if self.style == Style::Lock { LOCK } else { bold_width(&self.text, 11.0) + 12.0 }
    }
}

/// Width of a padlock's pill.
const LOCK: f64 = 21.0;

/// Pixels between two pills.
pub(crate) const APART: f64 = 2.0;

/// The pills of an edge, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) Vec<Pill>);

impl Tag {
    /// `room` is what the layout keeps free for it, in pixels; where it is `dense` rates stand below the names.
    pub(crate) fn of(edge: &Edge, display: Display, room: f64, dense: bool) -> Self {
        let mut pills = Vec::new();
        if (edge.idle && edge.weight.is_none()) || room <= 0.0 {
            return Self(pills);
        }
        let is_split = edge.weight.is_some();
        let Display { rate: says_rate, share: says_share, time, security, .. } = display;
        if security && edge.mutual_tls > 0.0 {
            pills.push(Pill::new(String::new(), Style::Lock, 4));
        }
        if says_share && is_split {
            let share = format::percent(edge.share.unwrap_or_default());
            pills.push(Pill::new(share, Style::Filled, 6));
            pills.extend(edge.weight.map(|weight| Pill::new(format::weight(weight), Style::Outlined, 3)));
        }
        // Beside a split the rate says what the shares say; rates stand under the names where there are many edges.
        if says_rate && !(says_share && (is_split || dense)) {
            pills.push(rate(edge));
        }
        if let Some((which, times)) = time.zip(edge.response_times) {
            let value = match which {
                ResponseTime::Average => times.mean,
                ResponseTime::Median => times.p50,
                ResponseTime::Percentile95 => times.p95,
                ResponseTime::Percentile99 => times.p99,
            };
            // Asked for: it stands before what is there anyway.
            pills.push(Pill::new(format::milliseconds(value), Style::Outlined, 5));
        }
        // Kiali says the share of what a source sends where it sends to several; a split comes first.
        let part = edge.share.filter(|share| says_share && !is_split && !says_rate && *share > 0.0 && *share < 100.0);
        pills.extend(part.map(|share| Pill::new(format::percent(share), Style::Filled, 0)));
        let errors = edge.rates.error_percent();
        if errors > 0.0 && (says_rate || says_share) {
            let text = format!("{}{}", edge.health.sign(), format::percent(errors));
            pills.push(Pill::new(text, Style::Filled, 7));
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

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{Health, Rates, ResponseTimes};

    fn edge(share: Option<f64>, weight: Option<f64>, ok: f64, server_error: f64) -> Edge {
        Edge {
            id: "a>b".into(),
            source: "a".into(),
            target: "b".into(),
            rates: Rates { ok, server_error, ..Rates::default() },
            share,
            weight,
            health: Health::Healthy,
            ..Edge::default()
        }
    }

    #[test]
    fn a_padlock_stands_before_what_is_said_where_requests_are_in_mutual_tls() {
        let secured = Edge { mutual_tls: 40.0, ..edge(Some(9.83), Some(10.0), 1.0, 0.0) };
        let plain = edge(None, None, 1.0, 0.0);
        let on = Display { security: true, ..Display::default() };
        let silent = Display { rate: false, share: false, ..on };
        for (edge, display, room, expected) in [
            (&secured, on, 150.0, &["", "9.8 %", "10 %"][..]),
            // What is configured gives way to it, and it to what was observed.
            (&secured, on, 85.0, &["", "9.8 %"]),
            (&secured, on, 50.0, &["9.8 %"]),
            (&secured, Display::default(), 150.0, &["9.8 %", "10 %"]),
            (&secured, silent, 60.0, &[""]),
            (&plain, silent, 60.0, &[]),
        ] {
            let tag = Tag::of(edge, display, room, false);
            assert!(tag.width() <= room, "{tag:?}");
            let texts: Vec<&str> = tag.0.iter().map(|pill| pill.text.as_str()).collect();
            assert_eq!(texts, expected, "{display:?} in {room}");
        }
    }

    #[test]
    fn a_tag_says_what_there_is_room_for_and_what_is_wrong_first() {
        let both = Display::default();
        let rate = Display { share: false, ..both };
        let share = Display { rate: false, ..both };
        let nothing = Display { rate: false, ..rate };
        let times = |time| Display { time: Some(time), ..nothing };
        let split = edge(Some(9.83), Some(10.0), 1.0, 0.0);
        let failing = Edge { health: Health::Failure, ..edge(Some(100.0), None, 9.0, 1.0) };
        let degraded = Edge { health: Health::Degraded, ..edge(Some(100.0), None, 99.0, 1.0) };
        // Kiali's colour and its figure of errors keep different rules: 4xx are within their tolerance up to a tenth.
        let within = edge(Some(40.0), None, 95.0, 5.0);
        let response_times = Some(ResponseTimes { mean: 12.0, p50: 10.0, p95: 20.0, p99: 30.0 });
        let timed = Edge { response_times, ..edge(Some(100.0), None, 10.0, 0.0) };
        let timed_split = Edge { response_times, ..split.clone() };
        let texts = |edge: &Edge, display: Display, room: f64, dense: bool| -> Vec<String> {
            Tag::of(edge, display, room, dense).0.into_iter().map(|pill| pill.text).collect()
        };
        for (edge, display, room, dense, expected) in [
            (&split, both, 130.0, false, &["9.8 %", "10 %"][..]),
            (&split, both, 60.0, true, &["9.8 %"]),
            (&split, rate, 130.0, false, &["1.0 rps"]),
            (&failing, both, 150.0, false, &["10.0 rps", "\u{25c6} 10.0 %"]),
            (&failing, both, 150.0, true, &["\u{25c6} 10.0 %"]),
            (&failing, rate, 80.0, true, &["\u{25c6} 10.0 %"]),
            (&degraded, both, 150.0, false, &["100 rps", "\u{25b2} 1.0 %"]),
            (&within, both, 150.0, false, &["100 rps", "5.0 %"]),
            (&within, share, 150.0, false, &["40.0 %", "5.0 %"]),
            (&failing, nothing, 150.0, false, &[]),
            (&failing, rate, 0.0, false, &[]),
            (&timed, times(ResponseTime::Average), 150.0, false, &["12 ms"]),
            (&timed, times(ResponseTime::Median), 150.0, false, &["10 ms"]),
            (&timed, times(ResponseTime::Percentile95), 150.0, false, &["20 ms"]),
            (&timed, times(ResponseTime::Percentile99), 150.0, false, &["30 ms"]),
            (&timed, Display { time: Some(ResponseTime::Median), ..both }, 150.0, false, &["10.0 rps", "10 ms"]),
            // What is asked for stands where there is no room for all.
            (&timed, Display { time: Some(ResponseTime::Median), ..both }, 60.0, false, &["10 ms"]),
            (&timed_split, Display { time: Some(ResponseTime::Median), ..both }, 112.0, false, &["9.8 %", "10 ms"]),
        ] {
            assert_eq!(texts(edge, display, room, dense), expected, "{display:?} in {room}");
        }
    }
}
