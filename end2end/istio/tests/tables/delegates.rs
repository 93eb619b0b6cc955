//! Merging of VirtualServices with their delegates.

use mesh_config::Spec;
use mesh_config::model::{HttpMatchRequest, HttpRoute};
use mesh_control::virtual_service::{self, HttpEntry, VirtualService};
use mesh_control::{ExportTo, Origins};
use mesh_proxy::config::Origin;
use serde_json::{Value, json};

use super::value::texts;
use super::world::{World, http_routes};
use super::{Verdict, equal};

pub(crate) fn judge(op: &str, row: &Value) -> Verdict {
    let part = |key: &str| row.get(key).unwrap_or(&Value::Null);
    let expect = part("expect");
    match op {
        "hasConflict" => {
            let (root, delegate) = (conditions(&json!([part("root")])), conditions(&json!([part("delegate")])));
            let (Some(root), Some(delegate)) = (root.first(), delegate.first()) else {
                return Err("no condition".into());
            };
            equal(&json!(virtual_service::has_conflict(root, delegate)), expect)
        }
        "mergeHTTPMatchRequests" => {
            let (root, delegate) = (conditions(part("root")), conditions(part("delegate")));
            let ours = virtual_service::merge_match_requests(&placed(&root), &placed(&delegate))
                .map(|merged| merged.into_iter().map(|(condition, _)| condition).collect::<Vec<_>>());
            let theirs = (!expect.is_null()).then(|| conditions(expect));
            Ok(difference(&ours, &theirs))
        }
        "mergeHTTPRoutes" => {
            let root = http_routes(&json!([part("root")]));
            let Some(root) = root.into_iter().next().map(entry) else { return Err("no root".into()) };
            let delegate: Vec<HttpEntry> = http_routes(part("delegate")).into_iter().map(entry).collect();
            let ours: Vec<HttpRoute> =
                virtual_service::merge_http_routes(&root, &delegate).into_iter().map(|entry| entry.route).collect();
            Ok(difference(&ours, &http_routes(expect)))
        }
        "mergeVirtualServices" => {
            let ours = names_and_routes(&load(part("virtualServices"), part("defaultVirtualServiceExportTo")));
            let theirs = names_and_routes(&load(expect, part("defaultVirtualServiceExportTo")));
            Ok(difference(&ours, &theirs))
        }
        "mergeVirtualServicesOrder" => {
            let merged = load(part("virtualServices"), part("defaultVirtualServiceExportTo"));
            equal(&json!(merged.iter().map(VirtualService::key).collect::<Vec<_>>()), expect)
        }
        _ => Err("unknown operation".into()),
    }
}

/// VirtualServices as the control plane has them, the oldest first.
pub(crate) fn load(written: &Value, default_export: &Value) -> Vec<VirtualService> {
    let config = World::default().with(written.as_array().into_iter().flatten()).config();
    let mut resources: Vec<_> = config
        .resources
        .iter()
        .filter_map(|resource| match &resource.spec {
            Spec::VirtualService(rule) => Some((resource, rule.as_ref())),
            _ => None,
        })
        .collect();
    resources.sort_by(|(one, _), (other, _)| {
        let age = |resource: &mesh_config::Resource| resource.metadata.creation_timestamp.clone();
        age(one).cmp(&age(other))
    });
    let exports = texts(Some(default_export));
    let exports =
        if exports.is_empty() { ExportTo::public() } else { ExportTo::new(exports.iter().map(String::as_str)) };
    virtual_service::load(&resources, &exports, &mut Origins::default())
}

/// What the tests compare of a VirtualService.
#[derive(Debug)]
#[expect(dead_code, reason = "compared as its debug text")]
struct Compared {
    key: String,
    hosts: Vec<String>,
    gateways: Vec<String>,
    routes: Vec<HttpRoute>,
}

fn names_and_routes(merged: &[VirtualService]) -> Vec<Compared> {
    let compared = |one: &VirtualService| Compared {
        key: one.key(),
        hosts: one.hosts.clone(),
        gateways: one.gateways.clone(),
        routes: one.http.iter().map(|entry| entry.route.clone()).collect(),
    };
    merged.iter().map(compared).collect()
}

fn entry(route: HttpRoute) -> HttpEntry {
    HttpEntry { route, origins: Default::default() }
}

fn conditions(written: &Value) -> Vec<HttpMatchRequest> {
    http_routes(&json!([{ "match": written }])).into_iter().next().map(|route| route.matches).unwrap_or_default()
}

fn placed(conditions: &[HttpMatchRequest]) -> Vec<(&HttpMatchRequest, Origin)> {
    conditions.iter().map(|condition| (condition, Origin::NONE)).collect()
}

/// How two typed values differ, wherever they were written.
pub(crate) fn difference<T: std::fmt::Debug>(ours: &T, theirs: &T) -> Option<String> {
    let [ours, theirs] = [ours, theirs].map(|value| without_places(&format!("{value:?}")));
    (ours != theirs).then(|| format!("{ours}\n        Istio's {theirs}"))
}

fn without_places(debug: &str) -> String {
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |text, part| text + "Span" + part.split_once('}').map_or("", |(_, rest)| rest));
    let mut parts = text.split("Origin(");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "Origin" + part.split_once(')').map_or("", |(_, rest)| rest))
}
