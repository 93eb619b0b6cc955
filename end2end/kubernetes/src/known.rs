//! Lists of known differences.

use std::collections::BTreeMap;

/// The entries of a list: `case: reason` on each line, comments behind `#`.
#[must_use]
pub fn known(list: &'static str) -> BTreeMap<&'static str, &'static str> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).collect()
}
