//! `kubectl replace`, and `--force`: deleted and made anew (`k8s.io/kubectl/pkg/cmd/replace`).

use mesh_cluster::api::{Propagation, Verb};

use super::Ran;
use super::call::Call;
use super::delete::{Gone, deleted};
use super::failure::{Failure, error};
use super::field_validation::Validation;
use super::infos::{Info, namespace};
use super::manifest;
use super::merge::with_annotation;
use super::output::{DryRun, say};
use crate::{Context, Program, Step, json};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !call.arguments.is_empty() {
        return call.usage(format!("Unexpected args: [{}]", call.arguments.join(" ")));
    }
    if !call.has("filename") && !call.has("kustomize") {
        return error("must specify one of -f and -k");
    }
    let dry_run = DryRun::of(call, context)?;
    let home = namespace(call, context);
    let (infos, mut failures) = manifest::read(call, &call.each("filename"), &home, context)?;
    // Without any object a replacement ends without a word; a forced one misses them.
    if infos.is_empty() && failures.is_empty() && call.is("force") {
        return error("no objects passed to replace");
    }
    if call.is("force") {
        return force(call, infos, failures, context);
    }
    for info in infos {
        let mut object = info.object.clone();
        if call.is("save-config") || super::merge::last_applied(&object).is_some() {
            object = with_annotation(&object);
        }
        let result = match dry_run {
            DryRun::Client => Ok(object),
            _ => {
                let verb = Verb::Replace { address: info.address(), object, dry_run: dry_run == DryRun::Server };
                Validation::of(call)?
                    .call(verb, context)
                    .map_err(|status| Failure::from(status).when("replacing", &info.source))
            }
        };
        let said = result.and_then(|object| say(call, &info, &object, "replaced", dry_run, context));
        failures.extend(said.err());
    }
    super::ended(failures)
}

fn force(call: &Call, infos: Vec<Info>, failures: Vec<Failure>, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !failures.is_empty() {
        return super::ended(failures);
    }
    let mut gone = Vec::new();
    for info in &infos {
        let uid = match info.fetch(context) {
            Ok(object) => json::text(&object, "metadata.uid").to_owned(),
            Err(failure) if failure.is_not_found() => continue,
            Err(failure) => return Err(failure),
        };
        let grace = u64::try_from(call.number("grace-period")).ok();
        let verb =
            Verb::Delete { address: info.address(), grace, propagation: Propagation::Background, dry_run: false };
        context.server.call(&verb)?;
        context.out(&deleted(info, "deleted", DryRun::No));
        gone.push((info.clone(), uid));
    }
    let gone = Gone::new(gone, call.duration("timeout"), context);
    Ok(Ran::On(Box::new(Force { call: call.clone(), infos, gone })))
}

/// Waits until what was deleted is gone, then makes it anew.
#[derive(Clone, Debug)]
struct Force {
    call: Call,
    infos: Vec<Info>,
    gone: Gone,
}

impl Program for Force {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        match self.gone.step(context) {
            Step::Done(0) => {}
            step => return step,
        }
        for info in std::mem::take(&mut self.infos) {
            let verb = Verb::Create {
                resource: info.resource.resource(),
                namespace: info.namespace.clone(),
                object: info.object.clone(),
                dry_run: false,
            };
            let said = context
                .server
                .call(&verb)
                .map_err(Failure::from)
                .and_then(|object| say(&self.call, &info, &object, "replaced", DryRun::No, context));
            if let Err(failure) = said {
                return super::fail(&failure, context);
            }
        }
        Step::Done(0)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
