//! Which priority takes how much of the load, and which panics (`load_balancer_impl.cc`, `LoadBalancerBase`).

/// The hosts of a priority, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Health {
    pub(crate) total: u32,
    pub(crate) healthy: u32,
    pub(crate) degraded: u32,
}

/// Which hosts of a priority are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Availability {
    Healthy,
    Degraded,
}

/// The shares of the priorities, in percent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PriorityLoads {
    pub(crate) healthy: Vec<u32>,
    pub(crate) degraded: Vec<u32>,
    pub(crate) panic: Vec<bool>,
    /// The priority that takes everything, where there is one: no draw is needed then.
    pub(crate) only: Option<(u32, Availability)>,
}

/// How much of the whole load so many hosts of a priority can take, in percent.
fn available(overprovisioning: u32, count: u32, health: &Health) -> u32 {
    if health.total == 0 {
        return 0;
    }
    let percent = u64::from(overprovisioning) * u64::from(count) / u64::from(health.total);
    u32::try_from(percent.min(100)).unwrap_or(100)
}

impl PriorityLoads {
    /// The shares for an overprovisioning factor (140 unless set) and a panic threshold, both in percent.
    pub(crate) fn new(priorities: &[Health], overprovisioning: u32, panic_threshold: u32) -> Self {
        let healthy: Vec<u32> =
            priorities.iter().map(|health| available(overprovisioning, health.healthy, health)).collect();
        let degraded: Vec<u32> =
            priorities.iter().map(|health| available(overprovisioning, health.degraded, health)).collect();
        let sum: u64 = healthy.iter().chain(&degraded).map(|share| u64::from(*share)).sum();
        let normalized = u32::try_from(sum.min(100)).unwrap_or(100);
        let mut loads = PriorityLoads {
            healthy: vec![0; priorities.len()],
            degraded: vec![0; priorities.len()],
            panic: vec![false; priorities.len()],
            only: None,
        };
        loads.distribute(&healthy, &degraded, normalized);
        loads.panic(priorities, normalized, panic_threshold.min(100));
        loads.only = loads.find_only();
        loads
    }

    /// The shares without some priorities; `None` where nothing is left (`adjustForAttemptedPriorities`).
    pub(crate) fn without(priorities: &[Health], overprovisioning: u32, excluded: &[bool]) -> Option<Self> {
        let left_out = |priority: usize| excluded.get(priority).copied().unwrap_or(false);
        let available = |count: fn(&Health) -> u32| -> Vec<u32> {
            let shares = priorities.iter().enumerate();
            shares.map(|(at, it)| if left_out(at) { 0 } else { available(overprovisioning, count(it), it) }).collect()
        };
        let (healthy, degraded) = (available(|health| health.healthy), available(|health| health.degraded));
        let total = healthy.iter().chain(&degraded).sum::<u32>().min(100);
        if total == 0 {
            return None;
        }
        let mut loads = PriorityLoads {
            healthy: vec![0; priorities.len()],
            degraded: vec![0; priorities.len()],
            panic: Vec::new(),
            only: None,
        };
        let mut left = 100;
        // Again until rounding leaves nothing over.
        while left != 0 {
            for (loads, available) in [(&mut loads.healthy, &healthy), (&mut loads.degraded, &degraded)] {
                for (load, available) in loads.iter_mut().zip(available) {
                    let more = left.min(available * 100 / total);
                    *load += more;
                    left -= more;
                }
            }
        }
        loads.only = loads.find_only();
        Some(loads)
    }

    /// The priority of a draw.
    pub(crate) fn choose(&self, draw: u64) -> (u32, Availability) {
        let place = draw % 100 + 1;
        let mut sum = 0;
        for (shares, availability) in [(&self.healthy, Availability::Healthy), (&self.degraded, Availability::Degraded)]
        {
            for (priority, share) in shares.iter().enumerate() {
                sum += u64::from(*share);
                if place <= sum {
                    return (priority as u32, availability);
                }
            }
        }
        (0, Availability::Healthy)
    }

