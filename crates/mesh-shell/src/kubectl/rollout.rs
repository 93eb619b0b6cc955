//! `kubectl rollout status|pause|resume|restart` (`k8s.io/kubectl/pkg/{cmd/rollout,polymorphichelpers}`).

use mesh_cluster::api::{PatchType, Verb};
use serde_json::{Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find, namespace};
use super::output::{DryRun, say};
use super::resources::full_name;
use crate::time::rfc3339;
use crate::{Context, Program, Step, json as look};

/// The objects that the arguments name.
pub(super) fn named(call: &Call, context: &mut Context<'_>) -> Result<super::infos::Found, Failure> {
    if call.arguments.is_empty() && !call.has("filename") {
        return error("required resource not specified");
    }
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        all: true,
        ..Query::default()
    };
    find(call, &query, context)
}

/// `pause`, `resume` and `restart`: a patch each.
pub(super) fn change(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let found = named(call, context)?;
    if found.infos.is_empty() && found.failures.is_empty() {
        let place = namespace(call, context);
        context.err(&format!("No resources found in {place} namespace.\n"));
        return Ok(Ran::Done(0));
    }
    let mut failures = found.failures;
    for info in found.infos {
        let result = patch(call.command.name(), &info, context).and_then(|(patch, word)| {
            let verb =
                Verb::Patch { address: info.address(), patch_type: PatchType::StrategicMerge, patch, dry_run: false };
            let object = context
                .server
                .call(&verb)
                .map_err(|status| Failure::Error(format!("failed to patch: {}", status.message)))?;
            say(call, &info, &object, word, DryRun::No, context)
        });
        failures.extend(result.err());
    }
    super::ended(failures)
}

/// What is patched, and what is said of it.
fn patch(action: &str, info: &Info, context: &Context<'_>) -> Result<(Value, &'static str), Failure> {
    let paused = look::at(&info.object, "spec.paused") == &Value::Bool(true);
    let wrong = |why: &str| error(format!("error: {} {:?} {why}", full_name(&info.resource), info.name));
    let kind = (info.resource.group, info.resource.plural);
    match (action, kind) {
        ("pause", ("apps", "deployments")) if paused => wrong("is already paused"),
        ("pause", ("apps", "deployments")) => Ok((json!({"spec": {"paused": true}}), "paused")),
        ("pause", _) => wrong("pausing is not supported"),
        ("resume", ("apps", "deployments")) if !paused => wrong("is not paused"),
        ("resume", ("apps", "deployments")) => Ok((json!({"spec": {"paused": null}}), "resumed")),
        ("resume", _) => wrong("resuming is not supported"),
        (_, ("apps", "deployments")) if paused => wrong("can't restart paused deployment (run rollout resume first)"),
        (_, ("apps", "deployments" | "daemonsets" | "statefulsets")) => {
            let now = rfc3339(super::wall(context));
            let annotations = json!({"kubectl.kubernetes.io/restartedAt": now});
            if look::at(&info.object, "spec.template.metadata.annotations").get("kubectl.kubernetes.io/restartedAt")
                == annotations.get("kubectl.kubernetes.io/restartedAt")
            {
                return error(format!(
                    "failed to create patch for {}: if restart has already been triggered within the past second, please \
                     wait before attempting to trigger another",
                    info.name
                ));
            }
            Ok((json!({"spec": {"template": {"metadata": {"annotations": annotations}}}}), "restarted"))
        }
        _ => wrong("restarting is not supported"),
    }
}

/// `status`, until the rollout has ended.
pub(super) fn status(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let revision = call.number("revision");
    if revision < 0 {
        return error(format!("revision must be a positive integer: {revision}"));
    }
    let found = named(call, context)?;
    if found.infos.is_empty() && found.failures.is_empty() {
        let place = namespace(call, context);
        context.err(&format!("No resources found in {place} namespace.\n"));
        return Ok(Ran::Done(0));
    }
    let mut infos = found.all()?;
    infos.reverse();
    let timeout = call.duration("timeout");
    let until = (timeout > 0).then(|| context.now().saturating_add(timeout));
    let mut status = Status { infos, until, revision, watch: call.is("watch"), version: String::new() };
    match status.step(context) {
        Step::Done(code) => Ok(Ran::Done(code)),
        Step::Wait { .. } => Ok(Ran::On(Box::new(status))),
    }
}

#[derive(Clone, Debug)]
struct Status {
    /// What is left to look at, the next one last.
    infos: Vec<Info>,
    until: Option<u64>,
    revision: i64,
    watch: bool,
    /// The version that was looked at last.
    version: String,
}

impl Status {
    /// Looks at an object: whether its rollout has ended.
    fn look(&mut self, info: &Info, context: &mut Context<'_>) -> Result<bool, Failure> {
        let object = match info.fetch(context) {
            Ok(object) => object,
            Err(failure) if failure.is_not_found() && !self.version.is_empty() => {
                return error("object has been deleted");
            }
            Err(failure) => return Err(failure),
        };
        let version = look::text(&object, "metadata.resourceVersion").to_owned();
        if !version.is_empty() && version == self.version {
            return Ok(false);
        }
        self.version = version;
        let (text, done) = seen(info, &object, self.revision)?;
        context.out(&text);
        Ok(done || !self.watch)
    }
}

