//! `kubectl describe` (`k8s.io/kubectl/pkg/{cmd/describe,describe}`).

mod network;
mod node;
mod other;
mod page;
mod pod;
mod template;
mod workload;

use mesh_cluster::api::ApiResource;
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::columns::{event_count, first_seen, last_seen};
use super::failure::{Failure, error};
use super::infos::{Info, Query, find, get, list, namespace};
use super::resources::one;
use super::wall;
use crate::{Context, json};
use workload::Phases;

pub(crate) use page::Page;
pub(crate) use template::pod_template;

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.arguments.is_empty() && !call.has("filename") && !call.has("kustomize") {
        return error(
            "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete list of supported \
             resources.",
        );
    }
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        all: true,
        all_namespaces: call.is("all-namespaces"),
        ..Query::default()
    };
    let found = find(call, &query, context)?;
    let (infos, failures) = (found.infos, found.failures);
    let missing = failures.iter().any(Failure::is_not_found);
    if infos.is_empty() && failures.len() == 1 && missing && call.arguments.len() == 2 {
        return by_prefix(call, failures, context);
    }
    let several = infos.len() > 1;
    let events = call.is("show-events") && (!several || call.has("show-events"));
    let mut texts = Vec::new();
    for info in &infos {
        texts.push(text(info, events, context));
    }
    context.out(&texts.join("\n\n"));
    if infos.is_empty() && failures.is_empty() {
        let place = namespace(call, context);
        context.err(&if call.is("all-namespaces") {
            "No resources found\n".to_owned()
        } else {
            format!("No resources found in {place} namespace.\n")
        });
    }
    super::ended(failures)
}

/// Objects whose names begin with what was asked for.
fn by_prefix(call: &Call, failures: Vec<Failure>, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let (Some(kind), Some(prefix)) = (call.arguments.first(), call.arguments.get(1)) else {
        return super::ended(failures);
    };
    let resource = one(kind, context)?;
    let place = namespace(call, context);
    let objects = list(&resource, Some(&place), "", "", context)?;
    let mut any = false;
    for object in objects.into_iter().filter(|object| json::name(object).starts_with(prefix.as_str())) {
        any = true;
        let text = text(&Info::of(resource, object), false, context);
        context.out(&format!("{text}\n"));
    }
    if any { Ok(Ran::Done(0)) } else { super::ended(failures) }
}

/// What there is to say of an object.
fn text(info: &Info, events: bool, context: &mut Context<'_>) -> String {
    let object = &info.object;
    let now = wall(context);
    let mut page = Page::default();
    let mut with_events = true;
    match (info.resource.group, info.resource.plural) {
        ("", "pods") => pod::describe(&mut page, object, now),
        ("", "nodes") => node(&mut page, info, now, context),
        ("apps", "deployments") => {
            let sets = owned(info, "replicasets", context);
            let new = sets.iter().find(|set| same_template(object, set));
            let old: Vec<&Value> =
                sets.iter().filter(|set| new.is_none_or(|new| json::name(new) != json::name(set))).collect();
            workload::deployment(&mut page, object, &old, new);
        }
        ("apps", "replicasets") | ("", "replicationcontrollers") => {
            let pods = owned(info, "pods", context);
            workload::replica_set(&mut page, object, Phases::of(pods.iter()));
        }
        ("apps", "daemonsets") => {
            let pods = owned(info, "pods", context);
            workload::daemon_set(&mut page, object, Phases::of(pods.iter()));
        }
        ("apps", "statefulsets") => {
            let pods = owned(info, "pods", context);
            workload::stateful_set(&mut page, object, Phases::of(pods.iter()));
        }
        ("batch", "jobs") => workload::job(&mut page, object),
        ("batch", "cronjobs") => workload::cron_job(&mut page, object),
        ("", "services") => {
            let slices = slices(&info.namespace, &info.name, context);
            network::service(&mut page, object, &slices);
        }
        ("", "endpoints") => network::endpoints_object(&mut page, object),
        ("discovery.k8s.io", "endpointslices") => network::endpoint_slice(&mut page, object),
        ("networking.k8s.io", "ingresses") => network::ingress(&mut page, object, |service, port| {
            let slices = slices(&info.namespace, service, context);
            let name = service_port(&info.namespace, service, port, context);
            match name {
                Some(name) => network::endpoints(&slices, Some(&name)),
                None => "<error: endpoints not found>".to_owned(),
            }
        }),
        ("policy", "poddisruptionbudgets") => other::budget(&mut page, object),
        ("", "namespaces") => {
            let quotas = one("resourcequotas", context)
                .and_then(|resource| list(&resource, Some(&info.name), "", "", context))
                .unwrap_or_default();
            other::namespace_object(&mut page, object, &quotas);
            with_events = false;
        }
        ("", "configmaps") => other::config_map(&mut page, object),
        ("", "secrets") => {
            other::secret(&mut page, object);
            with_events = false;
        }
        ("", "serviceaccounts") => other::service_account(&mut page, object),
        ("scheduling.k8s.io", "priorityclasses") => other::priority_class(&mut page, object),
        _ => other::generic(&mut page, object),
    }
    if events && with_events {
        describe_events(&mut page, info, now, context);
    }
    page.end()
}

