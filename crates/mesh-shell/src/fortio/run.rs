//! `fortio load`: threads that each send the next request when it is time for it and the last one was answered
//! (`periodic/periodic.go`, `fhttp/httprunner.go`).

use std::collections::BTreeMap;

use super::histogram::Histogram;
use super::options::Options;
use super::report;
use crate::time::SECOND;
use crate::{Context, HttpAnswer, HttpRequest, Outcome, Place, Step, time};

/// The least time that a call takes: without it refusals would never let time pass.
const ROUND_TRIP: u64 = 1_000_000;

/// A run.
#[derive(Clone, Debug)]
pub(super) struct Run {
    request: HttpRequest,
    place: Place,
    pub(super) address: String,
    threads: Vec<Thread>,
    pub(super) phase: Phase,
    /// When it began, once it has warmed up.
    begun: u64,
    pub(super) calls: Histogram,
    pub(super) errors: Histogram,
    pub(super) sleeps: Histogram,
    pub(super) codes: BTreeMap<i32, u64>,
    pub(super) heads: Histogram,
    pub(super) sizes: Histogram,
    /// Calls of a thread, and those that are left over for the first.
    each: Option<u64>,
    left_over: u64,
    aborted: bool,
}

/// What a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Each thread sends one request that does not count.
    WarmsUp,
    Runs,
}

/// A connection and who sends on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    /// The request that is under way, and since when.
    waits: Option<(u64, u64)>,
    /// When it began.
    begun: u64,
    /// When the next one is due.
    next: u64,
    done: u64,
    pub(super) sockets: u64,
    ended: bool,
}

/// Which statuses are well (`codeIsOK`): those of success, and the teapot.
pub(super) fn is_ok(status: u16) -> bool {
    (200..300).contains(&status) || status == 418
}

impl Run {
    pub(super) fn new(
        options: &Options,
        request: HttpRequest,
        place: Place,
        address: String,
        context: &mut Context<'_>,
    ) -> Self {
        let until = match (options.exactly, options.duration) {
            (0, None) => "until interrupted".to_owned(),
            (0, Some(length)) => format!("for {}", time::go_duration(length)),
            (calls, _) => format!("for {calls} calls"),
        };
        let qps = super::histogram::general(options.qps, None);
        context.err(&format!(
            "Fortio {} running at {qps} queries per second, 2->2 procs, {until}: {}\n",
            super::VERSION,
            options.url
        ));
        let histogram = || Histogram::new(0.0, options.resolution);
        let mut run = Self {
            request,
            place,
            address,
            threads: Vec::new(),
            phase: if options.exactly > 0 { Phase::Runs } else { Phase::WarmsUp },
            begun: context.now(),
            calls: histogram(),
            errors: histogram(),
            sleeps: Histogram::new(-0.001, 0.001),
            codes: BTreeMap::new(),
            heads: Histogram::new(0.0, 5.0),
            sizes: Histogram::new(0.0, 100.0),
            each: None,
            left_over: 0,
            aborted: false,
        };
        let now = context.now();
        run.threads = vec![Thread { next: now, sockets: 1, ..Thread::default() }; options.threads];
        if run.phase == Phase::Runs {
            run.start(options, context);
        }
        run
    }

    /// The threads, once there are as many as there will be.
    pub(super) fn threads(&self) -> &[Thread] {
        &self.threads
    }

