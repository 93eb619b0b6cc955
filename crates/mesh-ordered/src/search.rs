//! Where a key stands in a sorted list, compiled once for all kinds of keys.

use std::cmp::Ordering;
use std::ops::{Bound, Range, RangeBounds};

/// The place of the key among `length` sorted ones, or where it would stand. `compare` says how the key at a place
/// compares to the one that is looked for.
pub(crate) fn find(length: usize, compare: &mut dyn FnMut(usize) -> Ordering) -> Result<usize, usize> {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(middle) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

/// The same, for adding: most lists are built in order, so the end is looked at first.
pub(crate) fn find_to_add(length: usize, compare: &mut dyn FnMut(usize) -> Ordering) -> Result<usize, usize> {
    match length.checked_sub(1) {
        Some(last) if compare(last) == Ordering::Less => Err(length),
        _ => find(length, compare),
    }
}

/// The places of the keys within bounds. `compare` says how the key at a place compares to one of the bounds.
pub(crate) fn within<Q: ?Sized>(
    length: usize,
    bounds: &impl RangeBounds<Q>,
    compare: &mut dyn FnMut(usize, &Q) -> Ordering,
) -> Range<usize> {
    let mut before = |bound: &Q, and_equal: bool| match find(length, &mut |place| compare(place, bound)) {
        Ok(place) => place + usize::from(and_equal),
        Err(place) => place,
    };
    let start = match bounds.start_bound() {
        Bound::Included(bound) => before(bound, false),
        Bound::Excluded(bound) => before(bound, true),
        Bound::Unbounded => 0,
    };
    let end = match bounds.end_bound() {
        Bound::Included(bound) => before(bound, true),
        Bound::Excluded(bound) => before(bound, false),
        Bound::Unbounded => length,
    };
    start..end.max(start)
}
