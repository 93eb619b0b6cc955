//! What the definitions of Istio's kinds refuse: fields that are not there, wrong types, what is missing or out of range
//! (Istio's `crd-all.gen.yaml`; the words of k8s.io/kube-openapi's validation). Which fields there are is mesh-config's table.

use mesh_config::KINDS;
use mesh_config::schema::{Message, Shape};
use serde_json::Value;

use super::super::kind::Kind;
use super::super::refusals::{self, FieldError};
use super::super::{Machine, json};
use crate::api::Status;

/// Fields that have to be there, by the message that they are of.
const REQUIRED: [(&str, &[&str]); 7] = [
    ("DestinationRule", &["host"]),
    ("Subset", &["name"]),
    ("ServiceEntry", &["hosts"]),
    ("Server", &["port", "hosts"]),
    ("Destination", &["host"]),
    ("HTTPRouteDestination", &["destination"]),
    ("RouteDestination", &["destination"]),
];

/// Lists that may not be empty.
const FILLED: [(&str, &str); 1] = [("ServiceEntry", "hosts")];

/// Errors of one object that are told at most.
const MOST_ERRORS: usize = 50;

impl Machine {
    /// Refuses what the definition of an Istio kind refuses. What a scenario's documents say has been judged before.
    pub(in super::super) fn conforms(&self, kind: Kind, object: &Value) -> Result<(), Status> {
        if self.reserved.is_some() { Ok(()) } else { conforms(kind, object) }
    }
}

fn conforms(kind: Kind, object: &Value) -> Result<(), Status> {
    let is_of_istio = kind.group.ends_with(".istio.io");
    let known = KINDS.iter().find(|known| is_of_istio && known.name == kind.name() && known.group == kind.group);
    let (Some(known), Some(spec)) = (known, object.get("spec")) else { return Ok(()) };
    let mut found = Found { is_rule: kind.name() == "DestinationRule", ..Found::default() };
    found.look(spec, Shape::Message(known.spec), "spec");
    if !found.unknown.is_empty() {
        let (name, version) = (kind.name(), kind.described().map_or("", |known| known.version));
        let list: Vec<String> = found.unknown.iter().map(|field| format!("unknown field \"{field}\"")).collect();
        let why = format!("strict decoding error: {}", list.join(", "));
        let text = format!("{name} in version \"{version}\" cannot be handled as a {name}: {why}");
        return Err(refusals::bad_request(text));
    }
    if found.errors.is_empty() {
        return Ok(());
    }
    if found.hides_rules {
        let why = "some validation rules were not checked because the object was invalid; correct the existing errors to \
                   complete validation";
        found.errors.push(FieldError::invalid("<nil>", &Value::Null, why));
    }
    Err(refusals::invalid(kind, json::text(object, "metadata/name"), found.errors))
}

/// What is wrong with an object.
#[derive(Default)]
struct Found {
    unknown: Vec<String>,
    errors: Vec<FieldError>,
    /// Whether the definition's rules are not looked at for that.
    hides_rules: bool,
    /// Whether it is a DestinationRule: a duration of 0 turns a time-out of a route off.
    is_rule: bool,
}

impl Found {
    fn add(&mut self, error: FieldError, hides_rules: bool) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(error);
        }
        self.hides_rules |= hides_rules;
    }

    fn look(&mut self, value: &Value, shape: Shape, path: &str) {
        if value.is_null() {
            return;
        }
        let wanted = match shape {
            Shape::Any => return,
            Shape::Message(_) | Shape::Map(_) => "object",
            Shape::List(_) => "array",
            Shape::Enum(_) => "string",
            Shape::Scalar(name) => match name {
                "string" | "Duration" => "string",
                "bool" => "boolean",
                "uint32" | "int32" | "uint64" | "int64" => "integer",
                "double" => "number",
                _ => return,
            },
        };
        let is = kind_of(value);
        if is != wanted && !(wanted == "number" && is == "integer") {
            let detail = format!("{path} in body must be of type {wanted}: \"{is}\"");
            self.add(FieldError::invalid(path, &Value::from(is), &detail), true);
            return;
        }
        match (shape, value) {
            (Shape::Message(message), Value::Object(map)) => self.message(map, message, path),
            (Shape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.look(value, item(), &format!("{path}[{index}]"));
                }
            }
            (Shape::Map(item), Value::Object(map)) => {
                map.iter().for_each(|(key, value)| self.look(value, item(), &format!("{path}.{key}")));
            }
            (Shape::Enum(enumeration), Value::String(text)) => {
                let names: Vec<&str> = enumeration.values.iter().map(|value| value.name).collect();
                if !names.contains(&text.as_str()) {
                    self.add(FieldError::unsupported(path, value, &names), true);
                }
            }
            (Shape::Scalar("uint32" | "uint64"), Value::Number(number)) if number.as_i64().is_some_and(|it| it < 0) => {
                let detail = format!("{path} in body should be greater than or equal to 0");
                self.add(FieldError::invalid(path, value, &detail), false);
            }
            (Shape::Scalar("Duration"), Value::String(text)) if self.is_rule && !is_duration(text) => {
                self.add(FieldError::invalid(path, value, "must be a valid duration greater than 1ms"), false);
            }
            _ => {}
        }
    }

    fn message(&mut self, map: &serde_json::Map<String, Value>, message: &'static Message, path: &str) {
        for (key, value) in map {
            let below = format!("{path}.{key}");
            match message.fields.iter().find(|field| field.name == key) {
                Some(field) => self.look(value, (field.shape)(), &below),
                None if message.is_other(key) => {}
                None => self.unknown.push(below),
            }
        }
        let required = REQUIRED.iter().filter(|(name, _)| *name == message.name).flat_map(|(_, fields)| *fields);
        for field in required.filter(|field| !map.contains_key(**field)) {
            self.add(FieldError::required(format!("{path}.{field}"), ""), true);
        }
        for (_, field) in FILLED.iter().filter(|(name, _)| *name == message.name) {
            if map.get(*field).and_then(Value::as_array).is_some_and(Vec::is_empty) {
                let place = format!("{path}.{field}");
                let detail = format!("{place} in body should have at least 1 items");
                self.add(FieldError::invalid(place, &Value::from(0), &detail), false);
            }
        }
        for group in message.oneofs {
            let count = group.iter().filter(|field| map.contains_key(**field)).count();
            if count > 1 {
                let detail = format!(
                    "\"{path}\" must validate one and only one schema (oneOf). Found {count} valid alternatives"
                );
                self.add(FieldError::invalid("<nil>", &Value::from(""), &detail), false);
            }
        }
    }
}

