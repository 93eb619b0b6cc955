//! Istio's kinds, with the columns that their CRDs ask for (istio/api, `kubernetes/customresourcedefinitions.gen.yaml`).

use serde_json::Value;

use super::{AGE, Column, NAME, PLAIN, column};
use crate::json::{at, shown};
use crate::kubectl::yaml_out::json_line;

pub(super) fn of(plural: &str) -> &'static [Column] {
    match plural {
        "virtualservices" => VIRTUAL_SERVICES,
        "destinationrules" => DESTINATION_RULES,
        "serviceentries" => SERVICE_ENTRIES,
        "workloadentries" => WORKLOAD_ENTRIES,
        "authorizationpolicies" => AUTHORIZATION_POLICIES,
        "peerauthentications" => PEER_AUTHENTICATIONS,
        _ => PLAIN,
    }
}

const VIRTUAL_SERVICES: &[Column] = &[
    NAME,
    column("GATEWAYS", |object, _| cell(object, "spec.gateways")),
    column("HOSTS", |object, _| cell(object, "spec.hosts")),
    AGE,
];
const DESTINATION_RULES: &[Column] = &[NAME, column("HOST", |object, _| cell(object, "spec.host")), AGE];
const SERVICE_ENTRIES: &[Column] = &[
    NAME,
    column("HOSTS", |object, _| cell(object, "spec.hosts")),
    column("LOCATION", |object, _| cell(object, "spec.location")),
    column("RESOLUTION", |object, _| cell(object, "spec.resolution")),
    AGE,
];
const WORKLOAD_ENTRIES: &[Column] = &[NAME, AGE, column("ADDRESS", |object, _| cell(object, "spec.address"))];
const AUTHORIZATION_POLICIES: &[Column] = &[NAME, column("ACTION", |object, _| cell(object, "spec.action")), AGE];
const PEER_AUTHENTICATIONS: &[Column] = &[NAME, column("MODE", |object, _| cell(object, "spec.mtls.mode")), AGE];

/// What stands at a path, lists as JSON (`k8s.io/apiextensions-apiserver/.../tableconvertor`).
fn cell(object: &Value, path: &str) -> String {
    match at(object, path) {
        value @ (Value::Array(_) | Value::Object(_)) => json_line(value),
        value => shown(value),
    }
}
