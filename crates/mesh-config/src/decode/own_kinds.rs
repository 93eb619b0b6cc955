//! Bounds of the playground's own kinds: a value outside is reported and left out, the rest is used.

use mesh_ordered::OrderedMap;
use mesh_view::GraphOptions;
use mesh_words::{Words, say};

use super::{Decoder, checks};
use crate::http::{Url, check_header, check_method};
use crate::model::{App, AppError, Traffic};
use crate::{Spanned, Spec};

/// Reports and removes what is out of bounds.
pub(crate) fn check_bounds(spec: &mut Spec, decoder: &mut Decoder<'_>) {
    match spec {
        Spec::App(app) => check_app(app, decoder),
        Spec::Traffic(traffic) => check_traffic(traffic, decoder),
        Spec::Check(check) => checks::check_check(check, decoder),
        Spec::Timeline(timeline) => checks::check_timeline(timeline, decoder),
        Spec::Scenario(scenario) => {
            if let Some(view) = &mut scenario.view {
                decoder.inside_key("view", |decoder| {
                    bounded(&mut view.speed, "speed", positive, say!("config-own-speed"), decoder);
                    if let Some(display) = &mut view.display {
                        let most = GraphOptions::LONGEST;
                        let fits = |text: &String| text.len() <= most;
                        decoder.inside_key("display", |decoder| {
                            bounded(&mut display.find, "find", fits, say!("config-own-expression", most), decoder);
                            bounded(&mut display.hide, "hide", fits, say!("config-own-expression", most), decoder);
                        });
                    }
                    decoder.inside_key("moved", |decoder| {
                        for (index, moved) in view.moved.iter_mut().enumerate() {
                            decoder.inside_item(index, |decoder| {
                                bounded(&mut moved.along, "along", part, say!("config-own-part"), decoder);
                                bounded(&mut moved.across, "across", part, say!("config-own-part"), decoder);
                            });
                        }
                    });
                });
            }
        }
        _ => {}
    }
}

fn check_app(app: &mut App, decoder: &mut Decoder<'_>) {
    bounded(&mut app.hang, "hang", share, say!("config-own-share"), decoder);
    bounded(&mut app.reset, "reset", share, say!("config-own-share"), decoder);
    bounded(&mut app.status, "status", status, say!("config-own-status"), decoder);
    bounded(&mut app.concurrency, "concurrency", |count| *count > 0, say!("config-own-concurrency"), decoder);
    decoder.inside_key("errors", |decoder| {
        for (index, error) in app.errors.iter_mut().enumerate() {
            decoder.inside_item(index, |decoder| check_error(error, decoder));
        }
    });
    decoder.inside_key("calls", |decoder| {
        for (index, call) in app.calls.iter_mut().enumerate() {
            decoder.inside_item(index, |decoder| {
                bounded(&mut call.share, "share", share, say!("config-own-share"), decoder);
                if call.url.is_none() {
                    decoder.out_of_range(call.span, say!("config-own-call-without-url"));
                }
                check_request(&mut call.method, &mut call.url, &mut call.headers, decoder);
            });
        }
    });
    app.calls.retain(|call| call.url.is_some());
}

/// Reports and removes what HTTP does not take.
pub(super) fn check_request(
    method: &mut Option<Spanned<String>>,
    url: &mut Option<Spanned<String>>,
    headers: &mut OrderedMap<String, Spanned<String>>,
    decoder: &mut Decoder<'_>,
) {
    let mut keep = |name: &str, value: &Spanned<String>, verdict: Result<(), Words>| match verdict {
        Ok(()) => true,
        Err(message) => {
            decoder.inside_key(name, |decoder| decoder.out_of_range(value.span, message));
            false
        }
    };
    method.take_if(|method| !keep("method", method, check_method(&method.value)));
    url.take_if(|url| !keep("url", url, Url::parse(&url.value).map(|_| ())));
    headers.retain(|name, value| keep("headers", value, check_header(name, &value.value)));
}

fn check_error(error: &mut AppError, decoder: &mut Decoder<'_>) {
    bounded(&mut error.share, "share", share, say!("config-own-share"), decoder);
    bounded(&mut error.status, "status", status, say!("config-own-status"), decoder);
    bounded(&mut error.run, "run", |count| *count > 0, say!("config-own-one-or-more"), decoder);
}

fn check_traffic(traffic: &mut Traffic, decoder: &mut Decoder<'_>) {
    bounded(&mut traffic.rate, "rate", rate, say!("config-own-rate"), decoder);
    bounded(&mut traffic.connections, "connections", |count| *count > 0, say!("config-own-one-or-more"), decoder);
    decoder.inside_key("ramp", |decoder| {
        for (index, point) in traffic.ramp.iter_mut().enumerate() {
            decoder
                .inside_item(index, |decoder| bounded(&mut point.rate, "rate", rate, say!("config-own-rate"), decoder));
        }
    });
    if let Some(request) = &mut traffic.request {
        decoder.inside_key("request", |decoder| {
            check_request(&mut request.method, &mut request.url, &mut request.headers, decoder);
        });
    }
    if let (Some(_), Some(connections)) = (&traffic.rate, &traffic.connections) {
        decoder.out_of_range(connections.span, say!("config-own-open-and-closed-loop"));
        traffic.connections = None;
    }
}

fn share(value: &f64) -> bool {
    (0.0..=100.0).contains(value)
}

fn part(value: &f64) -> bool {
    (0.0..=1.0).contains(value)
}

fn status(value: &u32) -> bool {
    (200..=599).contains(value)
}

pub(super) fn rate(value: &f64) -> bool {
    (0.0..=1e6).contains(value)
}

fn positive(value: &f64) -> bool {
    *value > 0.0
}

pub(super) fn bounded<T>(
    field: &mut Option<Spanned<T>>,
    name: &str,
    within: impl FnOnce(&T) -> bool,
    cure: Words,
    decoder: &mut Decoder<'_>,
) {
    if let Some(value) = field.take_if(|value| !within(&value.value)) {
        decoder.inside_key(name, |decoder| decoder.out_of_range(value.span, cure));
    }
}
