//! Which App a pod has.

use std::sync::Arc;

use mesh_cluster::Pod;
use mesh_config::model::{self, OnError as WrittenOnError, StringMatch};
use mesh_config::{Config, Spec};
use mesh_ordered::sort;
use mesh_proxy::{Duration, Time};

use crate::app::{
    self, App, Call, CallMatch, CallPath, ErrorRule, HeaderPattern, Latency, OnError, Share, TextMatch, When,
};
use crate::request::Request;

/// The Apps of a scenario, compiled.
#[derive(Debug)]
pub(super) struct Apps {
    written: Vec<WrittenApp>,
    default: Arc<App>,
}

#[derive(Debug)]
struct WrittenApp {
    namespace: String,
    labels: Vec<(String, String)>,
    app: Arc<App>,
    listen: Vec<u16>,
}

/// What a pod's App says.
pub(super) struct Chosen {
    pub(super) app: Arc<App>,
    /// The ports that it names; `None` where it leaves them to what the pod declares.
    pub(super) listen: Option<Vec<u16>>,
}

impl Apps {
    /// Compiles the Apps of a scenario.
    pub(super) fn new(config: &Config) -> Self {
        let mut written = Vec::new();
        for resource in &config.resources {
            let Spec::App(spec) = &resource.spec else { continue };
            let labels = spec.selector.as_ref().map(|selector| {
                selector.match_labels.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect()
            });
            let mut listen: Vec<u16> = spec.listen.iter().filter_map(|port| u16::try_from(port.value).ok()).collect();
            sort(&mut listen);
            written.push(WrittenApp {
                namespace: resource.metadata.namespace.clone(),
                labels: labels.unwrap_or_default(),
                app: Arc::new(compile(spec)),
                listen,
            });
        }
        Self { written, default: Arc::new(App::default()) }
    }

    /// The App of a pod: of several that select it the one with most labels, then the first; else what its image is
    /// known to do; else the default.
    pub(super) fn of(&self, pod: &Pod) -> Chosen {
        let selects = |app: &&WrittenApp| {
            app.namespace == pod.namespace
                && !app.labels.is_empty()
                && app.labels.iter().all(|(key, value)| pod.labels.get(key) == Some(value))
        };
        let mut best: Option<&WrittenApp> = None;
        for app in self.written.iter().filter(selects) {
            if best.is_none_or(|best| app.labels.len() > best.labels.len()) {
                best = Some(app);
            }
        }
        if let Some(best) = best {
            return Chosen { app: best.app.clone(), listen: (!best.listen.is_empty()).then(|| best.listen.clone()) };
        }
        match pod.containers.iter().find_map(|container| app::known(&container.image)) {
            Some(known) => Chosen { app: Arc::new(known.app), listen: (!known.listens).then(Vec::new) },
            None => Chosen { app: self.default.clone(), listen: None },
        }
    }
}

fn compile(spec: &model::App) -> App {
    let percent = |share: &Option<mesh_config::Spanned<f64>>, otherwise| {
        Share::percent(share.as_ref().map_or(otherwise, |share| share.value))
    };
    App {
        latency: spec.latency.as_ref().map_or(Latency::DEFAULT, latency),
        status: status(spec.status.as_ref(), 200),
        errors: spec.errors.iter().map(error).collect(),
        hang: percent(&spec.hang, 0.0),
        reset: percent(&spec.reset, 0.0),
        concurrency: spec.concurrency.as_ref().map_or(u32::MAX, |limit| limit.value.max(1)),
        propagate: spec.propagate_headers.iter().map(|pattern| HeaderPattern::new(pattern)).collect(),
        calls: spec.calls.iter().filter_map(call).collect(),
        parallel: spec.parallel.as_ref().is_some_and(|parallel| parallel.value),
        behaviour: app::Behaviour::Plain,
        page: spec.body.as_ref().map_or(app::Page::Name, |body| app::Page::Text(body.value.as_str().into())),
    }
}

