//! Patterns of file names, `case` and `${NAME#…}`.

/// A character of a pattern; whether it was quoted and stands for itself.
pub(super) type Char = (char, bool);

/// Whether a pattern takes the whole of a text.
pub(super) fn matches(pattern: &[Char], text: &[char]) -> bool {
    // Where the last `*` stood, and how far the text was then.
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        let step = match (pattern.get(p), text.get(t)) {
            (None, None) => return true,
            (Some(('*', false)), _) => {
                star = Some((p + 1, t));
                p += 1;
                continue;
            }
            (Some(('?', false)), Some(_)) => Some(p + 1),
            (Some(('[', false)), Some(c)) => match set(pattern.get(p + 1..).unwrap_or_default(), *c) {
                Some((true, length)) => Some(p + 1 + length),
                Some((false, _)) => None,
                None => (*c == '[').then_some(p + 1),
            },
            (Some((wanted, _)), Some(c)) => (wanted == c).then_some(p + 1),
            _ => None,
        };
        match (step, star) {
            (Some(next), _) => (p, t) = (next, t + 1),
            (None, Some((after, from))) if from < text.len() => {
                star = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
            _ => return false,
        }
    }
}

/// Whether `[…]` takes a character, and how long it is; `None` where it is not closed.
fn set(pattern: &[Char], c: char) -> Option<(bool, usize)> {
    let negated = matches!(pattern.first(), Some(('!' | '^', false)));
    let begin = usize::from(negated);
    let mut at = begin;
    let mut holds = false;
    loop {
        let (first, quoted) = *pattern.get(at)?;
        if first == ']' && !quoted && at > begin {
            return Some((holds != negated, at + 1));
        }
        match (pattern.get(at + 1), pattern.get(at + 2)) {
            (Some(('-', false)), Some((last, _))) if *last != ']' => {
                holds |= (first..=*last).contains(&c);
                at += 3;
            }
            _ => {
                holds |= first == c;
                at += 1;
            }
        }
    }
}

/// Whether a pattern is more than text.
pub(super) fn is_pattern(pattern: &[Char]) -> bool {
    pattern.iter().any(|(c, quoted)| !quoted && matches!(c, '*' | '?' | '['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_texts() {
        for (pattern, text, wanted) in [
            ("a*", "abc", true),
            ("*b*d", "abcd", true),
            ("a?c", "abc", true),
            ("[a-c]x", "bx", true),
            ("[!a]x", "ax", false),
            ("[", "[", true),
            ("", "", true),
            ("*", "", true),
            ("a", "ab", false),
        ] {
            let chars: Vec<Char> = pattern.chars().map(|c| (c, false)).collect();
            let text: Vec<char> = text.chars().collect();
            assert_eq!(matches(&chars, &text), wanted, "{pattern}");
        }
        assert!(!matches(&[('*', true)], &['a']));
    }
}