    /// The run itself begins.
    fn start(&mut self, options: &Options, context: &mut Context<'_>) {
        self.phase = Phase::Runs;
        self.begun = context.now();
        let mut threads = self.threads.len();
        let mut calls = match (options.exactly, options.duration) {
            (0, Some(length)) if options.qps > 0.0 => Some((options.qps * length as f64 / SECOND as f64) as u64),
            (0, _) => None,
            (exactly, _) => Some(exactly),
        };
        if options.qps > 0.0
            && let Some(calls) = &mut calls
        {
            if *calls < 2 {
                (*calls, threads) = (2, 1);
            }
            if 2 * threads as u64 > *calls {
                threads = usize::try_from(*calls / 2).unwrap_or(threads).max(1);
            }
        }
        self.threads.truncate(threads);
        self.each = calls.map(|calls| calls / threads as u64);
        // Only a number that was asked for is kept to the call.
        self.left_over = if options.exactly > 0 { calls.unwrap_or_default() % threads as u64 } else { 0 };
        report::starting(options, threads, self.each, self.left_over, context);
        let now = context.now();
        let apart = if options.uniform && options.qps > 0.0 { (SECOND as f64 / options.qps) as u64 } else { 0 };
        for (at, thread) in (0..).zip(&mut self.threads) {
            let begun = now + at * apart;
            *thread = Thread { begun, next: begun, sockets: 1, ..Thread::default() };
        }
    }

    /// Calls of a thread at most.
    fn most(&self, at: usize) -> u64 {
        self.each.map_or(u64::MAX, |each| each + if at == 0 { self.left_over } else { 0 })
    }

    pub(super) fn step(&mut self, options: &Options, context: &mut Context<'_>) -> Step {
        if self.phase == Phase::WarmsUp {
            match self.warm_up(options, context) {
                Ok(()) => self.start(options, context),
                Err(step) => return step,
            }
        }
        let mut waits: Option<u64> = None;
        for at in 0..self.threads.len() {
            if let Some(at) = self.go_on(at, options, context) {
                waits = Some(waits.map_or(at, |other| other.min(at)));
            }
        }
        if self.threads.iter().all(|thread| thread.ended) {
            report::ended(self, options, context.now().saturating_sub(self.begun), context);
            return Step::Done(0);
        }
        Step::Wait { until: waits, on_change: true }
    }

    /// One request of each thread, all at once.
    fn warm_up(&mut self, options: &Options, context: &mut Context<'_>) -> Result<(), Step> {
        let now = context.now();
        for at in 0..self.threads.len() {
            let is_new = self.threads.get(at).is_some_and(|thread| thread.waits.is_none() && !thread.ended);
            if is_new && !self.send(at, context) {
                return Err(Step::Done(1));
            }
        }
        let deadline = self.begun.saturating_add(options.timeout);
        for at in 0..self.threads.len() {
            let Some(thread) = self.threads.get_mut(at) else { continue };
            let Some((number, _)) = thread.waits else { continue };
            let Some(network) = context.server.network() else { return Err(Step::Done(1)) };
            let outcome = network.outcome(number);
            let code = match &outcome {
                Some(Outcome::Answered(answer)) => i32::from(answer.status),
                Some(_) => -1,
                None if now >= deadline => {
                    network.give_up(number);
                    -1
                }
                None => continue,
            };
            (thread.waits, thread.ended) = (None, true);
            if !u16::try_from(code).is_ok_and(is_ok) && !options.allow_initial_errors {
                let bytes = match &outcome {
                    Some(Outcome::Answered(answer)) => head_of(answer).len() + answer.body.len(),
                    _ => 0,
                };
                self.give_up(context);
                context.err(&format!("Aborting because of error {code} for {} ({bytes} bytes)\n", options.url));
                return Err(Step::Done(1));
            }
        }
        let last = self.threads.iter().all(|thread| thread.ended);
        if last { Ok(()) } else { Err(Step::Wait { until: Some(deadline), on_change: true }) }
    }

    fn give_up(&mut self, context: &mut Context<'_>) {
        for (number, _) in self.threads.iter_mut().filter_map(|thread| thread.waits.take()) {
            if let Some(network) = context.server.network() {
                network.give_up(number);
            }
        }
    }

    /// Sends a thread's next request; false where it cannot be.
    fn send(&mut self, at: usize, context: &mut Context<'_>) -> bool {
        let now = context.now();
        let sent = context.server.network().and_then(|network| network.send(&self.place, &self.request));
        if let Some(thread) = self.threads.get_mut(at) {
            thread.waits = sent.map(|number| (number, now));
        }
        sent.is_some()
    }

