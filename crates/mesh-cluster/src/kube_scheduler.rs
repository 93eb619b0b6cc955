//! A pod that runs a kube-scheduler: the profiles that it serves and the lease that it needs, as its command line and its
//! configuration file say (cmd/kube-scheduler/app/options; `KubeSchedulerConfiguration` of kubescheduler.config.k8s.io).

use std::sync::Arc;

use mesh_config::{Config, Resource, SourceFile, Spec};
use mesh_ordered::OrderedSet;
use serde_json::Value;

use crate::live::manifest;

/// The scheduler that every cluster has, and the lease that it holds.
const DEFAULT: &str = "default-scheduler";
const LEASE: &str = "kube-scheduler";

/// What a scheduler process is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchedulerConfiguration {
    /// By what the process is stopped.
    pub name: String,
    /// The names of its profiles, which pods ask for.
    pub profiles: Vec<String>,
    /// The lease that it needs; `None` where leader election is off.
    pub lease: Option<String>,
}

/// The configuration of the kube-scheduler that a pod of this spec runs; `None` where it runs none, or none that starts.
/// `config_map` gives the `data` of a ConfigMap of its namespace.
pub(crate) fn in_pod(spec: &Value, config_map: impl Fn(&str) -> Option<Value>) -> Option<SchedulerConfiguration> {
    let containers = spec.get("containers").and_then(Value::as_array)?;
    let container = containers.iter().find(|container| is_scheduler(&argv(container)))?;
    let argv = argv(container);
    let flag = |name: &str| flag(&argv, name);
    let file = match flag("config") {
        Some(path) => Some(read(&file(spec, container, path, config_map)?)?),
        None => None,
    };
    let written = |path: &str| file.as_ref().and_then(|file| file.pointer(path));
    let profiles = written("/profiles").and_then(Value::as_array).into_iter().flatten();
    let named = |profile: &Value| profile.get("schedulerName").and_then(Value::as_str).unwrap_or(DEFAULT).to_owned();
    let mut profiles: Vec<String> = profiles.map(named).collect();
    if profiles.is_empty() {
        profiles.push(DEFAULT.to_owned());
    }
    // Where there is a file, flags of the same meaning are not read.
    let elects = match (&file, flag("leader-elect")) {
        (None, Some(flag)) => flag != "false",
        _ => written("/leaderElection/leaderElect").and_then(Value::as_bool).unwrap_or(true),
    };
    let lease = match (&file, flag("leader-elect-resource-name")) {
        (None, Some(flag)) => flag,
        _ => written("/leaderElection/resourceName").and_then(Value::as_str).unwrap_or(LEASE),
    };
    let lease = elects.then(|| lease.to_owned());
    Some(SchedulerConfiguration { name: String::new(), profiles, lease })
}

/// Whether a command line starts a kube-scheduler.
pub(crate) fn is_scheduler(argv: &[String]) -> bool {
    argv.first().is_some_and(|program| program.rsplit('/').next() == Some("kube-scheduler"))
}

/// Whether it is one that ends at once: `--scheduler-name` went with 1.23, profiles took its place.
pub(crate) fn has_former_flag(argv: &[String]) -> bool {
    flag(argv, "scheduler-name").is_some()
}

/// The names of schedulers that serve at time 0: the one of every cluster, and those that run in pods of the documents.
pub(crate) fn served(running: &[Arc<Resource>], config: &Config) -> OrderedSet<String> {
    let mut served: OrderedSet<String> = [DEFAULT.to_owned()].into_iter().collect();
    for resource in running.iter().filter(|resource| names_scheduler(&resource.spec)) {
        let object = manifest::object(resource);
        if object.pointer("/spec/replicas").and_then(Value::as_i64) == Some(0) {
            continue;
        }
        let Some(spec) = object.pointer("/spec/template/spec").or_else(|| object.pointer("/spec")) else { continue };
        let namespace = resource.metadata.namespace.as_str();
        // Its own pod is placed by the scheduler of every cluster, or it waits as the others do.
        let own = spec.get("schedulerName").and_then(Value::as_str).unwrap_or(DEFAULT);
        let process = in_pod(spec, |name| data(config, namespace, name)).filter(|_| own == DEFAULT);
        // One that needs the lease of every cluster's scheduler never gets it.
        let leads = process.filter(|process| process.lease.as_deref() != Some(LEASE));
        served.extend(leads.into_iter().flat_map(|process| process.profiles));
    }
    served
}

/// Whether a container's words name a kube-scheduler: few do, and only those are looked at closely.
fn names_scheduler(spec: &Spec) -> bool {
    let pod = match spec {
        Spec::Workload(_, workload) => workload.pod_spec(),
        Spec::Pod(pod) => Some(&**pod),
        _ => None,
    };
    let mut containers = pod.into_iter().flat_map(|pod| &pod.containers);
    containers.any(|container| {
        container
            .command
            .iter()
            .chain(&container.args)
            .next()
            .is_some_and(|word| word.value.ends_with("kube-scheduler"))
    })
}

