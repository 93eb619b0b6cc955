//! Lookup and merging of DestinationRules; which VirtualServices and services a namespace sees.

use std::sync::Arc;

use mesh_config::Spec;
use mesh_config::model::DestinationRule as Written;
use mesh_control::destination_rule::{self, Consolidated, DestinationRule, DestinationRuleIndex};
use mesh_control::registry::ServicesByHost;
use mesh_control::virtual_service::VirtualServiceIndex;
use mesh_control::{ExportTo, Origins};
use serde_json::{Value, json};

use super::delegates::{self, difference};
use super::value::{list, text, texts};
use super::world::World;
use super::{Verdict, equal};

pub(crate) fn judge(op: &str, row: &Value) -> Verdict {
    match op {
        "destinationRulesForService" => for_service(row),
        "mergeDestinationRules" => merged(row),
        "virtualServicesForGateway" => virtual_services(row),
        "servicesExportedToNamespace" => services(row),
        _ => Err("unknown operation".into()),
    }
}

/// DestinationRules as the control plane has them, the oldest first.
pub(crate) fn load<'a>(written: impl IntoIterator<Item = &'a Value>) -> Vec<Arc<DestinationRule>> {
    let config = World::default().with(written).config();
    let mut resources: Vec<(_, &Written)> = config
        .resources
        .iter()
        .filter_map(|resource| match &resource.spec {
            Spec::DestinationRule(rule) => Some((resource, rule.as_ref())),
            _ => None,
        })
        .collect();
    resources.sort_by(|(one, _), (other, _)| {
        let age = |resource: &mesh_config::Resource| {
            let created = resource.metadata.creation_timestamp.clone();
            (created.is_none(), created, resource.metadata.name.value.clone())
        };
        age(one).cmp(&age(other))
    });
    destination_rule::load(&resources, &mut Origins::default())
}

fn export(written: Option<&Value>) -> ExportTo {
    let written = texts(written);
    if written.is_empty() { ExportTo::public() } else { ExportTo::new(written.iter().map(String::as_str)) }
}

fn for_service(row: &Value) -> Verdict {
    let rules = load(list(row, "destinationRules"));
    let index = DestinationRuleIndex::new(
        &rules,
        text(row, "rootNamespace"),
        &export(row.get("defaultDestinationRuleExportTo")),
    );
    let service = row.get("service").unwrap_or(&Value::Null);
    let found = index.for_service(text(row, "proxyNamespace"), text(service, "hostname"), text(service, "namespace"));
    let expect = row.get("expect").unwrap_or(&Value::Null);
    if let Some(theirs) = expect.get("firstRuleSubsets") {
        let subsets = found.first().map_or(&[][..], |rule| rule.subsets.as_slice());
        let ours: Vec<&str> = subsets.iter().map(|subset| subset.name.as_str()).collect();
        return equal(&json!(ours), theirs);
    }
    let ours: Vec<&str> = found.iter().map(|rule| rule.name.as_str()).collect();
    equal(&json!(ours), expect.get("names").unwrap_or(&Value::Null))
}

fn merged(row: &Value) -> Verdict {
    if list(row, "destinationRules").any(|rule| rule.pointer("/metadata/annotations").is_some()) {
        return Err("XBackendTrafficPolicy is not among the playground's kinds".into());
    }
    let mut consolidated = Consolidated::default();
    for rule in &load(list(row, "destinationRules")) {
        consolidated.add(rule);
    }
    let ours: Vec<usize> = consolidated
        .most_specific(text(row, "host"))
        .unwrap_or_default()
        .iter()
        .map(|rule| rule.subsets.len())
        .collect();
    let theirs: Vec<&Value> = list(&row["expect"], "exported").map(|rule| &rule["numberOfSubsets"]).collect();
    equal(&json!(ours), &json!(theirs))
}

fn virtual_services(row: &Value) -> Verdict {
    let written = row.get("virtualServices").unwrap_or(&Value::Null);
    let default = row.get("defaultVirtualServiceExportTo").unwrap_or(&Value::Null);
    let loaded = delegates::load(written, default);
    let index = VirtualServiceIndex::new(loaded.into_iter().map(Arc::new));
    let visible = index.visible(text(row, "proxyNamespace"), text(row, "gateway"));
    let expect = row.get("expect").unwrap_or(&Value::Null);
    if let Some(theirs) = expect.get("hosts") {
        let mut ours: Vec<&String> = visible.iter().flat_map(|rule| &rule.hosts).collect();
        ours.sort();
        let mut theirs = texts(Some(theirs));
        theirs.sort();
        return Ok(difference(&ours, &theirs.iter().collect()));
    }
    // The test's resources have no domain: a short name stops at the namespace.
    let hosts: Vec<String> = visible
        .iter()
        .flat_map(|rule| &rule.http)
        .flat_map(|entry| &entry.route.route)
        .filter_map(|choice| choice.destination.as_ref()?.host.as_ref())
        .map(|host| host.value.replace(".svc.cluster.local", ""))
        .collect();
    let mut theirs = texts(expect.get("httpDestinationHosts"));
    let mut ours = hosts;
    ours.sort();
    theirs.sort();
    equal(&json!({ "count": visible.len(), "hosts": ours }), &json!({ "count": expect["count"], "hosts": theirs }))
}

fn services(row: &Value) -> Verdict {
    let config = World::default().with_services(list(row, "services")).config();
    let cluster = mesh_cluster::Cluster::new(&config);
    let index = ServicesByHost::new(&config, &cluster, &ExportTo::public(), &mut Origins::default());
    let mut ours: Vec<&str> =
        index.visible(text(row, "proxyNamespace")).map(|service| service.hostname.as_str()).collect();
    ours.sort_unstable();
    equal(&json!(ours), &row["expect"]["hosts"])
}
