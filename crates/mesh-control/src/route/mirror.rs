//! Mirrors (`MirrorPercent`, `TranslateRequestMirrorPolicy`).

use mesh_config::model::HttpRoute;
use mesh_proxy::config::{FractionalPercent, RequestMirrorPolicy, RuntimeFractionalPercent};

use super::RouteContext;
use super::fault::{fractional_percent, whole_percent};
use crate::virtual_service::HttpOrigins;

/// The mirrors of a route, `mirror` before `mirrors`; an explicit 0 % leaves one out.
#[must_use]
pub fn convert(route: &HttpRoute, origins: &HttpOrigins, context: &RouteContext<'_>) -> Vec<RequestMirrorPolicy> {
    let mut policies = Vec::new();
    if let (Some(mirror), Some(share)) = (&route.mirror, mirror_percent(route)) {
        policies.push(RequestMirrorPolicy { origin: origins.mirror, ..policy(context.cluster(mirror), share) });
    }
    for mirror in &route.mirrors {
        let share = match &mirror.percentage {
            Some(percentage) if percentage.value <= 0.0 => continue,
            Some(percentage) => fractional_percent(percentage),
            None => FractionalPercent::ALWAYS,
        };
        if let Some(destination) = &mirror.destination {
            policies
                .push(RequestMirrorPolicy { origin: origins.mirror, ..policy(context.cluster(destination), share) });
        }
    }
    policies
}

fn mirror_percent(route: &HttpRoute) -> Option<FractionalPercent> {
    if let Some(percentage) = &route.mirror_percentage {
        return (percentage.value > 0.0).then(|| fractional_percent(percentage));
    }
    match &route.mirror_percent {
        Some(percent) => (percent.value > 0).then(|| whole_percent(percent.value)),
        None => Some(FractionalPercent::ALWAYS),
    }
}

fn policy(cluster: String, share: FractionalPercent) -> RequestMirrorPolicy {
    RequestMirrorPolicy {
        cluster,
        runtime_fraction: Some(RuntimeFractionalPercent::new(share)),
        trace_sampled: Some(false),
        disable_shadow_host_suffix_append: true,
        ..RequestMirrorPolicy::default()
    }
}
