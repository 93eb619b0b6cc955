//! `kubectl scale` (`k8s.io/kubectl/pkg/cmd/scale`).

use mesh_cluster::api::Verb;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::output::{DryRun, say};
use crate::{Context, json as look};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !call.has("replicas") {
        return error("required flag(s) \"replicas\" not set");
    }
    let dry_run = DryRun::of(call, context)?;
    let Ok(replicas) = u32::try_from(call.number("replicas")) else {
        return error("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
    };
    let expected = call.number("current-replicas");
    if expected < -1 {
        return error("The --current-replicas must specify an integer of -1 or greater");
    }
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        all: call.is("all"),
        ..Query::default()
    };
    let found = find(call, &query, context)?;
    let nothing = found.infos.is_empty() && found.failures.is_empty();
    let mut failures = found.failures;
    for info in found.infos {
        let result = one_object(&info, replicas, expected, dry_run, context);
        let said = result.and_then(|object| say(call, &info, &object, "scaled", dry_run, context));
        failures.extend(said.err());
    }
    if nothing {
        return error("no objects passed to scale");
    }
    super::ended(failures)
}

fn one_object(
    info: &Info,
    replicas: u32,
    expected: i64,
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<serde_json::Value, Failure> {
    let scales = matches!(
        (info.resource.group, info.resource.plural),
        ("apps", "deployments" | "replicasets" | "statefulsets") | ("", "replicationcontrollers")
    );
    if dry_run == DryRun::Client {
        return Ok(info.object.clone());
    }
    if !scales {
        let status = mesh_cluster::api::Status {
            code: 404,
            reason: "NotFound".to_owned(),
            message: "the server could not find the requested resource".to_owned(),
            ..Default::default()
        };
        return Err(status.into());
    }
    let current = look::number(&info.object, "spec.replicas");
    if expected != -1 && current != expected {
        return error(format!("Expected replicas to be {expected}, was {current}"));
    }
    let verb = Verb::Scale { address: info.address(), replicas, dry_run: dry_run == DryRun::Server };
    Ok(context.server.call(&verb)?)
}
