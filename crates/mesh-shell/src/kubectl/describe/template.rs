//! Containers, volumes and pod templates.

use serde_json::Value;

use super::page::Page;
use crate::json::{at, entries, items, number, shown, text};
use crate::time::{parse_time, rfc1123};

/// A time as descriptions write it.
pub(super) fn time(object: &Value, path: &str) -> String {
    parse_time(text(object, path)).map_or("<unset>".to_owned(), rfc1123)
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "<none>" } else { text }
}

/// Containers with their statuses; of a template (`space` is set) without.
pub(super) fn containers(page: &mut Page, label: &str, list: &[Value], statuses: &[Value], space: &str) {
    page.line(0, &format!("{space}{label}:{}", if list.is_empty() { " <none>" } else { "" }));
    let indent = if space.is_empty() { "" } else { " " };
    for container in list {
        let status = statuses.iter().find(|status| text(status, "name") == text(container, "name"));
        page.line(1, &format!("{indent}{}:", text(container, "name")));
        if let Some(status) = status {
            page.field(2, "Container ID", text(status, "containerID"));
        }
        page.field(2, "Image", text(container, "image"));
        if let Some(status) = status {
            page.field(2, "Image ID", text(status, "imageID"));
        }
        for (label, port) in [("Port", "containerPort"), ("Host Port", "hostPort")] {
            let ports: Vec<String> = items(container, "ports")
                .iter()
                .map(|known| {
                    let protocol = if text(known, "protocol").is_empty() { "TCP" } else { text(known, "protocol") };
                    let name = text(known, "name");
                    let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
                    format!("{}/{protocol}{name}", number(known, port))
                })
                .collect();
            let several = if ports.len() > 1 { "s" } else { "" };
            page.field(2, &format!("{label}{several}"), or_none(&ports.join(", ")));
        }
        for (label, field) in [("Command", "command"), ("Args", "args")] {
            if items(container, field).is_empty() {
                continue;
            }
            page.line(2, &format!("{label}:"));
            for word in items(container, field) {
                for line in shown(word).split('\n') {
                    page.line(3, line);
                }
            }
        }
        if let Some(status) = status {
            state(page, "State", at(status, "state"));
            if !at(status, "lastState.terminated").is_null() {
                state(page, "Last State", at(status, "lastState"));
            }
            let ready = at(status, "ready") == &Value::Bool(true);
            page.field(2, "Ready", if ready { "True" } else { "False" });
            page.field(2, "Restart Count", &number(status, "restartCount").to_string());
        }
        for (label, field) in [("Limits", "resources.limits"), ("Requests", "resources.requests")] {
            if entries(container, field).next().is_some() {
                page.line(2, &format!("{label}:"));
                for (resource, quantity) in entries(container, field) {
                    page.field(3, resource, &shown(quantity));
                }
            }
        }
        for (label, field) in
            [("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")]
        {
            if !at(container, field).is_null() {
                page.field(2, label, &probe(at(container, field)));
            }
        }
        environment(page, container);
        mounts(page, container);
    }
}

fn state(page: &mut Page, name: &str, state: &Value) {
    let started = |page: &mut Page, path: &str| page.field(3, "Started", &time(state, path));
    if !at(state, "running").is_null() {
        page.field(2, name, "Running");
        started(page, "running.startedAt");
    } else if !at(state, "terminated").is_null() {
        let ended = at(state, "terminated");
        page.field(2, name, "Terminated");
        for (label, field) in [("Reason", "reason"), ("Message", "message")] {
            if !text(ended, field).is_empty() {
                page.field(3, label, text(ended, field));
            }
        }
        page.field(3, "Exit Code", &number(ended, "exitCode").to_string());
        if number(ended, "signal") > 0 {
            page.field(3, "Signal", &number(ended, "signal").to_string());
        }
        started(page, "terminated.startedAt");
        page.field(3, "Finished", &time(state, "terminated.finishedAt"));
    } else {
        page.field(2, name, "Waiting");
        if !text(state, "waiting.reason").is_empty() {
            page.field(3, "Reason", text(state, "waiting.reason"));
        }
    }
}

