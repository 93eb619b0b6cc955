//! `proxy-config endpoints` (`istioctl/pkg/writer/envoy/clusters/clusters.go`).

use mesh_control::xds::{ClusterLoadAssignment, HealthStatus};
use serde_json::{Value, json};

use super::Dump;

/// A host of a cluster.
struct Row<'a> {
    address: &'a str,
    port: u32,
    cluster: &'a str,
    status: &'static str,
    is_ejected: bool,
}

fn rows<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> Vec<Row<'a>> {
    let (address, cluster, status) = (wanted("address"), wanted("cluster"), wanted("status"));
    let discovered = dump.config.endpoints.iter().map(|assignment| (&*assignment.cluster_name, &**assignment));
    let written = dump.config.clusters.iter().filter_map(|cluster| {
        let assignment: &ClusterLoadAssignment = cluster.load_assignment.as_ref()?;
        Some((&*cluster.name, assignment))
    });
    let mut rows = Vec::new();
    for (name, assignment) in discovered.chain(written) {
        for host in assignment.endpoints.iter().flat_map(|group| group.lb_endpoints.iter()) {
            let at = &host.endpoint.address.socket_address;
            let known = match host.health_status {
                HealthStatus::Unknown | HealthStatus::Healthy => "HEALTHY",
                HealthStatus::Unhealthy => "UNHEALTHY",
                HealthStatus::Draining => "DRAINING",
                HealthStatus::Timeout => "TIMEOUT",
                HealthStatus::Degraded => "DEGRADED",
            };
            let is_wanted = (address.is_empty() || at.address.eq_ignore_ascii_case(address))
                && (port == 0 || at.port_value == port)
                && (cluster.is_empty() || name.eq_ignore_ascii_case(cluster))
                && (status.is_empty() || known.eq_ignore_ascii_case(status));
            if is_wanted {
                let own = format!("{}:{}", at.address, at.port_value);
                let is_ejected =
                    dump.hosts.iter().any(|host| host.ejected && host.cluster == name && host.address == own);
                rows.push(Row { address: &at.address, port: at.port_value, cluster: name, status: known, is_ejected });
            }
        }
    }
    rows.sort_by(|one, other| (one.address, one.port, one.cluster).cmp(&(other.address, other.port, other.cluster)));
    rows
}

pub(super) fn summary<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> String {
    let mut out = "ENDPOINT\tSTATUS\tOUTLIER CHECK\tCLUSTER\n".to_owned();
    for Row { address, port, cluster, status, is_ejected } in rows(dump, wanted, port) {
        let check = if is_ejected { "FAILED" } else { "OK" };
        out.push_str(&format!("{address}:{port}\t{status}\t{check}\t{cluster}\n"));
    }
    out
}

/// Envoy's `/clusters?format=json`, of what is known of it.
pub(super) fn dump<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> Value {
    let rows = rows(dump, wanted, port);
    let mut names: Vec<&str> = rows.iter().map(|row| row.cluster).collect();
    names.sort_unstable();
    names.dedup();
    let clusters = names.into_iter().map(|name| {
        let hosts: Vec<Value> = rows
            .iter()
            .filter(|row| row.cluster == name)
            .map(|row| {
                let mut health = json!({"edsHealthStatus": row.status});
                if row.is_ejected
                    && let Some(health) = health.as_object_mut()
                {
                    health.insert("failedOutlierCheck".to_owned(), json!(true));
                }
                json!({
                    "address": {"socketAddress": {"address": row.address, "portValue": row.port}},
                    "healthStatus": health,
                    "weight": 1,
                })
            })
            .collect();
        json!({"name": name, "addedViaApi": true, "hostStatuses": hosts})
    });
    Value::Array(clusters.collect())
}
