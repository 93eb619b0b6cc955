//! How long apps take to begin and to end, as the playground's Apps say it of the pods that they select.

use std::sync::Arc;

use mesh_config::model::Shutdown;
use mesh_config::{Config, Spec};

use super::Machine;
use super::pod::Pod;

/// How an app ends when it is told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// As pods do without an App.
    Usually,
    /// So many nanoseconds after SIGTERM.
    After(u64),
    /// When it is killed.
    Never,
}

/// What an App says of its time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Times {
    namespace: String,
    labels: Vec<(String, String)>,
    startup: u64,
    ends: Ends,
}

/// What all Apps say; shared by copies.
#[derive(Clone, Debug, Default)]
pub(super) struct AppTimes(Arc<Vec<Times>>);

impl Machine {
    /// Takes the Apps of a scenario: they hold for what begins or ends from now on.
    pub fn set_apps(&mut self, config: &Config) {
        let times = config.resources.iter().filter_map(|resource| {
            let Spec::App(app) = &resource.spec else { return None };
            let labels = app.selector.as_ref().map(|selector| {
                selector.match_labels.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect()
            });
            let nanoseconds = |time: std::time::Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            Some(Times {
                namespace: resource.metadata.namespace.clone(),
                labels: labels.unwrap_or_default(),
                startup: app.startup.as_ref().map_or(0, |startup| nanoseconds(startup.value)),
                ends: match &app.shutdown {
                    None => Ends::Usually,
                    Some(Shutdown::After(after)) => Ends::After(nanoseconds(after.value)),
                    Some(Shutdown::Ignore) => Ends::Never,
                },
            })
        });
        self.app_times = AppTimes(Arc::new(times.collect()));
    }

    /// From the start of a pod's containers to the moment that its app can answer, and how that ends. Of several Apps that
    /// select it the one with most labels counts, then the first.
    pub(super) fn app_times(&self, pod: &Pod) -> (u64, Ends) {
        let selects = |times: &&Times| {
            *times.namespace == *pod.namespace
                && !times.labels.is_empty()
                && times.labels.iter().all(|(name, value)| pod.labels.get(name) == Some(value))
        };
        let mut best: Option<&Times> = None;
        for times in self.app_times.0.iter().filter(selects) {
            if best.is_none_or(|best| times.labels.len() > best.labels.len()) {
                best = Some(times);
            }
        }
        best.map_or((0, Ends::Usually), |best| (best.startup, best.ends))
    }
}
