//! The controllers of kube-controller-manager, a file for each.

mod daemon_set;
mod deployment;
mod deployment_scale;
mod deployment_status;
mod disruption;
mod endpoint_slice;
mod endpoints;
mod garbage;
mod job;
mod namespace;
mod node_lifecycle;
mod pods;
mod replica_set;
mod revisions;
mod stateful_set;
mod taint_eviction;
mod triggers;

use serde_json::Value;

pub(crate) use disruption::budget_condition;
pub(crate) use node_lifecycle::Lifecycle;

/// A number, or a share of one (apimachinery's `intstr.GetScaledValueFromIntOrPercent`).
pub(super) fn scaled(value: Option<&Value>, total: i64, up: bool) -> i64 {
    match value {
        Some(Value::Number(number)) => number.as_i64().unwrap_or(0),
        Some(Value::String(text)) => {
            let percent: i64 = text.trim_end_matches('%').parse().unwrap_or(0);
            let product = percent.saturating_mul(total);
            if up { product.div_euclid(100) + i64::from(product.rem_euclid(100) > 0) } else { product.div_euclid(100) }
        }
        _ => 0,
    }
}
