//! `mesh-playground route`.

use std::collections::BTreeMap;

use mesh_sim::{RouteAnswer, UpstreamRequest};
use mesh_words::{Words, say};

use super::args::{Format, RouteArguments};
use super::output::{print, print_json, stopped, warn};
use super::{Failure, Outcome, files, visible};
use crate::engine::{self, ConnectionFlags, Input, RouteError, RouteQuestion};

/// Prints where the request goes.
pub(super) fn run(arguments: &RouteArguments) -> Result<Outcome, Failure> {
    let common = &arguments.input.common;
    let input = Input {
        files: files::read(&arguments.input.files)?,
        strict: common.strict,
        seed: common.seed,
        most_findings: None,
    };
    let question = RouteQuestion {
        from: arguments.from.clone(),
        url: arguments.url.clone(),
        method: arguments.method.clone(),
        headers: arguments.headers.clone(),
        connection: ConnectionFlags {
            sni: arguments.sni.clone(),
            alpn: arguments.alpn.clone(),
            client_cert: arguments.client_cert.clone(),
            client_ip: arguments.client_ip.clone(),
        },
        requests: arguments.requests,
    };
    let answered = engine::route(&input, &question, &mut arguments.budget.work()).map_err(RouteError::words)?;
    warn(&answered.findings);
    stopped(answered.answer.stopped.as_ref());
    match common.format {
        Format::Json => print_json(&answered.answer)?,
        Format::Text => print(&text(&answered.answer))?,
    }
    Ok(Outcome::Clean)
}

fn text(answer: &RouteAnswer) -> String {
    let RouteAnswer { virtual_host, virtual_service, route, chain, upstream, clusters, responses, explain, .. } =
        answer;
    let or_none = |text: &str| match text {
        "" => say!("command-route-none").to_string(),
        text => text.to_owned(),
    };
    let mut text = String::new();
    if let Some(chain) = chain {
        text.push_str(&line(&say!("command-route-filter-chain"), &or_none(chain)));
    }
    text.push_str(&line(&say!("command-route-virtual-host"), &or_none(virtual_host)));
    let virtual_service = or_none(virtual_service.as_deref().unwrap_or_default());
    text.push_str(&line(&Words::theirs("VirtualService"), &virtual_service));
    text.push_str(&line(&say!("command-route-route"), &or_none(route)));
    text.push_str(&counted(&say!("command-route-cluster"), clusters));
    text.push_str(&counted(&say!("command-route-answer"), responses));
    text.extend(upstream.iter().map(leaving));
    text.push('\n');
    for step in explain {
        text.push_str(&format!("{}\n", visible::line(step)));
    }
    text
}

/// A line of the table: what it says, and of what.
fn line(what: &Words, text: &str) -> String {
    labelled(&what.to_string(), text)
}

/// Columns of a label and what separates it from its text.
const LABEL: usize = 17;

fn labelled(what: &str, text: &str) -> String {
    let padding = " ".repeat(LABEL.saturating_sub(visible::columns(what)));
    format!("{what}{padding}{}\n", visible::line(text))
}

/// The request as it leaves, as HTTP/1.1 would write it.
fn leaving(upstream: &UpstreamRequest) -> String {
    let UpstreamRequest { tls, sni, method, path, authority, headers } = upstream;
    let within = match (tls, sni) {
        (false, _) => String::new(),
        (true, None) => format!(" {}", say!("command-route-in-tls-without-sni")),
        (true, Some(sni)) => format!(" {}", say!("command-route-in-tls", sni)),
    };
    let lines = [format!("{method} {path}{within}"), format!("host: {authority}")];
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let lines = lines.into_iter().chain(headers).enumerate();
    let named = |(index, line): (usize, String)| {
        let what = if index == 0 { say!("command-route-sent").to_string() } else { String::new() };
        labelled(&what, &line)
    };
    lines.map(named).collect()
}

/// A line for each key, with its share where there are several.
fn counted(what: &Words, counts: &BTreeMap<String, u64>) -> String {
    let total: u64 = counts.values().sum();
    let line = |(key, count): (&String, &u64)| {
        let share = 100.0 * *count as f64 / total.max(1) as f64;
        self::line(what, &format!("{key}  {count} ({share:.1} %)"))
    };
    counts.iter().map(line).collect()
}
