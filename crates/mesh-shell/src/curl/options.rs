//! curl's command line (`tool_getparam.c` of curl 8.7).

/// What curl is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) urls: Vec<String>,
    /// `-X`.
    pub(crate) method: Option<String>,
    /// `-H`, as written.
    pub(crate) headers: Vec<String>,
    /// `-d` and its like, joined by `&`.
    pub(crate) data: Option<String>,
    /// The body is JSON.
    pub(crate) json: bool,
    /// `-G`: the data is the query.
    pub(crate) get: bool,
    /// `-I`.
    pub(crate) head: bool,
    /// `-i`.
    pub(crate) include: bool,
    /// `-o`, in the order of the URLs.
    pub(crate) outputs: Vec<String>,
    pub(crate) silent: bool,
    pub(crate) show_error: bool,
    /// `-f`.
    pub(crate) fail: bool,
    /// `--fail-with-body`.
    pub(crate) fail_with_body: bool,
    pub(crate) verbose: bool,
    pub(crate) write_out: Option<String>,
    /// `-m`, in nanoseconds.
    pub(crate) max_time: Option<u64>,
    /// `--resolve`: host, port, address.
    pub(crate) resolve: Vec<(String, u16, String)>,
    /// `--connect-to`: host and port, and what stands in their place; empty for any and for the same.
    pub(crate) connect_to: Vec<[String; 4]>,
    pub(crate) user_agent: Option<String>,
    pub(crate) referer: Option<String>,
    pub(crate) cookie: Option<String>,
    /// `-u`.
    pub(crate) user: Option<String>,
    /// `-L`.
    pub(crate) location: bool,
    /// `--max-redirs`.
    pub(crate) most_redirects: Option<u32>,
    /// `-E`.
    pub(crate) certificate: bool,
    /// `--http1.1`.
    pub(crate) http1: bool,
    /// `--retry`.
    pub(crate) retries: u32,
    /// `--retry-delay`, in nanoseconds.
    pub(crate) retry_delay: Option<u64>,
    /// `-V`, `-h`.
    pub(crate) version: bool,
    pub(crate) help: bool,
}

/// Why a command line is not taken: what curl prints of it.
pub(crate) type Refusal = String;

/// Options with a value, by their long names, with their letters.
const WITH_VALUE: &[(&str, char)] = &[
    ("request", 'X'),
    ("header", 'H'),
    ("data", 'd'),
    ("data-ascii", '\0'),
    ("data-raw", '\0'),
    ("data-binary", '\0'),
    ("data-urlencode", '\0'),
    ("json", '\0'),
    ("form", 'F'),
    ("output", 'o'),
    ("write-out", 'w'),
    ("max-time", 'm'),
    ("connect-timeout", '\0'),
    ("resolve", '\0'),
    ("connect-to", '\0'),
    ("user-agent", 'A'),
    ("referer", 'e'),
    ("cookie", 'b'),
    ("cookie-jar", 'c'),
    ("user", 'u'),
    ("url", '\0'),
    ("cert", 'E'),
    ("key", '\0'),
    ("cacert", '\0'),
    ("capath", '\0'),
    ("ciphers", '\0'),
    ("retry", '\0'),
    ("retry-delay", '\0'),
    ("retry-max-time", '\0'),
    ("max-redirs", '\0'),
    ("interface", '\0'),
    ("limit-rate", 'Y'),
    ("noproxy", '\0'),
    ("proxy", 'x'),
    ("range", 'r'),
    ("dump-header", 'D'),
    ("keepalive-time", '\0'),
    ("tls-max", '\0'),
    ("parallel-max", '\0'),
];

