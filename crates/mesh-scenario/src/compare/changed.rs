//! Requests that ended otherwise, by how grave that is.

use mesh_sim::{Fate, Party};
use mesh_view::{Change, ChangedGroup, ChangedRequest, RequestEnd};

use super::{duration, has_failed};
use crate::explain;

/// The groups, each with its first requests.
pub(super) fn groups(pairs: &[[&Fate; 2]], most: usize) -> Vec<ChangedGroup> {
    let order = [Change::NewlyFailing, Change::OtherVersion, Change::Healed, Change::OtherAnswer];
    let mut groups = order.map(|change| ChangedGroup { change, count: 0, requests: Vec::new() });
    for pair in pairs {
        let Some(change) = change(pair) else { continue };
        if let Some(group) = groups.iter_mut().find(|group| group.change == change) {
            group.count += 1;
            if group.requests.len() < most {
                group.requests.push(request(pair));
            }
        }
    }
    groups.into()
}

fn change([a, b]: &[&Fate; 2]) -> Option<Change> {
    match (has_failed(a), has_failed(b)) {
        _ if a.ended_as(b) => None,
        (false, true) => Some(Change::NewlyFailing),
        (true, false) => Some(Change::Healed),
        _ if a.reached != b.reached => Some(Change::OtherVersion),
        _ => Some(Change::OtherAnswer),
    }
}

fn request([a, b]: &[&Fate; 2]) -> ChangedRequest {
    // Where their ways part, or where both ended.
    let parting = a.reached.iter().zip(&b.reached).position(|(a, b)| a != b);
    let end = |fate: &Fate| {
        let stop = match parting {
            Some(at) => fate.reached.get(at),
            None => fate.reached.last(),
        };
        RequestEnd {
            status: fate.status,
            flags: fate.flags.clone(),
            reached: stop.map(name).unwrap_or_default(),
            duration: duration(fate),
        }
    };
    ChangedRequest {
        request: explain::number(b.request),
        at: b.sent.seconds(),
        client: b.client.clone(),
        method: b.method.clone(),
        path: b.path.clone(),
        ends: [end(a), end(b)],
    }
}

fn name(party: &Party) -> String {
    if party.version.is_empty() { party.app.clone() } else { party.version.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fate;
    use super::*;

    #[test]
    fn the_gravest_change_comes_first_and_lists_are_bounded() {
        let pair =
            |a: (u16, &str), b: (u16, &str), number| [fate(number, a.0, &[a.1], 5), fate(number, b.0, &[b.1], 7)];
        let pairs = [
            pair((200, "v1"), (200, "v1"), 0),
            pair((200, "v1"), (200, "v2"), 1),
            pair((503, "v2"), (200, "v1"), 2),
            pair((200, "v1"), (502, "v2"), 3),
            pair((200, "v1"), (0, "v1"), 4),
            pair((500, "v2"), (503, "v2"), 5),
        ];
        let pairs: Vec<[&Fate; 2]> = pairs.iter().map(|[a, b]| [a, b]).collect();
        let groups = groups(&pairs, 1);
        let told: Vec<_> = groups.iter().map(|group| (group.change, group.count, group.requests.len())).collect();
        let expected = [
            (Change::NewlyFailing, 2, 1),
            (Change::OtherVersion, 1, 1),
            (Change::Healed, 1, 1),
            (Change::OtherAnswer, 1, 1),
        ];
        assert_eq!(told, expected);
        let first = &groups[0].requests[0];
        let ends = first.ends.each_ref().map(|end| (end.status, end.reached.as_str(), end.duration));
        assert_eq!((first.at, ends), (3.0, [(200, "v1", 5.0), (502, "v2", 7.0)]));
    }
}
