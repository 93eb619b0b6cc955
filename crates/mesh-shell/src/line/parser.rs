//! Tokens to a tree.

use std::sync::Arc;

use super::lexer::{Lexer, Token};
use super::tree::{Command, Connector, List, Pipeline, Redirect, Stage, Word};

/// Reads a line.
///
/// # Errors
/// What is wrong with it, in the words of `dash`.
pub fn parse(text: &str) -> Result<List, String> {
    Parser::parse(text, 0)
}

/// How deep compound commands may be nested.
const MAX_DEPTH: usize = 32;

pub(super) struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    pub(super) fn parse(text: &str, depth: usize) -> Result<List, String> {
        let tokens = Lexer::new(text, depth).tokens()?;
        let mut parser = Parser { tokens, at: 0, depth: 0 };
        let list = parser.list(&[])?;
        match parser.tokens.get(parser.at) {
            None => Ok(list),
            Some(token) => Err(unexpected(token)),
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn operator(&mut self, operators: &[&str]) -> Option<&'static str> {
        let Some(Token::Operator(found)) = self.peek() else { return None };
        let found = operators.contains(found).then_some(*found)?;
        self.at += 1;
        Some(found)
    }

    /// Whether the next word is this reserved one.
    fn is_at(&self, reserved: &[&str]) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if word.literal().is_some_and(|text| reserved.contains(&text)))
    }

    fn reserved(&mut self, word: &str) -> Result<(), String> {
        if self.is_at(&[word]) {
            self.at += 1;
            return Ok(());
        }
        match self.peek() {
            None => Err(format!("Syntax error: end of file unexpected (expecting \"{word}\")")),
            Some(token) => Err(format!("{} (expecting \"{word}\")", unexpected(token))),
        }
    }

    /// Pipelines until one of the reserved words, a `)` or the end.
    fn list(&mut self, ends: &[&str]) -> Result<List, String> {
        let mut list = List::default();
        let mut connector = Connector::Then;
        loop {
            while self.operator(&["\n"]).is_some() {}
            if self.peek().is_none() || self.is_at(ends) || matches!(self.peek(), Some(Token::Operator(")"))) {
                return Ok(list);
            }
            list.items.push((connector, self.pipeline()?));
            connector = match self.operator(&["&&", "||", ";", "\n"]) {
                Some("&&") => Connector::And,
                Some("||") => Connector::Or,
                Some(_) => Connector::Then,
                None => return Ok(list),
            };
        }
    }

    fn pipeline(&mut self) -> Result<Pipeline, String> {
        let mut pipeline = Pipeline::default();
        if self.is_at(&["!"]) {
            self.at += 1;
            pipeline.negated = true;
        }
        loop {
            pipeline.stages.push(self.stage()?);
            if self.operator(&["|"]).is_none() {
                return Ok(pipeline);
            }
            while self.operator(&["\n"]).is_some() {}
        }
    }

    fn stage(&mut self) -> Result<Stage, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("Syntax error: nested too deeply".to_owned());
        }
        let mut redirects = Vec::new();
        let command = match self.compound()? {
            Some(command) => {
                while self.redirect(&mut redirects)? {}
                command
            }
            None => self.simple(&mut redirects)?,
        };
        self.depth -= 1;
        Ok(Stage { command, redirects })
    }

    fn body(&mut self, begin: &str, end: &str) -> Result<Arc<List>, String> {
        self.reserved(begin)?;
        let list = self.list(&[end])?;
        self.reserved(end)?;
        Ok(Arc::new(list))
    }

    fn compound(&mut self) -> Result<Option<Command>, String> {
        if self.operator(&["("]).is_some() {
            let list = self.list(&[])?;
            if self.operator(&[")"]).is_none() {
                return Err("Syntax error: end of file unexpected (expecting \")\")".to_owned());
            }
            return Ok(Some(Command::Group(Arc::new(list))));
        }
        if self.is_at(&["{"]) {
            return Ok(Some(Command::Group(self.body("{", "}")?)));
        }
        if self.is_at(&["for"]) {
            self.at += 1;
            let Some(Token::Word(word)) = self.peek() else {
                return Err("Syntax error: Bad for loop variable".to_owned());
            };
            let name = word.literal().ok_or("Syntax error: Bad for loop variable")?.to_owned();
            self.at += 1;
            self.reserved("in")?;
            let mut words = Vec::new();
            while let Some(Token::Word(word)) = self.peek() {
                words.push(word.clone());
                self.at += 1;
            }
            while self.operator(&[";", "\n"]).is_some() {}
            return Ok(Some(Command::For { name, words, body: self.body("do", "done")? }));
        }
        if self.is_at(&["while", "until"]) {
            let until = self.is_at(&["until"]);
            self.at += 1;
            let condition = Arc::new(self.list(&["do"])?);
            return Ok(Some(Command::While { until, condition, body: self.body("do", "done")? }));
        }
        if self.is_at(&["if"]) {
            return self.branches().map(Some);
        }
        Ok(None)
    }

    fn branches(&mut self) -> Result<Command, String> {
        let (mut branches, mut otherwise) = (Vec::new(), None);
        while self.is_at(&["if", "elif"]) {
            self.at += 1;
            let condition = Arc::new(self.list(&["then"])?);
            self.reserved("then")?;
            branches.push((condition, Arc::new(self.list(&["elif", "else", "fi"])?)));
        }
        if self.is_at(&["else"]) {
            self.at += 1;
            otherwise = Some(Arc::new(self.list(&["fi"])?));
        }
        self.reserved("fi")?;
        Ok(Command::If { branches, otherwise })
    }

    fn simple(&mut self, redirects: &mut Vec<Redirect>) -> Result<Command, String> {
        let (mut assignments, mut words) = (Vec::new(), Vec::new());
        loop {
            if self.redirect(redirects)? {
                continue;
            }
            let Some(Token::Word(word)) = self.peek() else { break };
            let word = word.clone();
            self.at += 1;
            match assignment(&word).filter(|_| words.is_empty()) {
                Some(assignment) => assignments.push(assignment),
                None => words.push(word),
            }
        }
        if words.is_empty() && assignments.is_empty() && redirects.is_empty() {
            return Err(match self.peek() {
                None => "Syntax error: end of file unexpected".to_owned(),
                Some(token) => unexpected(token),
            });
        }
        Ok(Command::Simple { assignments, words })
    }

    fn redirect(&mut self, redirects: &mut Vec<Redirect>) -> Result<bool, String> {
        let Some(Token::Redirect(number, operator)) = self.peek().cloned() else { return Ok(false) };
        self.at += 1;
        let Some(Token::Word(word)) = self.peek().cloned() else {
            return Err("Syntax error: newline unexpected".to_owned());
        };
        self.at += 1;
        let (out, err) = (number != Some('2'), number == Some('2'));
        redirects.push(match operator {
            ">" => Redirect::Write { out, err, append: false, file: word },
            ">>" => Redirect::Write { out, err, append: true, file: word },
            "&>" => Redirect::Write { out: true, err: true, append: false, file: word },
            "&>>" => Redirect::Write { out: true, err: true, append: true, file: word },
            ">&" => match word.literal() {
                Some("1") => Redirect::Join { err_to_out: true },
                Some("2") => Redirect::Join { err_to_out: false },
                _ => Redirect::Write { out: true, err: true, append: false, file: word },
            },
            "<" => Redirect::Read(word),
            _ => Redirect::Text(word),
        });
        Ok(true)
    }
}

