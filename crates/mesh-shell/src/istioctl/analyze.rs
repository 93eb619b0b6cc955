//! `istioctl analyze`: what the analyzers say of the cluster as it lives, and of files as if they were applied
//! (`istioctl/pkg/analyze/analyze.go`, `pkg/config/analysis/diag`).

use mesh_config::{Config, Diagnostic, Resource, Severity, SourceFile};
use serde_json::json;

use super::flags::{Flags, Known};
use super::{Failure, Ran, error, namespace, network, pods};
use crate::Context;

pub(super) const FLAGS: &[Known] = &[
    Known { name: "all-namespaces", letter: 'A', takes_value: false },
    Known { name: "use-kube", letter: 'k', takes_value: false },
    Known { name: "recursive", letter: 'R', takes_value: false },
    Known { name: "verbose", letter: 'v', takes_value: false },
    Known { name: "color", letter: '\0', takes_value: false },
    Known { name: "ignore-unknown", letter: '\0', takes_value: false },
    Known { name: "list-analyzers", letter: 'L', takes_value: false },
    Known { name: "output", letter: 'o', takes_value: true },
    Known { name: "output-threshold", letter: '\0', takes_value: true },
    Known { name: "failure-threshold", letter: '\0', takes_value: true },
    Known { name: "suppress", letter: 'S', takes_value: true },
    Known { name: "meshConfigFile", letter: '\0', takes_value: true },
    Known { name: "timeout", letter: '\0', takes_value: true },
    Known { name: "remote-contexts", letter: '\0', takes_value: true },
    Known { name: "analyzer", letter: '\0', takes_value: true },
];

/// Where causes and resolutions are told of (`pkg/url`).
const DOCUMENTATION: &str = "https://istio.io/v1.32/docs/reference/config/analysis";

/// What an analyzer says.
struct Message {
    severity: Severity,
    code: String,
    /// `Kind namespace/name`, and the place in a file.
    origin: String,
    reference: String,
    text: String,
    /// What messages of one severity and code are sorted by.
    order: (String, String, String),
    namespace: String,
    /// `Kind name.namespace`, as suppressions name it.
    suppressed_as: String,
}