/// Options without one.
const SWITCHES: &[(&str, char)] = &[
    ("verbose", 'v'),
    ("silent", 's'),
    ("show-error", 'S'),
    ("include", 'i'),
    ("head", 'I'),
    ("get", 'G'),
    ("fail", 'f'),
    ("fail-with-body", '\0'),
    ("insecure", 'k'),
    ("location", 'L'),
    ("location-trusted", '\0'),
    ("remote-name", 'O'),
    ("http1.0", '0'),
    ("http1.1", '\0'),
    ("http2", '\0'),
    ("http2-prior-knowledge", '\0'),
    ("compressed", '\0'),
    ("globoff", 'g'),
    ("ipv4", '4'),
    ("ipv6", '6'),
    ("no-buffer", 'N'),
    ("progress-bar", '#'),
    ("path-as-is", '\0'),
    ("retry-connrefused", '\0'),
    ("retry-all-errors", '\0'),
    ("tcp-nodelay", '\0'),
    ("keepalive", '\0'),
    ("progress-meter", '\0'),
    ("tlsv1", '1'),
    ("tlsv1.2", '\0'),
    ("tlsv1.3", '\0'),
    ("styled-output", '\0'),
    ("parallel", 'Z'),
    ("next", ':'),
    ("disable", 'q'),
    ("create-dirs", '\0'),
    ("raw", '\0'),
    ("version", 'V'),
    ("help", 'h'),
];

/// Behind most refusals.
const TRY: &str = "curl: try 'curl --help' or 'curl --manual' for more information\n";

fn refuse(option: &str, what: &str) -> Refusal {
    format!("curl: option {option}: {what}\n{TRY}")
}

impl Options {
    /// Reads a command line.
    pub(crate) fn read(arguments: &[String]) -> Result<Self, Refusal> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        let mut only_urls = false;
        while let Some(argument) = rest.next() {
            match argument.strip_prefix('-').filter(|_| !only_urls) {
                None | Some("") => options.urls.push(argument.clone()),
                Some("-") => only_urls = true,
                Some(long) if long.starts_with('-') => {
                    let name = long.trim_start_matches('-');
                    if WITH_VALUE.iter().any(|(known, _)| *known == name) {
                        let value = rest.next().ok_or_else(|| refuse(argument, "requires parameter"))?;
                        options.take(name, argument, value)?;
                    } else {
                        let (bare, on) = match name.strip_prefix("no-") {
                            Some(bare) if bare != "buffer" => (bare, false),
                            _ => (name, true),
                        };
                        if !SWITCHES.iter().any(|(known, _)| *known == bare) {
                            return Err(refuse(argument, "is unknown"));
                        }
                        options.switch(bare, on);
                    }
                }
                Some(letters) => options.letters(argument, letters, &mut rest)?,
            }
        }
        Ok(options)
    }

    /// Letters behind one dash: the first that takes a value takes the rest for it.
    fn letters<'a>(
        &mut self,
        argument: &str,
        letters: &str,
        rest: &mut impl Iterator<Item = &'a String>,
    ) -> Result<(), Refusal> {
        for (at, letter) in letters.char_indices() {
            let named = |table: &'static [(&'static str, char)]| {
                table.iter().find(|(_, known)| *known == letter && letter != '\0').map(|(name, _)| *name)
            };
            if let Some(name) = named(SWITCHES) {
                self.switch(name, true);
            } else if let Some(name) = named(WITH_VALUE) {
                let inside = letters.get(at + letter.len_utf8()..).filter(|inside| !inside.is_empty());
                let value = inside.map(str::to_owned).or_else(|| rest.next().cloned());
                let value = value.ok_or_else(|| refuse(argument, "requires parameter"))?;
                return self.take(name, argument, &value);
            } else {
                return Err(refuse(argument, "is unknown"));
            }
        }
        Ok(())
    }

    fn switch(&mut self, name: &str, on: bool) {
        match name {
            "verbose" => self.verbose = on,
            "silent" => self.silent = on,
            "show-error" => self.show_error = on,
            "include" => self.include = on,
            "head" => self.head = on,
            "get" => self.get = on,
            "fail" => self.fail = on,
            "fail-with-body" => self.fail_with_body = on,
            "location" | "location-trusted" => self.location = on,
            "remote-name" => self.outputs.push(String::new()),
            "http1.0" | "http1.1" => self.http1 = on,
            "version" => self.version = on,
            "help" => self.help = on,
            // What the simulation has nothing for changes nothing.
            _ => {}
        }
    }

    fn take(&mut self, name: &str, written: &str, value: &str) -> Result<(), Refusal> {
        let number = || refuse(written, "expected a proper numerical parameter");
        let seconds = || seconds(value).ok_or_else(number);
        let owned = || Some(value.to_owned());
        match name {
            "request" => self.method = owned(),
            "header" => self.headers.push(value.to_owned()),
            "data" | "data-ascii" | "data-raw" | "data-binary" | "data-urlencode" | "form" => self.add_data(value, "&"),
            "json" => {
                self.json = true;
                self.add_data(value, "");
            }
            "output" => self.outputs.push(value.to_owned()),
            "write-out" => self.write_out = owned(),
            "max-time" => self.max_time = Some(seconds()?).filter(|most| *most > 0),
            "connect-timeout" | "retry-max-time" => drop(seconds()?),
            "resolve" => self.resolve.push(
                resolved(value)
                    .ok_or_else(|| format!("curl: (49) Couldn't parse CURLOPT_RESOLVE entry '{value}'\n"))?,
            ),
            "connect-to" => {
                let parts: Vec<&str> = value.split(':').collect();
                let part = |at: usize| parts.get(at).map_or_else(String::new, |part| (*part).to_owned());
                self.connect_to.push([part(0), part(1), part(2), part(3)]);
            }
            "user-agent" => self.user_agent = owned(),
            "referer" => self.referer = owned(),
            "cookie" => self.cookie = owned(),
            "user" => self.user = owned(),
            "url" => self.urls.push(value.to_owned()),
            "cert" => self.certificate = true,
            "retry" => self.retries = value.parse().map_err(|_| number())?,
            "retry-delay" => self.retry_delay = Some(seconds()?),
            "max-redirs" => self.most_redirects = value.parse().ok(),
            _ => {}
        }
        Ok(())
    }

    fn add_data(&mut self, value: &str, between: &str) {
        match &mut self.data {
            Some(data) => {
                data.push_str(between);
                data.push_str(value);
            }
            None => self.data = Some(value.to_owned()),
        }
    }

    /// Whether curl says why it fails.
    pub(crate) fn says_errors(&self) -> bool {
        !self.silent || self.show_error
    }
}

