//! Manifests: the objects that files hold (`k8s.io/cli-runtime/pkg/resource/{visitor,mapper}.go`).

use mesh_cluster::live::manifest::value as to_json;
use mesh_config::Severity;
use serde_json::Value;

use super::call::Call;
use super::failure::Failure;
use super::infos::Info;
use super::resources::{kind_of, of_kind};
use crate::{Context, json};

/// So many objects are taken from the files of one command.
const MOST_OBJECTS: usize = 2_000;

const UNMAPPED: &str = "resource mapping not found";

const STOP: &str = "if you choose to ignore these errors, turn validation off with --validate=false";

/// The objects of files, `-` being standard input, and what is wrong with others.
pub(crate) fn read(
    call: &Call,
    files: &[String],
    home: &str,
    context: &mut Context<'_>,
) -> Result<(Vec<Info>, Vec<Failure>), Failure> {
    if call.has("kustomize") {
        let place = context.session.variables.get("PWD").cloned().unwrap_or_default();
        let text = "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory";
        return Err(Failure::Error(format!("{text} '{place}'")));
    }
    let mut texts = Vec::new();
    for file in files {
        match file.as_str() {
            "-" => texts.push(("STDIN".to_owned(), std::mem::take(&mut context.input.text))),
            name => match context.session.files.get(name.trim_start_matches("./")) {
                Some(text) => texts.push((name.to_owned(), text.clone())),
                None => return Err(Failure::Error(format!("the path {name:?} does not exist"))),
            },
        }
    }
    let (mut infos, mut failures) = (Vec::new(), Vec::new());
    for (source, text) in texts {
        for object in objects(&text, &source) {
            let listed = object.as_ref().is_ok_and(is_list);
            let info = object.map(items).map(|objects| {
                let one = |object| {
                    info(call, object, &source, home, context).map_err(|failure| match failure {
                        // visitor.go's FlattenListVisitor has a sentence of its own.
                        Failure::Error(text) if listed && text.starts_with(UNMAPPED) => {
                            let why = text
                                .lines()
                                .next()
                                .and_then(|line| line.split_once(": no matches"))
                                .map_or("", |it| it.1);
                            Failure::Plain(format!("unable to recognize no matches{why}"))
                        }
                        other => other,
                    })
                };
                objects.into_iter().map(one).collect::<Vec<_>>()
            });
            match info {
                Ok(found) => {
                    for result in found {
                        match result {
                            Ok(info) if infos.len() < MOST_OBJECTS => infos.push(info),
                            Ok(_) => {}
                            Err(failure) => failures.push(failure),
                        }
                    }
                }
                Err(failure) => failures.push(failure),
            }
        }
    }
    Ok((infos, failures))
}

fn is_list(object: &Value) -> bool {
    json::text(object, "kind").ends_with("List") && object.get("items").is_some()
}

/// The objects of a list; anything else is itself.
fn items(object: Value) -> Vec<Value> {
    if is_list(&object) { json::items(&object, "items").to_vec() } else { vec![object] }
}

/// The documents of a text as objects.
fn objects(text: &str, source: &str) -> Vec<Result<Value, Failure>> {
    if text.trim_start().starts_with('{') {
        let mut out = Vec::new();
        for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
            match value {
                Ok(value) => out.push(Ok(value)),
                Err(error) => {
                    let why = if error.is_eof() { "unexpected EOF".to_owned() } else { error.to_string() };
                    out.push(Err(Failure::Error(format!("error parsing {source}: {why}"))));
                    break;
                }
            }
        }
        return out;
    }
    let (nodes, diagnostics) = mesh_config::documents(text);
    // Of a key that is there twice kubectl takes the last value, without a word.
    let wrong = diagnostics.iter().find(|diagnostic| {
        diagnostic.severity == Severity::Error && diagnostic.code != mesh_config::codes::DUPLICATE_KEY
    });
    if let Some(wrong) = wrong {
        let (document, at) = document_at(text, wrong.span.start as usize);
        let why = syntax(document, at);
        return vec![Err(Failure::Error(format!(
            "error parsing {source}: error converting YAML to JSON: yaml: {why}"
        )))];
    }
    nodes.iter().filter(|node| !node.is_null()).map(|node| Ok(to_json(node))).collect()
}

/// The document around a place in a text, and the place in it: kubectl reads one document after the other.
fn document_at(text: &str, at: usize) -> (&str, usize) {
    let begin = text.get(..at).and_then(|before| before.rfind("\n---")).map_or(0, |mark| {
        let line = text.get(mark + 1..).and_then(|rest| rest.find('\n'));
        line.map_or(0, |length| mark + length + 2)
    });
    let begin = if begin > at { 0 } else { begin };
    let rest = text.get(begin..).unwrap_or_default();
    let end =
        rest.get(at - begin..).and_then(|after| after.find("\n---")).map_or(rest.len(), |end| at - begin + end + 1);
    (rest.get(..end).unwrap_or(rest), at - begin)
}

/// Whether a quoted value that begins in this line never ends.
fn unended(line: &str, below: &str) -> bool {
    let value = line.rsplit_once(": ").map_or(line, |(_, value)| value);
    let value = value.trim_start().trim_start_matches("- ");
    let Some(quote) = value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
        return false;
    };
    value.chars().skip(1).all(|c| c != quote) && !below.contains(quote)
}

