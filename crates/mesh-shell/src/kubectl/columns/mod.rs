//! The columns of each kind: one table that drives `get`, `-o wide`, `-w` and `events`.
//!
//! Follows `k8s.io/kubernetes/pkg/printers/internalversion/printers.go` and, of Istio's kinds, the `additionalPrinterColumns` of
//! its CRDs.

mod event;
mod istio;
mod network;
mod pod;
mod policy;
mod workload;

use mesh_cluster::api::ApiResource;
use serde_json::Value;

use crate::json::{at, entries, items, name, shown, text};
use crate::time::{human_duration, parse_time};

pub(crate) use event::{count as event_count, first_seen, last_seen};
pub(crate) use policy::node_roles;

/// A column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its heading, as it is printed.
    pub(crate) heading: &'static str,
    /// Whether it is shown with `-o wide` alone.
    pub(crate) wide: bool,
    /// Its cell for an object at a time (nanoseconds since 1970).
    pub(crate) cell: fn(&Value, i128) -> String,
}

const fn column(heading: &'static str, cell: fn(&Value, i128) -> String) -> Column {
    Column { heading, wide: false, cell }
}

const fn wide(heading: &'static str, cell: fn(&Value, i128) -> String) -> Column {
    Column { heading, wide: true, cell }
}

const NAME: Column = column("NAME", |object, _| name(object).to_owned());
const AGE: Column = column("AGE", |object, now| age(object, "metadata.creationTimestamp", now));

/// The columns of a resource.
pub(crate) fn of(resource: &ApiResource) -> &'static [Column] {
    match (resource.group, resource.plural) {
        ("", "pods") => pod::PODS,
        ("", "nodes") => policy::NODES,
        ("", "events") | ("events.k8s.io", "events") => event::EVENTS,
        ("", "services") => network::SERVICES,
        ("", "endpoints") => network::ENDPOINTS,
        ("discovery.k8s.io", "endpointslices") => network::ENDPOINT_SLICES,
        ("networking.k8s.io", "ingresses") => network::INGRESSES,
        ("networking.k8s.io", "networkpolicies") => network::NETWORK_POLICIES,
        ("apps", "deployments") => workload::DEPLOYMENTS,
        ("apps", "replicasets") | ("", "replicationcontrollers") => workload::REPLICA_SETS,
        ("apps", "daemonsets") => workload::DAEMON_SETS,
        ("apps", "statefulsets") => workload::STATEFUL_SETS,
        ("apps", "controllerrevisions") => workload::CONTROLLER_REVISIONS,
        ("batch", "jobs") => workload::JOBS,
        ("batch", "cronjobs") => workload::CRON_JOBS,
        ("autoscaling", "horizontalpodautoscalers") => workload::AUTOSCALERS,
        ("policy", "poddisruptionbudgets") => policy::BUDGETS,
        ("", "namespaces") => policy::NAMESPACES,
        ("", "configmaps") => policy::CONFIG_MAPS,
        ("", "secrets") => policy::SECRETS,
        ("", "resourcequotas") => policy::QUOTAS,
        ("coordination.k8s.io", "leases") => policy::LEASES,
        ("scheduling.k8s.io", "priorityclasses") => policy::PRIORITY_CLASSES,
        ("storage.k8s.io", "storageclasses") => policy::STORAGE_CLASSES,
        ("rbac.authorization.k8s.io", "rolebindings" | "clusterrolebindings") => policy::ROLE_BINDINGS,
        ("rbac.authorization.k8s.io", "roles" | "clusterroles") | ("apiextensions.k8s.io", _) => policy::CREATED,
        (group, plural) if group.ends_with(".istio.io") => istio::of(plural),
        _ => PLAIN,
    }
}

/// Name and age: what every kind has.
const PLAIN: &[Column] = &[NAME, AGE];

/// How long ago the time at a path is.
pub(crate) fn age(object: &Value, path: &str, now: i128) -> String {
    match parse_time(text(object, path)) {
        Some(time) => human_duration(now - time),
        None => "<unknown>".to_owned(),
    }
}

/// The text or number at a path; `none` where there is neither.
fn or(object: &Value, path: &str, none: &str) -> String {
    match at(object, path) {
        Value::Null => none.to_owned(),
        Value::String(text) if text.is_empty() => none.to_owned(),
        value => shown(value),
    }
}

/// The whole number at a path, 0 where there is none.
fn count(object: &Value, path: &str) -> String {
    at(object, path).as_i64().unwrap_or_default().to_string()
}

/// Labels as `a=b,c=d`, or `<none>`.
pub(crate) fn labels(object: &Value, path: &str) -> String {
    let each: Vec<String> = entries(object, path).map(|(key, value)| format!("{key}={}", shown(value))).collect();
    if each.is_empty() { "<none>".to_owned() } else { each.join(",") }
}

/// A label selector as text (metav1's `FormatLabelSelector`).
pub(crate) fn selector(object: &Value, path: &str) -> String {
    let mut each: Vec<(String, String)> = entries(object, &format!("{path}.matchLabels"))
        .map(|(key, value)| (key.clone(), format!("{key}={}", shown(value))))
        .collect();
    for expression in items(object, &format!("{path}.matchExpressions")) {
        let key = text(expression, "key");
        let mut values: Vec<&str> = items(expression, "values").iter().filter_map(Value::as_str).collect();
        values.sort_unstable();
        let shown = match text(expression, "operator") {
            "In" => format!("{key} in ({})", values.join(",")),
            "NotIn" => format!("{key} notin ({})", values.join(",")),
            "Exists" => key.to_owned(),
            _ => format!("!{key}"),
        };
        each.push((key.to_owned(), shown));
    }
    each.sort();
    let each: Vec<String> = each.into_iter().map(|(_, text)| text).collect();
    if each.is_empty() { "<none>".to_owned() } else { each.join(",") }
}

/// The names of the containers of a template.
fn containers(object: &Value, path: &str, field: &str) -> String {
    items(object, path).iter().map(|container| text(container, field)).collect::<Vec<_>>().join(",")
}
