//! Sets of Latin-1's characters.

/// Sorted, disjoint, not touching ranges of code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    ranges: Vec<(u32, u32)>,
}

const MAXIMUM: u32 = 0xFF;

impl Class {
    pub(super) fn of(ranges: &[(char, char)]) -> Self {
        let mut class = Self::default();
        for (low, high) in ranges {
            class.add(u32::from(*low), u32::from(*high));
        }
        class
    }

    pub(super) fn character(code: u32) -> Self {
        Self { ranges: vec![(code, code)] }
    }

    pub(super) fn add(&mut self, low: u32, high: u32) {
        self.ranges.push((low, high));
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for (low, high) in self.ranges.drain(..) {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        self.ranges = merged;
    }

    pub(super) fn merge(&mut self, other: &Class) {
        for (low, high) in &other.ranges {
            self.add(*low, *high);
        }
    }

    pub(super) fn negated(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for (low, high) in &self.ranges {
            if *low > next {
                ranges.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= MAXIMUM {
            ranges.push((next, MAXIMUM));
        }
        Self { ranges }
    }

    /// With both cases of each of ASCII's letters: in Latin-1 RE2 knows no others (AddFoldedRangeLatin1).
    pub(super) fn folded(&self) -> Self {
        let mut folded = self.clone();
        for (upper, lower) in (b'A'..=b'Z').zip(b'a'..=b'z') {
            let (upper, lower) = (u32::from(upper), u32::from(lower));
            if self.contains(upper) || self.contains(lower) {
                folded.add(upper, upper);
                folded.add(lower, lower);
            }
        }
        folded
    }

    fn contains(&self, code: u32) -> bool {
        self.ranges.iter().any(|(low, high)| *low <= code && code <= *high)
    }

    pub(super) fn ranges(&self) -> Vec<(char, char)> {
        let character = |code: u32| char::from_u32(code).unwrap_or(char::MAX);
        self.ranges.iter().map(|(low, high)| (character(*low), character(*high))).collect()
    }
}

/// A class with a name, and whether it is meant or all but it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) class: Class,
    pub(super) negated: bool,
}

impl Named {
    /// The characters. Both cases are taken in before all others are meant, as RE2 does.
    pub(super) fn characters(&self, ignore_case: bool) -> Class {
        let class = if ignore_case { self.class.folded() } else { self.class.clone() };
        if self.negated { class.negated() } else { class }
    }
}

/// `\d`, `\s`, `\w` and their opposites: ASCII only, and `\s` without the vertical tab.
pub(super) fn perl(letter: char) -> Option<Named> {
    let class = match letter.to_ascii_lowercase() {
        'd' => Class::of(&[('0', '9')]),
        's' => Class::of(&[('\t', '\n'), ('\x0C', '\r'), (' ', ' ')]),
        'w' => Class::of(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        _ => return None,
    };
    Some(Named { class, negated: letter.is_ascii_uppercase() })
}

/// `[:alpha:]` and the like, by the name without colons.
pub(super) fn posix(name: &str) -> Option<Named> {
    let (negated, name) = name.strip_prefix('^').map_or((false, name), |name| (true, name));
    let class = Class::of(match name {
        "alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => &[('A', 'Z'), ('a', 'z')],
        "ascii" => &[('\0', '\x7F')],
        "blank" => &[('\t', '\t'), (' ', ' ')],
        "cntrl" => &[('\0', '\x1F'), ('\x7F', '\x7F')],
        "digit" => &[('0', '9')],
        "graph" => &[('!', '~')],
        "lower" => &[('a', 'z')],
        "print" => &[(' ', '~')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => &[('\t', '\r'), (' ', ' ')],
        "upper" => &[('A', 'Z')],
        "word" => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        "xdigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return None,
    });
    Some(Named { class, negated })
}