    fn distribute(&mut self, healthy: &[u32], degraded: &[u32], normalized: u32) {
        if normalized == 0 {
            return;
        }
        let mut left = 100;
        for (loads, available) in [(&mut self.healthy, healthy), (&mut self.degraded, degraded)] {
            for (load, available) in loads.iter_mut().zip(available) {
                *load = left.min(available * 100 / normalized);
                left -= *load;
            }
        }
        // What rounding left over goes to the first that can take anything.
        let first = self.healthy.iter_mut().zip(healthy).chain(self.degraded.iter_mut().zip(degraded));
        if let Some((load, _)) = first.into_iter().find(|(_, available)| **available > 0) {
            *load += left;
        }
    }

    fn panic(&mut self, priorities: &[Health], normalized: u32, threshold: u32) {
        if threshold == 0 && normalized == 0 {
            // Nobody is there and nobody panics: priority 0 takes all and picks nobody.
            if let Some(first) = self.healthy.first_mut() {
                *first = 100;
            }
            return;
        }
        for (panic, health) in self.panic.iter_mut().zip(priorities) {
            let percent = |count: u32| {
                if health.total == 0 { 0.0 } else { 100.0 * f64::from(count) / f64::from(health.total) }
            };
            *panic = normalized != 100 && percent(health.healthy) + percent(health.degraded) < f64::from(threshold);
        }
        if self.panic.iter().all(|panic| *panic) {
            self.total_panic(priorities);
        }
    }

    fn total_panic(&mut self, priorities: &[Health]) {
        let hosts: u64 = priorities.iter().map(|health| u64::from(health.total)).sum();
        let mut left = 100;
        for (load, health) in self.healthy.iter_mut().zip(priorities) {
            *load = (100 * u64::from(health.total)).checked_div(hosts).unwrap_or(0) as u32;
            left -= *load;
        }
        self.degraded.fill(0);
        let first = priorities.iter().position(|health| health.total > 0).unwrap_or(0);
        if let Some(load) = self.healthy.get_mut(first) {
            *load += left;
        }
    }

