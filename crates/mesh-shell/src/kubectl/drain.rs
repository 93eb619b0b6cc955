//! `kubectl cordon`, `uncordon` and `drain` (`k8s.io/kubectl/pkg/{drain,cmd/drain}`).

use mesh_cluster::api::{PatchType, Propagation, Verb};
use serde_json::{Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, get, list};
use super::output::DryRun;
use super::pod_filters::{Filters, Pods};
use super::resources::one;
use crate::time::{SECOND, go_duration};
use crate::{Context, Program, Step, json as look};

/// After so long a refused eviction is tried again.
const RETRY: u64 = 5 * SECOND;
/// So often it is looked whether a pod is gone.
const POLL: u64 = SECOND;
/// After how long the API server repeats an eviction whose budget another one wrote meanwhile
/// (`EvictionsRetry` of `pkg/registry/core/pod/storage/eviction.go`; a tenth more by chance).
const CONFLICT: u64 = SECOND / 2;
/// When the server's answers are back: controllers see a pod without grace go before the drain says so.
const ROUND_TRIP: u64 = 50 * MILLISECOND;
const MILLISECOND: u64 = SECOND / 1000;

/// `cordon` and `uncordon`.
pub(super) fn cordon(call: &Call, wanted: bool, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let dry_run = DryRun::of(call, context)?;
    let nodes = nodes(call, context)?;
    cordon_nodes(&nodes, wanted, dry_run, context);
    Ok(Ran::Done(0))
}

/// The nodes that are named; all of them, or a failure.
fn nodes(call: &Call, context: &mut Context<'_>) -> Result<Vec<Info>, Failure> {
    let labels = call.text("selector");
    if call.arguments.is_empty() && !call.has("selector") {
        return call.usage(format!("USAGE: {} NODE [flags]", call.command.name()));
    }
    if !call.arguments.is_empty() && !labels.is_empty() {
        return call.usage("error: cannot specify both a node name and a --selector option");
    }
    let selector = call.text("pod-selector");
    if !selector.is_empty() && mesh_cluster::api::labels::parse(selector).is_err() {
        return error("--pod-selector=<pod_selector> must be a valid label selector");
    }
    let resource = one("nodes", context)?;
    if call.arguments.is_empty() {
        let found = list(&resource, None, labels, "", context)?;
        return Ok(found.into_iter().map(|object| Info::of(resource, object)).collect());
    }
    let mut infos = Vec::new();
    for argument in &call.arguments {
        let (kind, name) = argument.split_once('/').unwrap_or(("nodes", argument));
        let named = one(kind, context)?;
        if named.plural != "nodes" {
            return error(format!("error: expected resource of type node, got \"/v1, Resource={}\"", named.plural));
        }
        infos.push(Info::of(resource, get(&resource, "", name, context)?));
    }
    Ok(infos)
}

fn cordon_nodes(nodes: &[Info], wanted: bool, dry_run: DryRun, context: &mut Context<'_>) {
    let word = if wanted { "cordoned" } else { "uncordoned" };
    for node in nodes {
        let is = look::at(&node.object, "spec.unschedulable") == &Value::Bool(true);
        let said = if is == wanted {
            format!("already {word}")
        } else {
            if dry_run != DryRun::Client {
                let value = if wanted { Value::Bool(true) } else { Value::Null };
                let verb = Verb::Patch {
                    address: node.address(),
                    patch_type: PatchType::StrategicMerge,
                    patch: json!({ "spec": { "unschedulable": value } }),
                    dry_run: dry_run == DryRun::Server,
                };
                if let Err(status) = context.server.call(&verb) {
                    let verb = if wanted { "cordon" } else { "uncordon" };
                    context.err(&format!("error: unable to {verb} node {:?}: {}\n", node.name, status.message));
                    continue;
                }
            }
            word.to_owned()
        };
        context.out(&format!("node/{} {said}{}\n", node.name, dry_run.suffix()));
    }
}

/// `drain`.
pub(super) fn drain(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let dry_run = DryRun::of(call, context)?;
    let nodes = nodes(call, context)?;
    cordon_nodes(&nodes, true, dry_run, context);
    let mut drain = Drain {
        filters: Filters::of(call),
        dry_run,
        disable_eviction: call.is("disable-eviction"),
        grace: u64::try_from(call.number("grace-period")).ok(),
        timeout: call.duration("timeout"),
        nodes: nodes.into_iter().rev().map(|node| node.name).collect(),
        node: None,
        failed: Vec::new(),
    };
    match drain.step(context) {
        Step::Done(code) => Ok(Ran::Done(code)),
        Step::Wait { .. } => Ok(Ran::On(Box::new(drain))),
    }
}

