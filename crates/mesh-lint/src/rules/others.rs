//! The names of the other resources that a finding speaks of, as many as one reads.

use std::fmt::Display;

use mesh_words::{Argument, say};

/// More names than these are "others": a host of a thousand rules would have a thousand names in each finding.
const MOST: usize = 3;

/// After so many letters a list of all names ends: a finding of each of a thousand rules may name the other ones.
const LONGEST: usize = 1_000;

/// The first of some names, each once; none if there is none.
pub(super) fn listed<T: PartialEq + Into<Argument>>(names: impl IntoIterator<Item = T>) -> Option<Argument> {
    let mut shown: Vec<T> = Vec::new();
    for name in names {
        if shown.contains(&name) {
            continue;
        }
        if shown.len() == MOST {
            return Some(say!("others-many", names = shown).into());
        }
        shown.push(name);
    }
    (!shown.is_empty()).then(|| shown.into())
}

/// All of some names, as far as anybody reads.
pub(super) fn beginning<T: Display + Into<Argument>>(names: impl IntoIterator<Item = T>) -> Argument {
    let mut shown: Vec<Argument> = Vec::new();
    let mut length = 0;
    for name in names {
        if length > LONGEST {
            shown.push("…".into());
            break;
        }
        length += name.to_string().len() + ", ".len();
        shown.push(name.into());
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_names_are_listed_and_many_are_not() {
        let names =
            |count: usize| listed((0..count).map(|index| format!("n{}", index / 2))).map(|names| names.to_string());
        assert_eq!(names(0), None);
        assert_eq!(names(6).as_deref(), Some("n0, n1, n2"));
        assert_eq!(names(7).as_deref(), Some("n0, n1, n2 and others"));
    }

    #[test]
    fn all_names_are_listed_unless_they_are_endless() {
        let names = |count: usize| beginning((0..count).map(|index| format!("n{index}"))).to_string();
        assert_eq!(names(0), "");
        assert_eq!(names(5), "n0, n1, n2, n3, n4");
        let endless = names(100_000);
        assert!(endless.len() < LONGEST + 20, "{}", endless.len());
        assert!(endless.ends_with(", …"), "{endless}");
    }
}
