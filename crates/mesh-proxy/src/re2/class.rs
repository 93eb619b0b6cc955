//! Sets of characters.

/// Sorted, disjoint, not touching ranges of code points. Surrogates may be in it; they match nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    ranges: Vec<(u32, u32)>,
}

const MAXIMUM: u32 = 0x10_FFFF;

/// Characters outside ASCII that RE2 holds to be the same letter in another case.
const KELVIN_SIGN: u32 = 0x212A;
const LONG_S: u32 = 0x017F;

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

    /// With both cases of each letter; `None` where that takes more than ASCII's letters.
    pub(super) fn folded(&self) -> Option<Self> {
        let mut folded = self.clone();
        for (low, high) in &self.ranges {
            // All of Unicode's letters at once need no folding: each one's other case is in the range too.
            if *high > 0x7F && !(*low <= 0x80 && *high == MAXIMUM) {
                return None;
            }
            for (upper, lower) in (b'A'..=b'Z').zip(b'a'..=b'z') {
                let (upper, lower) = (u32::from(upper), u32::from(lower));
                let has = |code: u32| *low <= code && code <= *high;
                if has(upper) || has(lower) {
                    folded.add(upper, upper);
                    folded.add(lower, lower);
                    match lower {
                        0x6B => folded.add(KELVIN_SIGN, KELVIN_SIGN),
                        0x73 => folded.add(LONG_S, LONG_S),
                        _ => {}
                    }
                }
            }
        }
        // What is folded from above ASCII into it.
        if self.contains(KELVIN_SIGN) {
            folded.merge(&Class::of(&[('k', 'k'), ('K', 'K')]));
        }
        if self.contains(LONG_S) {
            folded.merge(&Class::of(&[('s', 's'), ('S', 'S')]));
        }
        Some(folded)
    }

    fn contains(&self, code: u32) -> bool {
        self.ranges.iter().any(|(low, high)| *low <= code && code <= *high)
    }

    /// The ranges, without surrogates.
    pub(super) fn ranges(&self) -> Vec<(char, char)> {
        let mut ranges = Vec::with_capacity(self.ranges.len());
        for (low, high) in &self.ranges {
            for (low, high) in [(*low, (*high).min(0xD7FF)), ((*low).max(0xE000), *high)] {
                if let (true, Some(low), Some(high)) = (low <= high, char::from_u32(low), char::from_u32(high)) {
                    ranges.push((low, high));
                }
            }
        }
        ranges
    }
}

/// `\d`, `\s`, `\w` and their opposites: ASCII only, and `\s` without the vertical tab.
pub(super) fn perl(letter: char) -> Option<Class> {
    let class = match letter.to_ascii_lowercase() {
        'd' => Class::of(&[('0', '9')]),
        's' => Class::of(&[('\t', '\n'), ('\x0C', '\r'), (' ', ' ')]),
        'w' => Class::of(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { class.negated() } else { class })
}

/// `[:alpha:]` and the like, by the name without colons.
pub(super) fn posix(name: &str) -> Option<Class> {
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
    Some(if negated { class.negated() } else { class })
}
