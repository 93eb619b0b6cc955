//! Answers as a client reads them: headers and body.

use mesh_cluster::live::epoch;
use mesh_control::ProxyKind;
use mesh_proxy::connection_manager::request_id;
use mesh_proxy::route::{HeaderMap, abort_headers, local_reply, response_headers};
use mesh_proxy::{ResponseDetails, ResponseFlag, Unobserved};
use mesh_shell::{HttpAnswer, Outcome as Answer, http_date};

use super::calls::Call;
use super::clients::Clients;
use super::commands::Below;
use super::course::Course;
use super::requests::Requests;
use super::state::Target;
use super::watch::Outcome;
use crate::app::Served;
use crate::ids::PodId;
use crate::world::{Ended, Way};

/// Reads answers as clients do.
pub(super) struct Reader<'a> {
    pub(super) course: &'a Course,
    pub(super) requests: &'a Requests,
    pub(super) clients: &'a Clients,
}

impl Reader<'_> {
    /// What a client reads of the outcome of its call, after these have answered below it.
    pub(super) fn answer_of(&self, call: &Call, outcome: &Outcome, below: &[Below]) -> Answer {
        // Of bytes that a proxy passes on it knows no status, but the client does.
        let status = if outcome.http_status == 0 { outcome.status } else { outcome.http_status };
        if status == 0 {
            return self.end_of(call, outcome);
        }
        let (mut headers, body) = match outcome.details {
            Some(details) if details != ResponseDetails::ViaUpstream => self.own_answer(call, outcome, details),
            details => self.answer_of_app(call, status, details.is_some(), below),
        };
        if outcome.flags.contains(ResponseFlag::UpstreamOverflow) {
            headers.insert(0, ("x-envoy-overloaded".to_owned(), "true".to_owned()));
        }
        let is_bodyless = self.requests.get(call.request).is_some_and(|text| text.request.method == "HEAD");
        Answer::Answered(HttpAnswer { status, headers, body: if is_bodyless { String::new() } else { body } })
    }

    /// How a connection ends that brings no answer.
    fn end_of(&self, call: &Call, outcome: &Outcome) -> Answer {
        let text = self.requests.get(call.request);
        let way = || text.map(|text| self.course.world.way(call.client, &text.request));
        match outcome.details {
            Some(ResponseDetails::FilterChainNotFound) => Answer::Reset,
            Some(_) => Answer::Closed,
            None if outcome.flags.contains(ResponseFlag::UpstreamConnectionFailure) => Answer::Refused,
            None if outcome.attempts == 0 => match way() {
                Some(Way::Ended(Ended::HandshakeFailed)) => Answer::HandshakeFailed,
                _ => Answer::Refused,
            },
            None => Answer::Reset,
        }
    }

    /// The body of a proxy's own answer to a call; `None` where a host has answered.
    pub(super) fn own_body(&self, call: &Call, outcome: &Outcome) -> Option<String> {
        let details = outcome.details.filter(|details| *details != ResponseDetails::ViaUpstream)?;
        Some(self.own_answer(call, outcome, details).1)
    }

    /// The answer that a proxy gives itself.
    fn own_answer(&self, call: &Call, outcome: &Outcome, details: ResponseDetails) -> (Headers, String) {
        let mut body = details.body(outcome.attempts > 1);
        let mut headers = HeaderMap::new();
        if !body.is_empty() {
            headers.set("content-length", &body.len().to_string());
            headers.set("content-type", "text/plain");
        }
        self.with_decision(call, |decision, request| match details {
            ResponseDetails::DirectResponse => {
                if let Some(reply) = local_reply(decision, request) {
                    (headers, body) = (reply.headers, reply.body);
                    if !body.is_empty() {
                        headers.set("content-length", &body.len().to_string());
                    }
                }
            }
            ResponseDetails::FaultFilterAbort => abort_headers(decision, request, &mut headers),
            ResponseDetails::RouteNotFound | ResponseDetails::Http1CodecError => {}
            _ => response_headers(decision, request, &mut headers),
        });
        headers.append("date", &self.date());
        if let Some(server) = self.server(call) {
            headers.append("server", server);
        }
        if body.is_empty() {
            headers.set("content-length", "0");
        }
        (listed(&headers), body)
    }

    /// What an app has answered, with what the proxies on the way add.
    fn answer_of_app(&self, call: &Call, status: u16, has_proxy: bool, below: &[Below]) -> (Headers, String) {
        let (kind, body) = self.page(status, below);
        let mut headers = HeaderMap::new();
        let server = self.server(call).or_else(|| self.server_of_host(below));
        if let Some(server) = server {
            headers.set("server", server);
        }
        headers.set("date", &self.date());
        if !kind.is_empty() {
            headers.set("content-type", kind);
        }
        headers.set("content-length", &body.len().to_string());
        if server.is_some() {
            let took = self.course.now.since(call.start).as_millis();
            headers.set("x-envoy-upstream-service-time", &took.to_string());
        }
        if has_proxy && call.table.is_some() {
            self.with_decision(call, |decision, request| response_headers(decision, request, &mut headers));
        }
        (listed(&headers), body)
    }

    /// The type and the text of the last answer.
    fn page(&self, status: u16, below: &[Below]) -> (&'static str, String) {
        let served = |below: &[Below], at: usize| match below.get(at) {
            Some(Below::App { pod, .. }) => Some(*pod),
            _ => None,
        };
        let Some((last, before)) = below.split_last() else { return ("", String::new()) };
        let (pod, request) = match last {
            Below::Proxy(body) => return (if body.is_empty() { "" } else { "text/plain" }, body.clone()),
            Below::App { pod, request } => (*pod, request),
        };
        let Some(plan) = self.course.world.plan.pod(pod) else { return ("", String::new()) };
        let of = |pod: PodId| {
            let plan = self.course.world.plan.pod(pod)?;
            Some((&*plan.name, self.course.world.plan.party(plan.party)?))
        };
        let earlier: Vec<_> = (0..before.len()).filter_map(|at| of(served(before, at)?)).collect();
        let one = |(name, party): &(&'_ str, &'_ crate::telemetry::Party)| {
            (party.app.clone(), party.version.clone(), (*name).to_owned())
        };
        let texts: Vec<_> = earlier.iter().map(one).collect();
        let all: Vec<Served<'_>> =
            texts.iter().map(|(app, version, pod)| Served { app, version, pod, request }).collect();
        let Some((name, party)) = of(pod) else { return ("", String::new()) };
        let served = Served { app: &party.app, version: &party.version, pod: name, request };
        plan.app.page.write(served, status, &all)
    }

    /// Hands over what the routes of a call's proxy decide about it.
    fn with_decision(
        &self,
        call: &Call,
        then: impl FnOnce(&mesh_proxy::route::Decision<'_>, &mesh_proxy::route::Request<'_>),
    ) {
        let Some((view, table)) = self.course.world.view(call.client).zip(call.table) else { return };
        let Some((seen, depends_on_id)) = self.clients.get(call.client).and_then(|state| state.seen(call.request))
        else {
            return;
        };
        let from = self.course.world.address(call.client);
        let mut draws = self.course.trace.untraced();
        let seen = match depends_on_id {
            true => &seen.with_request_id(|| request_id(&mut draws, call.id_subject)),
            false => &**seen,
        };
        let decision = view.decision(table, seen, from, call.stream_number, &mut Unobserved);
        then(&decision, &seen.routed(from));
    }

    /// What a client's proxy calls itself: a sidecar has Envoy's own name, a gateway Istio's (`serverName` of pilot's
    /// listeners).
    fn server(&self, call: &Call) -> Option<&'static str> {
        match self.course.world.proxy_kind(call.client)? {
            ProxyKind::Gateway => Some("istio-envoy"),
            ProxyKind::Sidecar => Some("envoy"),
        }
    }

    /// What the proxy beside the app calls itself, where no other stands between.
    fn server_of_host(&self, below: &[Below]) -> Option<&'static str> {
        let pod = match below.last()? {
            Below::Proxy(_) => return Some("istio-envoy"),
            Below::App { pod, .. } => *pod,
        };
        let client = self.course.world.client_of(Target::Pod { pod, port: 0 })?;
        self.course.world.proxy_kind(client).map(|_| "istio-envoy")
    }

    fn date(&self) -> String {
        http_date(i128::from(epoch()) * 1_000_000_000 + i128::from(super::living::machine_time(self.course.now)))
    }
}

type Headers = Vec<(String, String)>;

fn listed(headers: &HeaderMap) -> Headers {
    headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
