//! What the editor draws, from bytes of the core to UTF-16 units of the open file.

use mesh_scenario::{Diagnostic, GutterFigure, Severity, Span};
use serde::Serialize;

use crate::format;
use crate::offsets::Offsets;

#[derive(Serialize)]
struct DiagnosticMark<'a> {
    from: u32,
    to: u32,
    severity: Severity,
    code: &'a str,
    message: &'a str,
    finding: usize,
    fixes: Vec<&'a str>,
}

/// The findings of a file as `DiagnosticMark[]`.
pub(super) fn diagnostics(findings: &[Diagnostic], file: usize, text: &str) -> String {
    let offsets = Offsets::new(text);
    let of_file = findings.iter().enumerate().filter(|(_, finding)| finding.span.file as usize == file);
    let marks = of_file.map(|(at, finding)| {
        let (from, to) = offsets.range(finding.span);
        DiagnosticMark {
            from,
            to,
            severity: finding.severity,
            code: &finding.code,
            message: &finding.message,
            finding: at,
            fixes: finding.fixes.iter().map(|fix| fix.title.as_str()).collect(),
        }
    });
    json(&marks.collect::<Vec<_>>())
}

#[derive(Serialize)]
struct FigureMark {
    at: u32,
    text: String,
    title: String,
    tone: &'static str,
}

/// The figures of a file as `FigureMark[]`: a weight's observed share stands at its `weight:` line.
pub(super) fn figures(figures: &[GutterFigure], file: usize, text: &str) -> String {
    let offsets = Offsets::new(text);
    let of_file = figures.iter().filter(|figure| figure.span.file as usize == file);
    let marks = of_file.map(|figure| FigureMark {
        at: offsets.line_end(place(figure, text)),
        text: format::percent(figure.share),
        title: format!("{} · {}", figure.path, format::count(figure.requests)),
        tone: "plain",
    });
    json(&marks.collect::<Vec<_>>())
}

/// The byte whose line a figure belongs to.
fn place(figure: &GutterFigure, text: &str) -> u32 {
    let Span { start, end, .. } = figure.span;
    let within = text.get(start as usize..end as usize).unwrap_or_default();
    let weight = figure.weight.and_then(|_| within.find("weight:")).unwrap_or_default();
    start + weight as u32
}

#[derive(Serialize)]
struct Range {
    from: u32,
    to: u32,
}

/// Spans of a file as ranges.
pub(super) fn ranges(spans: &[Span], file: usize, text: &str) -> String {
    let offsets = Offsets::new(text);
    let of_file = spans.iter().filter(|span| span.file as usize == file);
    let ranges = of_file.map(|span| {
        let (from, to) = offsets.range(*span);
        Range { from, to }
    });
    json(&ranges.collect::<Vec<_>>())
}

/// One span as a range.
pub(super) fn range(span: Span, text: &str) -> (u32, u32) {
    Offsets::new(text).range(span)
}

fn json<T: Serialize>(marks: &[T]) -> String {
    serde_json::to_string(marks).unwrap_or_else(|_| "[]".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_stands_at_its_weight_and_counts_utf16() {
        let text = "# 카나리 🚀\nroute:\n- destination: {subset: risky}\n  weight: 10\n";
        let start = text.find("destination").unwrap() as u32;
        let span = Span { file: 0, start, end: text.len() as u32 };
        let figure = GutterFigure {
            span,
            path: "spec.http[0].route[1]".into(),
            requests: 1000,
            share: 9.83,
            weight: Some(10.0),
        };
        let expected = text.trim_end().encode_utf16().count();
        let json = figures(std::slice::from_ref(&figure), 0, text);
        assert!(json.contains(&format!("\"at\":{expected}")), "{json}");
        assert!(json.contains("9.8 %") && json.contains("1,000"));
        assert_eq!(figures(&[figure], 1, text), "[]");
    }
}