/// A drain that waits for pods to go.
#[derive(Clone, Debug)]
struct Drain {
    filters: Filters,
    dry_run: DryRun,
    disable_eviction: bool,
    grace: Option<u64>,
    timeout: u64,
    /// The nodes that are left, the next one last.
    nodes: Vec<String>,
    node: Option<(String, Evictions)>,
    failed: Vec<(String, Failure)>,
}

/// The pods of a node that are on their way.
#[derive(Clone, Debug)]
struct Evictions {
    began: u64,
    pods: Vec<Eviction>,
    failures: Vec<Failure>,
}

/// A pod and when something is done about it next.
#[derive(Clone, Debug)]
struct Eviction {
    namespace: String,
    name: String,
    uid: String,
    /// Whether the server has taken the eviction.
    taken: bool,
    /// Whether the server is still at it: what it repeats by itself the client does not see.
    in_call: bool,
    next: u64,
}

impl Drain {
    fn deadline(&self, began: u64) -> Option<u64> {
        (self.timeout > 0).then(|| began.saturating_add(self.timeout))
    }

    /// Begins with a node: what stands in the way, or the pods that have to go.
    fn begin(&mut self, node: &str, context: &mut Context<'_>) -> Result<Evictions, Failure> {
        let pods = self.filters.pods(node, context)?;
        pods.errors()?;
        let warnings = pods.warnings();
        if !warnings.is_empty() {
            context.err(&format!("Warning: {warnings}\n"));
        }
        let began = context.now();
        let mut evictions = Evictions { began, pods: Vec::new(), failures: Vec::new() };
        for pod in pods.to_delete() {
            let (namespace, name) = (look::namespace(pod).to_owned(), look::name(pod).to_owned());
            let uid = look::text(pod, "metadata.uid").to_owned();
            if self.dry_run == DryRun::Client {
                context.out(&format!("evicting pod {namespace}/{name} (dry run)\n"));
                continue;
            }
            evictions.pods.push(Eviction { namespace, name, uid, taken: false, in_call: false, next: began });
        }
        if self.disable_eviction {
            for pod in &mut evictions.pods {
                let verb = Verb::Delete {
                    address: super::resources::address(&self.filters.pods, &pod.namespace, &pod.name),
                    grace: self.grace,
                    propagation: Propagation::Background,
                    dry_run: self.dry_run == DryRun::Server,
                };
                match context.server.call(&verb) {
                    Ok(_) => {}
                    Err(status) if status.reason == "NotFound" => {}
                    Err(status) => return Err(status.into()),
                }
                pod.taken = true;
            }
        }
        Ok(evictions)
    }

    /// Goes on with the pods of a node; the time of the next thing to do, `None` once all are gone or have failed.
    fn go_on(&self, evictions: &mut Evictions, context: &mut Context<'_>) -> Option<u64> {
        let now = context.now();
        let deadline = self.deadline(evictions.began);
        let pods = std::mem::take(&mut evictions.pods);
        for mut pod in pods {
            if pod.next <= now && !pod.taken {
                match self.evict(&mut pod, deadline, context) {
                    Ok(true) => {}
                    Ok(false) => continue,
                    Err(failure) => {
                        evictions.failures.push(failure);
                        continue;
                    }
                }
            }
            if pod.taken && pod.next <= now {
                match self.look(&mut pod, deadline, context) {
                    Ok(true) => continue,
                    Ok(false) => {}
                    Err(failure) => {
                        evictions.failures.push(failure);
                        continue;
                    }
                }
            }
            evictions.pods.push(pod);
        }
        let of_pods = evictions.pods.iter().map(|pod| pod.next).min();
        // Those that wait for a pod to go notice the time-out at once, those that wait to try again do not.
        let waits = evictions.pods.iter().any(|pod| pod.taken);
        match (of_pods, deadline.filter(|deadline| waits && *deadline > now)) {
            (Some(next), Some(deadline)) => Some(next.min(deadline)),
            (next, _) => next,
        }
    }

    /// Tries an eviction: whether the pod is still there.
    fn evict(&self, pod: &mut Eviction, deadline: Option<u64>, context: &mut Context<'_>) -> Result<bool, Failure> {
        let (namespace, name, now) = (&pod.namespace, &pod.name, context.now());
        let suffix = if self.dry_run == DryRun::Server { self.dry_run.suffix() } else { "" };
        let what = format!("error when evicting pods/{name:?} -n {namespace:?}");
        let again = std::mem::take(&mut pod.in_call);
        if !again {
            context.out(&format!("evicting pod {namespace}/{name}{suffix}\n"));
        }
        if !again && deadline.is_some_and(|deadline| now >= deadline) {
            return error(format!("{what}: global timeout reached: {}", go_duration(self.timeout)));
        }
        let verb = Verb::Evict {
            address: super::resources::address(&self.filters.pods, namespace, name),
            grace: self.grace,
            dry_run: self.dry_run == DryRun::Server,
        };
        match context.server.call(&verb) {
            Ok(_) if self.dry_run == DryRun::Server => Ok(false),
            Ok(_) => {
                pod.taken = true;
                pod.next = now.saturating_add(ROUND_TRIP);
                Ok(true)
            }
            Err(status) if status.reason == "NotFound" => Ok(false),
            Err(status) if status.reason == "TooManyRequests" => {
                context.err(&format!("{what} (will retry after 5s): {}\n", status.message));
                pod.next = now.saturating_add(RETRY);
                Ok(true)
            }
            Err(status) if status.reason == "Conflict" => {
                pod.in_call = true;
                let jitter = name.bytes().map(u64::from).sum::<u64>() * 7 % 50;
                pod.next = now.saturating_add(CONFLICT).saturating_add(jitter * MILLISECOND);
                Ok(true)
            }
            Err(status) => error(format!("{what}: {}", status.message)),
        }
    }

