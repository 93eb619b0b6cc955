//! What was decided at a hop, by what it is about.

use mesh_proxy::Time;
use mesh_sim::{Hop, HostView, Step, StepKind as Decided, WeightShare};
use mesh_view::{HostState, NumberLine, NumberShare, PartKind, RowMark, StoryHost, StoryPart, StoryRow};
use mesh_words::{Words, say};

use super::{cluster_label, milliseconds, sentence};

/// Hosts that are drawn.
const MOST_HOSTS: usize = 9;

/// The parts of a hop, in the order in which a proxy decides.
pub(super) fn of(hop: &Hop, sent: Time) -> Vec<StoryPart> {
    let mut parts: Vec<StoryPart> = Vec::new();
    for step in &hop.steps {
        let kind = kind(&step.kind);
        let Some(row) = row(step, sent) else { continue };
        // Each pick has hosts of its own.
        let is_pick = matches!(step.kind, Decided::Hosts { .. });
        let known = parts.iter_mut().rfind(|part| part.kind == kind).filter(|_| !is_pick);
        match known {
            Some(part) => part.rows.push(row),
            None => parts.push(part(kind, row)),
        }
        let Some(part) = parts.iter_mut().rfind(|part| part.kind == kind) else { continue };
        fill(part, step);
    }
    mesh_ordered::sort_by_key(&mut parts, |part| order(part.kind));
    parts
}

fn part(kind: PartKind, row: StoryRow) -> StoryPart {
    StoryPart {
        kind,
        note: String::new(),
        rows: vec![row],
        line: None,
        hosts: Vec::new(),
        more_hosts: 0,
        spans: Vec::new(),
    }
}

/// What of a part is drawn.
fn fill(part: &mut StoryPart, step: &Step) {
    match &step.kind {
        Decided::VirtualHost { .. } => part.spans.extend(step.source.as_ref().map(|source| source.span)),
        Decided::Weight { drawn, total, cluster, shares, .. } => {
            part.line = Some(NumberLine { drawn: *drawn, total: *total, shares: on_line(shares, *drawn, cluster) });
            part.spans = shares.iter().filter_map(|share| Some(share.source.as_ref()?.span)).collect();
        }
        Decided::Hosts { attempt, considered, count, picked, balancer } => {
            part.note = if *attempt > 1 { format!("{balancer} · {attempt}") } else { balancer.clone() };
            // Those that matter first, the others in their order.
            let is_told =
                |host: &&HostView| host.ejected || host.out_for.is_some() || Some(&host.host) == picked.as_ref();
            let (told, others): (Vec<_>, Vec<_>) = considered.iter().partition(is_told);
            let shown = told.into_iter().chain(others).take(MOST_HOSTS);
            part.hosts = shown.map(|host| shown_host(host, picked.as_deref(), step.at)).collect();
            part.more_hosts = count.saturating_sub(part.hosts.len() as u32);
        }
        _ => {}
    }
}

fn on_line(shares: &[WeightShare], drawn: u64, cluster: &str) -> Vec<NumberShare> {
    let mut end = 0;
    let share = |share: &WeightShare| {
        let start = end;
        end += share.weight;
        let taken = share.cluster == cluster && start <= drawn && drawn < end;
        NumberShare { name: cluster_label(&share.cluster), weight: share.weight, taken }
    };
    shares.iter().map(share).collect()
}

fn shown_host(host: &HostView, picked: Option<&str>, now: Time) -> StoryHost {
    let state = match (host.ejected, picked == Some(host.host.as_str())) {
        (_, true) => HostState::Taken,
        (true, _) => HostState::Ejected,
        _ => HostState::Free,
    };
    let left = host.until.map(|until| until - now.seconds()).filter(|left| *left > 0.0);
    let note = match (host.ejected, left) {
        (true, Some(left)) => say!("story-host-ejected", duration = sentence::rounded(left)),
        (true, None) => say!("story-host-ejected-now"),
        _ => say!("story-host-active", count = host.active),
    };
    let remark = host.out_for.as_ref().map(|client| say!("story-host-out-for", client));
    StoryHost { name: host.host.clone(), state, note, remark }
}

fn row(step: &Step, sent: Time) -> Option<StoryRow> {
    // Its name says nothing that the virtual host does not say.
    if matches!(&step.kind, Decided::RouteConfiguration { name } if !name.is_empty()) {
        return None;
    }
    let mark = mark(&step.kind);
    Some(StoryRow {
        mark,
        code: code(step),
        text: text(&step.kind),
        at: milliseconds(sent, step.at),
        spans: step.source.iter().map(|source| source.span).collect(),
        default: step.source.is_none() && matches!(step.kind, Decided::Route { mismatch: None, .. }),
    })
}

