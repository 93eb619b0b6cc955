//! Names in parts of a size that one looks through: by what they begin with.

/// Apps that one looks through at a time.
pub(super) const MOST: usize = 40;
/// Parts that something is cut into, about.
const PARTS: usize = 16;
/// More parts than this by words between hyphens are no help.
const MOST_WORDS: usize = 24;
/// A word is worth a part of its own from so many names on.
const LEAST_OF_A_WORD: usize = 3;

/// Some of a sorted list of names, and what tells them from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) label: String,
    /// From this place in the list on, up to the place after its last.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Cuts a sorted list of different names into parts: by the word up to the next hyphen where most names share one with others, else
/// by the letter in which they differ, few letters together. Names that come and go leave the others in their parts, mostly.
pub(super) fn parts(names: &[&str]) -> Vec<Part> {
    let common = common(names);
    by_word(names, common).unwrap_or_else(|| by_letter(names, common))
}

/// Bytes that all names begin with.
fn common(names: &[&str]) -> usize {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return 0 };
    // Of a sorted list the first and the last have no less in common than any two.
    let same = first.char_indices().zip(last.chars()).take_while(|((_, one), other)| one == other);
    same.last().map_or(0, |((at, letter), _)| at + letter.len_utf8())
}

fn by_word(names: &[&str], common: usize) -> Option<Vec<Part>> {
    let begin = names.first()?.get(..common)?.rfind('-').map_or(0, |at| at + 1);
    let word = |name: &str| name.get(begin..).and_then(|rest| rest.find('-')).map(|at| begin + at + 1);
    let parts = runs(names, |name| word(name).and_then(|end| name.get(..end)).unwrap_or(name));
    let shared: usize = parts.iter().map(|part| part.to - part.from).filter(|count| *count >= LEAST_OF_A_WORD).sum();
    let is_of_use = (2..=MOST_WORDS).contains(&parts.len()) && 5 * shared >= 4 * names.len();
    is_of_use.then_some(parts)
}

fn by_letter(names: &[&str], common: usize) -> Vec<Part> {
    let letter =
        |name: &str| name.get(common..).and_then(|rest| rest.chars().next()).map(|next| common + next.len_utf8());
    let letters = runs(names, |name| letter(name).and_then(|end| name.get(..end)).unwrap_or(name));
    let room = MOST.max(names.len() / PARTS).min(names.len() / 2);
    let mut parts: Vec<(Part, String)> = Vec::new();
    for next in letters {
        match parts.last_mut().filter(|(last, _)| next.to - last.from <= room) {
            Some((last, end)) => (last.to, *end) = (next.to, next.label),
            None => parts.push((next.clone(), next.label)),
        }
    }
    let label = |(part, end): (Part, String)| {
        let label = if part.label == end { part.label.clone() } else { format!("{}\u{2026}{end}", part.label) };
        Part { label, ..part }
    };
    parts.into_iter().map(label).collect()
}

/// Names behind each other that begin with the same.
fn runs<'a>(names: &[&'a str], begin: impl Fn(&'a str) -> &'a str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let label = begin(name);
        match parts.last_mut().filter(|part| part.label == label) {
            Some(part) => part.to = at + 1,
            None => parts.push(Part { label: label.to_owned(), from: at, to: at + 1 }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(names: &[String]) -> Vec<(String, usize)> {
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.sort_unstable();
        parts(&names).into_iter().map(|part| (part.label, part.to - part.from)).collect()
    }

    fn numbered(count: usize, begin: &str) -> Vec<String> {
        (0..count).map(|at| format!("{begin}{at:04}")).collect()
    }

    #[test]
    fn names_are_cut_by_words_or_by_letters() {
        let words = [numbered(20, "orders-"), numbered(20, "users-"), numbered(5, "shop-")].concat();
        let expected = [("orders-", 20), ("shop-", 5), ("users-", 20)];
        assert_eq!(labels(&words), expected.map(|(label, count)| (label.to_owned(), count)));
        let thousand = labels(&numbered(1_000, "service-"));
        assert_eq!(thousand.len(), 10);
        assert_eq!(thousand[0], ("service-00".to_owned(), 100));
        // A hundred: letters with ten names each, four of them together.
        let hundred = labels(&numbered(100, "service-0"));
        assert_eq!(hundred[0], ("service-0000\u{2026}service-0003".to_owned(), 40));
        assert_eq!(hundred.len(), 3);
    }

    #[test]
    fn every_part_is_smaller_than_the_whole() {
        for names in [
            numbered(41, ""),
            (1..90).map(|at| "a".repeat(at)).collect(),
            (0..60).map(|at| format!("주문-{at}")).collect(),
            vec!["a".to_owned(), "b".to_owned()],
        ] {
            let parts = labels(&names);
            assert!(parts.len() > 1 && parts.iter().all(|(_, count)| *count < names.len()), "{parts:?}");
            assert_eq!(parts.iter().map(|(_, count)| count).sum::<usize>(), names.len());
        }
    }
}
