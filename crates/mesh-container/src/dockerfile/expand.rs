//! `$NAME` and `${NAME:-word}` in instructions, quotes taken off (`frontend/dockerfile/shell/lex.go`).

/// The value of a word; `look` answers for a name.
///
/// # Errors
/// What the builder says of it.
pub(crate) fn expand(word: &str, escape: char, look: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut expansion = Expansion { rest: word, escape, look, depth: 0 };
    expansion.until(None).map_err(|why| format!("failed to process {word:?}: {why}"))
}

struct Expansion<'a> {
    rest: &'a str,
    escape: char,
    look: &'a dyn Fn(&str) -> Option<String>,
    depth: usize,
}

/// How deep `${a:-${b:-…}}` may be nested.
const MAX_DEPTH: usize = 16;

impl Expansion<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    fn until(&mut self, stop: Option<char>) -> Result<String, String> {
        let mut out = String::new();
        while let Some(c) = self.next() {
            match c {
                c if Some(c) == stop => return Ok(out),
                '\'' => loop {
                    match self.next() {
                        None => {
                            return Err(
                                "unexpected end of statement while looking for matching single-quote".to_owned()
                            );
                        }
                        Some('\'') => break,
                        Some(c) => out.push(c),
                    }
                },
                '"' => self.double_quoted(&mut out)?,
                '$' => out.push_str(&self.dollar()?),
                c if c == self.escape => out.extend(self.next()),
                c => out.push(c),
            }
        }
        match stop {
            Some(stop) => Err(format!("unexpected end of statement while looking for matching {stop}")),
            None => Ok(out),
        }
    }

    fn double_quoted(&mut self, out: &mut String) -> Result<(), String> {
        loop {
            match self.next() {
                None => return Err("unexpected end of statement while looking for matching double-quote".to_owned()),
                Some('"') => return Ok(()),
                Some('$') => out.push_str(&self.dollar()?),
                Some(c) if c == self.escape => match self.peek() {
                    None => {}
                    Some(next) if next == '"' || next == '$' || next == self.escape => {
                        self.next();
                        out.push(next);
                    }
                    Some(_) => out.push(c),
                },
                Some(c) => out.push(c),
            }
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            if name.is_empty() && matches!(c, '@' | '*' | '#' | '?' | '-' | '$' | '!' | '0') {
                self.next();
                return c.to_string();
            }
            let digits = name.starts_with(|c: char| c.is_ascii_digit());
            if (digits && !c.is_ascii_digit()) || !(c.is_alphanumeric() || c == '_') {
                break;
            }
            name.push(c);
            self.next();
        }
        name
    }

    fn dollar(&mut self) -> Result<String, String> {
        if self.peek() != Some('{') {
            let name = self.name();
            return Ok(if name.is_empty() { "$".to_owned() } else { (self.look)(&name).unwrap_or_default() });
        }
        self.next();
        match self.peek() {
            None => return Err("syntax error: missing '}'".to_owned()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".to_owned()),
            Some(_) => {}
        }
        let name = self.name();
        let value = (self.look)(&name);
        match self.next() {
            Some('}') => Ok(value.unwrap_or_default()),
            Some('?') => {
                let word = self.word()?;
                value.ok_or_else(|| format!("{name}: {}", or(&word, "is not allowed to be unset")))
            }
            Some(':') => {
                let modifier = self.next().unwrap_or('\u{fffd}');
                let word = self.word()?;
                let filled = value.clone().filter(|value| !value.is_empty());
                match modifier {
                    '+' => Ok(if filled.is_some() { word } else { String::new() }),
                    '-' => Ok(filled.unwrap_or(word)),
                    '?' => match (value, filled) {
                        (None, _) => Err(format!("{name}: {}", or(&word, "is not allowed to be unset"))),
                        (_, None) => Err(format!("{name}: {}", or(&word, "is not allowed to be empty"))),
                        (_, Some(value)) => Ok(value),
                    },
                    other => Err(format!("unsupported modifier ({other}) in substitution")),
                }
            }
            _ => Err("missing ':' in substitution".to_owned()),
        }
    }

    /// The word of a modifier, up to the closing bracket.
    fn word(&mut self) -> Result<String, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("syntax error: nested too deeply".to_owned());
        }
        let word = self.until(Some('}'));
        self.depth -= 1;
        word.map_err(|why| if self.rest.is_empty() { "syntax error: missing '}'".to_owned() } else { why })
    }
}

fn or<'a>(word: &'a str, unset: &'a str) -> &'a str {
    if word.is_empty() { unset } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_expanded_as_the_builder_does() {
        let look = |name: &str| match name {
            "A" => Some("a b".to_owned()),
            "E" => Some(String::new()),
            _ => None,
        };
        for (word, wanted) in [
            ("$A/${A}x", Ok("a b/a bx")),
            ("\"q $A\" '$A' \\$A", Ok("q a b $A $A")),
            ("${N:-d${A}} ${E:-e} ${A:+y}${N:+y}", Ok("da b e y")),
            ("$N-$", Ok("-$")),
            ("${N?}", Err("failed to process \"${N?}\": N: is not allowed to be unset")),
            ("${N:?custom}", Err("failed to process \"${N:?custom}\": N: custom")),
            ("${E:?}", Err("failed to process \"${E:?}\": E: is not allowed to be empty")),
            ("${N!y}", Err("failed to process \"${N!y}\": missing ':' in substitution")),
            (
                "\"a",
                Err("failed to process \"\\\"a\": unexpected end of statement while looking for matching double-quote"),
            ),
        ] {
            assert_eq!(expand(word, '\\', &look), wanted.map(str::to_owned).map_err(str::to_owned), "{word}");
        }
    }
}
