//! Templates that nobody has filled in: Helm's and Go's `{{ }}`, Jinja's `{% %}`, `${X}` of envsubst and Terraform.

use std::ops::Range;

use mesh_words::{Words, say};

use crate::{Diagnostic, Kind, Node, Severity, Span, Value, codes};

/// What fills a template in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Helm,
    /// `{{ }}` or `{% %}` of Jinja, Ansible, Go or Mustache.
    Braces,
    /// `${X}` and `$X`.
    Dollar,
}

/// What begins and ends a mark.
const OPENINGS: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}"), ("${", "}")];

/// Words that only Helm's templates have.
const HELM: &[&str] =
    &[".Values", ".Release", ".Chart", ".Capabilities", ".Files", "include \"", "template \"", "nindent", "toYaml"];

impl Engine {
    fn of_braces(text: &str) -> Self {
        if HELM.iter().any(|word| text.contains(word)) { Self::Helm } else { Self::Braces }
    }

    fn sentence(self, mark: &str) -> Words {
        let mark = crate::decode::shortened(mark);
        match self {
            Self::Helm => say!("config-template-helm", mark),
            Self::Braces => say!("config-template-braces", mark),
            Self::Dollar => say!("config-template-dollar", mark),
        }
    }
}

/// What is said of a text that is no YAML because it is a template: the first mark at or before an error.
///
/// `errors` are the places of the scanner's findings.
pub(crate) fn in_broken_text(text: &str, base: u32, errors: &[Span]) -> Option<Diagnostic> {
    if !OPENINGS.iter().any(|(open, _)| text.contains(open)) {
        return None;
    }
    let begins = |error: &Span| error.start.checked_sub(base).map(|at| at as usize);
    let is_of_marks = errors.iter().any(|error| {
        let Some(at) = begins(error) else { return false };
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let above = before.get(..start).unwrap_or_default().lines().rev().find(|line| !line.trim().is_empty());
        // A control line is read on into the line below it.
        has_mark(line) || above.is_some_and(|above| has_mark(above) && !above.contains("${"))
    });
    let file = errors.first()?.file;
    let mark = first_mark(text).filter(|_| is_of_marks)?;
    let engine = match text.get(mark.clone()) {
        Some(mark) if mark.starts_with('$') => Engine::Dollar,
        _ => Engine::of_braces(text),
    };
    let message = engine.sentence(text.get(mark.clone()).unwrap_or_default());
    let span = Span { file, start: base + mark.start as u32, end: base + mark.end as u32 };
    Some(Diagnostic::new(codes::TEMPLATE, Severity::Error, message, span))
}

/// Whether a line has a mark outside of comments.
fn has_mark(line: &str) -> bool {
    first_mark(line).is_some()
}

/// The first mark outside of comments, on one line.
fn first_mark(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let found = OPENINGS.iter().filter_map(|(open, close)| Some((line.find(open)?, *close))).min();
        if let Some((start, close)) = found.filter(|_| !line.trim_start().starts_with('#')) {
            let rest = line.get(start..).unwrap_or_default();
            let end = rest.find(close).map_or_else(|| rest.trim_end().len(), |end| end + close.len());
            return Some(at + start..at + start + end);
        }
        at += line.len();
    }
    None
}

/// What is said of an object in which a mark is left, at its first one.
pub(crate) fn in_object(kind: &Kind, node: &Node) -> Option<Diagnostic> {
    let mut walk = Walk { names_things: is_of_names(kind), path: String::new() };
    let name = node
        .get("metadata")
        .into_iter()
        .flat_map(Node::entries)
        .filter(|entry| matches!(entry.key.as_str(), "name" | "namespace" | "labels"));
    let found = name.map(|entry| (format!("metadata.{}", entry.key.value), &entry.value));
    let spec = node.get("spec").map(|spec| ("spec".to_owned(), spec));
    let (path, (span, engine, mark)) = found.chain(spec).find_map(|(path, node)| {
        walk.path = path;
        let found = walk.first(node)?;
        Some((walk.path.clone(), found))
    })?;
    Some(Diagnostic::new(codes::TEMPLATE, Severity::Error, engine.sentence(mark), span).at(path))
}

/// Whether all the texts of a kind are names, hosts and paths, in which such marks mean nothing.
fn is_of_names(kind: &Kind) -> bool {
    matches!(kind.group, "networking.istio.io" | "gateway.networking.k8s.io" | "networking.k8s.io")
        || (kind.group.is_empty() && kind.name == "Service")
}

