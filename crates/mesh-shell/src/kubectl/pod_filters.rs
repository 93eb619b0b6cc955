//! Which pods of a node a drain deletes, which it leaves, and which stand in its way (`k8s.io/kubectl/pkg/drain/filters.go`).

use mesh_cluster::api::{ApiResource, Verb};
use serde_json::Value;

use super::call::Call;
use super::failure::Failure;
use super::infos::list;
use super::resources::address;
use crate::time::{SECOND, parse_time};
use crate::{Context, json};

const DAEMON_SET: &str = "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)";
const LOCAL_STORAGE: &str = "cannot delete Pods with local storage (use --delete-emptydir-data to override)";
const UNMANAGED: &str = "cannot delete Pods that declare no controller (use --force to override)";

/// What is asked of pods.
#[derive(Clone, Debug)]
pub(super) struct Filters {
    /// The resource of pods.
    pub(super) pods: ApiResource,
    selector: String,
    force: bool,
    ignore_daemon_sets: bool,
    delete_empty_dir: bool,
    skip_after: i64,
}

/// What becomes of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Okay,
    Skip,
    Warning(bool, String),
    Error(String),
}

/// The pods of a node with their verdicts.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pods: Vec<(Value, Verdict)>,
}

/// What can be asked of judged pods.
pub(super) trait Pods {
    /// Those that are deleted.
    fn to_delete(&self) -> impl Iterator<Item = &Value>;
    /// What is said of them, in one line.
    fn warnings(&self) -> String;
    /// Whether some stand in the way.
    fn errors(&self) -> Result<(), Failure>;
}

impl Filters {
    pub(super) fn of(call: &Call) -> Self {
        let pods = mesh_cluster::api::KUBERNETES.iter().find(|resource| resource.plural == "pods");
        Filters {
            pods: pods.copied().unwrap_or(ApiResource {
                group: "",
                version: "v1",
                plural: "pods",
                short_names: &["po"],
                kind: "Pod",
                namespaced: true,
                in_all: true,
            }),
            selector: call.text("pod-selector").to_owned(),
            force: call.is("force"),
            ignore_daemon_sets: call.is("ignore-daemonsets"),
            delete_empty_dir: call.is("delete-emptydir-data"),
            skip_after: call.number("skip-wait-for-delete-timeout"),
        }
    }

    /// The pods of a node, judged.
    pub(super) fn pods(&self, node: &str, context: &mut Context<'_>) -> Result<Judged, Failure> {
        let found = list(&self.pods, None, &self.selector, &format!("spec.nodeName={node}"), context)?;
        let pods = found.into_iter().map(|pod| {
            let verdict = self.judge(&pod, context);
            (pod, verdict)
        });
        Ok(Judged { pods: pods.collect() })
    }

    /// The first filter that keeps a pod decides; of those that let it go the last one has the word.
    fn judge(&self, pod: &Value, context: &mut Context<'_>) -> Verdict {
        let ended = matches!(json::text(pod, "status.phase"), "Succeeded" | "Failed");
        let owner = json::controller(pod);
        if self.skip_after > 0
            && let Some(since) = parse_time(json::text(pod, "metadata.deletionTimestamp"))
            && super::wall(context) - since > i128::from(self.skip_after) * i128::from(SECOND)
        {
            return Verdict::Skip;
        }
        if let Some(owner) = owner.filter(|owner| json::text(owner, "kind") == "DaemonSet" && !ended) {
            match self.daemon_set(pod, json::text(owner, "name"), context) {
                Verdict::Warning(true, _) => {}
                kept => return kept,
            }
        }
        if json::at(pod, "metadata.annotations").get("kubernetes.io/config.mirror").is_some() {
            return Verdict::Skip;
        }
        let local = json::items(pod, "spec.volumes").iter().any(|volume| volume.get("emptyDir").is_some());
        if local && !ended && !self.delete_empty_dir {
            return Verdict::Error(LOCAL_STORAGE.to_owned());
        }
        if ended || owner.is_some() {
            return Verdict::Okay;
        }
        match self.force {
            true => Verdict::Warning(true, "deleting Pods that declare no controller".to_owned()),
            false => Verdict::Error(UNMANAGED.to_owned()),
        }
    }

    fn daemon_set(&self, pod: &Value, name: &str, context: &mut Context<'_>) -> Verdict {
        let sets = context.server.resources().into_iter().find(|resource| resource.plural == "daemonsets");
        let found = sets.map(|sets| context.server.call(&Verb::Get(address(&sets, json::namespace(pod), name))));
        match found {
            Some(Err(status)) if status.reason == "NotFound" && self.force => Verdict::Warning(true, status.message),
            Some(Err(status)) => Verdict::Error(status.message),
            _ if self.ignore_daemon_sets => Verdict::Warning(false, "ignoring DaemonSet-managed Pods".to_owned()),
            _ => Verdict::Error(DAEMON_SET.to_owned()),
        }
    }
}

impl Judged {
    /// What is said, each sentence once with the pods that it is said of.
    fn said<'a>(&'a self, of: impl Fn(&'a Verdict) -> Option<&'a String>) -> Vec<String> {
        let mut all: Vec<(&String, Vec<String>)> = Vec::new();
        for (pod, verdict) in &self.pods {
            let Some(text) = of(verdict) else { continue };
            let name = format!("{}/{}", json::namespace(pod), json::name(pod));
            match all.iter_mut().find(|(known, _)| *known == text) {
                Some((_, names)) => names.push(name),
                None => all.push((text, vec![name])),
            }
        }
        all.into_iter().map(|(text, names)| format!("{text}: {}", names.join(", "))).collect()
    }
}

impl Pods for Judged {
    fn to_delete(&self) -> impl Iterator<Item = &Value> {
        self.pods
            .iter()
            .filter(|(_, verdict)| matches!(verdict, Verdict::Okay | Verdict::Warning(true, _)))
            .map(|(pod, _)| pod)
    }

    fn warnings(&self) -> String {
        self.said(|verdict| if let Verdict::Warning(_, text) = verdict { Some(text) } else { None }).join("; ")
    }

    fn errors(&self) -> Result<(), Failure> {
        let all = self.said(|verdict| if let Verdict::Error(text) = verdict { Some(text) } else { None });
        match all.len() {
            0 => Ok(()),
            _ => Err(Failure::Many(all.into_iter().map(Failure::Error).collect())),
        }
    }
}
