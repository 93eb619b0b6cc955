//! The words of a label selector (`Lexer` of k8s.io/apimachinery/pkg/labels/selector.go).

/// A kind of word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
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

fn token_of(text: &str) -> Option<Token> {
    TOKENS.iter().find(|(word, _)| *word == text).map(|(_, token)| *token)
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<(Token, String)> {
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