fn probe(probe: &Value) -> String {
    let or = |field: &str, default: i64| match number(probe, field) {
        0 => default,
        value => value,
    };
    let attributes = format!(
        "delay={}s timeout={}s period={}s #success={} #failure={}",
        number(probe, "initialDelaySeconds"),
        or("timeoutSeconds", 1),
        or("periodSeconds", 10),
        or("successThreshold", 1),
        or("failureThreshold", 3)
    );
    if !at(probe, "exec").is_null() {
        let words: Vec<String> = items(probe, "exec.command").iter().map(shown).collect();
        return format!("exec [{}] {attributes}", words.join(" "));
    }
    if !at(probe, "httpGet").is_null() {
        let scheme = text(probe, "httpGet.scheme").to_lowercase();
        let scheme = if scheme.is_empty() { "http" } else { &scheme };
        let (host, port) = (text(probe, "httpGet.host"), shown(at(probe, "httpGet.port")));
        return format!("http-get {scheme}://{host}:{port}{} {attributes}", text(probe, "httpGet.path"));
    }
    if !at(probe, "tcpSocket").is_null() {
        let port = shown(at(probe, "tcpSocket.port"));
        return format!("tcp-socket {}:{port} {attributes}", text(probe, "tcpSocket.host"));
    }
    if !at(probe, "grpc").is_null() {
        return format!("grpc <pod>:{} {} {attributes}", number(probe, "grpc.port"), text(probe, "grpc.service"));
    }
    format!("unknown {attributes}")
}

fn environment(page: &mut Page, container: &Value) {
    let all = items(container, "env");
    page.line(2, if all.is_empty() { "Environment:\t<none>" } else { "Environment:" });
    for variable in all {
        let name = text(variable, "name");
        let from = at(variable, "valueFrom");
        let value = if !at(from, "fieldRef").is_null() {
            let version =
                if text(from, "fieldRef.apiVersion").is_empty() { "v1" } else { text(from, "fieldRef.apiVersion") };
            format!(" ({version}:{})", text(from, "fieldRef.fieldPath"))
        } else if !at(from, "secretKeyRef").is_null() {
            let (key, name) = (text(from, "secretKeyRef.key"), text(from, "secretKeyRef.name"));
            let optional = at(from, "secretKeyRef.optional") == &Value::Bool(true);
            format!("<set to the key '{key}' in secret '{name}'>\tOptional: {optional}")
        } else if !at(from, "configMapKeyRef").is_null() {
            let (key, name) = (text(from, "configMapKeyRef.key"), text(from, "configMapKeyRef.name"));
            let optional = at(from, "configMapKeyRef.optional") == &Value::Bool(true);
            format!("<set to the key '{key}' of config map '{name}'>\tOptional: {optional}")
        } else if !at(from, "resourceFieldRef").is_null() {
            format!(" ({})", text(from, "resourceFieldRef.resource"))
        } else {
            shown(at(variable, "value"))
        };
        for (index, line) in value.split('\n').enumerate() {
            let head = if index == 0 { format!("{name}:") } else { String::new() };
            page.line(3, &format!("{head}\t{line}"));
        }
    }
}

fn mounts(page: &mut Page, container: &Value) {
    let mut all: Vec<&Value> = items(container, "volumeMounts").iter().collect();
    all.sort_by_key(|mount| text(mount, "mountPath"));
    page.line(2, if all.is_empty() { "Mounts:\t<none>" } else { "Mounts:" });
    for mount in all {
        let mut flags = vec![if at(mount, "readOnly") == &Value::Bool(true) { "ro" } else { "rw" }.to_owned()];
        if !text(mount, "subPath").is_empty() {
            flags.push(format!("path={:?}", text(mount, "subPath")));
        }
        page.line(3, &format!("{} from {} ({})", text(mount, "mountPath"), text(mount, "name"), flags.join(",")));
    }
}

/// The volumes of a pod; of a template `space` is set.
pub(super) fn volumes(page: &mut Page, list: &[Value], space: &str) {
    if list.is_empty() {
        page.field(0, &format!("{space}Volumes"), "<none>");
        return;
    }
    page.line(0, &format!("{space}Volumes:"));
    let indent = if space.is_empty() { "" } else { " " };
    for volume in list {
        page.line(1, &format!("{indent}{}:", text(volume, "name")));
        let optional = |path: &str| (at(volume, path) == &Value::Bool(true)).to_string();
        let or = |path: &str, none: &str| match shown(at(volume, path)) {
            text if text.is_empty() => none.to_owned(),
            text => text,
        };
        if volume.get("emptyDir").is_some() {
            page.field(2, "Type", "EmptyDir (a temporary directory that shares a pod's lifetime)");
            page.field(2, "Medium", text(volume, "emptyDir.medium"));
            page.field(2, "SizeLimit", &or("emptyDir.sizeLimit", "<unset>"));
        } else if volume.get("hostPath").is_some() {
            page.field(2, "Type", "HostPath (bare host directory volume)");
            page.field(2, "Path", text(volume, "hostPath.path"));
            page.field(2, "HostPathType", &or("hostPath.type", ""));
        } else if volume.get("configMap").is_some() {
            page.field(2, "Type", "ConfigMap (a volume populated by a ConfigMap)");
            page.field(2, "Name", text(volume, "configMap.name"));
            page.field(2, "Optional", &optional("configMap.optional"));
        } else if volume.get("secret").is_some() {
            page.field(2, "Type", "Secret (a volume populated by a Secret)");
            page.field(2, "SecretName", text(volume, "secret.secretName"));
            page.field(2, "Optional", &optional("secret.optional"));
        } else if volume.get("persistentVolumeClaim").is_some() {
            page.field(
                2,
                "Type",
                "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
            );
            page.field(2, "ClaimName", text(volume, "persistentVolumeClaim.claimName"));
            page.field(2, "ReadOnly", &optional("persistentVolumeClaim.readOnly"));
        } else if volume.get("projected").is_some() {
            page.field(2, "Type", "Projected (a volume that contains injected data from multiple sources)");
            for source in items(volume, "projected.sources") {
                projected(page, source);
            }
        } else {
            page.line(1, "<unknown>");
        }
    }
}

