//! A row for each client and pod that it put out.

use mesh_ordered::OrderedMap;
use mesh_sim::{Event, EventKind};
use mesh_view::{LineBar, LineRow};

/// Seconds of the interval tick that lets a pod in again, by client, cluster and pod.
pub(crate) type Planned = OrderedMap<(String, String, String), f64>;

/// Rows that are told, and bars of each of them; those are the last.
const MOST_ROWS: usize = 4;
const MOST_BARS: usize = 100;

/// A client's cluster and a pod of it.
type Key<'a> = (&'a str, &'a str, &'a str);

/// The rows of those that were put out first, and how many more there are.
pub(super) fn rows(
    events: &[Event],
    planned: &Planned,
    pods: &OrderedMap<&str, (&str, &str)>,
    known: f64,
) -> (Vec<LineRow>, u32) {
    let mut found: Vec<(Key<'_>, Vec<LineBar>)> = Vec::new();
    let mut places: OrderedMap<Key<'_>, usize> = OrderedMap::new();
    for event in events {
        let at = event.at.seconds();
        match &event.kind {
            EventKind::Ejection { client, cluster, host, enforced: true, .. } => {
                let key = (client.as_str(), cluster.as_str(), host.as_str());
                let place = *places.entry(key).or_insert(found.len());
                if place == found.len() {
                    found.push((key, Vec::new()));
                }
                if let Some((_, bars)) = found.get_mut(place) {
                    bars.push(LineBar { from: at, to: f64::INFINITY, planned: None });
                }
            }
            EventKind::Unejection { client, cluster, host } => {
                let place = places.get(&(client.as_str(), cluster.as_str(), host.as_str())).copied();
                let bars = place.and_then(|place| found.get_mut(place)).map(|(_, bars)| bars);
                if let Some(bar) = bars.and_then(|bars| bars.last_mut()).filter(|bar| bar.to.is_infinite()) {
                    bar.to = at;
                }
            }
            _ => {}
        }
    }
    let more = found.len().saturating_sub(MOST_ROWS) as u32;
    let keys: Vec<Key<'_>> = found.iter().map(|(key, _)| *key).collect();
    let row = |(key, mut bars): (Key<'_>, Vec<LineBar>)| {
        if let Some(bar) = bars.last_mut().filter(|bar| bar.to.is_infinite()) {
            bar.to = known.max(bar.from);
            let (client, cluster, host) = key;
            bar.planned = planned.get(&(client.into(), cluster.into(), host.into())).copied();
        }
        // What is out and never came back within what is remembered has nothing to end at.
        bars.retain(|bar| bar.to.is_finite());
        let bars = bars.split_off(bars.len().saturating_sub(MOST_BARS));
        let app = |pod: &str| pods.get(pod).map(|(app, _)| *app).filter(|app| !app.is_empty());
        let version = |pod: &str| pods.get(pod).map(|(_, version)| *version).filter(|version| !version.is_empty());
        let client = name(key.0, keys.iter().map(|key| key.0), &app);
        let host = name(key.2, keys.iter().map(|key| key.2), &|pod| version(pod).or(app(pod)));
        LineRow { client, host, bars }
    };
    (found.into_iter().take(MOST_ROWS).map(row).collect(), more)
}

/// What a pod is called by, where no other pod of these is called so; else its name.
fn name<'a, 'b>(
    pod: &'b str,
    mut others: impl Iterator<Item = &'b str>,
    called: &dyn Fn(&str) -> Option<&'a str>,
) -> String {
    let Some(name) = called(pod) else { return pod.to_owned() };
    let is_shared = others.any(|other| other != pod && called(other) == Some(name));
    if is_shared { pod.to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_proxy::Time;

    fn event(at: u64, client: &str, host: &str, out: bool) -> Event {
        let (client, cluster, host) = (client.to_owned(), "outbound|80||a".to_owned(), host.to_owned());
        let reason = "consecutive_5xx".to_owned();
        let kind = if out {
            EventKind::Ejection { client, cluster, host, reason, enforced: true, backoff: 1, stay: 30.0 }
        } else {
            EventKind::Unejection { client, cluster, host }
        };
        Event { at: Time(at * 1_000_000_000), kind }
    }

    #[test]
    fn a_bar_is_solid_while_it_happened_and_planned_up_to_the_tick() {
        let events = [
            event(20, "gw-1", "risky-1", true),
            event(60, "gw-1", "risky-1", false),
            event(61, "gw-1", "risky-1", true),
            event(62, "b-1", "risky-1", true),
        ];
        let planned = [(("gw-1".into(), "outbound|80||a".into(), "risky-1".into()), 130.0)].into_iter().collect();
        let pods = [("gw-1", ("gw", "")), ("risky-1", ("staff", "risky")), ("b-1", ("b", "v1"))].into_iter().collect();
        let (rows, more) = rows(&events, &planned, &pods, 66.0);
        assert_eq!(more, 0);
        assert_eq!((rows[0].client.as_str(), rows[0].host.as_str(), rows[1].client.as_str()), ("gw", "risky", "b"));
        let bar = |from, to, planned| LineBar { from, to, planned };
        assert_eq!(rows[0].bars, [bar(20.0, 60.0, None), bar(61.0, 66.0, Some(130.0))]);
        assert_eq!(rows[1].bars, [bar(62.0, 66.0, None)]);
    }

    #[test]
    fn pods_of_one_workload_keep_their_names_and_of_many_rows_some_are_told() {
        let events: Vec<Event> = (0..9).map(|at| event(at, "gw-1", &format!("a-{at}"), true)).collect();
        let names: Vec<String> = (0..9).map(|at| format!("a-{at}")).collect();
        let pods = names.iter().map(|name| (name.as_str(), ("a", "v1"))).collect();
        let (rows, more) = rows(&events, &Planned::new(), &pods, 9.0);
        assert_eq!((rows.len(), more, rows[0].host.as_str(), rows[0].client.as_str()), (4, 5, "a-0", "gw-1"));
    }
}