    /// Looks whether a pod is gone.
    fn look(&self, pod: &mut Eviction, deadline: Option<u64>, context: &mut Context<'_>) -> Result<bool, Failure> {
        let now = context.now();
        let gone = match context.server.call(&Verb::Get(super::resources::address(
            &self.filters.pods,
            &pod.namespace,
            &pod.name,
        ))) {
            Ok(object) => look::text(&object, "metadata.uid") != pod.uid,
            Err(status) => status.reason == "NotFound",
        };
        if gone {
            let word = if self.disable_eviction { "deleted" } else { "evicted" };
            let suffix = if self.dry_run == DryRun::Server { self.dry_run.suffix() } else { "" };
            context.out(&format!("pod/{} {word}{suffix}\n", pod.name));
            return Ok(true);
        }
        if deadline.is_some_and(|deadline| now >= deadline) {
            let text = "context deadline exceeded";
            return error(match self.disable_eviction {
                true => text.to_owned(),
                false => format!(
                    "error when waiting for pod {:?} in namespace {:?} to terminate: {text}",
                    pod.name, pod.namespace
                ),
            });
        }
        pod.next = now.saturating_add(POLL);
        if let Some(deadline) = deadline {
            pod.next = pod.next.min(deadline.max(now + 1));
        }
        Ok(false)
    }

    /// Says that a node is drained, or why not.
    fn end(&mut self, node: &str, result: Result<(), Failure>, context: &mut Context<'_>) {
        match result {
            Ok(()) => context.out(&format!("node/{node} drained{}\n", self.dry_run.suffix())),
            Err(failure) => {
                let why = failure.inner();
                context
                    .err(&format!("error: unable to drain node {node:?} due to error: {why}, continuing command...\n"));
                self.failed.push((node.to_owned(), failure));
            }
        }
    }

    /// What is said of the pods that are left after a failure.
    fn pending(&self, node: &str, failure: &Failure, context: &mut Context<'_>) {
        let Ok(pods) = self.filters.pods(node, context) else { return };
        let left: Vec<String> = pods.to_delete().map(|pod| format!("pod/{}\n", look::name(pod))).collect();
        if !left.is_empty() {
            let why = failure.inner();
            context.err(&format!("There are pending pods in node {node:?} when an error occurred: {why}\n"));
            context.err(&left.concat());
        }
    }
}

impl Program for Drain {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        loop {
            if let Some((node, mut evictions)) = self.node.take() {
                if let Some(next) = self.go_on(&mut evictions, context) {
                    self.node = Some((node, evictions));
                    return Step::until(next);
                }
                let result = match evictions.failures.len() {
                    0 => Ok(()),
                    _ => Err(Failure::Many(evictions.failures)),
                };
                if let Err(failure) = &result {
                    self.pending(&node, failure, context);
                }
                self.end(&node, result, context);
            }
            let Some(node) = self.nodes.pop() else { break };
            match self.begin(&node, context) {
                Ok(evictions) => self.node = Some((node, evictions)),
                Err(failure) => self.end(&node, Err(failure), context),
            }
        }
        if self.failed.is_empty() {
            return Step::Done(0);
        }
        let names: String = self.failed.iter().map(|(node, _)| format!(" {node}\n")).collect();
        context.err(&format!("There are pending nodes to be drained:\n{names}"));
        let failures: Vec<Failure> =
            std::mem::take(&mut self.failed).into_iter().flat_map(|(_, failure)| flat(failure)).collect();
        // Aggregates print their errors one by one, without `error: `; a single one prints as it is.
        let text: String = failures.iter().map(|failure| failure.inner() + "\n").collect();
        context.err(&text);
        Step::Done(1)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

fn flat(failure: Failure) -> Vec<Failure> {
    match failure {
        Failure::Many(failures) => failures.into_iter().flat_map(flat).collect(),
        other => vec![other],
    }
}
