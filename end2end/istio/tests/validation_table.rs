//! Istio's own validation rows: each is put into a whole resource and judged by our validation.

use end2end_istio::{corpus, tally::Tally};
use mesh_config::{Severity, SourceFile};
use serde_json::{Value, json};

const KNOWN: &str = include_str!("../known/validation.txt");

#[test]
fn validation_agrees_with_istios_rows() {
    let Some(tables) = corpus::part("istio-tables") else { return };
    let rows = corpus::json(&tables.join("validation.json"));
    let mut tally = Tally::default();
    for row in rows.as_array().into_iter().flatten() {
        let id = row["id"].as_str().unwrap_or_default();
        let row = &expanded(row);
        match resource(row) {
            Ok(resource) => tally.add(id, difference(row, &resource)),
            Err(reason) => tally.skip(id, reason),
        }
    }
    println!("{}", tally.summary("istio-tables/validation", 12));
    let unsaid = tally.against(KNOWN);
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
}

/// The row with its long texts written out: `{"$repeat": …}` and `{"$base64": …}`.
fn expanded(value: &Value) -> Value {
    if let Some(repeat) = value.get("$repeat") {
        let count = usize::try_from(repeat["count"].as_u64().unwrap_or_default()).unwrap_or_default();
        return json!(repeat["text"].as_str().unwrap_or_default().repeat(count));
    }
    if let Some(bytes) = value.get("$base64") {
        // Only the length of the bytes counts.
        let length = expanded(bytes).as_str().unwrap_or_default().len().div_ceil(3) * 4;
        return json!("A".repeat(length));
    }
    match value {
        Value::Array(items) => items.iter().map(expanded).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), expanded(value))).collect(),
        other => other.clone(),
    }
}

fn difference(row: &Value, resource: &Value) -> Option<String> {
    let text = resource.to_string();
    let config = mesh_config::parse(&[SourceFile { name: "row.json".into(), text }]);
    let Some(resource) = config.resources.first() else { return Some("no resource".into()) };
    let found = mesh_lint::validate(resource);
    let of = |severity: Severity| found.iter().filter(move |finding| finding.severity == severity);
    let valid = resource.readable && of(Severity::Error).next().is_none();
    let said = || found.iter().map(|finding| finding.message.to_string()).collect::<Vec<_>>().join(" | ");
    if let Some(theirs) = row["valid"].as_bool().filter(|theirs| *theirs != valid) {
        return Some(format!("valid: Istio {theirs}, ours {valid}: {}", said()));
    }
    let message = row["message"].as_str().unwrap_or_default();
    if resource.readable && !of(Severity::Error).any(|finding| finding.message.to_string().contains(message)) && !valid
    {
        return Some(format!("no error says {message:?}: {}", said()));
    }
    let warns = found.iter().any(|finding| finding.severity != Severity::Error);
    match row["warning"].as_bool() {
        Some(theirs) if theirs != warns => Some(format!("warning: Istio {theirs}, ours {warns}: {}", said())),
        _ => None,
    }
}

fn of_kind(kind: &str, metadata: &Value, spec: &Value) -> Value {
    let mut metadata = metadata.as_object().cloned().unwrap_or_default();
    if metadata.get("name").and_then(Value::as_str).unwrap_or_default().is_empty() {
        metadata.insert("name".into(), json!("row"));
    }
    json!({"apiVersion": "networking.istio.io/v1", "kind": kind, "metadata": metadata, "spec": spec})
}

fn route(extra: &str, value: &Value) -> Value {
    let mut route = json!({"route": [{"destination": {"host": "a.b"}}]});
    route[extra] = value.clone();
    virtual_service(&json!([route]))
}

fn virtual_service(http: &Value) -> Value {
    of_kind("VirtualService", &json!({}), &json!({"hosts": ["a.b"], "http": http}))
}

fn rule(policy: &Value) -> Value {
    of_kind("DestinationRule", &json!({}), &json!({"host": "a.b", "trafficPolicy": policy}))
}

fn balancer(setting: &str, row: &Value) -> Value {
    let mut policy = json!({"loadBalancer": {setting: row["spec"]}});
    if !row["args"]["outlier"].is_null() {
        policy["outlierDetection"] = row["args"]["outlier"].clone();
    }
    rule(&policy)
}

fn server(server: &Value) -> Value {
    of_kind("Gateway", &json!({}), &json!({"servers": [server]}))
}

fn entry(spec: &Value) -> Value {
    of_kind("ServiceEntry", &json!({}), spec)
}

