//! How a transfer ends: with an answer, which is printed, or with curl's words for why there is none.

use super::transfer::Transfer;
use super::{Curl, MOST_REDIRECTS, State, request, write_out};
use crate::time::SECOND;
use crate::{Context, HttpAnswer, Outcome};

impl Curl {
    /// A transfer ends with what came of its request.
    pub(super) fn ends(&mut self, outcome: Outcome, mut transfer: Transfer, context: &mut Context<'_>) {
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

    pub(super) fn fails(&mut self, code: i32, error: String, mut transfer: Transfer, context: &mut Context<'_>) {
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