fn status(written: Option<&mesh_config::Spanned<u32>>, otherwise: u16) -> u16 {
    written
        .and_then(|status| u16::try_from(status.value).ok())
        .filter(|status| (100..1000).contains(status))
        .unwrap_or(otherwise)
}

fn latency(written: &model::Latency) -> Latency {
    match written {
        model::Latency::Constant(latency) => Latency::constant(latency.value),
        model::Latency::Uniform { min, max } => Latency::uniform(min.value, max.value),
        model::Latency::Percentiles(points) => {
            let points: Vec<_> = points.iter().map(|(percent, latency)| (*percent, latency.value)).collect();
            Latency::percentiles(&points)
        }
    }
}

/// Of several conditions in one entry the most particular counts.
fn error(written: &model::AppError) -> ErrorRule {
    let value = |number: &Option<mesh_config::Spanned<u64>>| number.as_ref().map(|number| number.value);
    let time = |time: &Option<mesh_config::Spanned<Duration>>| time.as_ref().map(|time| time.value);
    let when = if let Some(first) = value(&written.first) {
        When::First(first)
    } else if let Some(good) = value(&written.every) {
        When::Every { good, bad: value(&written.run).unwrap_or(1) }
    } else if written.from.is_some() || written.to.is_some() {
        app::window(time(&written.from), time(&written.to))
    } else {
        When::Always
    };
    ErrorRule {
        status: status(written.status.as_ref(), 500),
        when,
        share: Share::percent(written.share.as_ref().map_or(100.0, |share| share.value)),
    }
}

fn call(written: &model::AppCall) -> Option<Call> {
    let headers = written.headers.iter().map(|(name, value)| (name.as_str(), value.value.as_str()));
    let method = written.method.as_ref().map_or("GET", |method| method.value.as_str());
    // A URL that cannot be read is a diagnostic; the call is left out.
    let request = Request::new(method, &written.url.as_ref()?.value, headers).ok()?;
    let when = written.matches.as_ref().map_or_else(CallMatch::default, |matches| CallMatch {
        path: matches.path.as_ref().and_then(text),
        method: matches.method.as_ref().and_then(text),
        headers: matches.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), text(value))).collect(),
    });
    Some(Call {
        request: Arc::new(request),
        path: CallPath::OfCall,
        when,
        share: Share::percent(written.share.as_ref().map_or(100.0, |share| share.value)),
        timeout: written.timeout.as_ref().map(|timeout| timeout.value).filter(|timeout| !timeout.is_zero()),
        on_error: match written.on_error.as_ref().map(|on_error| &on_error.value) {
            Some(WrittenOnError::Pass) => OnError::Pass,
            Some(WrittenOnError::Ignore) => OnError::Ignore,
            _ => OnError::Fail,
        },
        tries: 1,
    })
}

fn text(written: &StringMatch) -> Option<TextMatch> {
    match written {
        StringMatch::Exact(whole) => Some(TextMatch::Exact(whole.value.clone())),
        StringMatch::Prefix(start) => Some(TextMatch::Prefix(start.value.clone())),
        StringMatch::Regex(pattern) => Some(TextMatch::regex(pattern)),
        StringMatch::Unset(_) => None,
    }
}

/// The time line's length that a scenario states.
pub(super) fn duration(config: &Config) -> Time {
    let ten_minutes = Duration::from_secs(600);
    let stated = scenario(config).and_then(|scenario| scenario.duration.as_ref()).map(|duration| duration.value);
    Time::ZERO + stated.unwrap_or(ten_minutes)
}

/// The seed that a scenario states; 1 where it states none.
pub(super) fn seed(config: &Config) -> u64 {
    scenario(config).and_then(|scenario| scenario.seed.as_ref()).map_or(1, |seed| seed.value)
}

fn scenario(config: &Config) -> Option<&model::Scenario> {
    config.resources.iter().find_map(|resource| match &resource.spec {
        Spec::Scenario(scenario) => Some(&**scenario),
        _ => None,
    })
}