/// What a row says: the code before it names the route.
fn text(kind: &Decided) -> Words {
    match kind {
        Decided::Route { mismatch: Some(reason), .. } => reason.clone(),
        Decided::Route { mismatch: None, .. } => say!("story-route-matches"),
        Decided::NotReached { .. } => say!("story-route-not-reached"),
        other => sentence::of(other),
    }
}

fn mark(kind: &Decided) -> RowMark {
    match kind {
        Decided::Route { mismatch: None, .. } | Decided::Weight { .. } | Decided::Cluster { .. } => RowMark::Taken,
        Decided::Route { .. } => RowMark::Not,
        Decided::NotReached { .. }
        | Decided::Kept { .. }
        | Decided::NotWatched { .. }
        | Decided::EjectionRefused { .. }
        | Decided::Retry { granted: false, .. } => RowMark::Absent,
        Decided::AttemptEnd { status, .. } => of_status(status.unwrap_or(0)),
        Decided::App { status, failed_call, .. } => of_status(failed_call.or(*status).unwrap_or(0)),
        Decided::Response { status, .. } | Decided::PassedOn { status } => of_status(*status),
        Decided::NotTaken { .. }
        | Decided::NoCluster { .. }
        | Decided::NoHosts { .. }
        | Decided::Hosts { picked: None, .. }
        | Decided::Fault { abort: Some(_), .. }
        | Decided::Timer { armed_for: None, .. }
        | Decided::Overflow { .. }
        | Decided::Ejection { .. } => RowMark::Bad,
        Decided::VirtualHost { name, .. } | Decided::RouteConfiguration { name } if name.is_empty() => RowMark::Bad,
        Decided::Hosts { .. } => RowMark::Taken,
        _ => RowMark::Plain,
    }
}

fn of_status(status: u16) -> RowMark {
    if (100..400).contains(&status) { RowMark::Taken } else { RowMark::Bad }
}

fn code(step: &Step) -> String {
    match &step.kind {
        Decided::Route { .. } | Decided::NotReached { .. } => route_code(step),
        Decided::Response { status, .. } if *status != 0 => status.to_string(),
        _ => String::new(),
    }
}

/// A route as its YAML calls it, as `http[1]`; its place in the virtual host where there is none.
pub(super) fn route_code(step: &Step) -> String {
    let written = step.source.as_ref().map(|source| source.path.trim_start_matches("spec."));
    match (written.filter(|path| !path.is_empty()), &step.kind) {
        (Some(path), _) => path.to_owned(),
        (None, Decided::Route { index, .. } | Decided::NotReached { index, .. }) => format!("#{index}"),
        _ => String::new(),
    }
}

fn kind(step: &Decided) -> PartKind {
    match step {
        Decided::FilterChain { .. }
        | Decided::TlsOrigination { .. }
        | Decided::NotTaken { .. }
        | Decided::Header { .. }
        | Decided::RouteConfiguration { .. } => PartKind::Connection,
        Decided::VirtualHost { .. } | Decided::Route { .. } | Decided::NotReached { .. } => PartKind::Route,
        Decided::Weight { .. } => PartKind::Weight,
        Decided::Fault { .. } => PartKind::Fault,
        Decided::Cluster { .. }
        | Decided::NoCluster { .. }
        | Decided::Hash { .. }
        | Decided::Leaving { .. }
        | Decided::Mirror { .. } => PartKind::Cluster,
        Decided::Direct { .. } | Decided::Hosts { .. } | Decided::NoHosts { .. } => PartKind::Host,
        Decided::Attempt { .. } | Decided::AttemptEnd { .. } | Decided::Retry { .. } | Decided::Timer { .. } => {
            PartKind::Tries
        }
        Decided::Overflow { .. }
        | Decided::Ejection { .. }
        | Decided::Kept { .. }
        | Decided::NotWatched { .. }
        | Decided::EjectionRefused { .. } => PartKind::Breaker,
        Decided::PassedOn { .. } | Decided::Response { .. } | Decided::App { .. } => PartKind::Answer,
    }
}

fn order(kind: PartKind) -> u32 {
    match kind {
        PartKind::Connection => 0,
        PartKind::Route => 1,
        PartKind::Weight => 2,
        PartKind::Cluster => 3,
        PartKind::Fault => 4,
        PartKind::Host => 5,
        PartKind::Tries => 6,
        PartKind::Breaker => 7,
        PartKind::Answer => 8,
    }
}
