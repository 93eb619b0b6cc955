//! What fortio prints, all of it on standard error as it does itself.

use super::histogram::{Histogram, general};
use super::options::Options;
use super::run::Run;
use crate::Context;
use crate::time::{SECOND, go_duration};

/// A line of its log, which is JSON where nobody sits at a terminal (fortio.org/log).
pub(super) fn log(context: &mut Context<'_>, level: &str, file: &str, rest: &str) {
    let wall = i128::from(context.server.epoch()) * i128::from(SECOND) + i128::from(context.now());
    let (seconds, micros) = (wall / i128::from(SECOND), wall % i128::from(SECOND) / 1000);
    context.err(&format!(
        "{{\"ts\":{seconds}.{micros:06},\"level\":\"{level}\",\"r\":1,\"file\":\"{file}\",\"line\":0,{rest}}}\n"
    ));
}

/// A call that was not well.
pub(super) fn not_ok(context: &mut Context<'_>, thread: usize, code: i32) {
    let rest = match code {
        -1 => format!("\"msg\":\"Read error\",\"err\":\"EOF\",\"thread\":{thread},\"run\":0"),
        _ => format!(
            "\"msg\":\"Non ok http code\",\"code\":{code},\"status\":\"HTTP/1.1 {code}\",\"thread\":{thread},\"run\":0"
        ),
    };
    log(context, if code == -1 { "err" } else { "warn" }, "http_client.go", &rest);
}

/// How the run begins (`runQPSSetup`, `runMaxQPSSetup`).
pub(super) fn starting(
    options: &Options,
    threads: usize,
    each: Option<u64>,
    left_over: u64,
    context: &mut Context<'_>,
) {
    if options.level > 3 {
        return;
    }
    let qps = if options.qps > 0.0 { format!("{} qps", general(options.qps, None)) } else { "max qps".to_owned() };
    let each = each.unwrap_or_default();
    let total = each * threads as u64;
    let rest = match (options.exactly, options.duration, options.qps > 0.0) {
        (0, None, _) => "until interrupted".to_owned(),
        (0, Some(length), true) => format!("for {} : {each} calls each (total {total})", go_duration(length)),
        (0, Some(length), false) => format!("for {}", go_duration(length)),
        (exactly, _, true) => format!(": exactly {exactly}, {each} calls each (total {total} + {left_over})"),
        (exactly, _, false) => format!("for exactly {exactly} calls ({each} per thread + {left_over})"),
    };
    context.err(&format!("Starting at {qps} with {threads} thread(s) [gomax 2] {rest}\n"));
}

/// The figures of a run that has ended.
pub(super) fn ended(run: &Run, options: &Options, elapsed: u64, context: &mut Context<'_>) {
    let seconds = elapsed as f64 / SECOND as f64;
    let qps = if elapsed == 0 { 0.0 } else { run.calls.count as f64 / seconds };
    let is_talkative = options.level <= 3;
    let mut out = String::new();
    if is_talkative {
        let (elapsed, qps) = (go_duration(elapsed), general(qps, Some(5)));
        out.push_str(&format!("Ended after {elapsed} : {} calls. qps={qps}\n", run.calls.count));
    }
    if options.qps > 0.0 && run.sleeps.count > 0 {
        let behind = run.sleeps.share_of_first();
        if behind > 5.0 {
            out.push_str(&run.sleeps.text("Aggregated Sleep Time", &[50.0]));
            out.push_str(&format!("WARNING {behind:.2}% of sleep were falling behind\n"));
        } else if is_talkative {
            out.push_str(&run.sleeps.line("Sleep times"));
        }
    }
    if is_talkative {
        out.push_str(&run.calls.text("Aggregated Function Time", &options.percentiles));
        out.push_str(&run.errors.text("Error cases", &options.percentiles));
    } else {
        out.push_str(&run.calls.line("Aggregated Function Time"));
        out.push_str(&run.calls.targets(&options.percentiles));
        out.push_str(&run.errors.line("Error cases"));
    }
    out.push_str("# Socket and IP used for each connection:\n");
    let mut connections = Histogram::new(0.0, options.resolution);
    let mut sockets = 0;
    for (at, thread) in run.threads().iter().enumerate() {
        let mut own = Histogram::new(0.0, options.resolution);
        for _ in 0..thread.sockets {
            own.record(0.0);
            connections.record(0.0);
        }
        sockets += thread.sockets;
        let timing = own.line(", connection timing");
        let address = &run.address;
        out.push_str(&format!("[{at}] {:3} socket used, resolved to {address}{timing}", thread.sockets));
    }
    match options.level {
        0..=2 => out.push_str(&connections.text("Connection time histogram (s)", &options.percentiles)),
        3 => out.push_str(&connections.line("Connection time (s)")),
        _ => {}
    }
    let threads = run.threads().len();
    out.push_str(&format!("Sockets used: {sockets} (for perfect keepalive, would be {threads})\n"));
    let (uniform, jitter, catch_up) = (options.uniform, options.jitter, options.catch_up);
    out.push_str(&format!("Uniform: {uniform}, Jitter: {jitter}, Catchup allowed: {catch_up}\n"));
    out.push_str(&format!("IP addresses distribution:\n{}: {sockets}\n", run.address));
    for (code, count) in &run.codes {
        let share = 100.0 * *count as f64 / run.calls.count.max(1) as f64;
        out.push_str(&format!("Code {code:3} : {count} ({share:.1} %)\n"));
    }
    if is_talkative {
        out.push_str(&run.heads.line("Response Header Sizes"));
        out.push_str(&run.sizes.line("Response Body/Total Sizes"));
    }
    let warm_up = if options.exactly > 0 { 0 } else { options.threads };
    let average = 1000.0 * run.calls.average();
    let count = run.calls.count;
    out.push_str(&format!("All done {count} calls (plus {warm_up} warmup) {average:.3} ms avg, {qps:.1} qps\n"));
    context.err(&out);
}