impl Program for Status {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        while let Some(info) = self.infos.last().cloned() {
            match self.look(&info, context) {
                Err(failure) => return super::fail(&failure, context),
                Ok(true) => {
                    self.infos.pop();
                    self.version.clear();
                }
                Ok(false) => {
                    if self.until.is_some_and(|until| context.now() >= until) {
                        return super::fail(&Failure::Error("timed out waiting for the condition".to_owned()), context);
                    }
                    return Step::Wait { until: self.until, on_change: true };
                }
            }
        }
        Step::Done(0)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// What is said of a rollout, and whether it has ended (`rollout_status.go`).
fn seen(info: &Info, object: &Value, revision: i64) -> Result<(String, bool), Failure> {
    let number = |path: &str| look::number(object, path);
    let name = &info.name;
    let observed = number("metadata.generation") <= number("status.observedGeneration");
    match (info.resource.group, info.resource.plural) {
        ("apps", "deployments") => {
            let own = look::at(object, "metadata.annotations").get("deployment.kubernetes.io/revision");
            let own: i64 = own.and_then(Value::as_str).and_then(|text| text.parse().ok()).unwrap_or_default();
            if revision > 0 && revision != own {
                return error(format!("desired revision ({revision}) is different from the running revision ({own})"));
            }
            if !observed {
                return Ok(("Waiting for deployment spec update to be observed...\n".to_owned(), false));
            }
            let progressing = look::condition(object, "Progressing");
            if progressing.is_some_and(|condition| look::text(condition, "reason") == "ProgressDeadlineExceeded") {
                return error(format!("deployment {name:?} exceeded its progress deadline"));
            }
            let (wanted, updated) = (number("spec.replicas"), number("status.updatedReplicas"));
            let (all, available) = (number("status.replicas"), number("status.availableReplicas"));
            let what = if updated < wanted {
                format!("{updated} out of {wanted} new replicas have been updated")
            } else if all > updated {
                format!("{} old replicas are pending termination", all - updated)
            } else if available < updated {
                format!("{available} of {updated} updated replicas are available")
            } else {
                return Ok((format!("deployment {name:?} successfully rolled out\n"), true));
            };
            Ok((format!("Waiting for deployment {name:?} rollout to finish: {what}...\n"), false))
        }
        ("apps", "daemonsets") => {
            if look::text(object, "spec.updateStrategy.type") != "RollingUpdate" {
                return error("rollout status is only available for RollingUpdate strategy type");
            }
            if !observed {
                return Ok(("Waiting for daemon set spec update to be observed...\n".to_owned(), false));
            }
            let wanted = number("status.desiredNumberScheduled");
            let (updated, available) = (number("status.updatedNumberScheduled"), number("status.numberAvailable"));
            let what = if updated < wanted {
                format!("{updated} out of {wanted} new pods have been updated")
            } else if available < wanted {
                format!("{available} of {wanted} updated pods are available")
            } else {
                return Ok((format!("daemon set {name:?} successfully rolled out\n"), true));
            };
            Ok((format!("Waiting for daemon set {name:?} rollout to finish: {what}...\n"), false))
        }
        ("apps", "statefulsets") => {
            if look::text(object, "spec.updateStrategy.type") != "RollingUpdate" {
                return error("rollout status is only available for RollingUpdate strategy type");
            }
            if !observed || number("status.observedGeneration") == 0 {
                return Ok(("Waiting for statefulset spec update to be observed...\n".to_owned(), false));
            }
            let (wanted, ready) = (number("spec.replicas"), number("status.readyReplicas"));
            let updated = number("status.updatedReplicas");
            if ready < wanted {
                return Ok((format!("Waiting for {} pods to be ready...\n", wanted - ready), false));
            }
            if !look::at(object, "spec.updateStrategy.rollingUpdate").is_null() {
                let target = wanted - number("spec.updateStrategy.rollingUpdate.partition");
                if updated < target {
                    return Ok((
                        format!(
                            "Waiting for partitioned roll out to finish: {updated} out of {target} new pods have been updated...\n"
                        ),
                        false,
                    ));
                }
                return Ok((format!("partitioned roll out complete: {updated} new pods have been updated...\n"), true));
            }
            let (new, current) =
                (look::text(object, "status.updateRevision"), look::text(object, "status.currentRevision"));
            if new != current {
                return Ok((
                    format!("waiting for statefulset rolling update to complete {updated} pods at revision {new}...\n"),
                    false,
                ));
            }
            let pods = number("status.currentReplicas");
            Ok((format!("statefulset rolling update complete {pods} pods at revision {current}...\n"), true))
        }
        _ => error(format!("no status viewer has been implemented for {}", info.resource.kind)),
    }
}
