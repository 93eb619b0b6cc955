//! Figures of a moment: pods, endpoints, what command lines say.

use mesh_cluster::api::{Resource, Verb};
use mesh_sim::{LineResult, Observation, Stopped, Work};
use mesh_words::{Words, say};
use serde_json::Value;

use super::figure::Measured;
use super::plan::{Figure, PodsAsked};

/// Measures a figure of a moment in a copy of the run; `None` for one that is counted.
///
/// # Errors
/// The work is used up.
pub(super) fn measure(
    figure: &Figure,
    observation: &Observation,
    work: &mut Work,
) -> Result<Option<Measured>, Stopped> {
    Ok(Some(match figure {
        Figure::Endpoints { namespace, service, labels } => match observation.endpoints(namespace, service, labels) {
            Some(count) => Measured::Count(count),
            None => Measured::Nothing(say!("check-seen-no-service", service)),
        },
        Figure::Pods(pods) => count(pods, observation, work),
        Figure::Output(line) => {
            let LineResult { output, exit_code } = observation.line(line, work)?;
            if exit_code.is_some() { Measured::Text(output) } else { Measured::Nothing(say!("check-seen-no-end")) }
        }
        Figure::ExitCode(line) => match observation.line(line, work)?.exit_code {
            Some(code) => Measured::Text(code.to_string()),
            None => Measured::Nothing(say!("check-seen-no-end")),
        },
        _ => return Ok(None),
    }))
}

fn count(asked: &PodsAsked, observation: &Observation, work: &mut Work) -> Measured {
    let resource = Resource { group: String::new(), plural: "pods".to_owned() };
    let phase = asked.phase.as_ref().map(|phase| format!("status.phase={phase}"));
    let node = asked.node.as_ref().map(|node| format!("spec.nodeName={node}"));
    let fields = [phase, node].into_iter().flatten().collect::<Vec<_>>().join(",");
    let namespace = Some(asked.namespace.clone());
    let list = Verb::List { resource, namespace, labels: asked.labels.clone(), fields };
    match observation.call(&list, work) {
        Ok(list) => {
            let pods = list.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let is_meant = |pod: &&Value| asked.ready.is_none_or(|ready| is_ready(pod) == ready);
            Measured::Count(pods.iter().filter(is_meant).count() as u64)
        }
        Err(status) => Measured::Nothing(Words::theirs(status.message)),
    }
}

fn is_ready(pod: &Value) -> bool {
    let conditions = pod.pointer("/status/conditions").and_then(Value::as_array);
    conditions.into_iter().flatten().any(|condition| {
        condition.get("type").and_then(Value::as_str) == Some("Ready")
            && condition.get("status").and_then(Value::as_str) == Some("True")
    })
}
