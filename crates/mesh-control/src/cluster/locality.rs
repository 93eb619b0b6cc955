//! Endpoints by locality: priorities and weights relative to the client (`loadbalancer.go`).

use std::sync::Arc;

use mesh_ordered::{OrderedMap, OrderedSet};

use crate::registry::{Endpoint, Labels, Locality};

/// The endpoints of one locality (or of a part of it, after a failover by labels).
#[derive(Clone, Debug, PartialEq)]
pub struct LocalityEndpoints {
    /// Where they run.
    pub locality: Locality,
    /// The endpoints in order.
    pub endpoints: Vec<Endpoint>,
    /// Their weight together.
    pub weight: u32,
    /// 0 is tried first.
    pub priority: u32,
}

/// What of a client its localities are compared with.
#[derive(Clone, Copy, Debug)]
pub struct ClientPlace<'a> {
    /// Where it runs.
    pub locality: &'a Locality,
    /// Its labels, completed with those of its locality.
    pub labels: &'a Labels,
}

/// Which traffic goes where (`LocalityLoadBalancerSetting.Distribute`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribute {
    /// The locality of the clients meant.
    pub from: String,
    /// The weight of each locality, in the order of their names.
    pub to: OrderedMap<String, u32>,
}

/// Where the traffic of a region goes when it fails.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failover {
    /// The client's region.
    pub from: String,
    /// The region that takes over.
    pub to: String,
}

/// Effective locality settings of a cluster (`GetEffectiveLbSetting`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalitySetting {
    /// Weights by locality; excludes failover.
    pub distribute: Vec<Distribute>,
    /// Failover between regions.
    pub failover: Vec<Failover>,
    /// Labels to be compared, the first mismatch decides the priority.
    pub failover_priority: Vec<String>,
    /// Fail over even without outlier detection.
    pub force: bool,
}

/// Groups endpoints by locality, sorted by its name, with the weights summed (`EndpointBuilder.generate`).
#[must_use]
pub fn group<'a>(endpoints: impl IntoIterator<Item = &'a Endpoint>) -> Vec<LocalityEndpoints> {
    let mut groups: OrderedMap<String, LocalityEndpoints> = OrderedMap::new();
    for endpoint in endpoints {
        let Locality { region, zone, sub_zone } = &*endpoint.locality;
        let group = groups.entry([region, "/", zone, "/", sub_zone].concat()).or_insert_with(|| LocalityEndpoints {
            locality: (*endpoint.locality).clone(),
            endpoints: Vec::new(),
            weight: 0,
            priority: 0,
        });
        group.weight = group.weight.saturating_add(endpoint.weight.max(1));
        group.endpoints.push(endpoint.clone());
    }
    groups.into_values().collect()
}

/// Applies settings to the groups of a cluster; `outlier_detection` tells whether failing hosts would ever be
/// noticed, without which failover is left out (`ApplyLocalityLoadBalancer`).
pub fn apply(
    groups: &mut Vec<LocalityEndpoints>,
    setting: &LocalitySetting,
    client: ClientPlace<'_>,
    outlier_detection: bool,
) {
    if !setting.distribute.is_empty() {
        distribute(groups, &setting.distribute, client.locality);
    } else if outlier_detection || setting.force {
        if !setting.failover_priority.is_empty() {
            failover_by_labels(groups, &setting.failover_priority, client.labels);
        }
        if setting.failover_priority.is_empty() || !setting.failover.is_empty() {
            failover_by_region(groups, &setting.failover, client.locality);
        }
    }
}

/// Whether a locality lies in `rule`: `region[/zone[/subzone]]` with stars (`util.LocalityMatch`).
#[must_use]
pub fn lies_in(locality: &Locality, rule: &str) -> bool {
    let rule = Locality::parse(rule);
    let part = |rule: &str, ours: &str| rule == "*" || rule.is_empty() || rule == ours;
    (rule.region == "*" || rule.region == locality.region)
        && part(&rule.zone, &locality.zone)
        && part(&rule.sub_zone, &locality.sub_zone)
}

fn distribute(groups: &mut [LocalityEndpoints], rules: &[Distribute], client: &Locality) {
    let Some(rule) = rules.iter().find(|rule| lies_in(client, &rule.from)) else { return };
    let mut left: OrderedSet<usize> = (0..groups.len()).collect();
    for (to, weight) in &rule.to {
        let chosen: Vec<usize> = left
            .iter()
            .copied()
            .filter(|index| groups.get(*index).is_some_and(|group| lies_in(&group.locality, to)))
            .collect();
        left.retain(|index| !chosen.contains(index));
        let total: u32 = chosen.iter().filter_map(|index| groups.get(*index)).map(|group| group.weight).sum();
        for index in chosen {
            if let Some(group) = groups.get_mut(index).filter(|_| total > 0) {
                let share = f64::from(group.weight) * f64::from(*weight) / f64::from(total);
                if share > 0.0 {
                    group.weight = share.ceil() as u32;
                }
            }
        }
    }
    for index in left {
        if let Some(group) = groups.get_mut(index) {
            group.endpoints.clear();
        }
    }
}

/// How far an endpoint is: 0 same sub-zone, 1 zone, 2 region, 3 elsewhere (`util.LbPriority`).
fn distance(client: &Locality, endpoint: &Locality) -> u32 {
    if client.region != endpoint.region {
        3
    } else if client.zone != endpoint.zone {
        2
    } else if client.sub_zone != endpoint.sub_zone {
        1
    } else {
        0
    }
}

