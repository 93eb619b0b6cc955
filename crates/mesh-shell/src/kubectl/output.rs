//! How objects are printed: `-o name|json|yaml|jsonpath=…|custom-columns=…|go-template=…` (`k8s.io/cli-runtime/pkg/genericclioptions`).

use serde_json::{Value, json};

use super::call::Call;
use super::failure::{Failure, error};
use super::infos::Info;
use super::json_path::{JsonPath, relaxed};
use super::tab_writer::TabWriter;
use super::yaml_out;
use crate::go_template::GoTemplate;
use crate::{Context, json as look};

/// A format.
#[derive(Clone, Debug)]
pub(crate) enum Format {
    /// A table, or `pod/x created`.
    Human,
    /// A table with more columns.
    Wide,
    Name,
    Json,
    Yaml,
    JsonPath(JsonPath),
    JsonPathAsJson(JsonPath),
    CustomColumns(Vec<(String, JsonPath)>),
    GoTemplate(GoTemplate),
}

const TEMPLATES: &str =
    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile";

impl Format {
    /// The format that `-o` and `--template` ask for.
    pub(crate) fn of(call: &Call) -> Result<Format, Failure> {
        let output = call.text("output");
        let (name, argument) = output.split_once('=').map_or((output, None), |(name, text)| (name, Some(text)));
        let given = argument.filter(|text| !text.is_empty());
        let template = given.or_else(|| Some(call.text("template")).filter(|text| !text.is_empty()));
        let no_template = || Failure::Error("template format specified but no template given".to_owned());
        Ok(match name {
            "" => match template.filter(|_| call.has("template")) {
                Some(text) => Format::GoTemplate(go_template(text)?),
                None => Format::Human,
            },
            "wide" if call.path() == "get" => Format::Wide,
            "name" => Format::Name,
            "json" => Format::Json,
            "yaml" | "kyaml" => Format::Yaml,
            "jsonpath" => Format::JsonPath(json_path(template.ok_or_else(no_template)?)?),
            "jsonpath-as-json" => Format::JsonPathAsJson(json_path(template.ok_or_else(no_template)?)?),
            "go-template" | "template" => Format::GoTemplate(go_template(template.ok_or_else(no_template)?)?),
            "custom-columns" if call.path() == "get" => {
                let Some(spec) = argument.filter(|spec| !spec.is_empty()) else {
                    return error("custom-columns format specified but no custom columns given");
                };
                Format::CustomColumns(custom_columns(spec)?)
            }
            _ => {
                let allowed = match call.path() {
                    "get" => format!("custom-columns,custom-columns-file,{TEMPLATES},wide,yaml"),
                    _ => format!("{TEMPLATES},yaml"),
                };
                return error(format!(
                    "unable to match a printer suitable for the output format {output:?}, allowed formats are: {allowed}"
                ));
            }
        })
    }

    /// Whether objects are printed as a table, or as a sentence.
    pub(crate) fn is_human(&self) -> bool {
        matches!(self, Format::Human | Format::Wide)
    }

    /// An object in this format, as `get` prints one and as other commands print what they have made.
    pub(crate) fn show(&self, object: &Value, info: Option<&Info>, call: &Call) -> Result<String, Failure> {
        let strict = !call.is("allow-missing-template-keys") && call.has("allow-missing-template-keys");
        Ok(match self {
            Format::Human | Format::Wide => String::new(),
            Format::Name => match info {
                Some(info) => info.called() + "\n",
                None => String::new(),
            },
            Format::Json => yaml_out::json(&without_managed_fields(object, call)),
            Format::Yaml => yaml_out::yaml(&without_managed_fields(object, call)),
            Format::JsonPath(path) => path.print(object, strict).map_err(|why| {
                let template = call.text("output").split_once('=').map_or_else(|| call.text("template"), |(_, text)| text);
                Failure::Error(format!(
                    "error executing jsonpath {template:?}: Error executing template: {why}. Printing more information for \
                     debugging the template:\n\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t{}\n",
                    go_syntax(object)
                ))
            })?,
            Format::JsonPathAsJson(path) => {
                let found: Vec<Value> = path.find(object).into_iter().cloned().collect();
                yaml_out::json(&Value::Array(found))
            }
            Format::GoTemplate(template) => template.print(object).map_err(Failure::Error)?,
            Format::CustomColumns(columns) => custom_table(columns, object, !call.is("no-headers")),
        })
    }
}

