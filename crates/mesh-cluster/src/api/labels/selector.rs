//! Label selectors as people and URLs write them: `a=b,c!=d,e in (f,g),!h` (k8s.io/apimachinery/pkg/labels/selector.go).

use super::lexer::{Token, tokens};
use super::{wrong_key, wrong_value};

/// What is asked of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// One of the values; `=` and `==`, too.
    In,
    /// None of the values; `!=`, too.
    NotIn,
    /// Any value.
    Exists,
    /// No such label.
    DoesNotExist,
    /// A greater number.
    GreaterThan,
    /// A smaller number.
    LessThan,
}

/// One label and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The label.
    pub key: String,
    /// What is asked.
    pub operator: Operator,
    /// The values, sorted.
    pub values: Vec<String>,
}

const OPERATORS: &str = "in, notin, =, ==, !=, gt, lt";

/// Reads a selector.
///
/// # Errors
/// What is wrong with it, in the words of `labels.Parse`.
pub fn parse(text: &str) -> Result<Vec<Requirement>, String> {
    let mut requirements = Reader { tokens: tokens(text), at: 0 }.read()?;
    requirements.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(requirements)
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

    fn read(&mut self) -> Result<Vec<Requirement>, String> {
        let mut requirements = Vec::new();
        loop {
            match self.look() {
                (Token::Identifier | Token::Not, _) => {
                    let read = self.requirement();
                    requirements.push(read.map_err(|why| format!("unable to parse requirement: {why}"))?);
                    match self.take() {
                        (Token::End, _) => return Ok(requirements),
                        (Token::Comma, _) => {
                            let (next, word) = self.look();
                            if !matches!(next, Token::Identifier | Token::Not) {
                                return Err(format!("found '{word}', expected: identifier after ','"));
                            }
                        }
                        (_, word) => return Err(format!("found '{word}', expected: ',' or 'end of string'")),
                    }
                }
                (Token::End, _) => return Ok(requirements),
                (_, word) => return Err(format!("found '{word}', expected: !, identifier, or 'end of string'")),
            }
        }
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        let (mut token, mut key) = self.take();
        let absent = token == Token::Not;
        if absent {
            (token, key) = self.take();
        }
        if token != Token::Identifier {
            return Err(format!("found '{key}', expected: identifier"));
        }
        let wrong = wrong_key(&key);
        if !wrong.is_empty() {
            return Err(format!("<nil>: Invalid value: {key:?}: {}", wrong.join("; ")));
        }
        if absent || matches!(self.look().0, Token::End | Token::Comma) {
            let operator = if absent { Operator::DoesNotExist } else { Operator::Exists };
            return Ok(Requirement { key, operator, values: Vec::new() });
        }
        let (token, word) = self.tokens.get(self.at).cloned().unwrap_or((Token::End, String::new()));
        self.at += 1;
        let (operator, mut values) = match token {
            Token::In => (Operator::In, self.values()?),
            Token::NotIn => (Operator::NotIn, self.values()?),
            Token::Equals | Token::DoubleEquals => (Operator::In, self.value()?),
            Token::NotEquals => (Operator::NotIn, self.value()?),
            Token::Greater => (Operator::GreaterThan, self.value()?),
            Token::Less => (Operator::LessThan, self.value()?),
            _ => return Err(format!("found '{word}', expected: {OPERATORS}")),
        };
        values.sort();
        values.dedup();
        let wrong = wrong_values(&key, operator, &values);
        match wrong.as_slice() {
            [] => Ok(Requirement { key, operator, values }),
            [one] => Err(one.clone()),
            many => Err(format!("[{}]", many.join(", "))),
        }
    }

    fn value(&mut self) -> Result<Vec<String>, String> {
        if matches!(self.look().0, Token::End | Token::Comma) {
            return Ok(vec![String::new()]);
        }
        match self.take() {
            (Token::Identifier, word) => Ok(vec![word]),
            (_, word) => Err(format!("found '{word}', expected: identifier")),
        }
    }

    fn values(&mut self) -> Result<Vec<String>, String> {
        let (token, word) = self.take();
        if token != Token::Open {
            return Err(format!("found '{word}' expected: '('"));
        }
        match self.look() {
            (Token::Close, _) => {
                self.take();
                Ok(vec![String::new()])
            }
            (Token::Identifier | Token::Comma, first) => {
                let first = first.to_owned();
                let values = self.list()?;
                match self.take() {
                    (Token::Close, _) => Ok(values),
                    _ => Err(format!("found '{first}', expected: ')'")),
                }
            }
            (_, word) => Err(format!("found '{word}', expected: ',', ')' or identifier")),
        }
    }

    fn list(&mut self) -> Result<Vec<String>, String> {
        let mut values = Vec::new();
        loop {
            match self.take() {
                (Token::Identifier, word) => {
                    values.push(word);
                    match self.look() {
                        (Token::Comma, _) => {}
                        (Token::Close, _) => return Ok(values),
                        (_, word) => return Err(format!("found '{word}', expected: ',' or ')'")),
                    }
                }
                (Token::Comma, _) => {
                    // A comma with nothing before or behind it parts empty values.
                    let next = self.look().0;
                    if values.is_empty() || matches!(next, Token::Close | Token::Comma) {
                        values.push(String::new());
                    }
                    if next == Token::Close {
                        return Ok(values);
                    }
                }
                (_, word) => return Err(format!("found '{word}', expected: ',', or identifier")),
            }
        }
    }
}