fn failover_by_region(groups: &mut [LocalityEndpoints], failover: &[Failover], client: &Locality) {
    let target = failover.iter().find(|rule| rule.from == client.region);
    for group in groups.iter_mut() {
        let mut priority = distance(client, &group.locality);
        if priority == 3 && target.is_some_and(|rule| group.locality.region != rule.to) {
            priority = 4;
        }
        // Priorities that labels gave stand above those of the locality.
        group.priority = group.priority * 5 + priority;
    }
    compact(groups);
}

/// The first label that differs decides: the earlier, the worse. `label=value` compares with that value.
fn failover_by_labels(groups: &mut Vec<LocalityEndpoints>, priorities: &[String], client: &Labels) {
    if client.is_empty() || groups.is_empty() {
        return;
    }
    let wanted: Vec<(&str, Option<&str>)> = priorities
        .iter()
        .map(|entry| match entry.split_once('=') {
            Some((label, value)) => (label, Some(value)),
            None => (entry.as_str(), client.get(entry).map(String::as_str)),
        })
        .collect();
    let mut split = Vec::new();
    for group in groups.drain(..) {
        let mut by_priority: OrderedMap<u32, Vec<Endpoint>> = OrderedMap::new();
        for endpoint in group.endpoints {
            by_priority.entry(label_priority(&wanted, &endpoint.labels)).or_default().push(endpoint);
        }
        for (priority, endpoints) in by_priority {
            let weight = endpoints.iter().map(|endpoint| endpoint.weight.max(1)).sum();
            split.push(LocalityEndpoints { locality: group.locality.clone(), endpoints, weight, priority });
        }
    }
    *groups = split;
    compact(groups);
}

const NETWORK_LABEL: &str = "topology.istio.io/network";

fn label_priority(wanted: &[(&str, Option<&str>)], labels: &Arc<Labels>) -> u32 {
    let total = wanted.len() as u32;
    let mut adjust = 0;
    for (index, (label, value)) in wanted.iter().enumerate() {
        if value.unwrap_or_default() == labels.get(*label).map_or("", String::as_str) {
            continue;
        }
        if index == 0 && *label == NETWORK_LABEL {
            adjust = total;
            continue;
        }
        return total - index as u32 + adjust;
    }
    adjust
}

/// Priorities count from 0 without gaps.
fn compact(groups: &mut [LocalityEndpoints]) {
    let used: OrderedSet<u32> = groups.iter().map(|group| group.priority).collect();
    let rank: OrderedMap<u32, u32> = used.into_iter().zip(0..).collect();
    for group in groups {
        group.priority = rank.get(&group.priority).copied().unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(locality: &str, labels: &[(&str, &str)]) -> Endpoint {
        Endpoint {
            address: "10.1.0.2".into(),
            port: 80,
            labels: Arc::new(labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()),
            locality: Locality::parse(locality).into(),
            weight: 0,
            ready: true,
            mutual_tls: false,
        }
    }

    fn priorities(setting: &LocalitySetting) -> Vec<(String, u32)> {
        let endpoints =
            [endpoint("r1/z1", &[]), endpoint("r1/z2", &[]), endpoint("r2/z3", &[]), endpoint("r3/z4", &[])];
        let mut groups = group(&endpoints);
        let client = Locality::parse("r1/z1");
        apply(&mut groups, setting, ClientPlace { locality: &client, labels: &Labels::new() }, true);
        groups.into_iter().map(|group| (group.locality.region + &group.locality.zone, group.priority)).collect()
    }

    #[test]
    fn near_before_far_and_the_failover_region_before_others() {
        let plain = priorities(&LocalitySetting::default());
        assert_eq!(plain.iter().map(|(_, priority)| *priority).collect::<Vec<_>>(), [0, 1, 2, 2]);
        let failover = vec![Failover { from: "r1".into(), to: "r3".into() }];
        let chosen = priorities(&LocalitySetting { failover, ..LocalitySetting::default() });
        assert_eq!(chosen.iter().map(|(_, priority)| *priority).collect::<Vec<_>>(), [0, 1, 3, 2]);
    }

    #[test]
    fn localities_that_distribute_does_not_name_get_nothing() {
        let endpoints = [endpoint("r1/z1", &[]), endpoint("r1/z2", &[]), endpoint("r2/z3", &[])];
        let mut groups = group(&endpoints);
        let to = OrderedMap::from([("r1/z1/*".to_owned(), 70), ("r1/z2/*".to_owned(), 30)]);
        let setting =
            LocalitySetting { distribute: vec![Distribute { from: "r1/*".into(), to }], ..LocalitySetting::default() };
        let client = Locality::parse("r1/z1");
        apply(&mut groups, &setting, ClientPlace { locality: &client, labels: &Labels::new() }, false);
        assert_eq!(
            groups.iter().map(|group| (group.weight, group.endpoints.len())).collect::<Vec<_>>(),
            [(70, 1), (30, 1), (1, 0)]
        );
    }

    #[test]
    fn the_first_label_that_differs_decides() {
        let endpoints = [endpoint("", &[("version", "v1")]), endpoint("", &[("version", "v2")])];
        let mut groups = group(&endpoints);
        let labels = Labels::from([("version".to_owned(), "v2".to_owned())]);
        let setting = LocalitySetting { failover_priority: vec!["version".into()], ..LocalitySetting::default() };
        apply(&mut groups, &setting, ClientPlace { locality: &Locality::default(), labels: &labels }, true);
        let order: Vec<(u32, &str)> = groups
            .iter()
            .map(|group| (group.priority, group.endpoints[0].labels.get("version").map_or("", String::as_str)))
            .collect();
        assert_eq!(order, [(0, "v2"), (1, "v1")]);
    }
}
