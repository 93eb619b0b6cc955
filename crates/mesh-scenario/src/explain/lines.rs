//! The lines that decided a request, and those that were tried: what is lit in the text.

use mesh_config::Span;
use mesh_ordered::OrderedSet;
use mesh_sim::{DecisionRecord, Source, Step, StepKind};
use mesh_view::LitLine;
use mesh_words::{Words, say};

/// Lines that are lit.
const MOST_LINES: usize = 200;

/// The lines of a record in the order of time, each once.
pub(super) fn of(record: &DecisionRecord) -> Vec<LitLine> {
    let mut lines: Vec<LitLine> = record.hops.iter().flat_map(|hop| &hop.steps).flat_map(of_step).collect();
    // Stable: what happens at one moment stays in the order of the hops.
    mesh_ordered::sort_by(&mut lines, |a, b| a.at.total_cmp(&b.at));
    let mut known = OrderedSet::new();
    lines.retain(|line| known.insert((line.span, line.tried)));
    lines.truncate(MOST_LINES);
    lines
}

fn of_step(step: &Step) -> Vec<LitLine> {
    if let StepKind::Weight { drawn, cluster, shares, .. } = &step.kind {
        let mut end = 0;
        let share = |share: &mesh_sim::WeightShare| {
            let start = end;
            end += share.weight;
            let taken = share.cluster == *cluster && (start..end).contains(drawn);
            let note = if taken { say!("story-drew", drawn) } else { say!("story-needs", from = start, to = end) };
            Some(line(step, share.source.as_ref()?, note, !taken))
        };
        return shares.iter().filter_map(share).collect();
    }
    let Some(source) = &step.source else { return Vec::new() };
    let (note, tried) = match &step.kind {
        StepKind::Route { mismatch: None, .. } => (say!("story-taken"), false),
        StepKind::Route { mismatch: Some(reason), .. } => (reason.clone(), true),
        StepKind::NotReached { .. } => (say!("story-not-reached"), true),
        StepKind::Kept { count, threshold, .. } => (Words::theirs(format!("{count}/{threshold}")), false),
        _ => (Words::default(), false),
    };
    vec![line(step, source, note, tried)]
}

fn line(step: &Step, source: &Source, note: Words, tried: bool) -> LitLine {
    // Of a whole resource its first line.
    let end = if source.path.is_empty() { source.span.start } else { source.span.end };
    LitLine { span: Span { end, ..source.span }, note, tried, at: step.at.seconds() }
}
