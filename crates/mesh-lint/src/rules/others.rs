//! The names of the other resources that a finding speaks of, as many as one reads.

/// More names than these are "others": a host of a thousand rules would have a thousand names in each finding.
const MOST: usize = 3;

/// The first of some names, each once; none if there is none.
pub(super) fn listed(names: impl IntoIterator<Item = String>) -> Option<String> {
    let mut shown: Vec<String> = Vec::new();
    for name in names {
        if shown.contains(&name) {
            continue;
        }
        if shown.len() == MOST {
            return Some(format!("{} and others", shown.join(", ")));
        }
        shown.push(name);
    }
    (!shown.is_empty()).then(|| shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_names_are_listed_and_many_are_not() {
        let names = |count: usize| listed((0..count).map(|index| format!("n{}", index / 2)));
        assert_eq!(names(0), None);
        assert_eq!(names(6).as_deref(), Some("n0, n1, n2"));
        assert_eq!(names(7).as_deref(), Some("n0, n1, n2 and others"));
    }
}