impl Message {
    fn line(&self) -> String {
        let reference = if self.reference.is_empty() { String::new() } else { format!(" {}", self.reference) };
        format!("{} [{}] ({}{reference}) {}", word(self.severity), self.code, self.origin, self.text)
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

/// A threshold, by its name.
fn threshold(flags: &Flags, name: &str, otherwise: Severity) -> Result<Severity, Failure> {
    match flags.text(name).map(str::to_ascii_lowercase).as_deref() {
        None => Ok(otherwise),
        Some("error") => Ok(Severity::Error),
        Some("warning") => Ok(Severity::Warning),
        Some("info") => Ok(Severity::Info),
        Some(other) => error(format!(
            "invalid argument {other:?} for \"--{name}\" flag: {other:?} not a valid option, please choose from: [Info Warning Error]"
        )),
    }
}

pub(super) fn run(flags: &Flags, context: &mut Context<'_>) -> Ran {
    let output = flags.text("output").unwrap_or("log").to_ascii_lowercase();
    if !matches!(&*output, "log" | "json" | "yaml") {
        return Err(Failure(format!("{output} not a valid option for format. See istioctl analyze --help"), 64));
    }
    let (fails_at, shows_from) = (
        threshold(flags, "failure-threshold", Severity::Error)?,
        threshold(flags, "output-threshold", Severity::Info)?,
    );
    let (files, skipped) = read_files(flags, context)?;
    context.err(&skipped);
    let live = flags.is_on("use-kube", true);
    let everywhere = flags.is_on("all-namespaces", false);
    let selected = if everywhere { String::new() } else { namespace(flags, context) };
    if live && !selected.is_empty() && pods::get("", "namespaces", &selected, "", context).is_err() {
        context.err(&format!("namespace {selected:?} not found\n"));
        return Ok(0);
    }
    let mesh = match (live, context.server.network()) {
        (true, Some(network)) => Some(network.mesh()),
        (true, None) => Some(network(context)?.mesh()),
        (false, _) => None,
    };
    let base = mesh.as_ref().map(|mesh| mesh.config().clone()).unwrap_or_default();
    let first = base.resources.iter().map(|resource| resource.span.file + 1).max().unwrap_or_default();
    let (config, broken) = with_files(base, first, &files);
    let cluster = match &mesh {
        Some(mesh) if files.is_empty() => std::sync::Arc::clone(mesh.cluster()),
        _ => std::sync::Arc::clone(
            mesh_control::Mesh::new(config.clone(), mesh_control::Options { strict: true, files: 0 }).cluster(),
        ),
    };
    if broken > 0 {
        context.err(&format!("Error(s) adding files: {broken} errors occurred while parsing\n"));
    }
    let mut messages = messages(&config, &mesh_lint::analyze(&config, &cluster), first, &files);
    messages.retain(|message| selected.is_empty() || message.namespace.is_empty() || message.namespace == selected);
    let suppressions = flags.each("suppress");
    for suppression in &suppressions {
        if suppression.split('=').count() != 2 {
            return error(format!("{suppression} is not a valid suppression value. See istioctl analyze --help"));
        }
    }
    messages.retain(|message| !suppressions.iter().any(|suppression| is_suppressed(message, suppression)));
    messages.sort_by(|one, other| {
        (rank(one.severity), &one.code, &one.order, &one.text).cmp(&(
            rank(other.severity),
            &other.code,
            &other.order,
            &other.text,
        ))
    });
    messages.dedup_by(|one, other| one.line() == other.line());
    let shown: Vec<&Message> = messages.iter().filter(|it| rank(it.severity) <= rank(shows_from)).collect();
    print(&shown, &output, context);
    let target = if everywhere { "all namespaces".to_owned() } else { format!("namespace: {selected}") };
    if shown.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
        let said = match (broken, names.as_slice()) {
            (0, []) => format!("\u{2714} No validation issues found when analyzing {target}.\n"),
            (0, [one]) => format!("\u{2714} No validation issues found when analyzing {one}.\n"),
            (0, all) => format!("\u{2714} No validation issues found when analyzing:\n  - {}\n", all.join("\n  - ")),
            (1, _) => format!("No validation issues found when analyzing {target} (but 1 file could not be parsed).\n"),
            (many, _) => {
                format!("No validation issues found when analyzing {target} (but {many} files could not be parsed).\n")
            }
        };
        context.err(&said);
    }
    if output != "log" {
        return Ok(0);
    }
    if messages.iter().any(|message| rank(message.severity) <= rank(fails_at)) {
        let words = format!(
            "Analyzers found issues when analyzing {target}.\nSee {DOCUMENTATION} for more information about causes and resolutions."
        );
        return Err(Failure(words, 79));
    }
    if broken > 0 && !flags.is_on("ignore-unknown", false) {
        return Err(Failure("Some files couldn't be parsed.".to_owned(), 65));
    }
    Ok(0)
}

/// The files that are named, and what is said of those that are left out.
fn read_files(flags: &Flags, context: &mut Context<'_>) -> Result<(Vec<SourceFile>, String), Failure> {
    let (mut files, mut skipped) = (Vec::new(), String::new());
    for name in &flags.arguments {
        let text = match name.as_str() {
            "-" => Some(std::mem::take(&mut context.input.text)),
            _ => context.session.files.get(name).cloned(),
        };
        let Some(text) = text else { return error(format!("stat {name}: no such file or directory")) };
        if name != "-" && ![".json", ".yaml", ".yml"].iter().any(|end| name.ends_with(end)) {
            skipped.push_str(&format!("Skipping file {name}, recognized file extensions are: [.json .yaml .yml]\n"));
            continue;
        }
        files.push(SourceFile { name: name.clone(), text });
    }
    Ok((files, skipped))
}

/// The resources with those of files in the places of what they replace, and how many files could not be read.
fn with_files(mut config: Config, first: u32, files: &[SourceFile]) -> (Config, usize) {
    if files.is_empty() {
        return (config, 0);
    }
    // Their places are told apart by the number of their file.
    let empty = SourceFile { name: String::new(), text: String::new() };
    let mut sources = vec![empty; first as usize];
    sources.extend(files.iter().cloned());
    let read = mesh_config::parse(&sources);
    let key = |resource: &Resource| {
        let group = resource.api_version.split_once('/').map_or("", |(group, _)| group).to_owned();
        (group, resource.kind.clone(), resource.metadata.namespace.clone(), resource.metadata.name.value.clone())
    };
    let new: Vec<_> = read.resources.iter().map(|resource| key(resource)).collect();
    config.resources.retain(|resource| !new.contains(&key(resource)));
    config.resources.extend(read.resources.iter().cloned());
    let is_broken = |index: usize| {
        let of_file = |finding: &&Diagnostic| finding.span.file as usize == first as usize + index;
        read.diagnostics.iter().filter(of_file).any(|finding| finding.code == "MP0001")
    };
    let broken = (0..files.len()).filter(|index| is_broken(*index)).count();
    (config, broken)
}

fn messages(config: &Config, findings: &[Diagnostic], first: u32, files: &[SourceFile]) -> Vec<Message> {
    let mut messages = Vec::new();
    for finding in findings.iter().filter(|finding| finding.code.starts_with("IST")) {
        let place = finding.span;
        let holds = |resource: &&std::sync::Arc<Resource>| {
            resource.span.file == place.file && resource.span.start <= place.start && place.start <= resource.span.end
        };
        let Some(resource) = config.resources.iter().rfind(holds) else { continue };
        let (name, namespace) = (&resource.metadata.name.value, &resource.metadata.namespace);
        let file = place.file.checked_sub(first).and_then(|index| files.get(index as usize));
        let reference = file.map_or_else(String::new, |file| {
            let before = file.text.get(..place.start as usize).unwrap_or_default();
            format!("{}:{}", file.name, before.matches('\n').count() + 1)
        });
        messages.push(Message {
            severity: finding.severity,
            code: finding.code.to_string(),
            origin: format!("{} {}", resource.kind, resource.qualified_name()),
            reference,
            text: finding.message.to_string(),
            order: (resource.kind.clone(), name.clone(), namespace.clone()),
            suppressed_as: format!("{} {name}.{namespace}", resource.kind),
            namespace: namespace.clone(),
        });
    }
    messages
}

/// `CODE=Kind name.namespace`, with stars.
fn is_suppressed(message: &Message, suppression: &str) -> bool {
    let Some((code, pattern)) = suppression.split_once('=') else { return false };
    code == message.code && matches(pattern, &message.suppressed_as)
}

/// Whether a pattern with stars takes a text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part).and_then(|at| rest.get(at + part.len()..)) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn print(messages: &[&Message], output: &str, context: &mut Context<'_>) {
    if output == "log" {
        let lines: Vec<String> = messages.iter().map(|message| message.line()).collect();
        // An empty line where there is nothing, as it prints what it has and a line feed.
        return context.out(&format!("{}\n", lines.join("\n")));
    }
    let one = |message: &&Message| {
        let code = message.code.to_ascii_lowercase();
        let mut value = json!({
            "code": message.code,
            "documentationUrl": format!("{DOCUMENTATION}/{code}/?ref=istioctl-analyze"),
            "level": word(message.severity),
            "message": message.text,
            "origin": message.origin,
        });
        if !message.reference.is_empty()
            && let Some(map) = value.as_object_mut()
        {
            map.insert("reference".to_owned(), json!(message.reference));
        }
        value
    };
    let all = serde_json::Value::Array(messages.iter().map(one).collect());
    let text =
        if output == "json" { crate::kubectl::yaml_out::json(&all) } else { crate::kubectl::yaml_out::yaml(&all) };
    context.out(&format!("{text}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, expected) in [
            ("Pod mypod.testing", "Pod mypod.testing", true),
            ("Pod *.testing", "Pod mypod.testing", true),
            ("Pod *.other", "Pod mypod.testing", false),
            ("*", "Pod mypod.testing", true),
            ("Pod", "Pod mypod.testing", false),
            ("P*d m*.t*", "Pod mypod.testing", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern}");
        }
    }
}