/// What is wrong with the values of a requirement (`NewRequirement`).
fn wrong_values(key: &str, operator: Operator, values: &[String]) -> Vec<String> {
    let is_number = matches!(operator, Operator::GreaterThan | Operator::LessThan);
    let mut wrong = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if is_number && value.parse::<i64>().is_err() {
            wrong.push(format!(
                "values[{index}]: Invalid value: {value:?}: for 'Gt', 'Lt' operators, the value must be an integer"
            ));
        }
    }
    for (index, value) in values.iter().enumerate() {
        let why = wrong_value(value);
        if !why.is_empty() {
            wrong.push(format!("values[{index}][{key}]: Invalid value: {value:?}: {}", why.join("; ")));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_read() {
        for (text, read) in [
            ("a=b", "a In [b]"),
            ("c!=d,a==b", "a In [b]; c NotIn [d]"),
            ("a in (c,b),d", "a In [b,c]; d Exists []"),
            ("!a", "a DoesNotExist []"),
            ("", ""),
            ("a in ()", "a In []"),
            ("a in (,b)", "a In [,b]"),
            ("in=notin", "in In [notin]"),
            ("a>1", "a GreaterThan [1]"),
            ("a=", "a In []"),
        ] {
            let all = parse(text).unwrap();
            let each = all.iter().map(|one| format!("{} {:?} [{}]", one.key, one.operator, one.values.join(",")));
            assert_eq!(each.collect::<Vec<_>>().join("; "), read, "{text}");
        }
    }

    #[test]
    fn what_is_no_selector_is_refused_in_the_words_of_the_library() {
        for (text, why) in [
            ("app in", "unable to parse requirement: found '' expected: '('"),
            ("app in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"),
            ("a=b=c", "found '=', expected: ',' or 'end of string'"),
            ("=", "found '=', expected: !, identifier, or 'end of string'"),
            ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
            ("a,", "found '', expected: identifier after ','"),
            (
                "a>x",
                "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), why, "{text}");
        }
        let prefix = "unable to parse requirement: values[0][a]: Invalid value: \"b@\": a valid label must be";
        assert!(parse("a=b@").unwrap_err().starts_with(prefix));
        let prefix = "unable to parse requirement: <nil>: Invalid value: \"a@\": name part must consist of";
        assert!(parse("a@=b").unwrap_err().starts_with(prefix));
    }
}