/// The whole resource that a row's fragment stands in, or why the row does not apply.
fn resource(row: &Value) -> Result<Value, String> {
    let (spec, args) = (&row["spec"], &row["args"]);
    if row["caveats"].is_array() {
        return Err(format!("not expressible as plain configuration: {}", row["caveats"]));
    }
    if spec.is_null() {
        return Err("the absence of a fragment is no configuration".into());
    }
    if args["gatewaySemantics"] == true
        || row["metadata"]["annotations"]["internal.istio.io/route-semantics"].is_string()
    {
        return Err("made from the Gateway API inside Istio, no configuration of users".into());
    }
    Ok(match row["check"].as_str().unwrap_or_default() {
        "ValidateVirtualService"
        | "ValidateGateway"
        | "ValidateDestinationRule"
        | "ValidateServiceEntry"
        | "ValidateSidecar" => of_kind(row["kind"].as_str().unwrap_or_default(), &row["metadata"], spec),
        "validateHTTPRoute" if args["delegate"] == true => {
            of_kind("VirtualService", &json!({}), &json!({"hosts": [], "http": [spec]}))
        }
        "validateHTTPRoute" => virtual_service(&json!([spec])),
        "validateRouteDestinations" => {
            of_kind("VirtualService", &json!({}), &json!({"hosts": ["a.b"], "tcp": [{"route": spec}]}))
        }
        "validateDestination" => virtual_service(&json!([{"route": [{"destination": spec}]}])),
        "validateHTTPRedirect" => virtual_service(&json!([{"match": args["matches"], "redirect": spec}])),
        "validateHTTPDirectResponse" => virtual_service(&json!([{"directResponse": spec}])),
        "validateHTTPRewrite" => route("rewrite", spec),
        "validateURIRegexRewrite" => route("rewrite", &json!({"uriRegexRewrite": spec})),
        "ValidateHTTPRetry" => route("retries", spec),
        "validateHTTPFaultInjectionAbort" => route("fault", &json!({"abort": spec})),
        "validateHTTPFaultInjectionDelay" => route("fault", &json!({"delay": spec})),
        "validateCORSPolicy" => route("corsPolicy", spec),
        "ValidateHTTPHeaderNameOrJwtClaimRoute" => {
            let name = spec.as_str().unwrap_or_default();
            let http =
                json!([{"match": [{"headers": {name: {"exact": "x"}}}], "route": [{"destination": {"host": "a.b"}}]}]);
            let spec = json!({"hosts": ["a.b"], "gateways": ["g"], "http": http});
            of_kind("VirtualService", &json!({}), &spec)
        }
        "ValidateHTTPHeaderValue" => route("headers", &json!({"request": {"set": {"x-a": spec}}})),
        "validateHTTPStatus" => virtual_service(&json!([{"directResponse": {"status": spec}}])),
        "validateServer" => server(spec),
        "validateServerPort" => server(&json!({"hosts": ["*"], "bind": args["bind"], "port": spec})),
        "validateTLSOptions" => {
            server(&json!({"hosts": ["*"], "port": {"number": 443, "name": "https", "protocol": "HTTPS"}, "tls": spec}))
        }
        "validateTrafficPolicy" => rule(spec),
        "validateConnectionPool" => rule(&json!({"connectionPool": spec})),
        "validateLoadBalancer" => {
            let mut policy = json!({"loadBalancer": spec});
            if !args["outlier"].is_null() {
                policy["outlierDetection"] = args["outlier"].clone();
            }
            rule(&policy)
        }
        "validateOutlierDetection" => rule(&json!({"outlierDetection": spec})),
        "ValidateLocalityLbSetting" => balancer("localityLbSetting", row),
        "ValidateZoneAwareLbSetting" => balancer("zoneAwareLbSetting", row),
        "validateLocalities" => {
            let sources = spec.as_array().into_iter().flatten();
            let distribute: Vec<Value> = sources.map(|from| json!({"from": from, "to": {"a": 100}})).collect();
            rule(&json!({"loadBalancer": {"localityLbSetting": {"distribute": distribute}}}))
        }
        "ValidateTLS" => rule(&json!({"tls": spec})),
        "ValidatePortName" => entry(
            &json!({"hosts": ["a.b"], "resolution": "DNS", "ports": [{"number": 80, "protocol": "HTTP", "name": spec}]}),
        ),
        "validateExportTo" => {
            let metadata = json!({"namespace": args["namespace"]});
            let port = json!([{"number": 80, "protocol": "HTTP", "name": "http"}]);
            if args["isServiceEntry"] == true {
                of_kind(
                    "ServiceEntry",
                    &metadata,
                    &json!({"hosts": ["a.b"], "resolution": "DNS", "ports": port, "exportTo": spec}),
                )
            } else if args["isDestinationRuleWithSelector"] == true {
                let selector = json!({"matchLabels": {"app": "a"}});
                of_kind(
                    "DestinationRule",
                    &metadata,
                    &json!({"host": "a.b", "workloadSelector": selector, "exportTo": spec}),
                )
            } else {
                of_kind("DestinationRule", &metadata, &json!({"host": "a.b", "exportTo": spec}))
            }
        }
        "ValidateFQDN" => {
            let port = json!([{"number": 80, "protocol": "HTTP", "name": "http"}]);
            entry(&json!({"hosts": ["a.b"], "resolution": "DNS", "ports": port, "endpoints": [{"address": spec}]}))
        }
        "ValidateWildcardDomain" => of_kind("DestinationRule", &json!({}), &json!({"host": spec})),
        "ValidateWildcardDomainForVirtualServiceBoundToGateway" => {
            let mut service =
                json!({"hosts": [spec], "gateways": ["g"], "tcp": [{"route": [{"destination": {"host": "a.b"}}]}]});
            if args["sni"] == true {
                service["tls"] =
                    json!([{"match": [{"sniHosts": [spec]}], "route": [{"destination": {"host": "a.b"}}]}]);
            }
            of_kind("VirtualService", &json!({}), &service)
        }
        "ValidateDuration" => route("timeout", spec),
        "ValidateIPAddress" => {
            server(&json!({"hosts": ["*"], "bind": spec, "port": {"number": 80, "name": "http", "protocol": "HTTP"}}))
        }
        "ValidateIPSubnet" => {
            let port = json!([{"number": 80, "protocol": "HTTP", "name": "http"}]);
            entry(&json!({"hosts": ["a.b"], "resolution": "STATIC", "ports": port, "addresses": [spec]}))
        }
        "ValidatePort" => {
            server(&json!({"hosts": ["*"], "port": {"number": spec, "name": "http", "protocol": "HTTP"}}))
        }
        other => return Err(format!("{other} judges no kind of ours")),
    })
}