/// How OpenAPI calls the kind of a value.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a text is a duration of Go's (`1.5s`, `1m30s`) of a millisecond or more.
fn is_duration(text: &str) -> bool {
    let mut rest = text;
    let mut nanoseconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let Ok(number) = number.parse::<f64>() else { return false };
        let units = [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12)];
        let unit = units.iter().find_map(|(unit, length)| Some((after.strip_prefix(unit)?, *length)));
        let Some((after, length)) = unit else { return false };
        nanoseconds += number * length;
        rest = after;
    }
    nanoseconds >= 1e6
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn definitions_refuse_what_istios_do() {
        let hidden = ", <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; \
                      correct the existing errors to complete validation]";
        let policy = |policy: Value| json!({"host": "a", "trafficPolicy": policy});
        for (kind, spec, wanted) in [
            ("ServiceEntry", json!({"hosts": []}), "spec.hosts: Invalid value: 0: spec.hosts in body should have at least 1 items".to_owned()),
            ("VirtualService", json!({}), String::new()),
            ("VirtualService", json!({"hosts": "a"}), format!("[spec.hosts: Invalid value: \"string\": spec.hosts in body must be of type array: \"string\"{hidden}")),
            ("VirtualService", json!({"host": ["a"]}), "strict decoding error: unknown field \"spec.host\"".to_owned()),
            ("VirtualService", json!({"hosts": ["a"], "http": [{"timeout": "0s"}]}), String::new()),
            ("DestinationRule", json!({"subsets": []}), format!("[spec.host: Required value{hidden}")),
            (
                "DestinationRule",
                policy(json!({"loadBalancer": {"simple": "RANDOM", "consistentHash": {"useSourceIp": true}}})),
                "<nil>: Invalid value: \"\": \"spec.trafficPolicy.loadBalancer\" must validate one and only one schema (oneOf). Found 2 valid alternatives".to_owned(),
            ),
            (
                "DestinationRule",
                policy(json!({"outlierDetection": {"interval": "0s"}})),
                "spec.trafficPolicy.outlierDetection.interval: Invalid value: \"0s\": must be a valid duration greater than 1ms".to_owned(),
            ),
            (
                "DestinationRule",
                policy(json!({"outlierDetection": {"consecutive5xxErrors": -1}})),
                "spec.trafficPolicy.outlierDetection.consecutive5xxErrors: Invalid value: -1: spec.trafficPolicy.outlierDetection.consecutive5xxErrors in body should be greater than or equal to 0".to_owned(),
            ),
            (
                "DestinationRule",
                policy(json!({"outlierDetection": {"interval": "1.5s", "consecutive5xxErrors": 3}, "loadBalancer": {"simple": "RANDOM"}})),
                String::new(),
            ),
        ] {
            let known = crate::api::ISTIO.iter().find(|known| known.kind == kind && known.group == "networking.istio.io");
            let found = Kind::from(known.unwrap());
            let said = conforms(found, &json!({"metadata": {"name": "x"}, "spec": spec})).err();
            let said = said.map(|status| status.message).unwrap_or_default();
            assert!(said.ends_with(&wanted) && said.is_empty() == wanted.is_empty(), "{kind} {spec}: {said}");
        }
    }
}
