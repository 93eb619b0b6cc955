//! A diagnostic with its place in lines and columns: `lint`'s JSON.

use mesh_config::{Diagnostic, Fix, LineIndex, Position, RenderedFrom, Severity, SourceFile, Span};
use serde::{Deserialize, Serialize};

/// A diagnostic as `lint` prints it: lines and columns from 1, columns in UTF-16 units, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `IST…`, `KIA…` or `MP…`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and how to mend it.
    pub message: String,
    /// The file's name; empty for a finding of no file.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
    /// The field, as `spec.http[0].route[1]`.
    pub path: String,
    /// The file of a chart that it was rendered from, where `helm template` has written it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What mends it, where there is something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<FindingFix>,
}

/// What mends a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingFix {
    /// What it does, as an imperative.
    pub title: String,
    /// The edits, not overlapping, all of the text as it is now.
    pub edits: Vec<FindingEdit>,
}

/// Replaces a part of a file; places are those of [`Finding`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingEdit {
    /// The file's name.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column; the first one to insert.
    pub end_column: u32,
    /// What stands there afterwards.
    pub text: String,
}

/// A fix that writes more is left out of a list: a hostile text has hundreds of findings that would move all of it.
const LONGEST_FIX: usize = 10_000;

impl Finding {
    /// States diagnostics by line and column, in their order.
    #[must_use]
    pub fn list(diagnostics: &[Diagnostic], files: &[SourceFile]) -> Vec<Finding> {
        let lines: Vec<LineIndex> = files.iter().map(|file| LineIndex::new(&file.text)).collect();
        let sources: Vec<RenderedFrom<'_>> = files.iter().map(|file| RenderedFrom::new(&file.text)).collect();
        let source = |diagnostic: &Diagnostic| {
            let sources = sources.get(diagnostic.span.file as usize)?;
            sources.at(diagnostic.span.start).map(str::to_owned)
        };
        let stated = |diagnostic| Finding { source: source(diagnostic), ..Self::of(diagnostic, files, &lines) };
        diagnostics.iter().map(stated).collect()
    }

    fn of(diagnostic: &Diagnostic, files: &[SourceFile], lines: &[LineIndex]) -> Finding {
        let start_of_text = Position { line: 1, column: 1 };
        let (file, start, end) =
            place(diagnostic.span, files, lines).unwrap_or((String::new(), start_of_text, start_of_text));
        Finding {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity,
            message: diagnostic.message.to_string(),
            file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            path: diagnostic.path.clone(),
            source: None,
            fix: diagnostic.fixes.first().and_then(|first| fix(first, files, lines)),
        }
    }
}

/// File, start and end of a span; `None` where there is no such file.
fn place(span: Span, files: &[SourceFile], lines: &[LineIndex]) -> Option<(String, Position, Position)> {
    let (file, lines) = files.get(span.file as usize).zip(lines.get(span.file as usize))?;
    Some((file.name.clone(), lines.position(&file.text, span.start), lines.position(&file.text, span.end)))
}

fn fix(fix: &Fix, files: &[SourceFile], lines: &[LineIndex]) -> Option<FindingFix> {
    if fix.edits.iter().map(|edit| edit.text.len()).sum::<usize>() > LONGEST_FIX {
        return None;
    }
    let edit = |edit: &mesh_config::TextEdit| {
        let (file, start, end) = place(edit.span, files, lines)?;
        Some(FindingEdit {
            file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: edit.text.clone(),
        })
    };
    let edits = fix.edits.iter().map(edit).collect::<Option<Vec<_>>>()?;
    Some(FindingFix { title: fix.title.to_string(), edits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_config::Span;
    use mesh_words::Words;

    #[test]
    fn places_count_lines_and_utf16_columns() {
        let files = [SourceFile { name: "a.yaml".into(), text: "title: 카나리 🚀 x\nb: 1\n".into() }];
        let x = files[0].text.find('x').unwrap() as u32;
        let span = Span { file: 0, start: x, end: x + 1 };
        let findings = Finding::list(&[Diagnostic::new("MP001", Severity::Error, Words::theirs("no"), span)], &files);
        assert_eq!((findings[0].line, findings[0].column, findings[0].end_column), (1, 15, 16));
        assert_eq!(findings[0].source, None);
        let elsewhere = Span { file: 9, start: 0, end: 0 };
        let findings =
            Finding::list(&[Diagnostic::new("MP001", Severity::Error, Words::theirs("no"), elsewhere)], &files);
        assert_eq!((findings[0].file.as_str(), findings[0].line), ("", 1));
    }

    #[test]
    fn a_fix_is_stated_by_the_same_places() {
        let files = [SourceFile { name: "a.yaml".into(), text: "title: 카나리\nspce: {}\n".into() }];
        let at = files[0].text.find("spce").unwrap() as u32;
        let span = Span { file: 0, start: at, end: at + 4 };
        let edits = vec![mesh_config::TextEdit { span, text: "spec".into() }];
        let fixed = |edits| Diagnostic {
            fixes: vec![Fix { title: Words::theirs("Write spec"), edits }],
            ..Diagnostic::new("MP001", Severity::Error, Words::theirs("no"), span)
        };
        let finding = Finding::list(&[fixed(edits)], &files).remove(0);
        let json = serde_json::to_value(&finding.fix).unwrap();
        let edit = serde_json::json!({
            "file": "a.yaml", "line": 2, "column": 1, "endLine": 2, "endColumn": 5, "text": "spec"
        });
        assert_eq!(json, serde_json::json!({"title": "Write spec", "edits": [edit]}));
        let long = vec![mesh_config::TextEdit { span, text: "x".repeat(LONGEST_FIX + 1) }];
        assert_eq!(Finding::list(&[fixed(long)], &files)[0].fix, None);
    }

    #[test]
    fn what_helm_rendered_names_its_file() {
        let files =
            [SourceFile { name: "all.yaml".into(), text: "---\n# Source: shop/templates/a.yaml\na: 1\n".into() }];
        let at = files[0].text.find("a: 1").unwrap() as u32;
        let span = Span { file: 0, start: at, end: at + 1 };
        let findings = Finding::list(&[Diagnostic::new("MP001", Severity::Error, Words::theirs("no"), span)], &files);
        assert_eq!(findings[0].source.as_deref(), Some("shop/templates/a.yaml"));
    }
}
