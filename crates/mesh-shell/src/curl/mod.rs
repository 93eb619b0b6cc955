//! curl 8.7: each transfer is a request of the simulation, and its answer comes when it comes there.

mod options;
mod outside;
mod request;
mod transfer;
mod write_out;

use mesh_config::http::Url;

use crate::time::SECOND;
use crate::{Context, HttpAnswer, HttpRequest, Outcome, Place, Program, Step};
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

    /// A transfer ends with what came of its request.
    fn ends(&mut self, outcome: Outcome, mut transfer: Transfer, context: &mut Context<'_>) {
        if self.options.verbose && outcome != Outcome::Refused {
            context.err(&transfer.told_of_request());
        }
        let Transfer { host, port, .. } = &transfer;
        let secure = transfer.scheme == "https";
        let (code, error, told) = match outcome {
            Outcome::Answered(answer) => return self.answered(answer, transfer, context),
            Outcome::Refused => {
                let error = format!("Failed to connect to {host} port {port} after 0 ms: Couldn't connect to server");
                let told =
                    format!("* connect to {} port {port} failed: Connection refused\n* {error}\n", transfer.address);
                (7, error, told)
            }
            Outcome::Reset if secure => {
                let error = format!("OpenSSL SSL_connect: Connection reset by peer in connection to {host}:{port} ");
                (35, error.clone(), format!("* {error}\n"))
            }
            Outcome::HandshakeFailed => {
                let error = "OpenSSL/3.0.13: error:0A00045C:SSL routines::tlsv13 alert certificate required".to_owned();
                (56, error.clone(), format!("* {error}\n"))
            }
            Outcome::Reset => {
                let error = "Recv failure: Connection reset by peer".to_owned();
                (56, error.clone(), format!("* {error}\n"))
            }
            Outcome::Closed => (52, "Empty reply from server".to_owned(), "* Empty reply from server\n".to_owned()),
        };
        if self.options.verbose {
            context.err(&format!("{told}* Closing connection\n"));
        }
        transfer.http2 = false;
        self.fails(code, error, transfer, context);
    }

    fn answered(&mut self, answer: HttpAnswer, mut transfer: Transfer, context: &mut Context<'_>) {
        let HttpAnswer { status, headers, body } = answer;
        (transfer.status, transfer.headers, transfer.body) = (status, headers, body.len());
        if self.options.verbose {
            context.err(&transfer.told_of_answer());
        }
        let goes_on = (300..400).contains(&status) && status != 304;
        let location = transfer.header("location").filter(|_| goes_on).map(str::to_owned);
        transfer.redirect_url =
            location.as_deref().map(|location| request::joined(&transfer.url, location)).unwrap_or_default();
        let refused = status >= 400 && (self.options.fail || self.options.fail_with_body);
        if self.retries(status, context) {
            return;
        }
        if self.options.include || self.options.head {
            let head: String = transfer.head().iter().map(|line| format!("{line}\n")).collect();
            self.prints(&head, &mut transfer, context);
        }
        if location.is_some() && self.options.location {
            if self.redirects >= self.options.most_redirects.unwrap_or(MOST_REDIRECTS) {
                let error = format!("Maximum ({}) redirects followed", self.redirects);
                return self.fails(47, error, transfer, context);
            }
            let method = (matches!(status, 301..=303) && transfer.method == "POST").then(|| "GET".to_owned());
            if self.options.verbose {
                context.err(&format!(
                    "* Connection #{} to host {} left intact\n* Issue another request to this URL: '{}'\n",
                    self.redirects, transfer.host, transfer.redirect_url
                ));
            }
            self.redirects += 1;
            self.redirected = Some((transfer.redirect_url, method));
            return;
        }
        if !(refused && self.options.fail) {
            self.prints(&body, &mut transfer, context);
        }
        if self.options.verbose {
            let host = &transfer.host;
            context.err(&format!("* Connection #{} to host {host} left intact\n", self.redirects));
        }
        if refused {
            let error = format!("The requested URL returned error: {status}");
            return self.fails(22, error, transfer, context);
        }
        self.done(transfer, context);
    }

    /// Whether it tries again, after a pause (`--retry`: `is_retryable` statuses of `tool_operate.c`).
    fn retries(&mut self, status: u16, context: &mut Context<'_>) -> bool {
        if !matches!(status, 408 | 429 | 500 | 502 | 503 | 504) || self.tried >= self.options.retries {
            return false;
        }
        let pause = self.options.retry_delay.unwrap_or_else(|| SECOND << self.tried.min(9));
        let left = self.options.retries - self.tried;
        if self.options.says_errors() {
            let (seconds, tries) = (pause / SECOND, if left == 1 { "retry" } else { "retries" });
            context.err(&format!(
                "Warning: Problem: HTTP error. Will retry in {seconds} second{}. {left} {tries} left.\n",
                if seconds == 1 { "" } else { "s" }
            ));
        }
        self.tried += 1;
        self.state = State::Pause { until: context.now().saturating_add(pause) };
        true
    }

    /// Prints something of an answer where it is to go.
    fn prints(&self, text: &str, transfer: &mut Transfer, context: &mut Context<'_>) {
        let Some(named) = self.options.outputs.get(self.at) else { return context.out(text) };
        let last = || transfer.path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let name = if named.is_empty() { last().to_owned() } else { named.clone() };
        match name.as_str() {
            "-" => context.out(text),
            "/dev/null" => {}
            "/dev/stderr" => context.err(text),
            _ => {
                let file = context.session.files.entry(name.clone()).or_default();
                if transfer.file.is_empty() {
                    file.clear();
                }
                if file.len() + text.len() <= crate::MAX_OUTPUT {
                    file.push_str(text);
                }
            }
        }
        transfer.file = name;
    }

    fn fails(&mut self, code: i32, error: String, mut transfer: Transfer, context: &mut Context<'_>) {
        if self.options.says_errors() {
            context.err(&format!("curl: ({code}) {error}\n"));
        }
        (transfer.exit, transfer.error) = (code, error);
        self.done(transfer, context);
    }

    /// A URL is done with.
    fn done(&mut self, transfer: Transfer, context: &mut Context<'_>) {
        if let Some(format) = &self.options.write_out {
            let format = match format.strip_prefix('@') {
                Some(file) => context.session.files.get(file).cloned().unwrap_or_default(),
                None => format.clone(),
            };
            let (out, err) = write_out::write_out(&format, &transfer);
            context.err(&err);
            context.out(&out);
        }
        self.status = transfer.exit;
        self.at += 1;
        (self.tried, self.redirects, self.redirected, self.state) = (0, 0, None, State::Next);
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
