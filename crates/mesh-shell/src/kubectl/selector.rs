//! Label selectors, as far as the client itself looks at them (`k8s.io/apimachinery/pkg/labels/selector.go`).

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Close,
    Comma,
    Not,
    DoubleEquals,
    Equals,
    Greater,
    In,
    Less,
    NotEquals,
    NotIn,
    Open,
    Identifier,
    End,
    Wrong,
}

const TOKENS: [(&str, Token); 11] = [
    (")", Token::Close),
    (",", Token::Comma),
    ("!", Token::Not),
    ("==", Token::DoubleEquals),
    ("=", Token::Equals),
    (">", Token::Greater),
    ("in", Token::In),
    ("<", Token::Less),
    ("!=", Token::NotEquals),
    ("notin", Token::NotIn),
    ("(", Token::Open),
];

const OPERATORS: &str = "in, notin, =, ==, !=, gt, lt";

/// Whether a text is a label selector.
pub(crate) fn is_valid(text: &str) -> bool {
    wrong(text).is_none()
}

/// What the reader of label selectors says of a text that is none.
pub(crate) fn wrong(text: &str) -> Option<String> {
    Reader { tokens: tokens(text), at: 0 }.read().err()
}

fn token_of(text: &str) -> Option<Token> {
    TOKENS.iter().find(|(word, _)| *word == text).map(|(_, token)| *token)
}

fn tokens(text: &str) -> Vec<(Token, String)> {
    let special = |c: char| matches!(c, '=' | '!' | '(' | ')' | ',' | '>' | '<');
    let space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let mut all = Vec::new();
    let mut rest = text.trim_start_matches(space);
    while let Some(first) = rest.chars().next() {
        let (token, length) = if special(first) {
            let run = rest.find(|c: char| !special(c)).unwrap_or(rest.len());
            // The longest operator wins, as long as each of its beginnings is one.
            let known = (1..=run.min(2)).rev().find_map(|length| Some((token_of(rest.get(..length)?)?, length)));
            known.unwrap_or((Token::Wrong, run))
        } else {
            let length = rest.find(|c: char| special(c) || space(c)).unwrap_or(rest.len());
            (token_of(rest.get(..length).unwrap_or_default()).unwrap_or(Token::Identifier), length)
        };
        let (word, after) = rest.split_at(length);
        all.push((token, word.to_owned()));
        rest = after.trim_start_matches(space);
    }
    all
}

#[derive(Debug)]
struct Reader {
    tokens: Vec<(Token, String)>,
    at: usize,
}

impl Reader {
    /// The token to come; the words of operators are identifiers where a value is meant.
    fn look(&self) -> (Token, &str) {
        match self.tokens.get(self.at) {
            Some((Token::In | Token::NotIn, word)) => (Token::Identifier, word),
            Some((token, word)) => (*token, word),
            None => (Token::End, ""),
        }
    }

    fn take(&mut self) -> (Token, String) {
        let (token, word) = self.look();
        let found = (token, word.to_owned());
        self.at += 1;
        found
    }

    fn read(&mut self) -> Result<(), String> {
        loop {
            match self.look() {
                (Token::Identifier | Token::Not, _) => {
                    self.requirement().map_err(|why| format!("unable to parse requirement: {why}"))?;
                    match self.take() {
                        (Token::End, _) => return Ok(()),
                        (Token::Comma, _) => {
                            let (next, word) = self.look();
                            if !matches!(next, Token::Identifier | Token::Not) {
                                return Err(format!("found '{word}', expected: identifier after ','"));
                            }
                        }
                        (_, word) => return Err(format!("found '{word}', expected: ',' or 'end of string'")),
                    }
                }
                (Token::End, _) => return Ok(()),
                (_, word) => return Err(format!("found '{word}', expected: !, identifier, or 'end of string'")),
            }
        }
    }

    fn requirement(&mut self) -> Result<(), String> {
        let (mut token, mut word) = self.take();
        let absent = token == Token::Not;
        if absent {
            (token, word) = self.take();
        }
        if token != Token::Identifier {
            return Err(format!("found '{word}', expected: identifier"));
        }
        if absent || matches!(self.look().0, Token::End | Token::Comma) {
            return Ok(());
        }
        let operator = self.tokens.get(self.at).cloned().unwrap_or((Token::End, String::new()));
        self.at += 1;
        match operator.0 {
            Token::In | Token::NotIn => self.values(),
            Token::Equals | Token::DoubleEquals | Token::NotEquals | Token::Greater | Token::Less => self.value(),
            _ => Err(format!("found '{}', expected: {OPERATORS}", operator.1)),
        }
    }

    fn value(&mut self) -> Result<(), String> {
        if matches!(self.look().0, Token::End | Token::Comma) {
            return Ok(());
        }
        match self.take() {
            (Token::Identifier, _) => Ok(()),
            (_, word) => Err(format!("found '{word}', expected: identifier")),
        }
    }

    fn values(&mut self) -> Result<(), String> {
        let (token, word) = self.take();
        if token != Token::Open {
            return Err(format!("found '{word}' expected: '('"));
        }
        match self.look() {
            (Token::Close, _) => {
                self.take();
                Ok(())
            }
            (Token::Identifier | Token::Comma, first) => {
                let first = first.to_owned();
                self.list()?;
                match self.take() {
                    (Token::Close, _) => Ok(()),
                    _ => Err(format!("found '{first}', expected: ')'")),
                }
            }
            (_, word) => Err(format!("found '{word}', expected: ',', ')' or identifier")),
        }
    }

    fn list(&mut self) -> Result<(), String> {
        loop {
            match self.take() {
                (Token::Identifier, _) => match self.look() {
                    (Token::Comma, _) => {}
                    (Token::Close, _) => return Ok(()),
                    (_, word) => return Err(format!("found '{word}', expected: ',' or ')'")),
                },
                (Token::Comma, _) => {
                    if self.look().0 == Token::Close {
                        return Ok(());
                    }
                }
                (_, word) => return Err(format!("found '{word}', expected: ',', or identifier")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors() {
        for text in ["a=b", "a==b,c!=d", "a in (b,c),d", "!a", "", "app in (api)", "a in ()", "in=notin"] {
            assert_eq!(wrong(text), None, "{text}");
        }
        for (text, why) in [
            ("app in", "unable to parse requirement: found '' expected: '('"),
            ("app in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"),
            ("a=b=c", "found '=', expected: ',' or 'end of string'"),
            ("=", "found '=', expected: !, identifier, or 'end of string'"),
            ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
            ("a,", "found '', expected: identifier after ','"),
        ] {
            assert_eq!(wrong(text).as_deref(), Some(why), "{text}");
        }
    }
}
