//! What sample images do beyond what an App can say.

use mesh_config::parse_float;
use mesh_proxy::Duration;

use crate::request::Request;

/// The manner of a sample image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// As the App says.
    #[default]
    Plain,
    /// httpbin: `/status/{code}`, `/delay/{seconds}`, 404 for what it does not know.
    Httpbin,
    /// helloworld: `/hello` and nothing else.
    Helloworld,
    /// fleetman's bad staff service: GET answers 502, anything else 500.
    BadStaffService,
}

/// What a behaviour makes of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Special {
    /// The status, where it is the behaviour's.
    pub(crate) status: Option<u16>,
    /// More time.
    pub(crate) delay: Duration,
}

/// First segments of the paths that httpbin answers with 200.
const HTTPBIN: &[&str] = &[
    "",
    "anything",
    "base64",
    "brotli",
    "bytes",
    "cache",
    "cookies",
    "deflate",
    "delete",
    "deny",
    "drip",
    "dump",
    "encoding",
    "env",
    "etag",
    "forms",
    "get",
    "gzip",
    "head",
    "headers",
    "hostname",
    "html",
    "image",
    "ip",
    "json",
    "links",
    "patch",
    "post",
    "problem",
    "put",
    "range",
    "response-headers",
    "robots.txt",
    "sse",
    "stream",
    "stream-bytes",
    "trailers",
    "user-agent",
    "uuid",
    "xml",
];

impl Behaviour {
    /// What it makes of a request.
    pub(crate) fn special(self, request: &Request) -> Special {
        let plain = Special { status: None, delay: Duration::ZERO };
        if self == Behaviour::Plain {
            return plain;
        }
        let path = request.path_only();
        let status = |status| Special { status: Some(status), ..plain };
        match self {
            Behaviour::Plain => plain,
            Behaviour::Helloworld if path == "/hello" || path == "/health" => plain,
            Behaviour::Helloworld => status(404),
            Behaviour::BadStaffService if request.method == "GET" => status(502),
            Behaviour::BadStaffService => status(500),
            Behaviour::Httpbin => {
                let mut segments = path.trim_start_matches('/').splitn(2, '/');
                match (segments.next().unwrap_or_default(), segments.next()) {
                    ("status", Some(code)) => {
                        status(code.parse().ok().filter(|code| (200..600).contains(code)).unwrap_or(400))
                    }
                    ("delay", Some(seconds)) => match parse_float(seconds) {
                        // httpbin itself waits for 10 s at most.
                        Some(seconds) if seconds >= 0.0 => {
                            Special { status: None, delay: Duration::from_secs_f64(seconds.min(10.0)) }
                        }
                        _ => status(400),
                    },
                    ("redirect" | "relative-redirect" | "absolute-redirect" | "redirect-to", _) => status(302),
                    ("basic-auth" | "bearer" | "digest-auth" | "hidden-basic-auth", _) => status(401),
                    (first, _) if HTTPBIN.contains(&first) => plain,
                    _ => status(404),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn special(behaviour: Behaviour, method: &str, path: &str) -> (Option<u16>, u64) {
        let request = Request::new(method, &format!("http://a{path}"), [("", ""); 0]).unwrap();
        let special = behaviour.special(&request);
        (special.status, special.delay.as_millis() as u64)
    }

    #[test]
    fn httpbin_answers_as_its_paths_say() {
        let rows = [
            ("/status/418", (Some(418), 0)),
            ("/status/x", (Some(400), 0)),
            ("/delay/2", (None, 2000)),
            ("/delay/0.5", (None, 500)),
            ("/delay/60", (None, 10_000)),
            ("/delay/-1", (Some(400), 0)),
            ("/headers", (None, 0)),
            ("/", (None, 0)),
            ("/anything/else", (None, 0)),
            ("/nothing", (Some(404), 0)),
        ];
        for (path, expected) in rows {
            assert_eq!(special(Behaviour::Httpbin, "GET", path), expected, "{path}");
        }
    }

    #[test]
    fn the_bad_staff_service_fails_in_its_own_way() {
        assert_eq!(special(Behaviour::BadStaffService, "GET", "/driver/x").0, Some(502));
        assert_eq!(special(Behaviour::BadStaffService, "POST", "/driver/x/3").0, Some(500));
        assert_eq!(special(Behaviour::Helloworld, "GET", "/hello").0, None);
        assert_eq!(special(Behaviour::Helloworld, "GET", "/").0, Some(404));
    }
}
