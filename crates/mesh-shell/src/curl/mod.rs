//! curl 8.7: each transfer is a request of the simulation, and its answer comes when it comes there.

mod ends;
mod options;
mod outside;
mod request;
mod transfer;
mod write_out;

use mesh_config::http::Url;

use crate::time::SECOND;
use crate::{Context, HttpRequest, Place, Program, Step};
use options::Options;
use transfer::Transfer;

pub(crate) use outside::{Way, is_known, way};

/// What it calls itself.
pub(crate) const VERSION: &str = "8.7.1";

/// So long it is waited for a pod that istiod does not know yet, and so often it is looked.
const UNKNOWN_FOR: u64 = 3 * SECOND;
const LOOK_AFTER: u64 = SECOND / 10;

/// As many redirects are followed (`DEFAULT_MAXREDIRS`).
const MOST_REDIRECTS: u32 = 50;

/// Begins curl.
pub(crate) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let options = match Options::read(arguments) {
        Ok(options) => options,
        Err(refusal) => {
            let code = if refusal.starts_with("curl: (49)") { 49 } else { 2 };
            context.err(&refusal);
            return Err(code);
        }
    };
    if options.version {
        context.out(&format!(
            "curl {VERSION} (x86_64-pc-linux-gnu) libcurl/{VERSION}\nRelease-Date: 2024-03-27\nProtocols: http https\n\
             Features: alt-svc AsynchDNS HSTS HTTP2 HTTPS-proxy IPv6 SSL\n"
        ));
        return Err(0);
    }
    if options.help {
        context.out(HELP);
        return Err(0);
    }
    if options.urls.is_empty() {
        context.err("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n");
        return Err(2);
    }
    Ok(Box::new(Curl { options, at: 0, state: State::Next, tried: 0, redirects: 0, redirected: None, status: 0 }))
}

const HELP: &str = "Usage: curl [options...] <url>
 -d, --data <data>           HTTP POST data
 -f, --fail                  Fail fast with no output on HTTP errors
 -h, --help <category>       Get help for commands
 -i, --include               Include response headers in output
 -o, --output <file>         Write to file instead of stdout
 -s, --silent                Silent mode
 -u, --user <user:password>  Server user and password
 -A, --user-agent <name>     Send User-Agent <name> to server
 -v, --verbose               Make the operation more talkative
 -V, --version               Show version number and quit
";

/// curl, which fetches one URL after the other.
#[derive(Clone, Debug)]
struct Curl {
    options: Options,
    /// Which URL.
    at: usize,
    state: State,
    /// Tries of it before this one.
    tried: u32,
    redirects: u32,
    /// Where an answer sends it, and with which method.
    redirected: Option<(String, Option<String>)>,
    /// The exit code so far.
    status: i32,
}

#[derive(Clone, Debug)]
enum State {
    /// The next transfer begins.
    Next,
    /// The pod that it runs in is not known yet.
    Unknown { since: u64 },
    /// A request is under way.
    Waits { number: u64, since: u64, deadline: Option<u64>, transfer: Box<Transfer> },
    /// It tries again at a time.
    Pause { until: u64 },
}