/// `NAME=value`.
fn assignment(word: &Word) -> Option<(String, Word)> {
    let super::tree::Part::Text(text, false) = word.parts.first()? else { return None };
    let (name, rest) = text.split_once('=')?;
    let mut chars = name.chars();
    let begins_well = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !begins_well || !chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let mut parts = vec![super::tree::Part::Text(rest.to_owned(), true)];
    parts.extend(word.parts.iter().skip(1).cloned());
    Some((name.to_owned(), Word { parts }))
}

fn unexpected(token: &Token) -> String {
    match token {
        Token::Word(_) => "Syntax error: word unexpected".to_owned(),
        Token::Operator("\n") => "Syntax error: newline unexpected".to_owned(),
        Token::Operator(operator) => format!("Syntax error: \"{operator}\" unexpected"),
        Token::Redirect(..) => "Syntax error: redirection unexpected".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_line_is_said_in_the_words_of_dash() {
        for (text, message) in [
            ("echo 'a", "Syntax error: Unterminated quoted string"),
            ("echo $(a", "Syntax error: end of file unexpected (expecting \")\")"),
            ("for i in a; echo", "Syntax error: word unexpected (expecting \"do\")"),
            ("a | ", "Syntax error: end of file unexpected"),
            ("a ;; b", "Syntax error: \";;\" unexpected"),
            ("&& a", "Syntax error: \"&&\" unexpected"),
            ("echo )", "Syntax error: \")\" unexpected"),
        ] {
            assert_eq!(parse(text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_line_is_a_list_of_pipelines() {
        let list = parse("a && b | c; d || e # all").unwrap();
        let shape: Vec<_> =
            list.items.iter().map(|(connector, pipeline)| (*connector, pipeline.stages.len())).collect();
        assert_eq!(shape, [(Connector::Then, 1), (Connector::And, 2), (Connector::Then, 1), (Connector::Or, 1)]);
    }
}