/// What go-yaml says of the place where a text stops being YAML.
fn syntax(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(alias) = rest.strip_prefix('*') {
        let name: String = alias.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        if !text.contains(&format!("&{name}")) {
            return format!("unknown anchor '{name}' referenced");
        }
    }
    let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    // A tab cannot begin a token; the scanner finds it before the parser finds anything else.
    let tab = text
        .lines()
        .enumerate()
        .skip(line.saturating_sub(2))
        .take(3)
        .find(|(_, line)| line.trim_start_matches(' ').starts_with('\t'));
    if let Some((index, _)) = tab {
        return format!("line {}: found character that cannot start any token", index + 1);
    }
    let whole = text.lines().nth(line - 1).unwrap_or_default();
    let below = text.split_inclusive('\n').skip(line).collect::<String>();
    if unended(whole, &below) {
        return format!("line {}: found unexpected end of stream", text.matches('\n').count() + 1);
    }
    if whole.matches(": ").count() > 1 {
        // Go counts lines from 0, and names the first one never.
        let place = if line > 1 { format!("line {line}: ") } else { String::new() };
        return format!("{place}mapping values are not allowed in this context");
    }
    // Go counts the lines of its parser from 0.
    format!("line {}: did not find expected key", line.saturating_sub(1).max(1))
}

/// An object of a file with its resource and its place.
fn info(call: &Call, object: Value, source: &str, home: &str, context: &Context<'_>) -> Result<Info, Failure> {
    let invalid =
        |why: &str| Failure::Error(format!("error validating {source:?}: error validating data: {why}; {STOP}"));
    let (api_version, kind) = kind_of(&object);
    if !object.is_object() {
        return Err(invalid("invalid object to validate"));
    }
    match (api_version.is_empty(), kind.is_empty()) {
        (true, true) => return Err(invalid("[apiVersion not set, kind not set]")),
        (true, false) => return Err(invalid("apiVersion not set")),
        (false, true) => return Err(invalid("kind not set")),
        _ => {}
    }
    decodes(&object).map_err(|why| Failure::Error(format!("unable to decode {source:?}: json: {why}")))?;
    let Some(resource) = of_kind(api_version, kind, context) else {
        let (name, namespace) = (json::name(&object), json::namespace(&object));
        return Err(Failure::Error(format!(
            "{UNMAPPED} for name: {name:?} namespace: {namespace:?} from {source:?}: no matches for kind \
             {kind:?} in version {api_version:?}\nensure CRDs are installed first"
        )));
    };
    let mut info = Info { source: source.to_owned(), ..Info::of(resource, object) };
    if resource.namespaced {
        if info.namespace.is_empty() {
            info.namespace = home.to_owned();
            if let Some(metadata) = json::map_mut(&mut info.object, &["metadata"]) {
                metadata.insert("namespace".to_owned(), Value::String(info.namespace.clone()));
            }
        } else if call.has("namespace") && info.namespace != home {
            let (own, other) = (&info.namespace, home);
            return Err(Failure::Error(format!(
                "the namespace from the provided object {own:?} does not match the namespace {other:?}. You must pass \
                 '--namespace={own}' to perform this operation."
            )));
        }
    } else {
        info.namespace = String::new();
    }
    Ok(info)
}

/// What Go says where `metadata` cannot be read into an `ObjectMeta`.
fn decodes(object: &Value) -> Result<(), String> {
    let wrong = |value: &Value, path: &str, wanted: &str| {
        format!("cannot unmarshal {} into Go struct field ObjectMeta.metadata.{path} of type {wanted}", go_kind(value))
    };
    for (key, value) in json::entries(object, "metadata") {
        match key.as_str() {
            "labels" | "annotations" => match value {
                Value::Object(map) => {
                    if let Some(bad) = map.values().find(|value| !value.is_string() && !value.is_null()) {
                        return Err(wrong(bad, key, "string"));
                    }
                }
                Value::Null => {}
                other => return Err(wrong(other, key, "map[string]string")),
            },
            "name" | "namespace" | "generateName" | "uid" | "resourceVersion"
                if !value.is_string() && !value.is_null() =>
            {
                return Err(wrong(value, key, "string"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What Go calls a JSON value.
fn go_kind(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        _ => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_what_yaml_1_1_makes_of_them() {
        let (nodes, _) = mesh_config::documents("a: yes\nb: 'yes'\nc: 010\nd: 1.5\ne: ~\nf: x\ng: [1, \"1\"]\n");
        let value = nodes.first().map(to_json).unwrap_or_default();
        assert_eq!(value.to_string(), r#"{"a":true,"b":"yes","c":8,"d":1.5,"e":null,"f":"x","g":[1,"1"]}"#);
    }

    #[test]
    fn what_is_no_yaml_is_said_in_the_words_of_go_yaml() {
        for (text, why) in [
            ("a: &c 1\nb: *nope\n", "error converting YAML to JSON: yaml: unknown anchor 'nope' referenced"),
            (
                "a:\n  b: 1\n\tc: 2\n",
                "error converting YAML to JSON: yaml: line 3: found character that cannot start any token",
            ),
            ("a:\n  b: 1\n c: 2\n", "error converting YAML to JSON: yaml: line 2: did not find expected key"),
            (
                "a: 1\n---\nb: \"x\nc: 1\n",
                "error converting YAML to JSON: yaml: line 3: found unexpected end of stream",
            ),
            ("{\"a\": 1", "unexpected EOF"),
        ] {
            let found = objects(text, "STDIN");
            assert_eq!(found, [Err(Failure::Error(format!("error parsing STDIN: {why}")))], "{text}");
        }
    }
}
