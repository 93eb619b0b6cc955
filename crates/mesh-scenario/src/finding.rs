//! A diagnostic with its place in lines and columns: `lint`'s JSON.

use mesh_config::{Diagnostic, LineIndex, RenderedFrom, Severity, SourceFile};
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
}

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
        let index = diagnostic.span.file as usize;
        let place = files.get(index).zip(lines.get(index)).map(|(file, lines)| {
            let start = lines.position(&file.text, diagnostic.span.start);
            (file.name.clone(), start, lines.position(&file.text, diagnostic.span.end))
        });
        let start_of_text = mesh_config::Position { line: 1, column: 1 };
        let (file, start, end) = place.unwrap_or((String::new(), start_of_text, start_of_text));
        Finding {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            path: diagnostic.path.clone(),
            source: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_config::Span;

    #[test]
    fn places_count_lines_and_utf16_columns() {
        let files = [SourceFile { name: "a.yaml".into(), text: "title: 카나리 🚀 x\nb: 1\n".into() }];
        let x = files[0].text.find('x').unwrap() as u32;
        let span = Span { file: 0, start: x, end: x + 1 };
        let findings = Finding::list(&[Diagnostic::new("MP001", Severity::Error, "no", span)], &files);
        assert_eq!((findings[0].line, findings[0].column, findings[0].end_column), (1, 15, 16));
        assert_eq!(findings[0].source, None);
        let elsewhere = Span { file: 9, start: 0, end: 0 };
        let findings = Finding::list(&[Diagnostic::new("MP001", Severity::Error, "no", elsewhere)], &files);
        assert_eq!((findings[0].file.as_str(), findings[0].line), ("", 1));
    }

    #[test]
    fn what_helm_rendered_names_its_file() {
        let files =
            [SourceFile { name: "all.yaml".into(), text: "---\n# Source: shop/templates/a.yaml\na: 1\n".into() }];
        let at = files[0].text.find("a: 1").unwrap() as u32;
        let span = Span { file: 0, start: at, end: at + 1 };
        let findings = Finding::list(&[Diagnostic::new("MP001", Severity::Error, "no", span)], &files);
        assert_eq!(findings[0].source.as_deref(), Some("shop/templates/a.yaml"));
    }
}
