//! Retry policies.

use mesh_control::route::retry;
use mesh_proxy::config::Origin;
use serde_json::{Value, json};

use super::assertions::first_failure;
use super::world::http_routes;
use super::{Verdict, envoy};

pub(crate) fn judge(direction: &str, row: &Value) -> Verdict {
    if direction != "outbound" {
        return Err("inbound routes are not simulated".into());
    }
    let retries = row.get("retries").filter(|retries| !retries.is_null());
    let route = retries.map_or_else(|| json!({}), |retries| json!({ "retries": retries }));
    let routes = http_routes(&json!([route]));
    let written = routes.first().and_then(|route| route.retries.as_deref());
    let hashed = row.get("hashPolicy") == Some(&json!(true));
    let ours = retry::convert(written, hashed, Origin::NONE);
    Ok(first_failure(&envoy::json(&ours), row.get("expect").unwrap_or(&Value::Null)))
}
