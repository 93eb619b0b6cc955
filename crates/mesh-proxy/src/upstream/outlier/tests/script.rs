//! A small language for scenarios.
//!
//! Setup: `N=2` hosts, `MEP=` max_ejection_percent, thresholds `C5= CG= CL=`, enforcing `E5= EG= ESR= EFP= ESRL= EFPL=`,
//! `FPT=` threshold, `SRH= FPH=` minimum hosts, seconds `base= interval= max= jitter=`, `rng=` (every draw), and the
//! words `split`, `always`, `degraded`.
//!
//! Input: `=40` the time is 40 s; `@40` it is, and the interval ends; `h0:X` host 0 reports X, `all:X` every host does;
//! `-h0` host 0 is removed; `hc0` its health check passes; `X*5` five times; `(A B)*5` both in turn, five times. X is a
//! status, `CF` connect failed, `CS` connected, `CSF` connected for good, `TO` timeout, `XF` and `XS` answered badly and
//! well, `DG` a degraded answer; `TO/500` with a status.

use std::collections::BTreeMap;

use super::super::*;
use crate::proxy::tests::TestDraws;

/// A detector at work.
pub(super) struct Run {
    pub(super) detector: Detector,
    pub(super) draws: TestDraws,
    hosts: Vec<u32>,
    now: Time,
}

impl Run {
    pub(super) fn new(setup: &str) -> Run {
        let mut settings = OutlierSettings::default();
        let mut draws = TestDraws::default();
        let mut hosts = 0;
        for word in setup.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, "1"));
            let number: u32 = value.parse().unwrap_or_else(|_| panic!("setup {word}"));
            let seconds = Duration::from_secs(number.into());
            match name {
                "N" => hosts = number,
                "MEP" => settings.max_ejection_percent = number,
                "C5" => settings.consecutive_5xx = number,
                "CG" => settings.consecutive_gateway_failure = number,
                "CL" => settings.consecutive_local_origin_failure = number,
                "E5" => settings.enforcing_consecutive_5xx = number,
                "EG" => settings.enforcing_consecutive_gateway_failure = number,
                "ESR" => settings.enforcing_success_rate = number,
                "EFP" => settings.enforcing_failure_percentage = number,
                "ESRL" => settings.enforcing_local_origin_success_rate = number,
                "EFPL" => settings.enforcing_failure_percentage_local_origin = number,
                "FPT" => settings.failure_percentage_threshold = number,
                "SRH" => settings.success_rate_minimum_hosts = number,
                "FPH" => settings.failure_percentage_minimum_hosts = number,
                "base" => settings.base_ejection_time = seconds,
                "interval" => settings.interval = seconds,
                "max" => settings.max_ejection_time = seconds,
                "jitter" => settings.max_ejection_time_jitter = seconds,
                "rng" => {
                    draws.fixed = BTreeMap::from([(crate::Purpose::EjectionJitter, number.into())]);
                }
                "split" => settings.split_external_local_origin_errors = true,
                "always" => settings.always_eject_one_host = true,
                "degraded" => settings.detect_degraded_hosts = true,
                _ => panic!("setup {word}"),
            }
        }
        // The tests tick when they like, so no interval may be taken for skipped.
        let mut detector = Detector::new(settings, 1, Time::ZERO);
        detector.interval_end = Time::NEVER;
        let hosts: Vec<u32> = (0..hosts).collect();
        detector.set_host_count(hosts.len() as u32);
        hosts.iter().for_each(|host| detector.watch(HostSlot(*host), *host));
        Run { detector, draws, hosts, now: Time::ZERO }
    }

    /// Plays an input and tells what was decided; what was only logged is counted: `log h0 gw x40`.
    pub(super) fn play(&mut self, input: &str) -> String {
        let mut decisions = Vec::new();
        self.steps(input, &mut decisions);
        let mut told: Vec<(String, u32)> = Vec::new();
        for decision in &decisions {
            let text = tell(decision);
            match told.iter_mut().find(|(earlier, _)| *earlier == text && text.starts_with("log ")) {
                Some((_, count)) => *count += 1,
                None => told.push((text, 1)),
            }
        }
        let told: Vec<String> =
            told.into_iter().map(|(text, count)| if count == 1 { text } else { format!("{text} x{count}") }).collect();
        told.join(", ")
    }

    fn steps(&mut self, input: &str, decisions: &mut Vec<Decision>) {
        let mut rest = input.trim();
        while !rest.is_empty() {
            if let Some(group) = rest.strip_prefix('(') {
                let (group, after) = group.split_once(")*").expect("a group ends with )*");
                let (count, after) = after.split_once(' ').unwrap_or((after, ""));
                for _ in 0..count.parse().expect("a number after )*") {
                    self.steps(group, decisions);
                }
                rest = after.trim();
                continue;
            }
            let (step, after) = rest.split_once(' ').unwrap_or((rest, ""));
            let (step, count) = step.split_once('*').unwrap_or((step, "1"));
            for _ in 0..count.parse().expect("a number after *") {
                self.step(step, decisions);
            }
            rest = after.trim();
        }
    }

    fn step(&mut self, step: &str, decisions: &mut Vec<Decision>) {
        if let Some(time) = step.strip_prefix(['=', '@']) {
            self.now = seconds(time);
            if step.starts_with('@') {
                self.detector.tick(self.now, &mut self.draws, decisions);
                self.detector.interval_end = Time::NEVER;
            }
        } else if let Some(host) = step.strip_prefix("-h") {
            let host: u32 = host.parse().expect("a host");
            self.hosts.retain(|other| *other != host);
            self.detector.set_host_count(self.hosts.len() as u32);
            self.detector.keep((0..64).map(|slot| self.hosts.contains(&slot).then_some(slot)));
        } else if let Some(host) = step.strip_prefix("hc") {
            self.detector.health_check_passed(self.now, HostSlot(host.parse().expect("a host")), decisions);
        } else {
            let (host, result) = step.split_once(':').unwrap_or_else(|| panic!("step {step}"));
            let hosts = match host.strip_prefix('h') {
                Some(host) => vec![host.parse().expect("a host")],
                None => self.hosts.clone(),
            };
            let (outcome, code) = result_of(result);
            for host in hosts {
                self.detector.record(self.now, HostSlot(host), outcome, code, &mut self.draws, decisions);
            }
        }
    }
}

