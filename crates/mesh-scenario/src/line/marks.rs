//! What happened, as marks: of what lies too close to be told apart the first, with a count.

use mesh_ordered::OrderedMap;
use mesh_view::{EventKind, LineMark, MeshEvent};

/// Marks of one kind that can stand side by side.
pub(super) const PLACES: f64 = 120.0;

/// More are not told; those are the last.
const MOST: usize = 300;

/// The marks of events. Ejections are bars, so they and what ends them have none; the push with which a run begins is its beginning.
pub(super) fn marks(events: &[MeshEvent], apart: f64) -> Vec<LineMark> {
    let mut marks: Vec<LineMark> = Vec::new();
    let mut last: OrderedMap<u8, usize> = OrderedMap::new();
    for event in events {
        let class = match event.kind {
            EventKind::Ejection | EventKind::Unejection => continue,
            EventKind::Push if event.at <= 0.0 => continue,
            EventKind::Push => 0,
            EventKind::EjectionRefused => 1,
            EventKind::Overflow => 2,
            EventKind::Step => 3,
            EventKind::Pod => 4,
            EventKind::Node => 5,
            EventKind::Kubernetes => 6,
            EventKind::KubernetesWarning => 7,
        };
        match last.get(&class).and_then(|at| marks.get_mut(*at)).filter(|mark| event.at - mark.at < apart) {
            Some(mark) => mark.count = mark.count.saturating_add(event.count),
            None => {
                last.insert(class, marks.len());
                marks.push(LineMark { at: event.at, kind: event.kind, text: event.text.clone(), count: event.count });
            }
        }
    }
    marks.split_off(marks.len().saturating_sub(MOST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_words::Words;

    #[test]
    fn what_lies_close_is_one_mark_and_ejections_are_none() {
        let event = |at, kind, count| MeshEvent {
            at,
            kind,
            client: String::new(),
            cluster: String::new(),
            host: String::new(),
            text: Words::default(),
            count,
            span: None,
        };
        let events = [
            event(0.0, EventKind::Push, 1),
            event(3.0, EventKind::Push, 1),
            event(4.0, EventKind::Overflow, 7),
            event(4.5, EventKind::Push, 1),
            event(4.9, EventKind::Overflow, 2),
            event(5.0, EventKind::Ejection, 1),
            event(6.0, EventKind::Overflow, 1),
        ];
        let told = marks(&events, 1.0);
        let told: Vec<_> = told.iter().map(|mark| (mark.at, mark.kind, mark.count)).collect();
        let overflow = EventKind::Overflow;
        assert_eq!(
            told,
            [(3.0, EventKind::Push, 1), (4.0, overflow, 9), (4.5, EventKind::Push, 1), (6.0, overflow, 1)]
        );
    }
}
