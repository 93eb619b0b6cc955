//! Maps and sets do what the standard library's do.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use proptest::prelude::*;

use crate::{OrderedMap, OrderedSet};

proptest! {
    #[test]
    fn a_map_is_a_map(steps: Vec<(u8, u8, u16)>, asked: u8, until: u8) {
        let (mut ours, mut theirs) = (OrderedMap::new(), BTreeMap::new());
        for (step, key, value) in steps {
            match step % 4 {
                0 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                1 => {
                    *ours.entry(key).and_modify(|known| *known ^= 1).or_insert(value) ^= value;
                    *theirs.entry(key).and_modify(|known| *known ^= 1).or_insert(value) ^= value;
                }
                _ => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
            }
        }
        prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        prop_assert!(ours.iter().eq(&theirs) && ours.iter().rev().eq(theirs.iter().rev()));
        prop_assert_eq!(ours.get(&asked), theirs.get(&asked));
        prop_assert_eq!(ours.contains_key(&asked), theirs.contains_key(&asked));
        prop_assert_eq!(ours.get_key_value(&asked), theirs.get_key_value(&asked));
        prop_assert!(ours.range(asked..).eq(theirs.range(asked..)));
        prop_assert!(ours.range(..=asked).eq(theirs.range(..=asked)));
        let after = (Bound::Excluded(asked.min(until)), Bound::Excluded(asked.max(until).max(asked.min(until).saturating_add(1))));
        if asked.min(until) < u8::MAX {
            prop_assert!(ours.range::<u8, _>(after).eq(theirs.range::<u8, _>(after)));
        }
        prop_assert_eq!(ours.first_key_value(), theirs.first_key_value());
        prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
        let written = serde_json::to_string(&ours).unwrap();
        prop_assert_eq!(&written, &serde_json::to_string(&theirs).unwrap());
        prop_assert_eq!(&serde_json::from_str::<OrderedMap<u8, u16>>(&written).unwrap(), &ours);
        ours.retain(|key, value| *value > u16::from(*key));
        theirs.retain(|key, value| *value > u16::from(*key));
        prop_assert!(ours.into_iter().eq(theirs));
    }

    #[test]
    fn a_set_is_a_set(steps: Vec<(bool, u8)>, others: Vec<u8>, asked: u8) {
        let (mut ours, mut theirs) = (OrderedSet::new(), BTreeSet::new());
        for (is_added, key) in steps {
            if is_added {
                prop_assert_eq!(ours.insert(key), theirs.insert(key));
            } else {
                prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
            }
        }
        let (other, their_other): (OrderedSet<u8>, BTreeSet<u8>) = (others.iter().copied().collect(), others.into_iter().collect());
        prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        prop_assert_eq!(ours.contains(&asked), theirs.contains(&asked));
        prop_assert!(ours.range(asked..).eq(theirs.range(asked..)));
        prop_assert!(ours.intersection(&other).eq(theirs.intersection(&their_other)));
        prop_assert!(ours.difference(&other).eq(theirs.difference(&their_other)));
        prop_assert_eq!(ours.is_disjoint(&other), theirs.is_disjoint(&their_other));
        prop_assert_eq!(ours.is_superset(&other), theirs.is_superset(&their_other));
        prop_assert_eq!(ours.cmp(&other), theirs.cmp(&their_other));
        prop_assert!(ours.into_iter().eq(theirs));
    }
}

#[test]
fn the_last_of_equal_keys_counts() {
    let map: OrderedMap<_, _> = [("b", 1), ("a", 2), ("b", 3)].into_iter().collect();
    assert_eq!(map.into_iter().collect::<Vec<_>>(), [("a", 2), ("b", 3)]);
}
