//! Matching, order and resolution of host names.

use mesh_control::host;
use serde_json::{Value, json};

use super::value::{text, texts};
use super::{Verdict, equal};

pub(crate) fn judge(op: &str, row: &Value) -> Verdict {
    let (a, b) = (text(row, "a"), text(row, "b"));
    let ours = match op {
        "matches" => json!(host::matches(a, b)),
        "subsetOf" => json!(host::subset_of(a, b)),
        "moreSpecific" => json!(host::more_specific(a, b)),
        "intersection" => json!(host::intersection(&texts(row.get("a")), &texts(row.get("b")))),
        "namesForNamespace" => json!(host::names_for_namespace(&texts(row.get("hosts")), text(row, "namespace"))),
        "sort" => {
            let mut names = texts(row.get("in"));
            names.sort_by(|one, other| host::more_specific(other, one).cmp(&host::more_specific(one, other)));
            json!(names)
        }
        "resolveGatewayName" => json!(host::resolve_gateway_name(text(row, "gateway"), text(row, "namespace"))),
        "mostSpecificHostMatch" => {
            let candidates = texts(row.get("hosts"));
            json!(host::most_specific_match(text(row, "needle"), candidates.iter().map(String::as_str)))
        }
        "resolveShortnameToFQDN" => {
            let (namespace, domain) = (row.pointer("/meta/namespace"), row.pointer("/meta/domain"));
            let name = text(row, "host");
            let completed = !name.contains(['.', ':', '*']);
            if completed && (namespace == Some(&json!("")) || domain == Some(&json!(""))) {
                return Err("resources always have a namespace and the domain cluster.local".into());
            }
            json!(host::resolve_short_name(name, namespace.and_then(Value::as_str).unwrap_or_default()))
        }
        _ => return Err("unknown operation".into()),
    };
    equal(&ours, row.get("expect").unwrap_or(&Value::Null))
}
