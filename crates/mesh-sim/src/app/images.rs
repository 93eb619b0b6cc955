//! The apps of sample images, by image name and tag.

use std::sync::Arc;

use mesh_proxy::Duration;

use super::behaviour::Behaviour;
use super::model::{App, Call, CallMatch, CallPath, HeaderPattern, OnError, TextMatch};
use super::{Page, Share};
use crate::request::Request;

/// An app that an image is known to hold, and the ports on which it is known to listen in spite of what is declared.
#[derive(Clone, Debug)]
pub(crate) struct KnownApp {
    /// The app.
    pub(crate) app: App,
    /// Whether it listens at all: a sleeping curl does not.
    pub(crate) listens: bool,
}

/// What bookinfo's services pass on (`getForwardHeaders` of productpage, reviews and ratings). productpage takes
/// `end-user` from the session; here the request's own header stands for the session.
const BOOKINFO_HEADERS: &[&str] = &[
    "x-request-id",
    "x-b3-*",
    "x-ot-span-context",
    "x-datadog-*",
    "traceparent",
    "tracestate",
    "x-cloud-trace-context",
    "grpc-trace-bin",
    "sw8",
    "user-agent",
    "cookie",
    "authorization",
    "jwt",
    "end-user",
];

/// The app of an image such as `docker.io/istio/examples-bookinfo-reviews-v2:1.20.3`; `None` for one that is not known.
pub(crate) fn known(image: &str) -> Option<KnownApp> {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    let last = image.rsplit('/').next().unwrap_or(image);
    let (name, tag) = last.split_once(':').unwrap_or((last, "latest"));
    let listening = |app| Some(KnownApp { app, listens: true });
    let silent = || Some(KnownApp { app: App::default(), listens: false });
    if let Some(service) = name.strip_prefix("examples-bookinfo-") {
        return bookinfo(service).and_then(listening);
    }
    if let Some(service) = name.strip_prefix("istio-fleetman-") {
        return match service {
            "position-simulator" => silent(),
            _ => fleetman(service, tag).and_then(listening),
        };
    }
    match name {
        "httpbin" | "go-httpbin" => {
            listening(App { behaviour: Behaviour::Httpbin, page: Page::Httpbin, ..App::default() })
        }
        name if name.starts_with("examples-helloworld-") => {
            listening(App { behaviour: Behaviour::Helloworld, page: Page::Helloworld, ..App::default() })
        }
        "tcp-echo-server" => listening(App::default()),
        "curl" | "sleep" | "pilot-curl" => silent(),
        _ => None,
    }
}

fn bookinfo(service: &str) -> Option<App> {
    let propagate: Vec<_> = BOOKINFO_HEADERS.iter().map(|name| HeaderPattern::new(name)).collect();
    let calling = |page, calls| App { calls, propagate: propagate.clone(), page, ..App::default() };
    let ratings = |timeout| {
        let call = call("GET", "http://ratings:9080/ratings/0", TextMatch::Prefix("/reviews/".into()))?;
        Some(Call { timeout: Some(timeout), on_error: OnError::Ignore, ..call })
    };
    match service {
        "productpage-v1" => {
            let three_seconds = Some(Duration::from_secs(3));
            let page = || TextMatch::Exact("/productpage".into());
            let details = call("GET", "http://details:9080/details/0", page())?;
            let reviews = call("GET", "http://reviews:9080/reviews/0", page())?;
            let calls = vec![
                Call { timeout: three_seconds, on_error: OnError::Ignore, ..details },
                Call { timeout: three_seconds, on_error: OnError::Ignore, tries: 2, ..reviews },
            ];
            Some(calling(Page::Productpage, calls))
        }
        "reviews-v2" => Some(calling(Page::Reviews, vec![ratings(Duration::from_secs(10))?])),
        "reviews-v3" => Some(calling(Page::Reviews, vec![ratings(Duration::from_millis(2500))?])),
        _ if service.starts_with("reviews") => Some(App { page: Page::Reviews, ..App::default() }),
        _ if service.starts_with("details") => Some(App { page: Page::Details, ..App::default() }),
        _ if service.starts_with("ratings") => Some(App { page: Page::Ratings, ..App::default() }),
        _ if ["mysqldb", "mongodb"].iter().any(|known| service.starts_with(known)) => Some(App::default()),
        _ => None,
    }
}

