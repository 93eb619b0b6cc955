//! A small API server in memory.

use std::collections::BTreeMap;

use mesh_cluster::api::{Answer, ApiResource, KUBERNETES, Resource, Status, Verb};
use mesh_shell::{Server, Session, Step, Stream};
use serde_json::{Value, json};

/// A second in nanoseconds.
pub(crate) const SECOND: u64 = 1_000_000_000;

/// Objects by resource, namespace and name; a pod that is deleted goes after a second.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) now: u64,
    pub(crate) objects: BTreeMap<(Resource, String, String), Value>,
    /// When deleted pods are gone.
    going: Vec<(u64, (Resource, String, String))>,
    /// So many evictions are refused before one is taken.
    pub(crate) refusals: usize,
    version: u64,
}

impl Memory {
    /// An empty server at this time.
    pub(crate) fn at(now: u64) -> Self {
        Self { now, ..Self::default() }
    }

    /// Puts an object in.
    pub(crate) fn put(&mut self, mut object: Value) {
        let (api_version, kind) = (text(&object, "/apiVersion"), text(&object, "/kind"));
        let group = api_version.rsplit_once('/').map_or("", |(group, _)| group).to_owned();
        let resource =
            KUBERNETES.iter().find(|known| known.kind == kind && known.group == group).expect("a known kind");
        self.version += 1;
        let namespace = if resource.namespaced { "default" } else { "" };
        object["metadata"]["resourceVersion"] = json!(self.version.to_string());
        object["metadata"]["uid"] = json!(format!("u{}", self.version));
        object["metadata"]["creationTimestamp"] = json!("1970-01-01T00:00:00Z");
        if resource.namespaced {
            object["metadata"]["namespace"] = json!(namespace);
        }
        let name = text(&object, "/metadata/name");
        self.objects.insert((resource.resource(), namespace.to_owned(), name), object);
    }

    fn get(&self, key: &(Resource, String, String)) -> Answer {
        let qualified =
            if key.0.group.is_empty() { key.0.plural.clone() } else { format!("{}.{}", key.0.plural, key.0.group) };
        self.objects.get(key).cloned().ok_or_else(|| Status {
            code: 404,
            reason: "NotFound".to_owned(),
            message: format!("{qualified} \"{}\" not found", key.2),
            ..Status::default()
        })
    }
}

fn text(value: &Value, path: &str) -> String {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn selects(selector: &str, of: &Value) -> bool {
    selector.split(',').filter(|part| !part.is_empty()).all(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        of.get(key).and_then(Value::as_str) == Some(value)
    })
}

fn merge(object: &mut Value, patch: &Value) {
    match patch {
        Value::Object(patch) => {
            if !object.is_object() {
                *object = json!({});
            }
            for (key, value) in patch {
                if value.is_null() {
                    object.as_object_mut().expect("an object").remove(key);
                } else {
                    merge(&mut object[key.as_str()], value);
                }
            }
        }
        other => *object = other.clone(),
    }
}

impl Server for Memory {
    fn now(&self) -> u64 {
        self.now
    }

    fn epoch(&self) -> i64 {
        0
    }

    fn resources(&self) -> Vec<ApiResource> {
        KUBERNETES.to_vec()
    }

    fn call(&mut self, verb: &Verb) -> Answer {
        let key = |address: &mesh_cluster::api::Address| {
            (address.resource.clone(), address.namespace.clone(), address.name.clone())
        };
        match verb {
            Verb::Get(address) => self.get(&key(address)),
            Verb::List { resource, labels, fields, .. } => {
                let node = fields.split(',').find_map(|field| field.strip_prefix("spec.nodeName="));
                let items: Vec<Value> = self
                    .objects
                    .iter()
                    .filter(|((known, ..), object)| {
                        known == resource
                            && selects(labels, &object["metadata"]["labels"])
                            && node.is_none_or(|node| object["spec"]["nodeName"] == node)
                    })
                    .map(|(_, object)| object.clone())
                    .collect();
                Ok(json!({ "items": items }))
            }
            Verb::Create { object, .. } => {
                self.put(object.clone());
                let name = text(object, "/metadata/name");
                let found =
                    self.objects.iter().find(|((.., known), _)| *known == name).map(|(_, object)| object.clone());
                Ok(found.unwrap_or_default())
            }
            Verb::Patch { address, patch, dry_run, .. } => {
                let mut object = self.get(&key(address))?;
                merge(&mut object, patch);
                self.version += 1;
                object["metadata"]["resourceVersion"] = json!(self.version.to_string());
                if !dry_run {
                    self.objects.insert(key(address), object.clone());
                }
                Ok(object)
            }
            Verb::Delete { address, .. } | Verb::Evict { address, .. } => {
                let object = self.get(&key(address))?;
                if matches!(verb, Verb::Evict { .. }) && self.refusals > 0 {
                    self.refusals -= 1;
                    return Err(Status {
                        code: 429,
                        reason: "TooManyRequests".to_owned(),
                        message: "Cannot evict pod as it would violate the pod's disruption budget.".to_owned(),
                        ..Status::default()
                    });
                }
                self.going.push((self.now + SECOND / 2, key(address)));
                Ok(object)
            }
            other => panic!("not needed here: {other:?}"),
        }
    }
}

/// Runs a line to its end, or for at most `seconds`: exit code, standard output, standard error and the time it took.
pub(crate) fn run(
    server: &mut Memory,
    session: &mut Session,
    line: &str,
    input: &str,
    seconds: u64,
) -> (i32, String, String, u64) {
    let began = server.now;
    let mut running = session.start(line, input);
    loop {
        let step = running.step(session, server);
        let (out, err) = (running.console.text(Stream::Out), running.console.text(Stream::Err));
        match step {
            Step::Done(code) => return (code, out, err, server.now - began),
            Step::Wait { until, .. } => {
                let next = server.going.iter().map(|(at, _)| *at).chain(until).min().unwrap_or(u64::MAX);
                if next > began + seconds * SECOND {
                    return (-1, out, err, server.now - began);
                }
                server.now = server.now.max(next);
                let now = server.now;
                let gone: Vec<_> =
                    server.going.iter().filter(|(at, _)| *at <= now).map(|(_, key)| key.clone()).collect();
                server.going.retain(|(at, _)| *at > now);
                for key in gone {
                    server.objects.remove(&key);
                }
            }
        }
    }
}
