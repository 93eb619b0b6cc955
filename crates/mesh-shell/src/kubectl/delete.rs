//! `kubectl delete`, and the wait for what is deleted (`k8s.io/kubectl/pkg/cmd/{delete,wait}`).

use mesh_cluster::api::{Propagation, Verb};
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::output::DryRun;
use super::resources::kind_name;
use crate::{Context, Program, Step, json};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let all = call.is("all");
    let selects = all || call.has("selector") || call.has("field-selector");
    let ignore = call.is("ignore-not-found") || (selects && !call.has("ignore-not-found"));
    let force = call.is("force");
    let mut grace = call.number("grace-period");
    if call.is("now") {
        if grace != -1 {
            return error("--now and --grace-period cannot be specified together");
        }
        grace = 1;
    }
    if grace == 0 && !force {
        grace = 1;
    }
    if force && grace < 0 {
        grace = 0;
    }
    let propagation = cascade(call)?;
    let dry_run = DryRun::of(call, context)?;
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        fields: call.text("field-selector").to_owned(),
        all,
        all_namespaces: call.is("all-namespaces"),
        names_only: true,
    };
    let found = find(call, &query, context)?;
    if !matches!(call.text("output"), "" | "name") {
        let output = call.text("output");
        return error(format!("unexpected -o output mode: {output}. We only support '-o name'"));
    }
    if all && call.has("selector") {
        return error("cannot set --all and --selector at the same time");
    }
    if force && grace > 0 {
        return error("--force and --grace-period greater than 0 cannot be specified together");
    }
    if force {
        context.err(
            "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The \
             resource may continue to run on the cluster indefinitely.\n",
        );
    }
    let mut failures = found.failures;
    let mut gone = Vec::new();
    let nothing = found.infos.is_empty() && failures.is_empty();
    for info in found.infos {
        let grace = u64::try_from(grace).ok();
        match one(call, &info, grace, propagation, dry_run, context) {
            Ok(uid) => gone.push((info, uid)),
            Err(failure) if ignore && failure.is_not_found() => {}
            Err(failure) => failures.push(failure.when("deleting", &info.source)),
        }
    }
    if !failures.is_empty() {
        return super::ended(failures);
    }
    if nothing {
        context.out("No resources found\n");
        return Ok(Ran::Done(0));
    }
    if !call.is("wait") || dry_run != DryRun::No || gone.is_empty() {
        return Ok(Ran::Done(0));
    }
    let timeout = call.duration("timeout");
    Ok(Ran::On(Box::new(Gone::new(gone, timeout, context))))
}

pub(super) fn cascade(call: &Call) -> Result<Propagation, Failure> {
    match call.text("cascade") {
        "" | "background" | "true" => Ok(Propagation::Background),
        "foreground" => Ok(Propagation::Foreground),
        "orphan" | "false" => Ok(Propagation::Orphan),
        other => {
            error(format!("invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""))
        }
    }
}

/// Deletes an object and says so; the answer is its uid.
fn one(
    call: &Call,
    info: &Info,
    grace: Option<u64>,
    propagation: Propagation,
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<String, Failure> {
    let mut uid = json::text(&info.object, "metadata.uid").to_owned();
    if dry_run != DryRun::Client {
        if uid.is_empty() {
            uid = info.fetch(context).map(|object| json::text(&object, "metadata.uid").to_owned()).unwrap_or_default();
        }
        let verb = Verb::Delete { address: info.address(), grace, propagation, dry_run: dry_run == DryRun::Server };
        context.server.call(&verb)?;
    }
    let text = if call.text("output") == "name" {
        info.called() + "\n"
    } else {
        deleted(info, if grace == Some(0) { "force deleted" } else { "deleted" }, dry_run)
    };
    context.out(&text);
    Ok(uid)
}

/// `pod "x" deleted from default namespace`.
pub(super) fn deleted(info: &Info, operation: &str, dry_run: DryRun) -> String {
    let place = if info.namespace.is_empty() { String::new() } else { format!(" from {} namespace", info.namespace) };
    format!("{} {:?} {operation}{place}{}\n", kind_name(&info.resource), info.name, dry_run.suffix())
}

/// Waits until objects are no longer there.
#[derive(Clone, Debug)]
pub(super) struct Gone {
    left: Vec<(Info, String)>,
    until: Option<u64>,
    /// Whether each that is gone is said (`wait --for=delete`).
    say: bool,
}

impl Gone {
    /// Waits for at most `timeout` nanoseconds; 0 for as long as it takes.
    pub(super) fn new(left: Vec<(Info, String)>, timeout: u64, context: &Context<'_>) -> Self {
        let until = (timeout > 0).then(|| context.now().saturating_add(timeout));
        Gone { left, until, say: false }
    }

    /// Says `condition met` of each that is gone.
    pub(super) fn saying(self) -> Self {
        Gone { say: true, ..self }
    }
}

/// Whether an object is no longer there, or is another of the same name.
fn is_gone(info: &Info, uid: &str, context: &mut Context<'_>) -> bool {
    match context.server.call(&Verb::Get(info.address())) {
        Ok(object) => {
            let now = json::at(&object, "metadata.uid");
            !uid.is_empty() && *now != Value::String(uid.to_owned())
        }
        Err(status) => status.reason == "NotFound",
    }
}

impl Program for Gone {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut left = Vec::new();
        for (info, uid) in std::mem::take(&mut self.left) {
            if !is_gone(&info, &uid, context) {
                left.push((info, uid));
            } else if self.say {
                context.out(&format!("{} condition met\n", info.called()));
            }
        }
        self.left = left;
        if self.left.is_empty() {
            return Step::Done(0);
        }
        if self.until.is_some_and(|until| context.now() >= until) {
            let failures = self.left.iter().map(|(info, _)| timed_out(info)).collect();
            return super::fail(&Failure::Many(failures), context);
        }
        Step::Wait { until: self.until, on_change: true }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// `timed out waiting for the condition on pods/x`.
pub(super) fn timed_out(info: &Info) -> Failure {
    Failure::Error(format!("timed out waiting for the condition on {}/{}", info.resource.plural, info.name))
}