fn fleetman(service: &str, tag: &str) -> Option<App> {
    let propagate = match tag {
        "6-no-header-propagation" => Vec::new(),
        _ => vec![HeaderPattern::new("x-*")],
    };
    let calling = |calls| App { calls, propagate: propagate.clone(), ..App::default() };
    match service {
        // nginx hands everything on, and leaves the rest to the single-page application.
        "webapp-angular" => {
            let api = call("GET", "http://fleetman-api-gateway:8080/", TextMatch::Prefix("/api/".into()))?;
            let api = Call { path: CallPath::OfRequest { strip: "/api".len() }, on_error: OnError::Pass, ..api };
            Some(App { calls: vec![api], propagate: vec![HeaderPattern::new("*")], ..App::default() })
        }
        "api-gateway" => {
            let driver =
                call("GET", "http://fleetman-staff-service:8080/", TextMatch::Prefix("/vehicles/driver/".into()))?;
            let driver = Call { path: CallPath::OfRequest { strip: "/vehicles".len() }, ..driver };
            let tracker = "http://fleetman-position-tracker:8080/";
            let history = call("GET", tracker, TextMatch::Prefix("/history/".into()))?;
            let history = Call { path: CallPath::OfRequest { strip: 0 }, ..history };
            let vehicles = call("GET", tracker, TextMatch::Exact("/vehicles/".into()))?;
            let vehicles = Call { path: CallPath::OfRequest { strip: 0 }, ..vehicles };
            Some(calling(vec![driver, history, vehicles]))
        }
        "position-tracker" => {
            let report = |method, url| {
                let mut call = call(method, url, TextMatch::Exact("/vehicles/".into()))?;
                call.when.method = Some(TextMatch::Exact("POST".into()));
                Some(call)
            };
            let telemetry = "http://fleetman-vehicle-telemetry:8080/vehicles/";
            Some(calling(vec![
                Call { on_error: OnError::Ignore, ..report("POST", telemetry)? },
                Call { on_error: OnError::Ignore, ..report("GET", telemetry)? },
                report("POST", "http://fleetman-staff-service:8080/driver/vehicle/speed")?,
            ]))
        }
        "staff-service" if tag == "6-bad" => Some(App { behaviour: Behaviour::BadStaffService, ..App::default() }),
        "staff-service" | "vehicle-telemetry" | "photo-service" => Some(App::default()),
        _ => None,
    }
}

fn call(method: &str, url: &str, path: TextMatch) -> Option<Call> {
    let request = Request::new(method, url, [("", ""); 0]).ok()?;
    Some(Call {
        request: Arc::new(request),
        path: CallPath::OfCall,
        when: CallMatch { path: Some(path), ..CallMatch::default() },
        share: Share::percent(100.0),
        timeout: None,
        on_error: OnError::Fail,
        tries: 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(image: &str, method: &str, path: &str) -> Vec<String> {
        let app = known(image).unwrap().app;
        let request = Request::new(method, &format!("http://a{path}"), [("", ""); 0]).unwrap();
        app.calls.iter().filter(|call| call.when.takes(&request)).map(|call| call.request.host.clone()).collect()
    }

    #[test]
    fn bookinfo_calls_as_its_topology_says() {
        let image = |service: &str| format!("docker.io/istio/examples-bookinfo-{service}:1.20.3");
        assert_eq!(calls(&image("productpage-v1"), "GET", "/productpage"), ["details", "reviews"]);
        assert!(calls(&image("productpage-v1"), "GET", "/static/a.css").is_empty());
        assert!(calls(&image("reviews-v1"), "GET", "/reviews/0").is_empty());
        assert_eq!(calls(&image("reviews-v2"), "GET", "/reviews/0"), ["ratings"]);
        assert_eq!(calls(&image("reviews-v3"), "GET", "/reviews/0"), ["ratings"]);
        assert!(calls(&image("details-v1"), "GET", "/details/0").is_empty());
    }

    #[test]
    fn fleetman_calls_as_its_services_do() {
        let image = |service: &str| format!("richardchesterwood/istio-fleetman-{service}");
        assert_eq!(calls(&image("webapp-angular:6"), "GET", "/api/vehicles/"), ["fleetman-api-gateway"]);
        assert!(calls(&image("webapp-angular:6-experimental"), "GET", "/").is_empty());
        assert_eq!(calls(&image("api-gateway:6"), "GET", "/vehicles/driver/x"), ["fleetman-staff-service"]);
        assert_eq!(calls(&image("api-gateway:6"), "GET", "/vehicles/"), ["fleetman-position-tracker"]);
        let report = calls(&image("position-tracker:6"), "POST", "/vehicles/");
        assert_eq!(report, ["fleetman-vehicle-telemetry", "fleetman-vehicle-telemetry", "fleetman-staff-service"]);
        let passes = |tag: &str| !known(&image(&format!("api-gateway:{tag}"))).unwrap().app.propagate.is_empty();
        assert!(passes("6") && !passes("6-no-header-propagation"));
        assert!(!known(&image("position-simulator:6")).unwrap().listens);
    }

    #[test]
    fn other_images_are_not_known() {
        for image in ["nginx", "nginx:1.27", "docker.io/library/busybox@sha256:00", "", ":", "a/b/c"] {
            assert!(known(image).is_none(), "{image}");
        }
        assert!(!known("docker.io/curlimages/curl:8.16.0").unwrap().listens);
        assert_eq!(known("docker.io/mccutchen/go-httpbin:v2.15.0").unwrap().app.behaviour, Behaviour::Httpbin);
    }
}
