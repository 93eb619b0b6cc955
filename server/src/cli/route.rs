//! `mesh-playground route`.

use std::collections::BTreeMap;

use mesh_sim::{RouteAnswer, UpstreamRequest};

use super::args::{Format, RouteArguments};
use super::output::{print, print_json, stopped, warn};
use super::{Failure, Outcome, files, visible};
use crate::engine::{self, ConnectionFlags, Input, RouteQuestion};

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
    let answered = engine::route(&input, &question, &mut arguments.budget.work())
        .map_err(|error| Failure::new(error.to_string()))?;
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
    let or_none = |text: &str| if text.is_empty() { "(none)".to_owned() } else { visible::line(text).into_owned() };
    let mut text = String::new();
    if let Some(chain) = chain {
        text.push_str(&format!("filter chain     {}\n", or_none(chain)));
    }
    text.push_str(&format!(
        "virtual host     {}\nVirtualService   {}\nroute            {}\n",
        or_none(virtual_host),
        or_none(virtual_service.as_deref().unwrap_or_default()),
        or_none(route),
    ));
    text.push_str(&counted("cluster", clusters));
    text.push_str(&counted("answer", responses));
    text.extend(upstream.iter().map(leaving));
    text.push('\n');
    for step in explain {
        text.push_str(&format!("{}\n", visible::line(step)));
    }
    text
}

/// The request as it leaves, as HTTP/1.1 would write it.
fn leaving(upstream: &UpstreamRequest) -> String {
    let UpstreamRequest { tls, sni, method, path, authority, headers } = upstream;
    let within = match (tls, sni) {
        (false, _) => String::new(),
        (true, None) => " in TLS without SNI".to_owned(),
        (true, Some(sni)) => format!(" in TLS, SNI {sni}"),
    };
    let lines = [format!("{method} {path}{within}"), format!("host: {authority}")];
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let lines = lines.into_iter().chain(headers).enumerate();
    let named = |(index, line): (usize, String)| {
        let what = if index == 0 { "sent upstream" } else { "" };
        format!("{what:<17}{}\n", visible::line(&line))
    };
    lines.map(named).collect()
}

/// A line for each key, with its share where there are several.
fn counted(what: &str, counts: &BTreeMap<String, u64>) -> String {
    let total: u64 = counts.values().sum();
    let line = |(key, count): (&String, &u64)| {
        let share = 100.0 * *count as f64 / total.max(1) as f64;
        format!("{what:<17}{}  {count} ({share:.1} %)\n", visible::line(key))
    };
    counts.iter().map(line).collect()
}