fn go_template(text: &str) -> Result<GoTemplate, Failure> {
    GoTemplate::parse(text).map_err(|why| Failure::Error(format!("error parsing template {text}, {why}")))
}

fn json_path(text: &str) -> Result<JsonPath, Failure> {
    JsonPath::parse(text).map_err(|why| Failure::Error(format!("error parsing jsonpath {text}, {why}")))
}

fn custom_columns(spec: &str) -> Result<Vec<(String, JsonPath)>, Failure> {
    let mut columns = Vec::new();
    for part in spec.split(',') {
        let Some((heading, path)) = part.split_once(':') else {
            return error(format!("unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>"));
        };
        let path = relaxed(path).map_err(Failure::Error)?;
        columns.push((heading.to_owned(), json_path(&path)?));
    }
    Ok(columns)
}

fn custom_table(columns: &[(String, JsonPath)], object: &Value, headings: bool) -> String {
    let mut text = String::new();
    if headings {
        text.push_str(&columns.iter().map(|(heading, _)| heading.as_str()).collect::<Vec<_>>().join("\t"));
        text.push('\n');
    }
    let items = match look::at(object, "items") {
        Value::Array(items) if look::text(object, "kind").ends_with("List") => items.clone(),
        _ => vec![object.clone()],
    };
    for item in &items {
        let cells: Vec<String> = columns
            .iter()
            .map(|(_, path)| {
                let values: Vec<String> = path.find(item).into_iter().map(go_value).collect();
                if values.is_empty() { "<none>".to_owned() } else { values.join(",") }
            })
            .collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    TabWriter::of_tables().align(&text)
}

/// A value as Go's `fmt.Sprint` writes it.
pub(crate) fn go_value(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(go_value).collect::<Vec<_>>().join(" ")),
        Value::Object(map) => {
            let each: Vec<String> = map.iter().map(|(key, value)| format!("{key}:{}", go_value(value))).collect();
            format!("map[{}]", each.join(" "))
        }
        other => other.to_string(),
    }
}

/// A value as Go's `%#v` writes it.
fn go_syntax(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".to_owned(),
        Value::Array(items) => {
            format!("[]interface {{}}{{{}}}", items.iter().map(go_syntax).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let each: Vec<String> = map.iter().map(|(key, value)| format!("{key:?}:{}", go_syntax(value))).collect();
            format!("map[string]interface {{}}{{{}}}", each.join(", "))
        }
        Value::String(text) => format!("{text:?}"),
        other => other.to_string(),
    }
}

fn without_managed_fields(object: &Value, call: &Call) -> Value {
    let mut object = object.clone();
    if !call.is("show-managed-fields") {
        strip(&mut object);
    }
    object
}

fn strip(object: &mut Value) {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    if let Some(items) = object.get_mut("items").and_then(Value::as_array_mut) {
        items.iter_mut().for_each(strip);
    }
}

/// Objects as one `List`.
pub(crate) fn list_of(objects: Vec<Value>) -> Value {
    json!({ "apiVersion": "v1", "kind": "List", "metadata": { "resourceVersion": "" }, "items": objects })
}

/// Whether, and where, a command only tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DryRun {
    No,
    Client,
    Server,
}

impl DryRun {
    /// What `--dry-run` asks for.
    pub(crate) fn of(call: &Call, context: &mut Context<'_>) -> Result<DryRun, Failure> {
        match call.text("dry-run") {
            "" | "none" | "false" => Ok(DryRun::No),
            "client" => Ok(DryRun::Client),
            "server" => Ok(DryRun::Server),
            "unchanged" => {
                context.err("W0000 00:00:00.000000       1 helpers.go:760] --dry-run is deprecated and can be replaced with --dry-run=client.\n");
                Ok(DryRun::Client)
            }
            other => error(format!("Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\".")),
        }
    }

    /// What is said behind what would have been done.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            DryRun::No => "",
            DryRun::Client => " (dry run)",
            DryRun::Server => " (server dry run)",
        }
    }
}

/// Says what has been done to an object, or prints it.
pub(crate) fn say(
    call: &Call,
    info: &Info,
    object: &Value,
    operation: &str,
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let format = Format::of(call)?;
    let text = if format.is_human() {
        format!("{} {operation}{}\n", info.called(), dry_run.suffix())
    } else {
        format.show(object, Some(info), call)?
    };
    context.out(&text);
    Ok(())
}
