//! What has made a Service's endpoints change (endpointslice/util's `TriggerTimeTracker`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::pod::Pod;
use super::super::time::SECOND;

/// What a Service's endpoints were last made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Triggers {
    service: String,
    /// Since when each pod is ready or not, in whole seconds.
    pods: BTreeMap<Arc<str>, u64>,
}

/// Takes note of a look at a Service. Answers the earliest change since the look before, in seconds.
pub(super) fn trigger(known: &mut Option<Triggers>, uid: &str, created: u64, pods: &[Arc<Pod>]) -> Option<u64> {
    let since = |pod: &Arc<Pod>| {
        let ready = pod.status.condition("Ready")?;
        Some((Arc::clone(&pod.name), ready.since / SECOND))
    };
    let now = Triggers { service: uid.to_owned(), pods: pods.iter().filter_map(since).collect() };
    let old = known.replace(now.clone()).filter(|old| old.service == uid);
    let Some(old) = old else { return Some(created) };
    let newer = now.pods.into_iter().filter(|(name, at)| old.pods.get(name).is_none_or(|old| old < at));
    newer.map(|(_, at)| at).min()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::live::pod::{self, Condition};

    #[test]
    fn only_what_is_later_by_a_second_is_a_change() {
        let at = |milliseconds: u64| {
            let mut pod =
                pod::decode(&json!({"metadata": {"name": "p"}, "spec": {"containers": [{"name": "a"}]}}), None);
            pod.status.set(milliseconds * 1_000_000, Condition::plain("Ready", "False"));
            vec![Arc::new(pod)]
        };
        let mut known = None;
        let mut look = |pods: &[Arc<Pod>]| trigger(&mut known, "u", 7, pods);
        assert_eq!(look(&[]), Some(7));
        assert_eq!(look(&at(9100)), Some(9));
        assert_eq!(look(&at(9900)), None);
        assert_eq!(look(&at(10_100)), Some(10));
        assert_eq!(look(&[]), None);
        assert_eq!(trigger(&mut known, "another", 11, &[]), Some(11));
    }
}
