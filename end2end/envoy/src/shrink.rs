//! Making a failing case small.

use serde_json::Value;

use crate::client::Request;

/// A table and a request that are treated otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// A route configuration in Envoy's JSON.
    pub table: Value,
    /// The request.
    pub request: Request,
}

/// Elements of these lists can go, all of them.
const LISTS: &[&str] = &[
    "virtual_hosts",
    "routes",
    "headers",
    "query_parameters",
    "request_headers_to_add",
    "request_headers_to_remove",
    "response_headers_to_add",
    "response_headers_to_remove",
    "request_mirror_policies",
    "hash_policy",
];

/// Members of these objects can go, whatever they are.
const OBJECTS: &[&str] = &["typed_per_filter_config", "redirect", "retry_policy"];

/// These can go wherever they stand.
const MEMBERS: &[&str] = &[
    "append_action",
    "append_x_forwarded_host",
    "body",
    "case_sensitive",
    "headers",
    "host_rewrite_header",
    "host_rewrite_literal",
    "host_rewrite_path_regex",
    "ignore_case",
    "ignore_port_in_host_matching",
    "include_request_attempt_count",
    "invert_match",
    "most_specific_header_mutations_wins",
    "prefix_rewrite",
    "query_parameters",
    "regex_rewrite",
    "request_headers_to_add",
    "request_headers_to_remove",
    "request_mirror_policies",
    "require_tls",
    "response_headers_to_add",
    "response_headers_to_remove",
    "retry_policy",
    "runtime_fraction",
    "timeout",
    "treat_missing_header_as_empty",
    "typed_per_filter_config",
];

/// All cases that lack one thing of this one, the largest things first.
#[must_use]
pub fn smaller(case: &Case) -> Vec<Case> {
    let mut tables = Vec::new();
    without_one(&case.table, "", &mut tables);
    tables.sort_by_key(|table| table.to_string().len());
    let tables = tables.into_iter().map(|table| Case { table, request: case.request.clone() });
    let headers = (0..case.request.headers.len()).map(|index| {
        let mut request = case.request.clone();
        request.headers.remove(index);
        request
    });
    let query = case.request.path.split_once('?').map(|(path, _)| {
        let mut request = case.request.clone();
        request.path = path.to_owned();
        request
    });
    let get = (case.request.method != "GET").then(|| Request { method: "GET".to_owned(), ..case.request.clone() });
    let requests = headers.chain(query).chain(get).map(|request| Case { table: case.table.clone(), request });
    tables.chain(requests).collect()
}

/// Takes things away as long as the case still fails; `failing` finds the first of several that does.
pub fn shrink(mut case: Case, mut failing: impl FnMut(&[Case]) -> Option<usize>) -> Case {
    loop {
        let candidates = smaller(&case);
        let Some(found) = failing(&candidates) else { return case };
        case = candidates[found].clone();
    }
}

/// All values that lack one part of this one. `name` is what it stands under.
fn without_one(value: &Value, name: &str, found: &mut Vec<Value>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if LISTS.contains(&name) {
                    let mut rest = items.clone();
                    rest.remove(index);
                    found.push(Value::Array(rest));
                }
                let mut parts = Vec::new();
                without_one(item, "", &mut parts);
                for part in parts {
                    let mut rest = items.clone();
                    rest[index] = part;
                    found.push(Value::Array(rest));
                }
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                if MEMBERS.contains(&key.as_str()) || OBJECTS.contains(&name) {
                    let mut rest = members.clone();
                    rest.remove(key);
                    found.push(Value::Object(rest));
                }
                let mut parts = Vec::new();
                without_one(member, key, &mut parts);
                for part in parts {
                    let mut rest = members.clone();
                    rest.insert(key.clone(), part);
                    found.push(Value::Object(rest));
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_does_not_matter_goes() {
        let header = json!({"header": {"key": "x-a", "value": "1"}, "append_action": "ADD_IF_ABSENT"});
        let route = |path: &str| json!({"match": {"prefix": path, "case_sensitive": false}, "route": {"cluster": "c0", "timeout": "5s"}, "response_headers_to_add": [header]});
        let table = json!({"name": "t", "virtual_hosts": [
            {"name": "a", "domains": ["a"], "routes": [route("/")]},
            {"name": "*", "domains": ["*"], "routes": [route("/x"), route("/y")], "require_tls": "ALL"}]});
        let request = Request::get("b", "/y?q=1").with("x-user", "kim").with("x-n", "1");
        // A made-up defect: a route without case whose match is /y, with the header x-n.
        let fails = |case: &Case| {
            let hosts = case.table["virtual_hosts"].as_array().expect("hosts");
            let mut routes = hosts.iter().flat_map(|host| host["routes"].as_array().expect("routes"));
            let wanted = json!({"prefix": "/y", "case_sensitive": false});
            routes.any(|route| route["match"] == wanted) && case.request.curl(1).contains("x-n")
        };
        let mut asked = 0;
        let small = shrink(Case { table, request }, |cases| {
            asked += 1;
            cases.iter().position(fails)
        });
        let route = json!({"match": {"prefix": "/y", "case_sensitive": false}, "route": {"cluster": "c0"}});
        let table = json!({"name": "t", "virtual_hosts": [{"name": "*", "domains": ["*"], "routes": [route]}]});
        assert_eq!(small, Case { table, request: Request::get("b", "/y").with("x-n", "1") });
        assert!(asked < 20, "{asked} rounds");
    }
}
