//! Retries that keep away from the priorities of the tries before (`previous_priorities.cc`).

use super::LoadBalancer;
use super::priority::{Health, PriorityLoads};
use crate::upstream::ClusterSettings;

/// What one request remembers of the priorities of its tries.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreviousPriorities {
    /// The priority of each try's host as it is now; `None` for one that is gone.
    attempted: Vec<Option<u32>>,
    excluded: Vec<bool>,
    loads: Option<PriorityLoads>,
}

impl PreviousPriorities {
    /// A try went to a host of this priority.
    pub(crate) fn attempted(&mut self, priority: Option<u32>) {
        self.attempted.push(priority);
    }

    /// The shares of the priorities for the next pick of a retry: after every `frequency` tries those that were tried are
    /// left out anew. `None` where the load balancer's own shares hold.
    pub(crate) fn loads(
        &mut self,
        balancer: &LoadBalancer,
        settings: &ClusterSettings,
        frequency: usize,
    ) -> Option<&PriorityLoads> {
        let frequency = frequency.max(1);
        if self.attempted.len() < frequency {
            return None;
        }
        if self.attempted.len().is_multiple_of(frequency) {
            let health = balancer.lists.health();
            self.excluded.resize(health.len().max(self.excluded.len()), false);
            for priority in self.attempted.iter().flatten() {
                if let Some(excluded) = self.excluded.get_mut(*priority as usize) {
                    *excluded = true;
                }
            }
            self.loads = self.remaining(&health, settings);
        }
        self.loads.as_ref()
    }

    /// The shares without those that are left out; once all are, it begins again with all of them.
    fn remaining(&mut self, health: &[Health], settings: &ClusterSettings) -> Option<PriorityLoads> {
        let factor = settings.overprovisioning_factor;
        PriorityLoads::without(health, factor, &self.excluded).or_else(|| {
            self.excluded.fill(false);
            self.attempted.clear();
            PriorityLoads::without(health, factor, &self.excluded)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::load_balancer::source::{Lists, PriorityHosts, Source};

    /// A load balancer of priorities as `hosts/healthy`.
    fn balancer(priorities: &str) -> LoadBalancer {
        let mut lists = Lists::default();
        for part in priorities.split(' ') {
            let (total, healthy) = part.split_once('/').expect("hosts/healthy");
            let source =
                |count: &str| Source { hosts: (0..count.parse().expect("a number")).collect(), ..Source::default() };
            let hosts = PriorityHosts { all: source(total), healthy: source(healthy), ..PriorityHosts::default() };
            lists.priorities.push(hosts.into());
        }
        LoadBalancer { lists: lists.into(), ..LoadBalancer::new(0) }
    }

    #[test]
    #[rustfmt::skip]
    fn shares_after_each_try() {
        // hosts/healthy of each priority | frequency | priorities of the tries | shares after each; `own`: the load balancer's
        let rows: &[(&str, usize, &[u32], &[&str])] = &[
            // DefaultFrequency: all were tried after two, so it begins again.
            ("1/1 1/1", 1, &[0, 1, 0], &["0,100", "100,0", "0,100"]),
            // PriorityFilter with frequency 2: the first retry goes where the first try went.
            ("1/1 1/1", 2, &[0, 0, 1, 1], &["own", "0,100", "0,100", "100,0"]),
            // NoHealthyUpstreams: nothing is left whatever is left out.
            ("10/0 10/0", 1, &[0], &["own"]),
            // PriorityOverlap: three partly healthy priorities.
            ("2/1 2/1 2/1", 1, &[0, 1], &["0,70,30", "0,0,100"]),
            ("100/50 100/50 100/50", 1, &[0], &["0,70,30"]),
            // OverprovisioningFactor: 1.4 times 1 of 10 and 1 of 10.
            ("10/10 10/1 10/1", 1, &[0], &["0,50,50"]),
        ];
        for (priorities, frequency, tries, expected) in rows {
            let balancer = balancer(priorities);
            let settings = ClusterSettings::new("c");
            let mut previous = PreviousPriorities::default();
            for (priority, expected) in tries.iter().zip(*expected) {
                previous.attempted(Some(*priority));
                let shares = previous.loads(&balancer, &settings, *frequency).map(|loads| {
                    loads.healthy.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
                });
                assert_eq!(shares.as_deref().unwrap_or("own"), *expected, "{priorities} every {frequency}: {priority}");
            }
        }
    }
}
