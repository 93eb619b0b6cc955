//! Checks as they are carried out: what is looked at, and what is expected of it.

use std::sync::Arc;

use mesh_config::model::{
    Check, CheckEdge, CheckSend, CheckValue, EjectionSelector, Expectation, Percentile, RequestSelector,
};
use mesh_config::{Config, Resource, Span, Spanned, Spec};
use mesh_ordered::OrderedMap;
use mesh_proxy::{Duration, Time};
use mesh_sim::Request;
use mesh_words::{Words, say};

/// A Check.
#[derive(Clone, Debug)]
pub(crate) struct CheckPlan {
    /// Its name; with its namespace where that is not `default`.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// How many seeds it is tried with.
    pub(crate) seeds: u32,
    pub(crate) task: Task,
    pub(crate) expect: Vec<Expect>,
}

/// What a Check looks at.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a scenario has few, and each stays where it is")]
pub(crate) enum Task {
    During(Window),
    Send(Sending),
}

/// A window of the run.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub(crate) from: Time,
    /// `None`: the end of the time line.
    pub(crate) to: Option<Time>,
    /// The calls that count; `None`: requests of Traffic.
    pub(crate) edge: Option<CheckEdge>,
}

/// Requests that are sent.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    pub(crate) from: String,
    pub(crate) count: u64,
    /// What is sent, or why that cannot be.
    pub(crate) request: Result<Request, Words>,
    pub(crate) at: Time,
    /// Whether it is written when they are sent.
    pub(crate) is_timed: bool,
    /// Between two of them.
    pub(crate) gap: Duration,
    /// The calls that count; `None`: the requests themselves.
    pub(crate) edge: Option<CheckEdge>,
}

/// A figure and its bounds.
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    pub(crate) figure: Figure,
    /// The requests that it is taken of.
    pub(crate) of: RequestSelector,
    pub(crate) bounds: Bounds,
    pub(crate) span: Span,
}

/// A figure.
#[derive(Clone, Debug)]
pub(crate) enum Figure {
    Share(RequestSelector),
    Latency(Percentile),
    Requests(RequestSelector),
    Rps(RequestSelector),
    Tries(RequestSelector),
    Ejections(EjectionSelector),
    Endpoints {
        namespace: String,
        service: String,
        labels: OrderedMap<String, String>,
    },
    Pods(PodsAsked),
    Output(String),
    ExitCode(String),
    /// What cannot be judged as it is written; its text says why.
    Unreadable,
}

/// Pods that are counted.
#[derive(Clone, Debug)]
pub(crate) struct PodsAsked {
    pub(crate) namespace: String,
    /// As `kubectl get pods -l` takes them.
    pub(crate) labels: String,
    pub(crate) phase: Option<String>,
    pub(crate) ready: Option<bool>,
    pub(crate) node: Option<String>,
}

/// What bounds a figure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    pub(crate) is: Option<CheckValue>,
    pub(crate) between: Option<(CheckValue, CheckValue)>,
    pub(crate) at_least: Option<CheckValue>,
    pub(crate) at_most: Option<CheckValue>,
}

/// More Checks of a scenario are not carried out.
const MOST: usize = 200;

/// The Checks of a scenario, in document order.
pub(crate) fn plans(config: &Config) -> Vec<CheckPlan> {
    let checks = config.resources.iter().filter_map(|resource| match &resource.spec {
        Spec::Check(check) => Some(plan(resource, check)),
        _ => None,
    });
    checks.take(MOST).collect()
}

impl CheckPlan {
    /// The same with its times counted from another one. With several seeds it is tried by itself, from time 0.
    pub(crate) fn counted_from(mut self, since: Time) -> Self {
        let later = |time: &mut Time| *time = Time(time.0.saturating_add(since.0));
        match &mut self.task {
            _ if self.seeds > 1 => {}
            Task::During(window) => {
                later(&mut window.from);
                window.to.as_mut().map(later);
            }
            Task::Send(sending) => later(&mut sending.at),
        }
        self
    }
}