/// Seconds with a fraction, in nanoseconds.
fn seconds(text: &str) -> Option<u64> {
    let seconds = mesh_config::parse_float(text).filter(|seconds| (0.0..1e9).contains(seconds))?;
    Some((seconds * 1e9) as u64)
}

/// `host:port:address`, of several addresses the first.
fn resolved(value: &str) -> Option<(String, u16, String)> {
    let (host, rest) = value.trim_start_matches('+').split_once(':')?;
    let (port, addresses) = rest.split_once(':')?;
    let address = addresses.split(',').next().filter(|address| !address.is_empty())?;
    Some((host.to_ascii_lowercase(), port.parse().ok()?, address.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Refusal> {
        Options::read(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn letters_are_taken_together_and_the_rest_is_a_value() {
        let options = read("-sSo/dev/null -XPOST -w %{http_code} -H a:b --max-time 0.5 http://a").unwrap();
        assert!(options.silent && options.show_error);
        assert_eq!((options.outputs, options.method.as_deref()), (vec!["/dev/null".to_owned()], Some("POST")));
        assert_eq!(
            (options.max_time, options.headers, options.urls),
            (Some(500_000_000), vec!["a:b".to_owned()], vec!["http://a".to_owned()])
        );
    }

    #[test]
    fn what_curl_does_not_know_it_refuses_in_its_words() {
        for (line, expected) in [
            ("--foo http://a", "curl: option --foo: is unknown\n"),
            ("-s? http://a", "curl: option -s?: is unknown\n"),
            ("http://a -m", "curl: option -m: requires parameter\n"),
            ("-m x http://a", "curl: option -m: expected a proper numerical parameter\n"),
            ("--silent=true http://a", "curl: option --silent=true: is unknown\n"),
        ] {
            assert_eq!(read(line).unwrap_err(), format!("{expected}{TRY}"), "{line}");
        }
    }
}
