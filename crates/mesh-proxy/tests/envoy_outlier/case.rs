//! A recorded schedule.

use std::collections::BTreeMap;

use mesh_proxy::config::{Cluster, LbPolicy};
use serde::Deserialize;

/// One line of the file.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Requests per second.
    pub(crate) rate: f64,
    pub(crate) seconds: f64,
    pub(crate) hosts: Vec<Host>,
    pub(crate) cluster: Cluster,
    pub(crate) events: Vec<Event>,
    codes: BTreeMap<String, usize>,
    ties: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) behaviour: Behaviour,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Behaviour {
    pub(crate) status: u16,
    pub(crate) failing: Option<Failing>,
}

/// When a host answers with another status.
#[derive(Debug, Deserialize)]
pub(crate) struct Failing {
    pub(crate) status: u16,
    /// Its first requests.
    first: Option<u32>,
    /// Of each `every` + `run` requests the last `run`.
    every: Option<u32>,
    run: Option<u32>,
    /// Between two times, in seconds.
    from: Option<f64>,
    to: Option<f64>,
}

impl Behaviour {
    /// The answer to the n-th request of the host, from 0, at a time in seconds.
    pub(crate) fn status(&self, request: u32, at: f64) -> u16 {
        let Some(failing) = &self.failing else { return self.status };
        let fails = match failing {
            Failing { first: Some(first), .. } => request < *first,
            Failing { every: Some(every), run: Some(run), .. } => request % (every + run) >= *every,
            Failing { from: Some(from), to: Some(to), .. } => (*from..*to).contains(&at),
            _ => panic!("a way of failing that is not known: {failing:?}"),
        };
        if fails { failing.status } else { self.status }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    at: f64,
    host: String,
    action: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    enforced: bool,
}

/// An event, recorded or simulated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    /// Seconds after the first request.
    pub(crate) at: f64,
    pub(crate) host: String,
    /// The detector in lower case; empty for a return.
    pub(crate) kind: String,
    pub(crate) enforced: bool,
}

impl Moment {
    pub(crate) fn what(&self) -> (&str, &str, bool) {
        (&self.host, &self.kind, self.enforced)
    }
}

impl Case {
    /// Whether only the start of round robin is unknown.
    pub(crate) fn is_exact(&self) -> bool {
        self.cluster.lb_policy == LbPolicy::RoundRobin && self.ties.is_empty()
    }

    pub(crate) fn moments(&self) -> Vec<Moment> {
        let moment = |event: &Event| Moment {
            at: event.at,
            host: event.host.clone(),
            kind: event.kind.to_lowercase(),
            enforced: event.enforced,
        };
        self.events.iter().map(moment).collect()
    }

    pub(crate) fn enforced(&self) -> usize {
        self.events.iter().filter(|event| event.enforced).count()
    }

    /// Answers of 500 and above.
    pub(crate) fn failed(&self) -> usize {
        self.codes.iter().filter(|(code, _)| code.starts_with('5')).map(|(_, count)| count).sum()
    }

    /// How long after the interval timer began the first request came, in seconds: every return falls on a tick.
    pub(crate) fn lead(&self) -> f64 {
        let interval = self.cluster.outlier_detection.as_ref().and_then(|outlier| outlier.interval);
        let interval = interval.map_or(10.0, |interval| interval.as_secs_f64());
        let returns: Vec<f64> =
            self.events.iter().filter(|event| event.action == "UNEJECT").map(|event| event.at).collect();
        match returns.first() {
            // A little into the first interval; a timer that is never seen may have any phase.
            None => interval * 0.05,
            Some(first) => {
                let drift = |at: &f64| (at - first) - ((at - first) / interval).round() * interval;
                let mean = returns.iter().map(drift).sum::<f64>() / returns.len() as f64;
                (-(first + mean)).rem_euclid(interval)
            }
        }
    }
}
