//! Shares of versions that add up to 100.

use mesh_ordered::{OrderedMap, sort_by};
use mesh_sim::Fate;
use mesh_view::{SplitShares, VersionShare};

/// Apps that are told.
const MOST_APPS: usize = 50;

/// What went to each version of each app that has several, of pairs of A and B.
pub(super) fn splits(pairs: &[[&Fate; 2]]) -> Vec<SplitShares> {
    let mut apps: OrderedMap<(&str, &str), OrderedMap<&str, [u64; 2]>> = OrderedMap::new();
    for pair in pairs {
        for (side, fate) in pair.iter().enumerate() {
            for party in fate.reached.iter().filter(|party| !party.workload.is_empty()) {
                let versions = apps.entry((&party.app, &party.namespace)).or_default();
                let name = if party.version.is_empty() { &party.workload } else { &party.version };
                if let Some(count) = versions.entry(name).or_default().get_mut(side) {
                    *count += 1;
                }
            }
        }
    }
    let several = apps.into_iter().filter(|(_, versions)| versions.len() > 1).take(MOST_APPS);
    let split = |((app, namespace), versions): ((&str, &str), OrderedMap<&str, [u64; 2]>)| {
        let of = |side: usize| {
            let counts = versions.values().map(|counts| counts.get(side).copied().unwrap_or_default());
            percents(&counts.collect::<Vec<_>>())
        };
        let (a, b) = (of(0), of(1));
        let shares = versions.iter().zip(a.into_iter().zip(b));
        let share = |((version, calls), (a, b)): ((&&str, &[u64; 2]), (f64, f64))| VersionShare {
            version: (*version).to_owned(),
            calls: *calls,
            percent: [a, b],
        };
        SplitShares { app: app.to_owned(), namespace: namespace.to_owned(), versions: shares.map(share).collect() }
    };
    several.map(split).collect()
}

/// Percentages in tenths that add up to 100: what rounding down leaves over goes to the largest remainders (Hamilton's method).
fn percents(counts: &[u64]) -> Vec<f64> {
    const TENTHS: u128 = 1000;
    let total: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    if total == 0 {
        return vec![0.0; counts.len()];
    }
    let scaled = |count: &u64| u128::from(*count) * TENTHS;
    let mut tenths: Vec<u128> = counts.iter().map(|count| scaled(count) / total).collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    let remainder = |at: usize| counts.get(at).map_or(0, |count| scaled(count) % total);
    sort_by(&mut order, |one, other| remainder(*other).cmp(&remainder(*one)).then(one.cmp(other)));
    let left = TENTHS.saturating_sub(tenths.iter().sum());
    for at in order.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        if let Some(tenths) = tenths.get_mut(at) {
            *tenths += 1;
        }
    }
    tenths.into_iter().map(|tenths| tenths as f64 / 10.0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::fate;
    use super::*;

    #[test]
    fn percentages_add_up_to_a_hundred() {
        for (counts, expected) in [
            (vec![359, 41], vec![89.8, 10.2]),
            (vec![1, 1, 1], vec![33.4, 33.3, 33.3]),
            (vec![2, 1], vec![66.7, 33.3]),
            (vec![0, 5], vec![0.0, 100.0]),
            (vec![0, 0], vec![0.0, 0.0]),
            (vec![u64::MAX, u64::MAX, 1], vec![50.0, 50.0, 0.0]),
        ] {
            assert_eq!(percents(&counts), expected, "{counts:?}");
        }
    }

    #[test]
    fn an_app_of_one_version_is_no_split() {
        let (one, other) = (fate(0, 200, &["v1"], 1), fate(0, 200, &["v1"], 1));
        assert_eq!(splits(&[[&one, &other]]), []);
        let (there, here) = (fate(1, 200, &["v1"], 1), fate(1, 200, &["v2"], 1));
        let told = splits(&[[&one, &other], [&there, &here]]);
        let share = |version: &str, calls, percent| VersionShare { version: version.into(), calls, percent };
        assert_eq!(told[0].versions, [share("v1", [2, 1], [100.0, 50.0]), share("v2", [0, 1], [0.0, 50.0])]);
    }
}
