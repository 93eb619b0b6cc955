//! `kubectl apply view-last-applied` (`k8s.io/kubectl/pkg/cmd/apply/apply_view_last_applied.go`).

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{NOTHING, Query, find};
use super::merge::last_applied;
use super::yaml_out;
use crate::Context;

pub(super) fn view(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let as_json = match call.text("output") {
        "" | "yaml" => false,
        "json" => true,
        other => {
            return call
                .usage(format!("Unexpected -o output mode: {other}, the flag 'output' must be one of yaml|json"));
        }
    };
    if call.arguments.is_empty() && !call.has("filename") {
        return error(NOTHING);
    }
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        all: call.is("all"),
        ..Query::default()
    };
    for info in find(call, &query, context)?.all()? {
        // Of what was never applied nothing is said.
        if let Some(object) = last_applied(&info.object) {
            let text = if as_json { yaml_out::json(&object) } else { yaml_out::yaml(&object) };
            context.out(&text);
        }
    }
    Ok(Ran::Done(0))
}
