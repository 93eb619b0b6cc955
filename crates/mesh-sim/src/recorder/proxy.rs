//! What the proxies tell a recorder.

use mesh_proxy::proxy::{AddressId, AttemptId, ClusterIndex, HostView as ProxyHost, StreamId, Timer};
use mesh_proxy::router::RetryVerdict;
use mesh_proxy::{Duration, Observer, Time};
use mesh_words::{Words, say};

use super::policies::Policies;
use super::{HopIndex, Recorder};
use crate::decision::{HostView, Source, StepKind};
use crate::ids::ClientId;

impl Recorder {
    /// The hop that a client's proxy is busy with.
    pub(super) fn busy(&self, client: ClientId) -> Option<HopIndex> {
        (self.client == client).then_some(self.current).flatten()
    }

    fn host(&self, address: AddressId) -> String {
        self.world.view(self.client).map_or_else(String::new, |view| view.host_name(&self.world, address))
    }

    fn why_no_hosts(&self, cluster: ClusterIndex) -> Option<Words> {
        let name = self.world.view(self.client)?.cluster_name(cluster).to_owned();
        self.world.why_no_hosts(self.client, &name)
    }

    fn timer(&mut self, timer: Timer, armed_for: Option<f64>) {
        let (name, stream, policy): (_, _, fn(&Policies) -> Option<Source>) = match timer {
            Timer::FaultDelay(stream) => (say!("step-timer-fault-delay"), stream, |it| it.delay.clone()),
            Timer::RouteTimeout(stream) => (say!("step-timer-route-timeout"), stream, |it| it.timeout.clone()),
            Timer::PerTryTimeout(attempt) => {
                (say!("step-timer-per-try-timeout"), attempt.stream, |it| it.retries.source.clone())
            }
            Timer::BackOff(attempt) => (say!("step-timer-back-off"), attempt.stream, |it| it.retries.source.clone()),
            Timer::ConnectTimeout(_)
            | Timer::ConnectionDuration(_)
            | Timer::PoolIdle { .. }
            | Timer::OutlierInterval { .. }
            | Timer::HostCleanup { .. }
            | Timer::MergeWindow { .. } => {
                return;
            }
        };
        if let (Timer::RouteTimeout(_), None, Some(hop)) = (timer, armed_for, self.hop_of(self.client, stream))
            && let Some(policies) = self.policies.get_mut(hop.0)
        {
            policies.is_timed_out = true;
        }
        self.policy_step(stream, StepKind::Timer { name, armed_for }, policy);
    }
}

impl Observer for Recorder {
    const RECORDS: bool = true;

    fn stream(&mut self, stream: StreamId, copy_of: Option<StreamId>) {
        match copy_of {
            None => self.streams.extend(self.current.map(|hop| (self.client, stream, hop))),
            Some(original) => {
                if let Some(original) = self.hop_of(self.client, original) {
                    self.copy(stream, original);
                }
            }
        }
    }

    fn fault_delay(&mut self, stream: StreamId, delay: Duration) {
        self.policy_step(stream, StepKind::Fault { delay: delay.as_secs_f64(), abort: None }, |it| it.delay.clone());
    }

    fn fault_abort(&mut self, stream: StreamId, status: u16) {
        self.policy_step(stream, StepKind::Fault { delay: 0.0, abort: Some(status) }, |it| it.abort.clone());
    }

    fn hosts(&mut self, attempt: AttemptId, cluster: ClusterIndex, considered: &[ProxyHost], count: u32) {
        let considered = considered
            .iter()
            .map(|host| {
                let name = self.host(host.address);
                let out_for = if host.ejected { None } else { self.out_for(&name) };
                let until = host.ejected_until.filter(|_| host.ejected).map(Time::seconds);
                HostView { host: name, ejected: host.ejected, active: host.active, until, out_for }
            })
            .collect();
        let (balancer, source) = self.balancer(cluster);
        let kind = StepKind::Hosts { attempt: attempt.number, considered, count, picked: None, balancer };
        if let Some(hop) = self.hop_of(self.client, attempt.stream) {
            self.step(hop, kind, source);
        }
        if count == 0
            && let Some(reason) = self.why_no_hosts(cluster)
        {
            self.stream_step(attempt.stream, StepKind::NoHosts { reason });
        }
    }

    fn host_picked(&mut self, attempt: AttemptId, address: AddressId, rejected: bool) {
        let host = self.host(address);
        let hop = self.hop_of(self.client, attempt.stream);
        let last = hop.and_then(|hop| self.hops.get_mut(hop.0)).and_then(|hop| hop.steps.last_mut());
        match last.map(|step| &mut step.kind) {
            Some(StepKind::Hosts { attempt: number, picked, .. }) if *number == attempt.number => {
                *picked = (!rejected).then_some(host);
            }
            _ => {
                let picked = (!rejected).then_some(host);
                let balancer = String::new();
                let kind =
                    StepKind::Hosts { attempt: attempt.number, considered: Vec::new(), count: 0, picked, balancer };
                self.stream_step(attempt.stream, kind);
            }
        }
    }

    fn timer_armed(&mut self, timer: Timer, at: Time) {
        self.timer(timer, Some(at.since(self.now).as_secs_f64()));
    }

    fn timer_fired(&mut self, timer: Timer) {
        self.timer(timer, None);
    }

    fn outlier_result(&mut self, attempt: AttemptId, cluster: ClusterIndex, host: ProxyHost, counted: Option<u16>) {
        let hop = self.hop_of(self.client, attempt.stream);
        // Events of the cluster that follow are this attempt's doing.
        self.current = hop.or(self.current);
        self.counted(hop, cluster, &host, counted);
    }

    fn retry(&mut self, attempt: AttemptId, verdict: RetryVerdict, after: Option<Duration>) {
        let reason = match verdict {
            RetryVerdict::No => return,
            RetryVerdict::Yes => say!("step-retry-asked"),
            RetryVerdict::LimitExceeded => say!("step-retry-limit"),
            RetryVerdict::Overflow => say!("step-retry-overflow"),
        };
        let kind = StepKind::Retry {
            granted: verdict == RetryVerdict::Yes,
            reason,
            back_off: after.unwrap_or_default().as_secs_f64(),
        };
        self.policy_step(attempt.stream, kind, |it| it.retries.source.clone());
    }
}
