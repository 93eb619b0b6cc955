//! Counters for Prometheus.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::labels;
use super::problem::Problem;

/// Labels of a request. The path is the route's pattern: what a link holds is never a label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    method: &'static str,
    path: String,
    status: u16,
}

/// Labels of a duration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PathLabel {
    path: String,
}

/// All metrics of a router.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<PathLabel, Histogram>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("mesh_playground");
        let requests = Family::<Labels, Counter>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let durations = Family::<PathLabel, Histogram>::new_with_constructor(|| {
            Histogram::new([0.001, 0.005, 0.02, 0.1, 0.3, 1.0, 3.0, 10.0])
        });
        registry.register_with_unit(
            "http_request_duration",
            "Time until a request was answered",
            Unit::Seconds,
            durations.clone(),
        );
        Self { registry, requests, durations }
    }
}

/// Counts and times every request.
pub(super) async fn record(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let path = labels::route(&request);
    let method = labels::method(request.method());
    let started = Instant::now();
    let response = next.run(request).await;
    let seconds = started.elapsed().as_secs_f64();
    tracing::info!(status = response.status().as_u16(), duration_ms = seconds * 1000.0, "answered {path}");
    metrics.durations.get_or_create(&PathLabel { path: path.clone() }).observe(seconds);
    metrics.requests.get_or_create(&Labels { method, path, status: response.status().as_u16() }).inc();
    response
}

/// `/metrics`, in the OpenMetrics text format.
pub(super) async fn expose(State(metrics): State<Arc<Metrics>>) -> Result<Response, Problem> {
    let mut body = String::new();
    text::encode(&mut body, &metrics.registry).map_err(|error| Problem::internal(&error))?;
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}