/// The `data` of a ConfigMap of the documents.
fn data(config: &Config, namespace: &str, name: &str) -> Option<Value> {
    let is_it = |resource: &&Arc<Resource>| {
        matches!(resource.spec, Spec::ConfigMap(_))
            && (resource.metadata.namespace.as_str(), resource.metadata.name.value.as_str()) == (namespace, name)
    };
    manifest::object(config.resources.iter().find(is_it)?).get("data").cloned()
}

fn argv(container: &Value) -> Vec<String> {
    let words = |field: &str| container.get(field).and_then(Value::as_array).into_iter().flatten();
    words("command").chain(words("args")).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The value of `--name=value` or `--name value`; of a flag alone `true`.
fn flag<'a>(argv: &'a [String], name: &str) -> Option<&'a str> {
    let at = argv
        .iter()
        .rposition(|word| word.trim_start_matches('-').split('=').next() == Some(name) && word.starts_with('-'))?;
    let word = argv.get(at)?;
    match word.split_once('=') {
        Some((_, value)) => Some(value),
        None => Some(argv.get(at + 1).filter(|next| !next.starts_with('-')).map_or("true", String::as_str)),
    }
}

/// A file of a container that a ConfigMap is mounted for.
fn file(spec: &Value, container: &Value, path: &str, config_map: impl Fn(&str) -> Option<Value>) -> Option<String> {
    let text = |value: &Value, path: &str| value.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let mounts = container.get("volumeMounts").and_then(Value::as_array)?;
    mounts.iter().find_map(|mount| {
        let rest = path.strip_prefix(text(mount, "/mountPath")?.trim_end_matches('/'))?.trim_start_matches('/');
        let key = text(mount, "/subPath").filter(|_| rest.is_empty()).unwrap_or_else(|| rest.to_owned());
        let volumes = spec.get("volumes").and_then(Value::as_array)?;
        let volume = volumes.iter().find(|volume| volume.get("name") == mount.get("name"))?;
        let data = config_map(&text(volume, "/configMap/name")?)?;
        data.get(&key).and_then(Value::as_str).map(str::to_owned)
    })
}

/// A configuration file as a value.
fn read(text: &str) -> Option<Value> {
    let file = SourceFile { name: String::new(), text: text.to_owned() };
    let read = mesh_config::parse(&[file]);
    read.resources
        .iter()
        .map(manifest::object)
        .find(|object| object.get("kind").and_then(Value::as_str) == Some("KubeSchedulerConfiguration"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn spec(command: &[&str]) -> Value {
        json!({
            "containers": [{"command": command, "volumeMounts": [{"name": "config", "mountPath": "/etc/my"}]}],
            "volumes": [{"name": "config", "configMap": {"name": "mine"}}],
        })
    }

    fn of(command: &[&str], file: &str) -> Option<(Vec<String>, Option<String>)> {
        let found = in_pod(&spec(command), |name| (name == "mine").then(|| json!({"my.yaml": file})));
        found.map(|found| (found.profiles, found.lease))
    }

    #[test]
    fn command_lines_and_files_are_read() {
        let lease = |name: &str| Some(name.to_owned());
        let file = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";
        let mine = format!("{file}profiles: [{{schedulerName: mine}}]\nleaderElection: {{leaderElect: false}}\n");
        let leased = format!(
            "{file}profiles: [{{schedulerName: a}}, {{schedulerName: b}}]\nleaderElection: {{resourceName: own}}\n"
        );
        for (command, file, expected) in [
            (&["nginx"][..], "", None),
            (&["kube-scheduler"], "", Some((vec![DEFAULT.to_owned()], lease(LEASE)))),
            (&["/usr/local/bin/kube-scheduler", "--leader-elect=false"], "", Some((vec![DEFAULT.to_owned()], None))),
            (
                &["kube-scheduler", "--leader-elect-resource-name", "x"],
                "",
                Some((vec![DEFAULT.to_owned()], lease("x"))),
            ),
            (&["kube-scheduler", "--config=/etc/my/my.yaml"], &mine, Some((vec!["mine".to_owned()], None))),
            (
                &["kube-scheduler", "--config", "/etc/my/my.yaml", "--leader-elect=false"],
                &leased,
                Some((vec!["a".to_owned(), "b".to_owned()], lease("own"))),
            ),
            (&["kube-scheduler", "--config=/etc/other.yaml"], &mine, None),
            (&["kube-scheduler", "--config=/etc/my/my.yaml"], "kind: Other", None),
        ] {
            assert_eq!(of(command, file), expected, "{command:?} {file}");
        }
    }
}
