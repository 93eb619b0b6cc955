//! fortio: load on the simulated mesh from connections that each send one request after the other.

mod histogram;
mod options;
mod report;
mod run;

use crate::curl::{Way, is_known, parsed, way};
use crate::{Context, HttpRequest, Outcome, Place, Program, Step};
use options::{LEVELS, Options};
use run::Run;

/// What it calls itself.
const VERSION: &str = "1.76.0";

/// So long it is waited for a pod that istiod does not know yet, and so often it is looked.
const UNKNOWN_FOR: u64 = 3 * crate::time::SECOND;
const LOOK_AFTER: u64 = crate::time::SECOND / 10;

/// Begins fortio.
pub(crate) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let Some((command, rest)) = arguments.split_first() else {
        context.err("Error: need at least 1 command parameter\n");
        return Err(1);
    };
    let just_curl = match command.as_str() {
        "load" => false,
        "curl" => true,
        "version" => {
            context.out(&format!("{VERSION}\n"));
            return Err(0);
        }
        "help" | "-h" | "--help" => {
            context.out("Fortio usage:\n\tfortio command [flags] target\nwhere command is one of: load (load testing), curl (single URL debug)\n");
            return Err(0);
        }
        other => {
            context.err(&format!("Error: unknown command {other:?}\n"));
            return Err(1);
        }
    };
    let options = match Options::read(rest) {
        Ok(options) => options,
        Err(message) => {
            context.err(&format!("{message}\n"));
            return Err(if message.starts_with("Error") { 1 } else { 2 });
        }
    };
    if options.level != 2 {
        let text =
            format!("Log level is now {} {} (was 2 Info)", options.level, LEVELS.get(options.level).unwrap_or(&""));
        if options.level <= 3 {
            report::log(context, "info", "logger.go", &format!("\"msg\":\"{text}\""));
        }
    }
    let since = context.now();
    Ok(Box::new(Fortio { options, just_curl, since, state: State::Begins }))
}

/// fortio while it runs.
#[derive(Clone, Debug)]
struct Fortio {
    options: Options,
    just_curl: bool,
    since: u64,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    Begins,
    /// `fortio curl`, whose request is under way.
    Fetches(u64),
    Runs(Box<Run>),
}

impl Program for Fortio {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        loop {
            match &mut self.state {
                State::Begins => match self.begin(context) {
                    Ok(state) => self.state = state,
                    Err(step) => return step,
                },
                State::Fetches(number) => {
                    let number = *number;
                    let outcome = context.server.network().and_then(|network| network.outcome(number));
                    return match outcome {
                        Some(outcome) => Step::Done(fetched(outcome, context)),
                        None if context.now() >= self.since.saturating_add(self.options.timeout) => {
                            if let Some(network) = context.server.network() {
                                network.give_up(number);
                            }
                            report::log(
                                context,
                                "err",
                                "http_client.go",
                                "\"msg\":\"Read error\",\"err\":\"i/o timeout\"",
                            );
                            Step::Done(1)
                        }
                        None => {
                            Step::Wait { until: Some(self.since.saturating_add(self.options.timeout)), on_change: true }
                        }
                    };
                }
                State::Runs(run) => return run.step(&self.options, context),
            }
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

impl Fortio {
    fn begin(&mut self, context: &mut Context<'_>) -> Result<State, Step> {
        let place = context.session.place.clone();
        let (request, address) = match made(&self.options, &place, context) {
            Ok(made) => made,
            Err(message) => {
                let is_new = !is_known(&place, context) && context.now() < self.since + UNKNOWN_FOR;
                if is_new {
                    return Err(Step::until(context.now() + LOOK_AFTER));
                }
                report::log(context, "err", "network.go", &format!("\"msg\":\"Unable to lookup\",\"err\":{message:?}"));
                if !self.just_curl {
                    context.err(&format!("Aborting because of {message}\n"));
                }
                return Err(Step::Done(1));
            }
        };
        self.since = context.now();
        if self.just_curl {
            let sent = context.server.network().and_then(|network| network.send(&place, &request));
            return sent.map(State::Fetches).ok_or(Step::Done(1));
        }
        let run = Run::new(&self.options, request, place, address, context);
        Ok(State::Runs(Box::new(run)))
    }
}

/// `fortio curl` prints head and body.
fn fetched(outcome: Outcome, context: &mut Context<'_>) -> i32 {
    let Outcome::Answered(answer) = outcome else {
        report::log(context, "err", "http_client.go", "\"msg\":\"Read error\",\"err\":\"EOF\"");
        return 1;
    };
    context.out(&format!("HTTP/1.1 {} {}\n", answer.status, crate::reason_phrase(answer.status)));
    for (name, value) in &answer.headers {
        context.out(&format!("{name}: {value}\n"));
    }
    context.out(&format!("\n{}", answer.body));
    if run::is_ok(answer.status) {
        return 0;
    }
    let text = format!("\"msg\":\"Non ok http code\",\"code\":{}", answer.status);
    report::log(context, "err", "http_client.go", &text);
    1
}

/// The request, and the address that it goes to.
fn made(options: &Options, place: &Place, context: &mut Context<'_>) -> Result<(HttpRequest, String), String> {
    let url = if options.url.contains("://") { options.url.clone() } else { format!("http://{}", options.url) };
    let parts = parsed(&url).map_err(|(_, message)| message)?;
    let scheme = parts.scheme.to_ascii_lowercase();
    let own_port = if scheme == "https" { 443 } else { 80 };
    let written_port = parts.port.unwrap_or(own_port);
    let (address, host, port) = match way(place, parts.host, written_port, context) {
        Way::Unknown => return Err(format!("lookup {}: no such host", parts.host)),
        Way::Closed(address) => return Err(format!("dial tcp {address}:{written_port}: connect: connection refused")),
        Way::Open { address, host, port } => (address, host, port),
    };
    let mut headers = vec![("user-agent".to_owned(), format!("fortio.org/fortio-{VERSION}"))];
    let mut authority =
        if parts.port.is_none_or(|port| port == own_port) { parts.host } else { parts.authority }.to_owned();
    for (name, value) in options.headers.iter().filter_map(|line| line.split_once(':')) {
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
        if mesh_config::http::check_header(&name, &value).is_err() {
            return Err(format!("Header '{name}' is invalid"));
        }
        match name.as_str() {
            "host" => authority = value,
            _ => headers.push((name, value)),
        }
    }
    headers.truncate(mesh_config::http::MAX_HEADER_COUNT);
    if let Some(payload) = &options.payload {
        headers.push(("content-length".to_owned(), payload.len().to_string()));
    }
    let usual = if options.payload.is_some() { "POST" } else { "GET" };
    let method = options.method.clone().unwrap_or_else(|| usual.to_owned());
    if mesh_config::http::check_method(&method).is_err() {
        return Err(format!("invalid method {method:?}"));
    }
    let secure = scheme == "https";
    let is_address = parts.host.parse::<std::net::IpAddr>().is_ok();
    let request = HttpRequest {
        method,
        scheme,
        host,
        port,
        authority,
        path: if parts.path.starts_with('/') { parts.path.to_owned() } else { format!("/{}", parts.path) },
        headers,
        server_name: (secure && !is_address).then(|| parts.host.to_owned()),
        protocols: if secure { vec!["http/1.1".to_owned()] } else { Vec::new() },
        certificate: false,
    };
    Ok((request, format!("{address}:{written_port}")))
}