fn plan(resource: &Arc<Resource>, check: &Check) -> CheckPlan {
    let name = &resource.metadata.name.value;
    let namespace = &resource.metadata.namespace;
    let task = match (&check.send, &check.during) {
        (Some(send), _) => Task::Send(sending(send)),
        (None, during) => Task::During(Window {
            from: during.as_ref().and_then(|during| time(during.from.as_ref())).unwrap_or(Time::ZERO),
            to: during.as_ref().and_then(|during| time(during.to.as_ref())),
            edge: during.as_ref().and_then(|during| during.edge.clone()),
        }),
    };
    CheckPlan {
        name: if namespace == "default" || namespace.is_empty() { name.clone() } else { format!("{namespace}/{name}") },
        span: resource.span,
        seeds: check.seeds.as_ref().map_or(1, |seeds| seeds.value.clamp(1, Check::MOST_SEEDS)),
        task,
        expect: check.expect.iter().map(expect).collect(),
    }
}

fn time(time: Option<&Spanned<std::time::Duration>>) -> Option<Time> {
    time.map(|time| Time::ZERO + time.value)
}

fn sending(send: &CheckSend) -> Sending {
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let request = send.request.as_ref().and_then(|request| Some((request, text(&request.url)?)));
    let request = request.map_or_else(
        || Err(say!("check-no-url")),
        |(request, url)| {
            let method = text(&request.method).unwrap_or_else(|| "GET".to_owned());
            let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.value.as_str()));
            Request::new(&method, &url, headers).map_err(|error| error.words().clone())
        },
    );
    let rate = send.rate.as_ref().map(|rate| rate.value).filter(|rate| *rate > 0.0);
    Sending {
        from: text(&send.from).unwrap_or_else(|| "client".to_owned()),
        count: send.count.as_ref().map_or(1, |count| count.value.clamp(1, CheckSend::MOST)),
        request,
        at: time(send.at.as_ref()).unwrap_or(Time::ZERO),
        is_timed: send.at.is_some(),
        gap: rate.map_or(Duration::ZERO, |rate| Duration::from_nanos((1e9 / rate) as u64)),
        edge: send.edge.clone(),
    }
}

fn expect(written: &Expectation) -> Expect {
    let figure = if written.has_a_bound() { figure(written) } else { None };
    let value = |value: &Option<Spanned<CheckValue>>| value.as_ref().map(|value| value.value.clone());
    let between = match written.between.as_slice() {
        [low, high] => Some((low.value.clone(), high.value.clone())),
        _ => None,
    };
    Expect {
        figure: figure.unwrap_or(Figure::Unreadable),
        of: written.of.clone().unwrap_or_default(),
        bounds: Bounds {
            is: value(&written.is),
            between,
            at_least: value(&written.at_least),
            at_most: value(&written.at_most),
        },
        span: written.span,
    }
}

fn figure(written: &Expectation) -> Option<Figure> {
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let namespace = |name| text(name).unwrap_or_else(|| "default".to_owned());
    if let Some(share) = &written.share {
        return Some(Figure::Share(share.clone()));
    }
    if let Some(latency) = &written.latency {
        return Some(Figure::Latency(latency.value));
    }
    if let Some(requests) = &written.requests {
        return Some(Figure::Requests(requests.0.clone()));
    }
    if let Some(rps) = &written.rps {
        return Some(Figure::Rps(rps.0.clone()));
    }
    if let Some(tries) = &written.tries {
        return Some(Figure::Tries(tries.0.clone()));
    }
    if let Some(ejections) = &written.ejections {
        return Some(Figure::Ejections(ejections.0.clone()));
    }
    if let Some(endpoints) = &written.endpoints {
        return Some(Figure::Endpoints {
            namespace: namespace(&endpoints.namespace),
            service: text(&endpoints.service)?,
            labels: endpoints.labels.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect(),
        });
    }
    if let Some(pods) = &written.pods {
        let labels: Vec<String> = pods.labels.iter().map(|(name, value)| format!("{name}={}", value.value)).collect();
        return Some(Figure::Pods(PodsAsked {
            namespace: namespace(&pods.namespace),
            labels: labels.join(","),
            phase: text(&pods.phase),
            ready: pods.ready.as_ref().map(|ready| ready.value),
            node: text(&pods.node),
        }));
    }
    if let Some(line) = text(&written.output) {
        return Some(Figure::Output(line));
    }
    text(&written.exit_code).map(Figure::ExitCode)
}

impl Figure {
    /// Whether it is how the cluster stands at a moment, and not what requests met.
    pub(crate) fn is_of_a_moment(&self) -> bool {
        matches!(self, Self::Endpoints { .. } | Self::Pods(_) | Self::Output(_) | Self::ExitCode(_))
    }
}
