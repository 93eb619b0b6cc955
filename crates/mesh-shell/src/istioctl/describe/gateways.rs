//! What gateways let in to Services.

use serde_json::Value;

use super::rules::{subsets, virtual_service};
use super::{LINE, Labels, labels, network, pods, rule_of, selects, virtual_service_of};
use crate::istioctl::Failure;
use crate::{Context, json};

/// `printIngressInfo`: what gateways let in to the Services.
pub(super) fn of_gateways(
    services: &[Value],
    all: &[Labels],
    home: &str,
    context: &mut Context<'_>,
) -> Result<String, Failure> {
    let gateways: Vec<Value> = pods::list("", "pods", None, "istio=ingressgateway", context)
        .into_iter()
        .filter(|pod| json::text(pod, "status.phase") == "Running")
        .collect();
    if gateways.is_empty() {
        return Ok("Skipping Gateway information (no ingress gateway pods)\n".to_owned());
    }
    let mut out = String::new();
    let mut told: Vec<String> = Vec::new();
    for gateway in &gateways {
        let Some(config) = network(context)?.proxy_config(json::namespace(gateway), json::name(gateway)) else {
            continue;
        };
        for service in services {
            for port in json::items(service, "spec.ports") {
                let number = json::number(port, "port");
                let (rule, _) = rule_of(&config, service, number, context)?;
                let (Some(found), _) = virtual_service_of(&config, service, number, context)? else { continue };
                for written in json::items(&found, "spec.gateways").iter().filter_map(Value::as_str) {
                    let (space, name) = written.split_once('/').unwrap_or((json::namespace(&found), written));
                    let id = format!("{space}/{name}");
                    if name == "mesh" || told.contains(&id) {
                        continue;
                    }
                    let Ok(known) = pods::get("networking.istio.io", "gateways", name, space, context) else {
                        out.push_str(&format!("WARNING: Proxy is stale; it references to non-existent gateway {id}\n"));
                        continue;
                    };
                    told.push(id);
                    let wanted = labels(&known, "spec.selector");
                    let own = labels(gateway, "metadata.labels");
                    if !wanted.iter().all(|(key, value)| own.get(key) == Some(value)) {
                        continue;
                    }
                    out.push_str(LINE);
                    let before = pods::list("", "services", Some(json::namespace(gateway)), "", context);
                    let before = before.iter().filter(|service| selects(&labels(service, "spec.selector"), &own));
                    out.push_str(&before.map(|service| exposed(service, gateway)).collect::<String>());
                    let subsets = subsets(rule.as_ref(), all);
                    out.push_str(&virtual_service(&found, service, &subsets, rule.as_ref(), 0, home));
                }
            }
        }
    }
    Ok(out)
}

/// `printIngressService`.
fn exposed(service: &Value, gateway: &Value) -> String {
    let balanced = json::text(service, "status.loadBalancer.ingress.0.ip");
    let host = json::text(gateway, "status.hostIP");
    let address = [balanced, host].into_iter().find(|known| !known.is_empty()).unwrap_or("unknown");
    let shown = |port: &&Value| matches!(json::text(port, "name"), "http" | "http2");
    let line = |port: &Value| {
        let number = json::number(port, "port");
        let port = if number == 80 { String::new() } else { format!(":{number}") };
        format!("Exposed on Ingress Gateway http://{address}{port}\n")
    };
    json::items(service, "spec.ports").iter().filter(shown).map(line).collect()
}
