//! What the editor draws, from bytes of the core to UTF-16 units of the open file.

use mesh_ordered::OrderedMap;
use mesh_view::{Diagnostic, Drift, Figure, GutterFigure, LitLine, Severity, Span, UnseenDefault};
use serde::Serialize;

use crate::format::{self, fill};
use crate::offsets::Offsets;
use crate::text::Text;

#[derive(Serialize)]
struct DiagnosticMark<'a> {
    from: u32,
    to: u32,
    severity: Severity,
    code: &'a str,
    message: String,
    finding: usize,
    fixes: Vec<String>,
}

/// The findings of a file as `DiagnosticMark[]`.
pub(super) fn diagnostics(findings: &[Diagnostic], file: usize, text: &str) -> String {
    let offsets = Offsets::new(text);
    let of_file = findings.iter().enumerate().filter(|(_, finding)| finding.place().file as usize == file);
    let marks = of_file.map(|(at, finding)| {
        let (from, to) = offsets.range(finding.place());
        DiagnosticMark {
            from,
            to,
            severity: finding.severity,
            code: &finding.code,
            message: finding.message.to_string(),
            finding: at,
            fixes: finding.fixes.iter().map(|fix| fix.title.to_string()).collect(),
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
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<SplitMark>,
}

/// The boundary between a weight and the next one of the same route, which can be moved; places in UTF-16 units.
#[derive(Serialize)]
struct SplitMark {
    /// Where both weights stand.
    own: Range,
    next: Range,
    /// Their values: their sum is kept.
    value: u32,
    other: u32,
    /// The share that the weight has of all, and that was seen, in thousandths of a percent: what writes any number brings a table
    /// of five kilobytes.
    share: u32,
    seen: Option<u32>,
    /// Between which chance keeps it, in thousandths of a percent.
    band: [u32; 2],
    label: String,
    title: String,
}

#[derive(Serialize)]
struct Range {
    from: u32,
    to: u32,
}

/// How far 95 of 100 draws lie from the mean, in standard deviations.
const OF_95: f64 = 1.96;

/// The band in which chance keeps an observed share (percent) 95 times in 100, after so many requests.
fn band(share: f64, requests: u64) -> [f64; 2] {
    let part = (share / 100.0).clamp(0.0, 1.0);
    let away = 100.0 * OF_95 * (part * (1.0 - part) / requests.max(1) as f64).sqrt();
    [(share - away).max(0.0), (share + away).min(100.0)]
}

/// The boundary behind a figure, where it and the next one stand at weights of one route.
fn split(
    figure: &GutterFigure,
    next: Option<&GutterFigure>,
    source: &str,
    offsets: &Offsets<'_>,
    text: &Text,
) -> Option<SplitMark> {
    let next = next.filter(|next| next.span.file == figure.span.file && list(&next.path) == list(&figure.path))?;
    let weight = |figure: &GutterFigure| match figure.figure {
        Figure::Share { of, share, weight: Some(weight), .. } => Some((of, share, weight)),
        _ => None,
    };
    let ((of, seen, share), _) = (weight(figure)?, weight(next)?);
    let written = |span: Span| {
        source.get(span.start as usize..span.end as usize)?.parse::<u32>().ok().filter(|weight| *weight <= 1_000_000)
    };
    let (value, other) = (written(figure.span)?, written(next.span)?);
    let range = |span: Span| {
        let (from, to) = offsets.range(span);
        Range { from, to }
    };
    let [low, high] = band(share, of);
    let words = [format::count(of), format::weight(share), format::percent(low), format::percent(high)];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(SplitMark {
        own: range(figure.span),
        next: range(next.span),
        value,
        other,
        share: thousandths(share),
        seen: (of > 0).then_some(thousandths(seen)),
        band: [low, high].map(thousandths),
        label: fill(text.of_runs.split_label, &[&figure.path, &(value + other).to_string()]),
        title: fill(text.of_runs.split_words, &words),
    })
}

fn thousandths(percent: f64) -> u32 {
    (1000.0 * percent).round() as u32
}

/// The list that an item of a path is in.
fn list(path: &str) -> &str {
    path.rfind('[').and_then(|at| path.get(..at)).unwrap_or(path)
}

/// The figures of a file at a simulated time as `FigureMark[]`, one pill for each line.
pub(super) fn figures(figures: &[GutterFigure], now: f64, file: usize, source: &str, text: &Text) -> String {
    let offsets = Offsets::new(source);
    let mut marks: OrderedMap<u32, FigureMark> = OrderedMap::new();
    for (index, figure) in figures.iter().enumerate().filter(|(_, figure)| figure.span.file as usize == file) {
        let at = offsets.line_end(figure.span.start);
        let (words, tone) = in_pill(&figure.figure, now, text);
        let title = in_words(figure, now, text);
        if let Some(mark) = marks.get_mut(&at) {
            mark.text = format!("{} · {words}", mark.text);
            mark.title = format!("{}\n{title}", mark.title);
            // Two figures on one line leave no room for it.
            mark.split = None;
        } else {
            let split = split(figure, figures.get(index + 1), source, &offsets, text);
            marks.insert(at, FigureMark { at, text: words, title, tone, split });
        }
    }
    json(&marks.into_values().collect::<Vec<_>>())
}

/// What was observed at the line of a byte, in words.
pub(super) fn observed(
    figures: &[GutterFigure],
    now: f64,
    file: usize,
    source: &str,
    byte: u32,
    text: &Text,
) -> String {
    let offsets = Offsets::new(source);
    let line = offsets.line_end(byte);
    let here = figures
        .iter()
        .filter(|figure| figure.span.file as usize == file && offsets.line_end(figure.span.start) == line);
    here.map(|figure| in_words(figure, now, text)).collect::<Vec<_>>().join(" ")
}

fn in_pill(figure: &Figure, now: f64, text: &Text) -> (String, &'static str) {
    match *figure {
        Figure::Share { of: 0, .. } => ("–".to_owned(), "plain"),
        Figure::Share { share, .. } => (format::percent(share), "plain"),
        Figure::Consecutive { count, threshold } => (
            fill(text.figure_of, &[&count.to_string(), &threshold.to_string()]),
            if threshold > 0 && count >= threshold { "bad" } else { "plain" },
        ),
        Figure::NextTick { at } => (fill(text.figure_tick, &[&format::countdown(at - now)]), "plain"),
        Figure::Returns { seconds } => (fill(text.figure_returns, &[&format::countdown(seconds)]), "bad"),
        Figure::Gone => (text.figure_gone.to_owned(), "bad"),
        Figure::Ejected { ejected, hosts } => (
            fill(text.figure_hosts, &[&ejected.to_string(), &hosts.to_string()]),
            if ejected > 0 { "bad" } else { "plain" },
        ),
    }
}

fn in_words(figure: &GutterFigure, now: f64, text: &Text) -> String {
    match figure.figure {
        Figure::Share { requests, of, share, .. } => fill(
            text.figure_share_words,
            &[&format::count(requests), &format::count(of), &format::percent(share), &figure.path],
        ),
        Figure::Consecutive { count, threshold } => {
            fill(text.figure_consecutive_words, &[&count.to_string(), &threshold.to_string()])
        }
        Figure::NextTick { at } => fill(text.figure_tick_words, &[&format::countdown(at - now)]),
        Figure::Returns { seconds } => fill(text.figure_returns_words, &[&format::countdown(seconds)]),
        Figure::Gone => text.figure_gone_words.to_owned(),
        Figure::Ejected { ejected, hosts } => {
            fill(text.figure_hosts_words, &[&ejected.to_string(), &hosts.to_string()])
        }
    }
}

/// A part of a file that is given in UTF-16 units.
pub(super) fn span((from, to): (u32, u32), file: usize, text: &str) -> Span {
    let offsets = Offsets::new(text);
    Span { file: file as u32, start: offsets.byte(from), end: offsets.byte(to) }
}

/// Whether a place stands in a part of a file, or reaches into it.
pub(super) fn is_in(place: Span, part: Span) -> bool {
    place.file == part.file && place.start <= part.end && place.end >= part.start
}

#[derive(Serialize)]
struct GhostMark<'a> {
    at: u32,
    indent: Option<usize>,
    text: &'a str,
    title: String,
    /// What it is, where it is not a default.
    note: &'a str,
}

/// Defaults of the open file as `GhostMark[]`, and behind them fields of it that live otherwise.
pub(super) fn ghosts(ghosts: &[UnseenDefault], drift: &[Drift], source: &str, words: &Text) -> String {
    let offsets = Offsets::new(source);
    let mark = |ghost: &'_ UnseenDefault| {
        let start = ghost.edit.span.start;
        let block = ghost.edit.text.strip_prefix('\n').map(|line| line.len() - line.trim_start().len());
        let at = if block.is_some() { offsets.utf16(start) } else { offsets.line_end(start) };
        (at, block)
    };
    let live = drift.iter().map(|drift| GhostMark {
        at: offsets.line_end(drift.edit.span.start),
        indent: None,
        text: &drift.live,
        title: fill(words.drift_words, &[&drift.path, &drift.live]),
        note: words.drift,
    });
    let marks: Vec<GhostMark<'_>> = ghosts
        .iter()
        .map(|ghost| {
            let (at, indent) = mark(ghost);
            GhostMark { at, indent, text: &ghost.text, title: ghost.doc.clone(), note: words.ghost_default }
        })
        .chain(live)
        .collect();
    json(&marks)
}

#[derive(Serialize)]
struct LitMark {
    from: u32,
    to: u32,
    tried: bool,
    note: String,
}

/// The lines of a file that decided a request, or were tried, as `LitMark[]`.
pub(super) fn lit(lines: &[LitLine], file: usize, text: &str) -> String {
    let offsets = Offsets::new(text);
    let of_file = lines.iter().filter(|line| line.span.file as usize == file);
    let marks = of_file.map(|line| {
        let (from, to) = offsets.range(line.span);
        LitMark { from, to, tried: line.tried, note: line.note.to_string() }
    });
    json(&marks.collect::<Vec<_>>())
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
    fn shares_stand_at_the_end_of_their_lines_and_count_utf16() {
        let source = "# 카나리 🚀\nroute:\n- destination: {subset: risky}\n  weight: 10\n";
        let start = source.find("weight").unwrap() as u32;
        let figure = GutterFigure {
            span: Span { file: 0, start, end: start + 6 },
            path: "spec.http[0].route[1]".into(),
            figure: Figure::Share { requests: 1000, of: 10_173, share: 9.83, weight: Some(10.0) },
        };
        let text = crate::text::texts_in(crate::Language::En);
        let expected = source.trim_end().encode_utf16().count();
        let both = [figure.clone(), figure.clone()];
        let json = figures(&both, 3.0, 0, source, text);
        assert!(json.contains(&format!("\"at\":{expected}")), "{json}");
        assert!(json.contains("9.8 % · 9.8 %") && json.contains("1,000"), "{json}");
        assert_eq!(figures(&both, 3.0, 1, source, text), "[]");
        assert!(observed(&both[..1], 3.0, 0, source, start + 9, text).contains("1,000 of 10,173"));
        assert_eq!(observed(&both, 3.0, 0, source, 0, text), "");
    }

    #[test]
    fn a_boundary_stands_between_two_weights_of_one_route() {
        let source = "- weight: 90\n- weight: 10\n- weight: 5\n";
        let figure = |written: &str, path: &str| {
            let start = source.find(written).unwrap() as u32 + 8;
            let span = Span { file: 0, start, end: start + written.len() as u32 - 8 };
            let figure = Figure::Share { requests: 88, of: 100, share: 88.0, weight: Some(90.0) };
            GutterFigure { span, path: path.into(), figure }
        };
        let all = [
            figure("weight: 90", "spec.http[0].route[0]"),
            figure("weight: 10", "spec.http[0].route[1]"),
            figure("weight: 5", "spec.http[1].route[0]"),
        ];
        let told = figures(&all, 3.0, 0, source, crate::text::texts_in(crate::Language::En));
        assert_eq!(told.matches("\"split\"").count(), 1, "{told}");
        assert!(
            told.contains("\"value\":90,\"other\":10") && told.contains("\"own\":{\"from\":10,\"to\":12}"),
            "{told}"
        );
    }

    #[test]
    fn chance_keeps_a_share_in_a_band() {
        let rounded = |share, requests| band(share, requests).map(|bound| (10.0 * bound).round() / 10.0);
        assert_eq!(rounded(90.0, 400), [87.1, 92.9]);
        assert_eq!(rounded(1.0, 10), [0.0, 7.2]);
        assert_eq!((rounded(0.0, 9), rounded(50.0, 0)), ([0.0, 0.0], [0.0, 100.0]));
    }

    #[test]
    fn a_ghost_stands_below_its_block_with_its_indent() {
        let source = "spec:\n  outlierDetection:\n    interval: 5s\n";
        let end = source.trim_end().len() as u32;
        let span = Span { file: 0, start: end, end };
        let edit = mesh_view::TextEdit { span, text: "\n    baseEjectionTime: 30s".into() };
        let ghost =
            UnseenDefault { path: String::new(), text: "baseEjectionTime: 30s".into(), doc: String::new(), edit };
        let json = ghosts(&[ghost], &[], source, crate::text::texts_in(crate::Language::En));
        assert!(json.contains(&format!("\"at\":{end},\"indent\":4")), "{json}");
    }
}