fn seconds(text: &str) -> Time {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part: u64 = format!("{part:0<3}").parse().expect("milliseconds");
    Time(whole.parse::<u64>().expect("seconds") * 1_000_000_000 + part * 1_000_000)
}

fn result_of(text: &str) -> (AttemptResult, Option<u16>) {
    let (name, code) = text.split_once('/').unwrap_or((text, ""));
    let code = code.parse().ok();
    match name {
        "CF" => (AttemptResult::LocalOriginConnectFailed, code),
        "CS" => (AttemptResult::LocalOriginConnectSuccess, code),
        "CSF" => (AttemptResult::LocalOriginConnectSuccessFinal, code),
        "TO" => (AttemptResult::LocalOriginTimeout, code),
        "XF" => (AttemptResult::ExtOriginRequestFailed, code),
        "XS" => (AttemptResult::ExtOriginRequestSuccess, code),
        "DG" => (AttemptResult::ExtOriginRequestDegraded, Some(200)),
        status => match status.parse().unwrap_or_else(|_| panic!("result {text}")) {
            status @ 500.. => (AttemptResult::ExtOriginRequestFailed, Some(status)),
            status => (AttemptResult::ExtOriginRequestSuccess, Some(status)),
        },
    }
}

fn tell(decision: &Decision) -> String {
    match decision {
        Decision::Ejected { slot, reason, enforced: true, .. } => format!("eject h{} {}", slot.0, short(*reason)),
        Decision::Ejected { slot, reason, enforced: false, .. } => format!("log h{} {}", slot.0, short(*reason)),
        Decision::Refused { slot, reason } => format!("refuse h{} {}", slot.0, short(*reason)),
        Decision::Unejected { slot } => format!("return h{}", slot.0),
        Decision::Degraded { slot, degraded: true } => format!("degrade h{}", slot.0),
        Decision::Degraded { slot, degraded: false } => format!("restore h{}", slot.0),
    }
}

fn short(reason: EjectionType) -> &'static str {
    match reason {
        EjectionType::Consecutive5xx => "5xx",
        EjectionType::ConsecutiveGatewayFailure => "gw",
        EjectionType::ConsecutiveLocalOriginFailure => "local",
        EjectionType::SuccessRate => "sr",
        EjectionType::SuccessRateLocalOrigin => "sr-local",
        EjectionType::FailurePercentage => "fp",
        EjectionType::FailurePercentageLocalOrigin => "fp-local",
    }
}
