//! fortio's command line, as Go's `flag` reads it (`cli/fortio_main.go`, `bincommon/commonflags.go`).

use crate::time::{SECOND, parse_go_duration};

/// What `fortio load` and `fortio curl` are asked to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Options {
    pub(super) url: String,
    /// `-c`.
    pub(super) threads: usize,
    /// `-qps`; 0 is as fast as it goes.
    pub(super) qps: f64,
    /// `-n`; 0 is for a time.
    pub(super) exactly: u64,
    /// `-t`, in nanoseconds; `None` is for ever.
    pub(super) duration: Option<u64>,
    /// `-H`, as written.
    pub(super) headers: Vec<String>,
    pub(super) payload: Option<String>,
    pub(super) method: Option<String>,
    /// `-timeout`, in nanoseconds.
    pub(super) timeout: u64,
    pub(super) percentiles: Vec<f64>,
    /// `-r`.
    pub(super) resolution: f64,
    pub(super) uniform: bool,
    pub(super) jitter: bool,
    pub(super) catch_up: bool,
    pub(super) allow_initial_errors: bool,
    pub(super) abort_on: i32,
    pub(super) log_errors: bool,
    /// The log level: 0 debug, 1 verbose, 2 info, 3 warning, 4 error, 5 critical, 6 fatal.
    pub(super) level: usize,
    pub(super) host: Option<String>,
}

/// The names of the log levels.
pub(super) const LEVELS: [&str; 7] = ["Debug", "Verbose", "Info", "Warning", "Error", "Critical", "Fatal"];

/// Most of what a run may ask for: more would be longer than anybody waits.
const MOST_THREADS: usize = 1_000;
const MOST_CALLS: u64 = 1_000_000;

/// Flags with a value that changes nothing here.
const IGNORED: &[&str] = &[
    "labels",
    "json",
    "data-dir",
    "gomaxprocs",
    "offset",
    "profile",
    "cert",
    "key",
    "cacert",
    "user",
    "content-type",
    "payload-size",
    "payload-file",
    "resolve",
    "runid",
    "access-log-file",
    "access-log-format",
    "httpbufferkb",
    "s",
    "connection-reuse",
];

/// Switches that change nothing here.
const IGNORED_SWITCHES: &[&str] = &[
    "a",
    "k",
    "https-insecure",
    "stdclient",
    "http1.0",
    "h2",
    "L",
    "keepalive",
    "halfclose",
    "compression",
    "httpccch",
    "sequential-warmup",
    "curl",
    "curl-stdout-headers",
    "no-reresolve",
    "grpc",
    "ping",
    "health",
    "mtls",
    "logger-json",
    "logprefix",
    "loglevel-json",
];