fn projected(page: &mut Page, source: &Value) {
    let optional = |path: &str| (at(source, path) == &Value::Bool(true)).to_string();
    if source.get("secret").is_some() {
        page.field(2, "SecretName", text(source, "secret.name"));
        page.field(2, "Optional", &optional("secret.optional"));
    } else if source.get("downwardAPI").is_some() {
        page.field(2, "DownwardAPI", "true");
    } else if source.get("configMap").is_some() {
        page.field(2, "ConfigMapName", text(source, "configMap.name"));
        page.field(2, "Optional", &optional("configMap.optional"));
    } else if source.get("serviceAccountToken").is_some() {
        page.field(2, "TokenExpirationSeconds", &number(source, "serviceAccountToken.expirationSeconds").to_string());
    }
}

/// Tolerations, one on each line.
pub(super) fn tolerations(page: &mut Page, title: &str, list: &[Value]) {
    if list.is_empty() {
        page.field(0, title, "<none>");
        return;
    }
    let mut all: Vec<&Value> = list.iter().collect();
    all.sort_by_key(|toleration| text(toleration, "key"));
    for (index, toleration) in all.into_iter().enumerate() {
        let mut line = text(toleration, "key").to_owned();
        let (value, effect) = (text(toleration, "value"), text(toleration, "effect"));
        if !value.is_empty() {
            line.push_str(&format!("={value}"));
        }
        if !effect.is_empty() {
            line.push_str(&format!(":{effect}"));
        }
        if text(toleration, "operator") == "Exists" && value.is_empty() {
            line.push_str(if line.is_empty() { "op=Exists" } else { " op=Exists" });
        }
        if let Some(seconds) = at(toleration, "tolerationSeconds").as_i64() {
            line.push_str(&format!(" for {seconds}s"));
        }
        let head = if index == 0 { format!("{title}:") } else { String::new() };
        page.line(0, &format!("{head}\t{line}"));
    }
}

/// Topology spread constraints, where there are some.
pub(super) fn spread(page: &mut Page, list: &[Value], space: &str) {
    for (index, constraint) in list.iter().enumerate() {
        let head = if index == 0 { format!("{space}Topology Spread Constraints:") } else { String::new() };
        let selector = crate::kubectl::columns::selector(constraint, "labelSelector");
        let selector = if selector == "<none>" { String::new() } else { format!(" for selector {selector}") };
        page.line(
            0,
            &format!(
                "{head}\t{}:{} when max skew {} is exceeded{selector}",
                text(constraint, "topologyKey"),
                text(constraint, "whenUnsatisfiable"),
                number(constraint, "maxSkew")
            ),
        );
    }
}

/// The template of pods.
pub(crate) fn pod_template(page: &mut Page, template: &Value) {
    page.line(0, "Pod Template:");
    if template.is_null() {
        page.line(1, "<unset>");
        return;
    }
    page.labels("  Labels", template, "metadata.labels");
    if entries(template, "metadata.annotations").next().is_some() {
        page.annotations("  Annotations", template, "metadata.annotations");
    }
    if !text(template, "spec.serviceAccountName").is_empty() {
        page.field(1, "Service Account", text(template, "spec.serviceAccountName"));
    }
    let init = items(template, "spec.initContainers");
    if !init.is_empty() {
        containers(page, "Init Containers", init, &[], "  ");
    }
    containers(page, "Containers", items(template, "spec.containers"), &[], "  ");
    volumes(page, items(template, "spec.volumes"), "  ");
    spread(page, items(template, "spec.topologySpreadConstraints"), "  ");
    if !text(template, "spec.priorityClassName").is_empty() {
        page.field(1, "Priority Class Name", text(template, "spec.priorityClassName"));
    }
    page.labels("  Node-Selectors", template, "spec.nodeSelector");
    tolerations(page, "  Tolerations", items(template, "spec.tolerations"));
}