impl Program for Curl {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        if self.options.data.as_deref() == Some("@-") && !context.input.ended {
            return Step::FOR_INPUT;
        }
        loop {
            let now = context.now();
            match std::mem::replace(&mut self.state, State::Next) {
                State::Next => {
                    if self.at >= self.options.urls.len() {
                        return Step::Done(self.status);
                    }
                    self.begin(now, context);
                }
                State::Unknown { since } => {
                    self.begin(since, context);
                    if let State::Unknown { .. } = self.state {
                        return Step::until(now + LOOK_AFTER);
                    }
                }
                State::Pause { until } if until > now => {
                    self.state = State::Pause { until };
                    return Step::until(until);
                }
                State::Pause { .. } => {}
                State::Waits { number, since, deadline, mut transfer } => {
                    transfer.took = now.saturating_sub(since);
                    let outcome = context.server.network().and_then(|network| network.outcome(number));
                    match outcome {
                        Some(outcome) => self.ends(outcome, *transfer, context),
                        None if deadline.is_some_and(|deadline| deadline <= now) => {
                            if let Some(network) = context.server.network() {
                                network.give_up(number);
                            }
                            let waited = transfer.took / 1_000_000;
                            let error =
                                format!("Operation timed out after {waited} milliseconds with 0 bytes received");
                            self.fails(28, error, *transfer, context);
                        }
                        None => {
                            self.state = State::Waits { number, since, deadline, transfer };
                            return Step::Wait { until: deadline, on_change: true };
                        }
                    }
                }
            }
            if let State::Unknown { .. } = self.state {
                return Step::until(context.now() + LOOK_AFTER);
            }
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

impl Curl {
    /// Begins the transfer of the URL whose turn it is.
    fn begin(&mut self, since: u64, context: &mut Context<'_>) {
        let written = self.options.urls.get(self.at).cloned().unwrap_or_default();
        let (url, method) = self.redirected.clone().unwrap_or((written, None));
        let transfer = Transfer { url: url.clone(), redirects: self.redirects, ..Transfer::default() };
        let (request, transfer) = match request::made(&self.options, &url, method, transfer, context) {
            Ok(made) => made,
            Err((code, error, transfer)) => return self.fails(code, error, transfer, context),
        };
        let place = context.session.place.clone();
        let (request, transfer) = match self.located(request, transfer, &place, context) {
            Ok(located) => located,
            Err((code, error, transfer)) => {
                let is_new = matches!(&place, Place::Pod { .. }) && code == 6 && !is_known(&place, context);
                if is_new && context.now() < since + UNKNOWN_FOR {
                    self.state = State::Unknown { since };
                    return;
                }
                if self.options.verbose {
                    if code == 7 {
                        let Transfer { host, address, port, .. } = &transfer;
                        context.err(&transfer.told_of_connecting());
                        context.err(&format!(
                            "* connect to {address} port {port} failed: Connection refused\n\
                             * Failed to connect to {host} port {port} after 0 ms: Couldn't connect to server\n"
                        ));
                    } else {
                        context.err(&format!("* {error}\n"));
                    }
                    context.err("* Closing connection\n");
                }
                return self.fails(code, error, transfer, context);
            }
        };
        let now = context.now();
        let sent = context.server.network().and_then(|network| network.send(&place, &request));
        match sent {
            Some(number) => {
                if self.options.verbose {
                    context.err(&transfer.told_of_connecting());
                }
                let deadline = self.options.max_time.map(|most| now.saturating_add(most));
                self.state = State::Waits { number, since: now, deadline, transfer: Box::new(transfer) };
            }
            None if now < since + UNKNOWN_FOR => self.state = State::Unknown { since },
            None => self.fails(6, format!("Could not resolve host: {}", transfer.host), transfer, context),
        }
    }

    /// The request with the address that it goes to.
    fn located(
        &self,
        mut request: HttpRequest,
        mut transfer: Transfer,
        place: &Place,
        context: &mut Context<'_>,
    ) -> Result<(HttpRequest, Transfer), (i32, String, Transfer)> {
        for [host, port, other_host, other_port] in &self.options.connect_to {
            let is_meant = (host.is_empty() || host.eq_ignore_ascii_case(&request.host))
                && (port.is_empty() || *port == request.port.to_string());
            if is_meant {
                if !other_host.is_empty() {
                    request.host.clone_from(other_host);
                }
                request.port = other_port.parse().unwrap_or(request.port);
                break;
            }
        }
        let asked = (request.host.to_ascii_lowercase(), request.port);
        let mut fixed = self.options.resolve.iter().rev();
        let fixed = fixed.find(|(host, port, _)| (host == "*" || *host == asked.0) && *port == asked.1);
        let target = fixed.map_or_else(|| request.host.clone(), |(_, _, address)| address.clone());
        (transfer.host, transfer.port) = (request.host.clone(), request.port);
        match way(place, &target, request.port, context) {
            Way::Unknown => return Err((6, format!("Could not resolve host: {}", request.host), transfer)),
            Way::Closed(address) => {
                let error =
                    format!("Failed to connect to {} port {} after 0 ms: Couldn't connect to server", asked.0, asked.1);
                transfer.address = address;
                return Err((7, error, transfer));
            }
            Way::Open { address, host, port } => {
                transfer.address = address;
                (request.host, request.port) = (host, port);
            }
        }
        Ok((request, transfer))
    }
}

/// Whether a URL can be read; gives its parts.
pub(crate) fn parsed(url: &str) -> Result<Url<'_>, (i32, String)> {
    if let Some((scheme, _)) = url.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?', '#']))
        && !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")
    {
        return Err((1, format!("Protocol \"{}\" not supported", scheme.to_ascii_lowercase())));
    }
    Url::parse(url).map_err(|_| (3, "URL rejected: Malformed input to a URL function".to_owned()))
}
