//! `kubectl set env` (`k8s.io/kubectl/pkg/cmd/set/set_env.go` and `env/env_parse.go`).

use serde_json::{Map, Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Query, find};
use super::set::{change, containers, query, split};
use crate::{Context, json as look};

const NAME: &str = "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must \
    not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is \
    '[-._a-zA-Z][-._a-zA-Z0-9]*')";

fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '.' | '_');
    text.starts_with(letter) && text.chars().all(|c| letter(c) || c.is_ascii_digit())
}

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let (resources, mut changes) =
        split(call, |argument| argument.contains('=') || (argument.ends_with('-') && argument.len() > 1));
    if resources.is_empty() && !call.has("filename") {
        return error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
    }
    if call.is("list") && call.has("output") {
        return error("--list and --output may not be specified together");
    }
    if call.has("keys") && !call.has("from") {
        return error("when specifying --keys, a configmap or secret must be provided with --from");
    }
    changes.splice(0..0, call.each("env"));
    let (mut set, removed) = read(&changes)?;
    set.extend(taken(call, context)?);
    if call.is("list") {
        return list(call, resources, context);
    }
    let only = call.text("containers").to_owned();
    let overwrite = call.is("overwrite");
    change(call, resources, "env updated", context, |info, object| {
        let mut clash = None;
        containers(info, object, |name, container| {
            if only == "*" || only.is_empty() || name == only {
                clash = clash.take().or_else(|| lay(container, &set, &removed, overwrite));
            }
        })?;
        clash.map_or(Ok(()), error)
    })
}

/// Variables to set, and names of those to take away.
fn read(changes: &[String]) -> Result<(Vec<Value>, Vec<String>), Failure> {
    let (mut set, mut removed) = (Vec::new(), Vec::new());
    for change in changes {
        match change.split_once('=') {
            Some((name, _)) if !is_name(name) => return error(format!("{name:?} is not a valid key name: {NAME}")),
            Some((name, value)) => set.push(json!({"name": name, "value": value})),
            None => match change.strip_suffix('-') {
                Some(name) => removed.push(name.to_owned()),
                None => return error(format!("unknown environment variable: {change}")),
            },
        }
    }
    if removed.iter().any(|name| set.iter().any(|known| look::text(known, "name") == name)) {
        return error("can not both modify and remove the same environment variable in the same command");
    }
    Ok((set, removed))
}

/// The variables of `--from=configmap/NAME` and `--from=secret/NAME`: each key refers to where it is from.
fn taken(call: &Call, context: &mut Context<'_>) -> Result<Vec<Value>, Failure> {
    if !call.has("from") {
        return Ok(Vec::new());
    }
    let (keys, prefix) = (call.list("keys"), call.text("prefix"));
    let mut all = Vec::new();
    for info in
        find(call, &Query { arguments: vec![call.text("from").to_owned()], ..Query::default() }, context)?.all()?
    {
        let reference = match info.resource.plural {
            "configmaps" => "configMapKeyRef",
            "secrets" => "secretKeyRef",
            _ => return error("unsupported resource specified in --from"),
        };
        for (key, _) in look::entries(&info.object, "data") {
            if keys.is_empty() || keys.contains(key) {
                let name: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
                all.push(json!({
                    "name": format!("{prefix}{}", name.to_uppercase()),
                    "valueFrom": { reference: { "key": key, "name": info.name } },
                }));
            }
        }
    }
    Ok(all)
}

/// Lays variables on a container's; what is wrong with that.
fn lay(container: &mut Map<String, Value>, set: &[Value], removed: &[String], overwrite: bool) -> Option<String> {
    let list = container.entry("env").or_insert_with(|| Value::Array(Vec::new()));
    let list = list.as_array_mut()?;
    for new in set {
        let name = look::text(new, "name");
        match list.iter_mut().find(|known| look::text(known, "name") == name) {
            Some(known) if !overwrite && known != new => {
                let value = look::text(known, "value");
                return Some(format!("'{name}' already has a value ({value}), and --overwrite is false"));
            }
            Some(known) => *known = new.clone(),
            None => list.push(new.clone()),
        }
    }
    list.retain(|known| !removed.iter().any(|name| look::text(known, "name") == name));
    if list.is_empty() {
        container.remove("env");
    }
    None
}

/// `--list`.
fn list(call: &Call, resources: Vec<String>, context: &mut Context<'_>) -> Result<Ran, Failure> {
    for info in find(call, &query(call, resources), context)?.all()? {
        let mut object = info.object.clone();
        let mut text = String::new();
        containers(&info, &mut object, |name, container| {
            text.push_str(&format!("# {} {}, container {name}\n", info.resource.kind, info.name));
            for variable in container.get("env").and_then(Value::as_array).into_iter().flatten() {
                let name = look::text(variable, "name");
                text.push_str(&match reference(look::at(variable, "valueFrom")) {
                    Some(from) => format!("# {name} from {from}\n"),
                    None => format!("{name}={}\n", look::text(variable, "value")),
                });
            }
        })?;
        context.out(&text);
    }
    Ok(Ran::Done(0))
}

/// Where a variable's value is from (`GetEnvVarRefString`).
fn reference(from: &Value) -> Option<String> {
    let keyed = |field: &str, called: &str| {
        let of = from.get(field)?;
        Some(format!("{called} {}, key {}", look::text(of, "name"), look::text(of, "key")))
    };
    if from.is_null() {
        return None;
    }
    keyed("configMapKeyRef", "configmap")
        .or_else(|| keyed("secretKeyRef", "secret"))
        .or_else(|| Some(format!("field path {}", look::text(from.get("fieldRef")?, "fieldPath"))))
        .or_else(|| Some(format!("resource field {}", look::text(from.get("resourceFieldRef")?, "resource"))))
        .or_else(|| Some("invalid valueFrom".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_set_taken_away_and_refused() {
        let text = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        let (set, removed) = read(&text(&["A=1", "B-"])).unwrap();
        assert_eq!((set, removed), (vec![json!({"name": "A", "value": "1"})], vec!["B".to_owned()]));
        for (changes, said) in [
            (&["1=2"][..], "\"1\" is not a valid key name: a valid environment variable name must consist of"),
            (&["A=1", "A-"][..], "can not both modify and remove the same environment variable in the same command"),
        ] {
            assert!(read(&text(changes)).unwrap_err().inner().starts_with(said));
        }
        let from = json!({"configMapKeyRef": {"name": "settings", "key": "a"}});
        assert_eq!(reference(&from).as_deref(), Some("configmap settings, key a"));
    }
}
