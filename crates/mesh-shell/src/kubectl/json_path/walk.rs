//! What a path finds in a value (`jsonpath.go`).

use serde_json::Value;

use super::{Node, Operand, shown};

/// So deep may values be looked through by `..`.
const MOST_VALUES: usize = 100_000;

/// The values that a path finds; where `strict`, a key that is missing is an error.
pub(super) fn walk<'a>(
    path: &[Node],
    root: &'a Value,
    value: &'a Value,
    strict: bool,
) -> Result<Vec<&'a Value>, String> {
    let mut found = vec![value];
    let mut recursive = false;
    for node in path {
        let mut next: Vec<&Value> = Vec::new();
        for value in &found {
            match node {
                Node::Root => next.push(root),
                Node::Recursive => descend(value, &mut next),
                Node::Field(name) => match value {
                    Value::Object(map) => match map.get(name) {
                        Some(value) => next.push(value),
                        None if strict && !recursive => return Err(format!("{name} is not found")),
                        None => {}
                    },
                    Value::Null => {}
                    _ if strict && !recursive => return Err(format!("{name} is not found")),
                    _ => {}
                },
                Node::Wildcard => match value {
                    Value::Object(map) => next.extend(map.values()),
                    Value::Array(items) => next.extend(items),
                    _ => {}
                },
                Node::Slice { from, to, step, single } => {
                    if let Value::Array(items) = value {
                        slice(items, *from, *to, *step, *single, &mut next)?;
                    }
                }
                Node::Filter(left, operator, right) => {
                    for item in value.as_array().into_iter().flatten() {
                        if holds(left, operator, right, root, item) {
                            next.push(item);
                        }
                    }
                }
                Node::Union(paths) => {
                    for path in paths {
                        next.extend(walk(path, root, value, strict)?);
                    }
                }
            }
        }
        recursive = matches!(node, Node::Recursive);
        next.truncate(MOST_VALUES);
        found = next;
    }
    Ok(found)
}

/// A value and all that it holds.
fn descend<'a>(value: &'a Value, out: &mut Vec<&'a Value>) {
    if out.len() >= MOST_VALUES {
        return;
    }
    out.push(value);
    match value {
        Value::Object(map) => map.values().for_each(|value| descend(value, out)),
        Value::Array(items) => items.iter().for_each(|value| descend(value, out)),
        _ => {}
    }
}

fn slice<'a>(
    items: &'a [Value],
    from: Option<i64>,
    to: Option<i64>,
    step: i64,
    single: bool,
    out: &mut Vec<&'a Value>,
) -> Result<(), String> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let absolute = |index: i64| if index < 0 { index + length } else { index };
    let begin = absolute(from.unwrap_or(0));
    if single {
        match usize::try_from(begin).ok().and_then(|begin| items.get(begin)) {
            Some(item) => out.push(item),
            None => return Err(format!("array index out of bounds: index {}, length {length}", from.unwrap_or(0))),
        }
        return Ok(());
    }
    let end = to.map_or(length, absolute).min(length);
    let mut at = begin.max(0);
    while at < end {
        out.extend(usize::try_from(at).ok().and_then(|at| items.get(at)));
        at = at.saturating_add(step.max(1));
    }
    Ok(())
}

fn holds(left: &Operand, operator: &str, right: &Operand, root: &Value, item: &Value) -> bool {
    let value = |operand: &Operand| match operand {
        Operand::Literal(value) => Some(value.clone()),
        Operand::Path(path) => {
            walk(path, root, item, false).ok().and_then(|found| found.first().map(|found| (*found).clone()))
        }
    };
    let Some(left) = value(left) else { return false };
    if operator == "exists" {
        return true;
    }
    let Some(right) = value(right) else { return false };
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => match (&left, &right) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            _ => shown(&left).cmp(&shown(&right)),
        },
    };
    match operator {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}
