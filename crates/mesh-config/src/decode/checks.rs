//! Bounds of Checks and of Timelines' faults: what cannot be judged is reported, and proves nothing.

use mesh_words::{Words, say};

use super::Decoder;
use super::own_kinds::{bounded, check_request, rate};
use crate::model::{Check, CheckSend, CheckValue, CheckWindow, Expectation, Timeline};
use crate::{Span, Spanned};

/// Reports and removes what is out of bounds.
pub(super) fn check_check(check: &mut Check, decoder: &mut Decoder<'_>) {
    let seeds = |seeds: &u32| (1..=Check::MOST_SEEDS).contains(seeds);
    bounded(&mut check.seeds, "seeds", seeds, say!("config-own-seeds", most = Check::MOST_SEEDS), decoder);
    if let Some(send) = &mut check.send {
        decoder.inside_key("send", |decoder| check_send(send, decoder));
    }
    if let Some(window) = &mut check.during {
        decoder.inside_key("during", |decoder| check_window(window, decoder));
    }
    if check.expect.is_empty() {
        decoder.out_of_range(check.span, say!("config-own-check-empty"));
    }
    decoder.inside_key("expect", |decoder| {
        for (index, expectation) in check.expect.iter_mut().enumerate() {
            decoder.inside_item(index, |decoder| check_expectation(expectation, decoder));
        }
    });
}

fn check_send(send: &mut CheckSend, decoder: &mut Decoder<'_>) {
    let count = |count: &u64| (1..=CheckSend::MOST).contains(count);
    bounded(&mut send.count, "count", count, say!("config-own-check-count", most = CheckSend::MOST), decoder);
    let is_rate = |value: &f64| rate(value) && *value > 0.0;
    bounded(&mut send.rate, "rate", is_rate, say!("config-own-rate"), decoder);
    if let Some(request) = &mut send.request {
        decoder.inside_key("request", |decoder| {
            check_request(&mut request.method, &mut request.url, &mut request.headers, decoder);
        });
    }
    if send.request.as_ref().is_none_or(|request| request.url.is_none()) {
        decoder.out_of_range(send.span, say!("config-own-send-without-url"));
    }
}

fn check_window(window: &mut CheckWindow, decoder: &mut Decoder<'_>) {
    let from = window.from.as_ref().map(|from| from.value).unwrap_or_default();
    if let Some(to) = window.to.take_if(|to| to.value <= from) {
        decoder.inside_key("to", |decoder| decoder.out_of_range(to.span, say!("config-own-window")));
    }
}

/// What a figure is counted in.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Percent,
    Duration,
    Number,
    Text,
}

fn unit(expectation: &Expectation) -> Unit {
    if expectation.share.is_some() {
        Unit::Percent
    } else if expectation.latency.is_some() {
        Unit::Duration
    } else if expectation.output.is_some() {
        Unit::Text
    } else {
        Unit::Number
    }
}

fn check_expectation(expectation: &mut Expectation, decoder: &mut Decoder<'_>) {
    if !expectation.names_a_figure() {
        decoder.out_of_range(expectation.span, say!("config-own-expect-nothing"));
        return;
    }
    if expectation.endpoints.as_ref().is_some_and(|endpoints| endpoints.service.is_none()) {
        let span = expectation.endpoints.as_ref().map_or(expectation.span, |endpoints| endpoints.span);
        decoder.inside_key("endpoints", |decoder| decoder.out_of_range(span, say!("config-own-expect-service")));
        expectation.endpoints = None;
    }
    let unit = unit(expectation);
    for (name, value) in
        [("is", &mut expectation.is), ("atLeast", &mut expectation.at_least), ("atMost", &mut expectation.at_most)]
    {
        // A text can only be the same; what a command prints may be a number.
        let unit = if unit == Unit::Text && name != "is" { Unit::Number } else { unit };
        value.take_if(|value| {
            let problem = problem(unit, &value.value);
            if let Some(problem) = problem.clone() {
                decoder.inside_key(name, |decoder| decoder.out_of_range(value.span, problem));
            }
            problem.is_some()
        });
    }
    check_between(expectation, if unit == Unit::Text { Unit::Number } else { unit }, decoder);
    if !expectation.has_a_bound() {
        decoder.out_of_range(expectation.span, say!("config-own-expect-no-bound"));
    }
}

fn check_between(expectation: &mut Expectation, unit: Unit, decoder: &mut Decoder<'_>) {
    let between = &mut expectation.between;
    let Some(span) = between.first().map(|first| first.span) else { return };
    let mut refuse = |span: Span, problem: Words| {
        decoder.inside_key("between", |decoder| decoder.out_of_range(span, problem));
    };
    let refused = match between.as_slice() {
        [low, high] => {
            let wrong = |value: &Spanned<CheckValue>| Some((value.span, problem(unit, &value.value)?));
            let is_turned = measure(&low.value) > measure(&high.value);
            wrong(low).or_else(|| wrong(high)).or(is_turned.then(|| (low.span, say!("config-own-between"))))
        }
        _ => Some((span, say!("config-own-between"))),
    };
    if let Some((span, problem)) = refused {
        refuse(span, problem);
        between.clear();
    }
}

/// A value as a number of its unit.
fn measure(value: &CheckValue) -> f64 {
    value.number.or(value.duration.map(|duration| duration.as_secs_f64())).unwrap_or_default()
}

fn problem(unit: Unit, value: &CheckValue) -> Option<Words> {
    match unit {
        Unit::Percent => {
            let fits = value.number.is_some_and(|share| (0.0..=100.0).contains(&share));
            (!fits).then(|| say!("config-own-share"))
        }
        Unit::Duration => value.duration.is_none().then(|| say!("config-own-latency-bound")),
        Unit::Number => value.number.is_none().then(|| say!("config-own-number-bound")),
        Unit::Text => None,
    }
}

/// Reports steps of Timelines that name nothing to do.
pub(super) fn check_timeline(timeline: &mut Timeline, decoder: &mut Decoder<'_>) {
    decoder.inside_key("steps", |decoder| {
        for (index, step) in timeline.steps.iter_mut().enumerate() {
            let lacks = |end: &Option<Spanned<String>>| end.is_none();
            if let Some(cut) = step.cut.take_if(|cut| lacks(&cut.from) || lacks(&cut.to)) {
                decoder.inside_item(index, |decoder| {
                    decoder.inside_key("cut", |decoder| decoder.out_of_range(cut.span, say!("config-own-cut")));
                });
            }
        }
    });
}