impl Options {
    /// Reads what stands behind the subcommand.
    ///
    /// # Errors
    /// What fortio says of what it does not take.
    pub(super) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            url: String::new(),
            threads: 4,
            qps: 8.0,
            exactly: 0,
            duration: Some(5 * SECOND),
            headers: Vec::new(),
            payload: None,
            method: None,
            timeout: 3 * SECOND,
            percentiles: vec![50.0, 75.0, 90.0, 99.0, 99.9],
            resolution: 0.001,
            uniform: false,
            jitter: false,
            catch_up: true,
            allow_initial_errors: false,
            abort_on: 0,
            log_errors: true,
            level: 2,
            host: None,
        };
        let mut urls = Vec::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let flag = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-'));
            let Some(flag) = flag.filter(|flag| !flag.is_empty() && urls.is_empty()) else {
                urls.push(argument.clone());
                continue;
            };
            let (name, inside) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
            if options.switch(name, inside.is_none_or(|value| matches!(value, "true" | "1" | "t"))) {
                continue;
            }
            let value = match inside {
                Some(value) => Some(value.to_owned()),
                None => rest.next().cloned(),
            };
            options.take(name, value)?;
        }
        match urls.len() {
            1 => options.url = urls.remove(0),
            _ => return Err("Error: fortio load/curl needs a URL or destination".to_owned()),
        }
        Ok(options)
    }

    fn switch(&mut self, name: &str, on: bool) -> bool {
        match name {
            "quiet" => self.level = if on { 4 } else { 2 },
            "uniform" => self.uniform = on,
            "jitter" => self.jitter = on,
            "nocatchup" => self.catch_up = !on,
            "allow-initial-errors" => self.allow_initial_errors = on,
            "log-errors" => self.log_errors = on,
            _ => return IGNORED_SWITCHES.contains(&name),
        }
        true
    }

    fn take(&mut self, name: &str, value: Option<String>) -> Result<(), String> {
        let known =
            ["c", "qps", "n", "t", "H", "payload", "X", "timeout", "p", "r", "abort-on", "loglevel", "calc-qps"];
        if !known.contains(&name) && !IGNORED.contains(&name) {
            return Err(format!("flag provided but not defined: -{name}"));
        }
        let Some(value) = value else { return Err(format!("flag needs an argument: -{name}")) };
        let wrong = || format!("invalid value {value:?} for flag -{name}: parse error");
        match name {
            "c" => self.threads = value.parse::<usize>().map_err(|_| wrong())?.clamp(1, MOST_THREADS),
            "qps" => {
                let qps = if value.eq_ignore_ascii_case("max") { Some(0.0) } else { mesh_config::parse_float(&value) };
                self.qps = qps.filter(|qps| qps.is_finite()).ok_or_else(wrong)?.max(0.0);
            }
            "n" => self.exactly = value.parse::<u64>().map_err(|_| wrong())?.min(MOST_CALLS),
            "t" if value == "0" => self.duration = None,
            "t" => self.duration = Some(parse_go_duration(&value).ok_or_else(wrong)?).filter(|length| *length > 0),
            "H" => self.headers.push(value),
            "payload" => self.payload = Some(value),
            "X" => self.method = Some(value),
            "timeout" => self.timeout = parse_go_duration(&value).filter(|length| *length > 0).ok_or_else(wrong)?,
            "p" => {
                let each = value.split(',').map(|part| mesh_config::parse_float(part.trim()));
                let all: Option<Vec<f64>> = each.map(|it| it.filter(|it| *it > 0.0 && *it < 100.0)).collect();
                self.percentiles = all.ok_or_else(|| format!("Unable to extract percentiles from -p: {value}"))?;
                self.percentiles.truncate(20);
            }
            "r" => self.resolution = mesh_config::parse_float(&value).filter(|r| *r > 1e-9).ok_or_else(wrong)?,
            "abort-on" => self.abort_on = value.parse().map_err(|_| wrong())?,
            "loglevel" => {
                let known = LEVELS.iter().position(|level| {
                    let short = level.get(..value.len().min(level.len())).unwrap_or(level);
                    value.len() >= 2 && short.eq_ignore_ascii_case(&value)
                });
                self.level = known.ok_or_else(|| {
                    format!("invalid value {value:?} for flag -loglevel: should be one of [Debug Verbose Info Warning Error Critical Fatal]")
                })?;
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        Options::read(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn flags_are_read_as_go_reads_them() {
        let options = read("-c 2 -qps=0 -n 20 -loglevel Warning -H a:b --timeout 1s http://httpbin:8000/get").unwrap();
        assert_eq!((options.threads, options.qps, options.exactly, options.level), (2, 0.0, 20, 3));
        assert_eq!(
            (options.timeout, options.headers, &*options.url),
            (SECOND, vec!["a:b".to_owned()], "http://httpbin:8000/get")
        );
        for (line, expected) in [
            ("-foo http://a", "flag provided but not defined: -foo"),
            ("-c x http://a", "invalid value \"x\" for flag -c: parse error"),
            ("-c", "flag needs an argument: -c"),
            ("-c 2", "Error: fortio load/curl needs a URL or destination"),
        ] {
            assert_eq!(read(line).unwrap_err(), expected, "{line}");
        }
    }
}
