//! What was expected and what was seen, as sentences.

use mesh_config::Spanned;
use mesh_config::model::{CheckValue, EjectionSelector, RequestSelector};
use mesh_words::{Words, say};

use super::figure::Measured;
use super::plan::{Expect, Figure, PodsAsked};

/// What is expected.
pub(crate) fn expected(expect: &Expect) -> Words {
    if matches!(expect.figure, Figure::Unreadable) {
        return say!("check-unreadable");
    }
    let bounds = &expect.bounds;
    let value = |value: &CheckValue| match expect.figure {
        Figure::Share(_) => value.number.map_or_else(|| value.text.clone(), |share| format!("{} %", number(share))),
        _ => value.text.clone(),
    };
    let is = bounds.is.as_ref().map(|is| say!("check-is", figure = figure(expect), value = value(is)));
    let between = bounds
        .between
        .as_ref()
        .map(|(low, high)| say!("check-between", figure = figure(expect), low = value(low), high = value(high)));
    let at_least =
        bounds.at_least.as_ref().map(|least| say!("check-at-least", figure = figure(expect), value = value(least)));
    let at_most =
        bounds.at_most.as_ref().map(|most| say!("check-at-most", figure = figure(expect), value = value(most)));
    let all = [is, between, at_least, at_most].into_iter().flatten();
    all.reduce(Words::and).unwrap_or_default()
}

fn figure(expect: &Expect) -> Words {
    let of = requests(&expect.of);
    match &expect.figure {
        Figure::Share(selector) if of.is_empty() => say!("check-share", what = requests(selector)),
        Figure::Share(selector) => say!("check-share-of", what = requests(selector), of),
        Figure::Latency(figure) if of.is_empty() => say!("check-latency", figure = figure.as_str()),
        Figure::Latency(figure) => say!("check-latency-of", figure = figure.as_str(), of),
        Figure::Requests(selector) => counted(say!("check-requests"), &requests(selector)),
        Figure::Rps(selector) => counted(say!("check-rps"), &requests(selector)),
        Figure::Tries(selector) => counted(say!("check-tries"), &requests(selector)),
        Figure::Ejections(selector) => counted(say!("check-ejections"), &ejections(selector)),
        Figure::Endpoints { service, labels, .. } => {
            let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
            counted(say!("check-endpoints", service), &labels.join(","))
        }
        Figure::Pods(pods) => counted(say!("check-pods"), &pods_asked(pods)),
        Figure::Output(line) => say!("check-output", line),
        Figure::ExitCode(line) => say!("check-exit-code", line),
        Figure::Unreadable => Words::default(),
    }
}

fn counted(what: Words, which: &str) -> Words {
    if which.is_empty() { what } else { say!("check-counted", what, which) }
}

/// A selector in one line, as it is written.
fn requests(selector: &RequestSelector) -> String {
    let text = |name: &str, text: &Option<Spanned<String>>| text.as_ref().map(|text| format!("{name}: {}", text.value));
    let status = selector.status.as_ref().map(|status| {
        use mesh_config::model::StatusPattern;
        match status.value {
            StatusPattern::None => "status: 0".to_owned(),
            StatusPattern::Exactly(status) => format!("status: {status}"),
            StatusPattern::Class(first) => format!("status: {first}xx"),
        }
    });
    let parts = [
        text("app", &selector.app),
        text("version", &selector.version),
        text("workload", &selector.workload),
        text("namespace", &selector.namespace),
        text("pod", &selector.pod),
        text("service", &selector.service),
        text("subset", &selector.subset),
        status,
        text("flag", &selector.flag),
        text("route", &selector.route),
        selector.tries.as_ref().map(|tries| format!("tries: {}", tries.value)),
    ];
    let headers = selector.header.iter().map(|(name, value)| format!("{name}: {}", value.value));
    parts.into_iter().flatten().chain(headers).collect::<Vec<_>>().join(", ")
}

fn ejections(selector: &EjectionSelector) -> String {
    let parts = [
        ("app", &selector.app),
        ("version", &selector.version),
        ("pod", &selector.pod),
        ("service", &selector.service),
        ("subset", &selector.subset),
        ("source", &selector.source),
    ];
    let written = parts.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}", text.as_ref()?.value)));
    written.collect::<Vec<_>>().join(", ")
}

fn pods_asked(pods: &PodsAsked) -> String {
    let labels = (!pods.labels.is_empty()).then(|| pods.labels.clone());
    let phase = pods.phase.as_ref().map(|phase| format!("phase: {phase}"));
    let ready = pods.ready.map(|ready| format!("ready: {ready}"));
    let node = pods.node.as_ref().map(|node| format!("node: {node}"));
    [labels, phase, ready, node].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What was seen.
pub(crate) fn seen(measured: &Measured) -> Words {
    match measured {
        Measured::Share(matching, of) => {
            say!("check-seen-share", share = value(measured), matching = *matching, of = *of)
        }
        Measured::Latency(_, of) => say!("check-seen-latency", latency = value(measured), of = *of),
        Measured::Count(_) | Measured::Rate(_) => Words::theirs(value(measured)),
        Measured::Text(text) if text.trim().is_empty() => say!("check-seen-silence"),
        Measured::Text(text) => Words::theirs(text.trim_end().to_owned()),
        Measured::Nothing(why) => why.clone(),
    }
}

/// What was seen with several seeds: the band, and with how many of them it holds.
pub(crate) fn seen_with_seeds(all: &[Measured], holding: usize) -> Words {
    let least = all.iter().filter(|it| it.number().is_some()).min_by(|one, other| compare(one, other));
    let most = all.iter().filter(|it| it.number().is_some()).max_by(|one, other| compare(one, other));
    let (Some(least), Some(most)) = (least, most) else {
        return all.first().map(seen).unwrap_or_default();
    };
    say!("check-seen-seeds", low = value(least), high = value(most), seeds = all.len(), holding = holding)
}

fn compare(one: &Measured, other: &Measured) -> std::cmp::Ordering {
    one.number().unwrap_or_default().total_cmp(&other.number().unwrap_or_default())
}

/// A figure with its unit.
fn value(measured: &Measured) -> String {
    let plain = measured.number().unwrap_or_default();
    match measured {
        Measured::Share(..) => format!("{} %", number(plain)),
        Measured::Latency(..) if plain < 1.0 => format!("{} ms", number(1e3 * plain)),
        Measured::Latency(..) => format!("{} s", number(plain)),
        _ => number(plain),
    }
}

/// A number with two decimals at most.
fn number(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_with_their_units() {
        for (measured, expected) in [
            (Measured::Share(103, 1000), "10.3 % (103 of 1000)"),
            (Measured::Latency(212_500_000, 10), "212.5 ms (of 10 requests)"),
            (Measured::Latency(2_000_000_000, 10), "2 s (of 10 requests)"),
            (Measured::Count(100), "100"),
            (Measured::Rate(9.999), "10"),
            (Measured::Text("a\n".into()), "a"),
        ] {
            assert_eq!(seen(&measured).to_string(), expected);
        }
        let band = seen_with_seeds(&[Measured::Share(12, 100), Measured::Share(9, 100)], 2);
        assert_eq!(band.to_string(), "9 % to 12 % over 2 seeds; it holds with 2 of them");
    }
}
