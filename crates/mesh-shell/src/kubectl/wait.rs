//! `kubectl wait` (`k8s.io/kubectl/pkg/cmd/wait`).

use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::delete::{Gone, timed_out};
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::json_path::{JsonPath, relaxed};
use crate::{Context, Program, Step, json};

/// What is waited for.
#[derive(Clone, Debug)]
enum Condition {
    Delete,
    Create,
    Is { kind: String, status: String },
    Path { path: JsonPath, value: Option<String> },
}

impl Condition {
    fn parse(text: &str) -> Result<Condition, Failure> {
        let lower = text.to_lowercase();
        if lower == "delete" {
            return Ok(Condition::Delete);
        }
        if lower == "create" {
            return Ok(Condition::Create);
        }
        if let Some(rest) = text.strip_prefix("condition=") {
            let (kind, status) = rest.split_once('=').unwrap_or((rest, "true"));
            return Ok(Condition::Is { kind: kind.to_owned(), status: status.to_owned() });
        }
        if let Some(rest) = text.strip_prefix("jsonpath=") {
            let end = rest.find('}').map_or(rest.find('=').unwrap_or(rest.len()), |at| at + 1);
            let (path, value) = (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default());
            let path = relaxed(path.trim_matches('\'')).map_err(Failure::Error)?;
            let value = value.trim_start_matches('\'');
            let value = match value.strip_prefix('=') {
                Some("") => {
                    return error(
                        "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
                    );
                }
                Some(value) => Some(value.trim_matches(['\'', '"']).to_owned()),
                None => None,
            };
            let path = JsonPath::parse(&path).map_err(Failure::Error)?;
            return Ok(Condition::Path { path, value });
        }
        error(format!("unrecognized condition: {text:?}"))
    }

    /// Whether an object is as it should be.
    fn holds(&self, object: &Value) -> bool {
        match self {
            Condition::Delete | Condition::Create => true,
            Condition::Is { kind, status } => json::items(object, "status.conditions").iter().any(|condition| {
                let known = json::text(condition, "type").eq_ignore_ascii_case(kind);
                // A condition of an older generation says nothing of this one.
                let observed = json::at(condition, "observedGeneration").as_i64();
                let current = json::at(object, "metadata.generation").as_i64();
                let stale = observed.zip(current).is_some_and(|(observed, current)| observed < current);
                known && !stale && json::text(condition, "status").eq_ignore_ascii_case(status)
            }),
            Condition::Path { path, value } => {
                let found = path.find(object);
                match (found.first(), value) {
                    (None, _) => false,
                    (Some(_), None) => true,
                    (Some(found), Some(value)) => json::shown(found) == *value,
                }
            }
        }
    }
}

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let conditions = call.each("for");
    if conditions.is_empty() {
        return error("unrecognized condition: []");
    }
    let conditions: Vec<Condition> = conditions.iter().map(|text| Condition::parse(text)).collect::<Result<_, _>>()?;
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        fields: call.text("field-selector").to_owned(),
        all: call.is("all"),
        all_namespaces: call.is("all-namespaces"),
        ..Query::default()
    };
    if conditions.iter().any(|condition| matches!(condition, Condition::Delete)) {
        let found = find(call, &query, context)?;
        let failures: Vec<Failure> = found.failures.into_iter().filter(|failure| !failure.is_not_found()).collect();
        if !failures.is_empty() {
            return super::ended(failures);
        }
        let left: Vec<(Info, String)> = found
            .infos
            .into_iter()
            .map(|info| {
                let uid = json::text(&info.object, "metadata.uid").to_owned();
                (info, uid)
            })
            .collect();
        return Ok(Ran::On(Box::new(Gone::new(left, timeout(call), context).saying())));
    }
    let creates = conditions.iter().any(|condition| matches!(condition, Condition::Create));
    let mut wait = Wait {
        call: call.clone(),
        query,
        conditions,
        creates,
        left: None,
        until: context.now().saturating_add(timeout(call)),
        failures: Vec::new(),
    };
    match wait.go_on(context)? {
        Step::Done(code) => Ok(Ran::Done(code)),
        Step::Wait { .. } => Ok(Ran::On(Box::new(wait))),
    }
}

/// `--timeout`: 0 looks once, less than 0 waits for a week.
fn timeout(call: &Call) -> u64 {
    match call.text("timeout") {
        text if text.starts_with('-') => 7 * 24 * 3600 * crate::time::SECOND,
        _ => call.duration("timeout"),
    }
}

#[derive(Clone, Debug)]
struct Wait {
    call: Call,
    query: Query,
    conditions: Vec<Condition>,
    creates: bool,
    /// What has been found and does not yet hold, the next one last; `None` before anything was looked for.
    left: Option<Vec<Info>>,
    until: u64,
    failures: Vec<Failure>,
}

impl Wait {
    fn go_on(&mut self, context: &mut Context<'_>) -> Result<Step, Failure> {
        let waits = Step::Wait { until: Some(self.until), on_change: true };
        let over = context.now() >= self.until;
        if self.left.is_none() {
            let found = find(&self.call, &self.query, context)?;
            let missing = found.failures.iter().any(Failure::is_not_found);
            if self.creates && (missing || found.infos.is_empty()) {
                return if over { error("timed out waiting for the condition") } else { Ok(waits) };
            }
            let mut infos = found.all()?;
            if infos.is_empty() {
                return error("no matching resources found");
            }
            infos.reverse();
            self.left = Some(infos);
        }
        let conditions = self.conditions.clone();
        let left = self.left.get_or_insert_default();
        while let Some(info) = left.last() {
            let object = match info.fetch(context) {
                Ok(object) => object,
                Err(failure) => {
                    self.failures.push(failure);
                    left.pop();
                    continue;
                }
            };
            if conditions.iter().all(|condition| condition.holds(&object)) {
                context.out(&format!("{} condition met\n", info.called()).repeat(conditions.len()));
                left.pop();
            } else if over {
                self.failures.push(timed_out(info));
                left.pop();
            } else {
                return Ok(waits);
            }
        }
        super::ended(std::mem::take(&mut self.failures)).map(|_| Step::Done(0))
    }
}

impl Program for Wait {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        match self.go_on(context) {
            Ok(step) => step,
            Err(failure) => super::fail(&failure, context),
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