    /// A thread goes on as far as it can; gives when it wants to be looked after again.
    fn go_on(&mut self, at: usize, options: &Options, context: &mut Context<'_>) -> Option<u64> {
        let now = context.now();
        let most = self.most(at);
        let end = match options.exactly {
            0 => options.duration.map_or(u64::MAX, |length| self.begun.saturating_add(length)),
            _ => u64::MAX,
        };
        // Refusals take a moment, so a thread does two things at most.
        for _ in 0..2 {
            let thread = self.threads.get_mut(at).filter(|thread| !thread.ended)?;
            // At a rate the last call comes when the time is over.
            let is_last = options.qps > 0.0 && (thread.done < 2 || thread.done + 1 == most);
            let is_over = thread.done >= most || now > end && !is_last || self.aborted;
            match thread.waits {
                None if is_over => {
                    thread.ended = true;
                    return None;
                }
                None if thread.next > now => return Some(thread.next),
                None => {
                    if !self.send(at, context) {
                        self.threads.get_mut(at)?.ended = true;
                        return None;
                    }
                }
                Some((number, since)) => {
                    let deadline = since.saturating_add(options.timeout);
                    let network = context.server.network()?;
                    let outcome = match network.outcome(number) {
                        Some(outcome) => outcome,
                        None if now >= deadline => {
                            network.give_up(number);
                            Outcome::Closed
                        }
                        None => return Some(deadline),
                    };
                    thread.waits = None;
                    self.called(at, outcome, since, options, context);
                }
            }
        }
        let thread = self.threads.get(at)?;
        Some(thread.waits.map_or(thread.next, |(_, since)| since.saturating_add(options.timeout)))
    }

    /// A call is over.
    fn called(&mut self, at: usize, outcome: Outcome, since: u64, options: &Options, context: &mut Context<'_>) {
        let now = context.now().max(since + ROUND_TRIP);
        let took = (now - since) as f64 / SECOND as f64;
        self.calls.record(took);
        let (code, head, size) = match &outcome {
            Outcome::Answered(answer) => {
                let head = head_of(answer).len();
                (i32::from(answer.status), head, head + answer.body.len())
            }
            _ => (-1, 0, 0),
        };
        let well = u16::try_from(code).is_ok_and(is_ok);
        *self.codes.entry(code).or_default() += 1;
        // Of errors the fast client keeps no length of the head, and closes the connection.
        self.heads.record(if well { head as f64 } else { 0.0 });
        self.sizes.record(size as f64);
        if !well {
            self.errors.record(took);
            if options.log_errors && options.level <= 3 {
                report::not_ok(context, at, code);
            }
        }
        self.aborted |= options.abort_on != 0 && options.abort_on == code;
        let (most, count) = (self.most(at), self.threads.len() as f64);
        let Some(thread) = self.threads.get_mut(at) else { return };
        thread.done += 1;
        if !well && thread.done < most {
            thread.sockets += 1;
        }
        thread.next = now;
        if options.qps > 0.0 {
            // Where it should be by now (`runOne`): of calls in a time the first comes at its beginning, the last at its end.
            let due = |done: u64| {
                let done = done as f64;
                let spread = if options.duration.is_some() && most > 1 { done / (most - 1) as f64 } else { 0.0 };
                thread.begun.saturating_add(((done + spread) * count / options.qps * SECOND as f64) as u64)
            };
            let mut next = due(thread.done);
            while !options.catch_up && next < now && thread.done + 1 < most {
                thread.done += 1;
                next = due(thread.done);
            }
            if thread.done < most {
                self.sleeps.record((next as f64 - now as f64) / SECOND as f64);
            }
            thread.next = next.max(now);
        }
    }
}

/// The head of an answer as it was on the wire.
fn head_of(answer: &HttpAnswer) -> String {
    let headers: String = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {} {}\r\n{headers}\r\n", answer.status, crate::reason_phrase(answer.status))
}