    fn find_only(&self) -> Option<(u32, Availability)> {
        let whole = |shares: &[u32]| shares.iter().position(|share| *share >= 100).map(|priority| priority as u32);
        whole(&self.healthy)
            .map(|priority| (priority, Availability::Healthy))
            .or_else(|| whole(&self.degraded).map(|priority| (priority, Availability::Degraded)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn health(text: &str) -> Vec<Health> {
        text.split(' ')
            .map(|part| {
                let mut numbers = part.split('/').map(|number| number.parse().unwrap());
                let mut next = || numbers.next().unwrap_or(0);
                Health { total: next(), healthy: next(), degraded: next() }
            })
            .collect()
    }

    /// hosts/healthy/degraded of each priority | overprovisioning | panic threshold | healthy loads | degraded loads | panic
    type Row = (&'static str, u32, u32, &'static [u32], &'static [u32], &'static str);

    const ROWS: &[Row] = &[
        ("1/1 1/1", 140, 50, &[100, 0], &[0, 0], "--"),
        ("2/1 2/1", 140, 50, &[70, 30], &[0, 0], "--"),
        ("4/1 2/2", 140, 50, &[35, 65], &[0, 0], "--"),
        ("4/1 4/1", 140, 50, &[50, 50], &[0, 0], "pp"),
        ("2/1 2/1 2/1", 140, 50, &[70, 30, 0], &[0, 0, 0], "---"),
        ("4/1 4/1 4/1", 140, 50, &[35, 35, 30], &[0, 0, 0], "---"),
        ("5/1 5/1 5/1", 140, 50, &[34, 33, 33], &[0, 0, 0], "ppp"),
        ("5/0 5/0 5/5", 140, 50, &[0, 0, 100], &[0, 0, 0], "---"),
        ("5/0 5/0 5/4", 140, 50, &[0, 0, 100], &[0, 0, 0], "---"),
        ("5/0 5/0 5/2", 140, 50, &[34, 33, 33], &[0, 0, 0], "ppp"),
        ("5/0 3/0 2/0", 140, 50, &[50, 30, 20], &[0, 0, 0], "ppp"),
        ("5/0 6/2 3/1", 140, 50, &[37, 42, 21], &[0, 0, 0], "ppp"),
        ("0/0 6/0 3/0", 140, 50, &[0, 67, 33], &[0, 0, 0], "ppp"),
        ("1/0 2/0", 140, 50, &[34, 66], &[0, 0], "pp"),
        ("4/2 4/2", 100, 50, &[50, 50], &[0, 0], "--"),
        ("4/2 4/2", 140, 50, &[70, 30], &[0, 0], "--"),
        ("5/0/5 5/2/2 5/2", 140, 50, &[0, 56, 44], &[0, 0, 0], "---"),
        ("100/72 100/100", 140, 50, &[100, 0], &[0, 0], "--"),
        ("100/71 100/100", 140, 50, &[99, 1], &[0, 0], "--"),
        ("100/50 100/100", 140, 50, &[70, 30], &[0, 0], "--"),
        ("100/25 100/100", 140, 50, &[35, 65], &[0, 0], "--"),
        ("100/25 100/25", 140, 50, &[50, 50], &[0, 0], "pp"),
        // Envoy's page has 36, 36, 28 and 7, 93: its code gives what rounding leaves over to the first.
        ("100/25 100/25 100/20", 140, 0, &[37, 35, 28], &[0, 0, 0], "---"),
        ("100/5 100/65", 140, 50, &[8, 92], &[0, 0], "p-"),
        ("3/0", 140, 0, &[100], &[0], "-"),
        ("3/0", 140, 50, &[100], &[0], "p"),
        ("0/0", 140, 50, &[100], &[0], "p"),
    ];

    #[test]
    fn loads_and_panic() {
        for (hosts, overprovisioning, threshold, healthy, degraded, panic) in ROWS {
            let loads = PriorityLoads::new(&health(hosts), *overprovisioning, *threshold);
            assert_eq!(loads.healthy, *healthy, "{hosts}");
            assert_eq!(loads.degraded, *degraded, "{hosts}");
            let marks: String = loads.panic.iter().map(|panic| if *panic { 'p' } else { '-' }).collect();
            assert_eq!(marks, *panic, "{hosts}");
        }
    }

    #[test]
    fn a_draw_falls_into_the_cumulated_shares() {
        let loads = PriorityLoads::new(&health("2/1 2/1"), 140, 50);
        assert_eq!(loads.choose(69), (0, Availability::Healthy));
        assert_eq!(loads.choose(70), (1, Availability::Healthy));
        assert_eq!(loads.only, None);
        assert_eq!(PriorityLoads::new(&health("3/3"), 140, 50).only, Some((0, Availability::Healthy)));
    }

    fn priorities() -> impl Strategy<Value = Vec<Health>> {
        let health = (0u32..30, 0u32..30, 0u32..30).prop_map(|(healthy, degraded, unhealthy)| Health {
            total: healthy + degraded + unhealthy,
            healthy,
            degraded,
        });
        proptest::collection::vec(health, 1..7)
    }

    proptest! {
        #[test]
        fn loads_add_up_to_the_whole_and_draws_follow_them(
            priorities in priorities(),
            overprovisioning in 100u32..250,
            threshold in 0u32..=100,
            excluded in any::<[bool; 6]>(),
        ) {
            let left = PriorityLoads::without(&priorities, overprovisioning, &excluded);
            for loads in left.into_iter().chain([PriorityLoads::new(&priorities, overprovisioning, threshold)]) {
                prop_assert_eq!(loads.healthy.iter().chain(&loads.degraded).sum::<u32>(), 100);
                let mut drawn = (vec![0; priorities.len()], vec![0; priorities.len()]);
                for draw in 0..100 {
                    match loads.choose(draw) {
                        (priority, Availability::Healthy) => drawn.0[priority as usize] += 1,
                        (priority, Availability::Degraded) => drawn.1[priority as usize] += 1,
                    }
                }
                prop_assert_eq!(drawn, (loads.healthy, loads.degraded));
            }
        }
    }
}