fn node(page: &mut Page, info: &Info, now: i128, context: &mut Context<'_>) {
    let lease = one("leases", context)
        .and_then(|leases| get(&leases, "kube-node-lease", &info.name, context))
        .map_err(|failure| failure.inner());
    let fields = format!("spec.nodeName={},status.phase!=Succeeded,status.phase!=Failed", info.name);
    let pods = one("pods", context).and_then(|pods| list(&pods, None, "", &fields, context)).unwrap_or_default();
    node::describe(page, &info.object, lease, &pods, now);
}

/// The objects of a resource that an object controls.
fn owned(info: &Info, plural: &str, context: &mut Context<'_>) -> Vec<Value> {
    let uid = json::text(&info.object, "metadata.uid").to_owned();
    let found = one(plural, context).and_then(|resource| list(&resource, Some(&info.namespace), "", "", context));
    let all: Vec<Value> = found
        .unwrap_or_default()
        .into_iter()
        .filter(|object| json::controller(object).is_some_and(|owner| json::text(owner, "uid") == uid))
        .collect();
    all
}

/// Whether a ReplicaSet has the template of its Deployment, the hash aside.
pub(super) fn same_template(deployment: &Value, set: &Value) -> bool {
    let plain = |object: &Value| {
        let mut template = json::at(object, "spec.template").clone();
        if let Some(labels) = json::map_mut(&mut template, &["metadata", "labels"]) {
            labels.remove("pod-template-hash");
        }
        template
    };
    plain(deployment) == plain(set)
}

/// The EndpointSlices of a Service.
fn slices(namespace: &str, service: &str, context: &mut Context<'_>) -> Vec<Value> {
    let labels = format!("kubernetes.io/service-name={service}");
    let found = one("endpointslices", context).and_then(|slices| list(&slices, Some(namespace), &labels, "", context));
    found.unwrap_or_default()
}

/// The name of a Service's port.
fn service_port(namespace: &str, service: &str, port: &Value, context: &mut Context<'_>) -> Option<String> {
    let services = one("services", context).ok()?;
    let object = get(&services, namespace, service, context).ok()?;
    let found = json::items(&object, "spec.ports").iter().find(|known| match json::at(port, "number") {
        Value::Null => json::text(known, "name") == json::text(port, "name"),
        number => json::at(known, "port") == number,
    })?;
    Some(json::text(found, "name").to_owned())
}

/// The events of an object, newest last.
fn describe_events(page: &mut Page, info: &Info, now: i128, context: &mut Context<'_>) {
    let Ok(resource) = one("events", context) else { return };
    let events = events_of(&resource, info, context);
    if events.is_empty() {
        page.field(0, "Events", "<none>");
        return;
    }
    page.flush();
    page.line(0, "Events:");
    page.line(1, "Type\tReason\tAge\tFrom\tMessage");
    page.line(1, "----\t------\t----\t----\t-------");
    for event in &events {
        let age = match event_count(event) {
            1 => first_seen(event, now),
            count => format!("{} (x{count} over {})", last_seen(event, now), first_seen(event, now)),
        };
        let source = match json::text(event, "source.component") {
            "" => json::text(event, "reportingComponent"),
            component => component,
        };
        let message = json::text(event, "message").trim();
        let message = match json::text(event, "involvedObject.fieldPath") {
            "" => message.to_owned(),
            path => format!("{path}: {message}"),
        };
        page.line(
            1,
            &format!("{}\t{}\t{age}\t{source}\t{message}", json::text(event, "type"), json::text(event, "reason")),
        );
    }
}

fn events_of(resource: &ApiResource, info: &Info, context: &mut Context<'_>) -> Vec<Value> {
    let uid = json::text(&info.object, "metadata.uid");
    let mut fields = format!("involvedObject.name={},involvedObject.kind={}", info.name, info.resource.kind);
    // The events of nodes name the node itself as their uid.
    if info.resource.namespaced {
        fields.push_str(&format!(",involvedObject.uid={uid}"));
    }
    let place = if info.resource.namespaced { Some(info.namespace.as_str()) } else { None };
    let mut events = list(resource, place, "", &fields, context).unwrap_or_default();
    // Only by this field, as kubectl does: an event of the newer form has none and comes first.
    events.sort_by_key(|event| crate::time::parse_time(json::text(event, "lastTimestamp")));
    events
}