/// Texts of these keys may hold such marks for good: bodies, expressions, what a shell in a container reads.
const FREE: &[&str] = &["annotations", "args", "body", "command", "env", "exec", "regex", "uriRegexRewrite"];

struct Walk {
    names_things: bool,
    path: String,
}

impl Walk {
    fn first<'n>(&mut self, node: &'n Node) -> Option<(Span, Engine, &'n str)> {
        match &node.value {
            Value::Scalar(scalar) => self.mark(&scalar.text).map(|(engine, mark)| (node.span, engine, mark)),
            Value::Sequence(items) => items.iter().enumerate().find_map(|(index, item)| {
                let length = self.path.len();
                crate::yaml::push_index(&mut self.path, index);
                self.inside(length, item)
            }),
            Value::Mapping(entries) => {
                entries.iter().filter(|entry| !FREE.contains(&entry.key.as_str())).find_map(|entry| {
                    let length = self.path.len();
                    crate::yaml::push_key(&mut self.path, &entry.key);
                    self.inside(length, &entry.value)
                })
            }
        }
    }

    fn inside<'n>(&mut self, length: usize, node: &'n Node) -> Option<(Span, Engine, &'n str)> {
        let found = self.first(node);
        if found.is_none() {
            self.path.truncate(length);
        }
        found
    }

    fn mark<'n>(&self, text: &'n str) -> Option<(Engine, &'n str)> {
        if let Some(start) = text.find("{{")
            && let Some(length) = text.get(start..)?.find("}}")
        {
            let mark = text.get(start..start + length + 2)?;
            let engine = Engine::of_braces(mark);
            return (engine == Engine::Helm || self.names_things).then_some((engine, mark));
        }
        let start = text.find("${")?;
        let length = text.get(start..)?.find('}')?;
        let mark = text.get(start..=start + length)?;
        let begins = mark.get(2..)?.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        (begins && (self.names_things || mark.len() == text.len())).then_some((Engine::Dollar, mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, parse};

    fn said(text: &str) -> Vec<(String, String)> {
        let config = parse(&[SourceFile { name: "a.yaml".into(), text: text.into() }]);
        config.diagnostics.into_iter().map(|one| (one.code.into_owned(), one.message.to_string())).collect()
    }

    #[test]
    fn a_template_gives_one_remark() {
        let raw = "{{- if .Values.on }}\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: {{ include \"a.b\" . }}\n  labels:\n    {{- include \"x\" . | nindent 4 }}\nspec:\n  hosts:\n  - {{ .Values.host | quote }}\n---\nkind: X\nmetadata: {name: {{ .Release.Name }}}\n{{- end }}\n";
        let jinja = "{% if on %}\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ name }}\n{% endif %}\n";
        let rule = |host: &str| {
            format!(
                "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: a}}\nspec:\n  hosts: [{host}]\n  http: 1\n"
            )
        };
        for (text, word) in [
            (raw.to_owned(), "helm template"),
            (jinja.to_owned(), "render the template"),
            (rule("'{{ .Values.host }}'"), "helm template"),
            (rule("'{{ host }}'"), "render the template"),
            (rule("'a.${DOMAIN}'"), "envsubst"),
            (rule("${DOMAIN}"), "envsubst"),
        ] {
            let said = said(&text);
            assert_eq!(said.len(), 1, "{text}{said:?}");
            assert!(said[0].0 == codes::TEMPLATE && said[0].1.contains(word), "{said:?}");
        }
    }

    #[test]
    fn what_may_hold_such_marks_is_left_alone() {
        for text in [
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n    {{- if .Values.on }}\n    {{ end }}\n",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {x: '{{ .Values.y }}'}}\nspec: {containers: [{name: a, args: ['${HOME}', '{{ x }}'], env: [{name: A, value: '${B}'}]}]}\n",
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], http: [{directResponse: {status: 200, body: {string: 'hello {{ name }} ${x}'}}}]}\n",
            "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: [{rules: [{annotations: {x: '{{ $value }}'}}]}]}\n",
        ] {
            assert!(said(text).iter().all(|(code, _)| code != codes::TEMPLATE), "{text}");
        }
        // A mark that has nothing to do with the error does not hide it.
        let broken = "apiVersion: v1\nkind: ConfigMap\ndata:\n  x: '{{ a }}'\n\n  b: 1\n   c: [\n";
        assert!(said(broken).iter().any(|(code, _)| code == codes::SYNTAX));
    }
}
