//! The shortest text that a regular expression matches as a whole, for what people write into routes.

/// A text for an RE2 pattern; `None` where the pattern has something that this cannot make a text for.
pub(super) fn shortest(pattern: &str) -> Option<String> {
    let mut reader = Reader { rest: pattern };
    let text = reader.alternatives()?;
    reader.rest.is_empty().then_some(text)
}

/// Longer texts are not made: repetitions of repetitions grow fast.
const MAX_LENGTH: usize = 2_048;

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn takes(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Of several branches the shortest.
    fn alternatives(&mut self) -> Option<String> {
        let mut best = self.sequence()?;
        while self.takes("|") {
            let other = self.sequence()?;
            if other.len() < best.len() {
                best = other;
            }
        }
        Some(best)
    }

    fn sequence(&mut self) -> Option<String> {
        let mut text = String::new();
        while let Some(next) = self.peek().filter(|next| *next != '|' && *next != ')') {
            let piece = match next {
                '^' | '$' => {
                    self.next();
                    continue;
                }
                _ => self.atom()?,
            };
            let times = self.repetition()?;
            if text.len() + piece.len() * times > MAX_LENGTH {
                return None;
            }
            text.extend(std::iter::repeat_n(piece.as_str(), times));
        }
        Some(text)
    }

    fn atom(&mut self) -> Option<String> {
        match self.next()? {
            '(' => {
                if self.takes("?") && !self.group_head()? {
                    return Some(String::new());
                }
                let inner = self.alternatives()?;
                self.takes(")").then_some(inner)
            }
            '[' => self.class().map(String::from),
            '.' => Some("a".to_owned()),
            '\\' => self.escape(),
            '*' | '+' | '?' => None,
            literal => Some(literal.to_string()),
        }
    }

    /// `?:`, `?P<name>`, `?<name>` and flags; false where the group was only flags.
    fn group_head(&mut self) -> Option<bool> {
        if self.takes(":") {
            return Some(true);
        }
        if self.takes("P<") || self.takes("<") {
            while self.next()? != '>' {}
            return Some(true);
        }
        loop {
            match self.next()? {
                ')' => return Some(false),
                ':' => return Some(true),
                'i' | 'm' | 's' | 'U' | '-' => {}
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<String> {
        Some(match self.next()? {
            'd' => "0".to_owned(),
            'w' | 'D' | 'S' => "a".to_owned(),
            'W' => "-".to_owned(),
            's' => " ".to_owned(),
            'b' | 'B' | 'A' | 'z' => String::new(),
            'n' => "\n".to_owned(),
            't' => "\t".to_owned(),
            other if other.is_ascii_alphanumeric() => return None,
            other => other.to_string(),
        })
    }

    /// One character of a class: its first, or for `[^…]` one that it does not exclude.
    fn class(&mut self) -> Option<char> {
        let negated = self.takes("^");
        let mut members: Vec<(char, char)> = Vec::new();
        let mut first = true;
        loop {
            let start = match self.next()? {
                ']' if !first => break,
                '[' if self.rest.starts_with(':') => return None,
                '\\' => self.class_escape(&mut members)?,
                literal => Some(literal),
            };
            first = false;
            let Some(start) = start else { continue };
            let ranged = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let end = if ranged {
                self.next();
                self.next()?
            } else {
                start
            };
            members.push((start, end));
        }
        if !negated {
            return members.first().map(|(start, _)| *start);
        }
        let excluded = |candidate: char| members.iter().any(|(start, end)| (*start..=*end).contains(&candidate));
        ('a'..='z').chain('0'..='9').chain(['-', '_', '.']).find(|candidate| !excluded(*candidate))
    }

    /// A literal after a backslash, or a class of its own, which joins the members.
    fn class_escape(&mut self, members: &mut Vec<(char, char)>) -> Option<Option<char>> {
        match self.next()? {
            'd' => members.push(('0', '9')),
            'w' => members.extend([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]),
            's' => members.extend([(' ', ' '), ('\t', '\r')]),
            other if other.is_ascii_alphanumeric() => return None,
            other => return Some(Some(other)),
        }
        Some(None)
    }

    /// How often at least the piece before must come.
    fn repetition(&mut self) -> Option<usize> {
        let times = match self.peek() {
            Some('*' | '?') => {
                self.next();
                0
            }
            Some('+') => {
                self.next();
                1
            }
            Some('{') => {
                self.next();
                let (bounds, rest) = self.rest.split_once('}')?;
                self.rest = rest;
                bounds.split(',').next()?.parse::<usize>().ok().filter(|times| *times <= 256)?
            }
            _ => return Some(1),
        };
        // Lazy or possessive: no matter for a whole match.
        if matches!(self.peek(), Some('?' | '+')) {
            self.next();
        }
        Some(times)
    }
}

#[cfg(test)]
mod tests {
    use super::shortest;

    #[test]
    fn texts_for_what_people_write() {
        assert_eq!(shortest(r"/users/[^/]+").as_deref(), Some("/users/a"));
        assert_eq!(shortest(r".*\.html").as_deref(), Some(".html"));
        assert_eq!(shortest(r"^/v(1|22)/(?P<id>\d{3})$").as_deref(), Some("/v1/000"));
        assert_eq!(shortest(r"(?i)canary").as_deref(), Some("canary"));
        assert_eq!(shortest(r"[A-Z][\w-]*").as_deref(), Some("A"));
        assert_eq!(shortest(r"\p{Greek}"), None);
        assert_eq!(shortest("("), None);
    }
}
