//! A script in commands, a line at a time as a shell reads it (dash's `parser.c`).

use std::sync::Arc;

use super::Flavor;
use super::lexer::{Lexer, Token};
use super::tree::{Command, Item, List, Redirect, RedirectKind, Simple, Word};

/// How deep commands may be nested.
const MAX_DEPTH: usize = 40;

/// Reads a script.
pub(crate) struct Parser<'a> {
    lexer: Lexer<'a>,
    depth: usize,
    flavor: Flavor,
}

type Parsed<T> = Result<T, String>;

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str, line: usize, flavor: Flavor) -> Self {
        Self { lexer: Lexer::new(text, line, flavor), depth: 0, flavor }
    }

    /// The number of the line that is read.
    pub(crate) fn line(&self) -> usize {
        self.lexer.line
    }

    /// The commands of the next line, and of those that it goes on in; `None` at the end.
    pub(crate) fn next_line(&mut self) -> Parsed<Option<List>> {
        loop {
            match self.peek()? {
                Token::End => return Ok(None),
                Token::Newline => self.skip()?,
                _ => break,
            }
        }
        let mut list = List::new();
        loop {
            let command = self.and_or()?;
            let token = self.peek()?;
            let in_background = token == Token::Operator("&");
            list.push(Item { command, in_background });
            match token {
                Token::Operator("&" | ";") => self.skip()?,
                Token::Newline | Token::End => {}
                other => return Err(self.unexpected(&other, None)),
            }
            match self.peek()? {
                Token::Newline => {
                    self.skip()?;
                    return Ok(Some(list));
                }
                Token::End => return Ok(Some(list)),
                _ => {}
            }
        }
    }

    fn peek(&mut self) -> Parsed<Token> {
        self.lexer.peek()
    }

    fn skip(&mut self) -> Parsed<()> {
        self.lexer.next().map(|_| ())
    }

    fn unexpected(&self, token: &Token, wanted: Option<&str>) -> String {
        self.lexer.unexpected(token, wanted)
    }

    fn skip_newlines(&mut self) -> Parsed<()> {
        while self.peek()? == Token::Newline {
            self.skip()?;
        }
        Ok(())
    }

    /// Commands up to a reserved word or closing bracket, which is left.
    fn list(&mut self) -> Parsed<List> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("Syntax error: nested too deeply".to_owned());
        }
        let mut list = List::new();
        loop {
            self.skip_newlines()?;
            if self.ends_list()? {
                break;
            }
            let command = self.and_or()?;
            let token = self.peek()?;
            list.push(Item { command, in_background: token == Token::Operator("&") });
            match token {
                Token::Operator("&" | ";") => self.skip()?,
                Token::Newline => {}
                _ => break,
            }
        }
        self.depth -= 1;
        match self.peek()? {
            // What was to come is said by whoever waits for it.
            Token::End => Ok(list),
            token if list.is_empty() => Err(self.unexpected(&token, None)),
            _ => Ok(list),
        }
    }

    fn ends_list(&mut self) -> Parsed<bool> {
        let token = self.peek()?;
        let word = token.reserved();
        Ok(matches!(token, Token::End | Token::Operator(")" | ";;"))
            || matches!(word, Some("then" | "else" | "elif" | "fi" | "do" | "done" | "esac" | "}")))
    }

    fn and_or(&mut self) -> Parsed<Command> {
        let mut left = self.pipeline()?;
        loop {
            let and = match self.peek()? {
                Token::Operator("&&") => true,
                Token::Operator("||") => false,
                _ => return Ok(left),
            };
            self.skip()?;
            self.skip_newlines()?;
            let right = Box::new(self.pipeline()?);
            left = if and { Command::And(Box::new(left), right) } else { Command::Or(Box::new(left), right) };
        }
    }

    fn pipeline(&mut self) -> Parsed<Command> {
        let mut negated = false;
        while self.peek()?.reserved() == Some("!") {
            self.skip()?;
            negated = !negated;
        }
        let first = self.command()?;
        let mut commands = vec![first];
        while self.peek()? == Token::Operator("|") {
            self.skip()?;
            self.skip_newlines()?;
            commands.push(self.command()?);
        }
        match commands.pop() {
            Some(only) if commands.is_empty() && !negated => Ok(only),
            Some(last) => {
                commands.push(last);
                Ok(Command::Pipeline(commands, negated))
            }
            None => Err("Syntax error: end of file unexpected".to_owned()),
        }
    }

    /// Takes a reserved word, or says that it was expected.
    fn expect(&mut self, word: &'static str) -> Parsed<()> {
        let token = self.peek()?;
        let is_it = token.reserved() == Some(word) || token == Token::Operator(word);
        if !is_it {
            return Err(self.unexpected(&token, Some(word)));
        }
        self.skip()
    }

    fn command(&mut self) -> Parsed<Command> {
        let token = self.peek()?;
        let command = match (token.reserved(), &token) {
            (Some("if"), _) => self.conditional()?,
            (Some(word @ ("while" | "until")), _) => {
                let until = word == "until";
                self.skip()?;
                let condition = self.list()?;
                self.expect("do")?;
                let body = self.list()?;
                self.expect("done")?;
                Command::While(until, Arc::new(condition), Arc::new(body))
            }
            (Some("for"), _) => self.loop_over()?,
            (Some("case"), _) => self.case()?,
            (Some("{"), _) => {
                self.skip()?;
                let list = self.list()?;
                self.expect("}")?;
                Command::Group(Arc::new(list))
            }
            (Some("[["), _) if self.flavor == Flavor::Bash => {
                self.skip()?;
                let mut words = Vec::new();
                loop {
                    let token = self.peek()?;
                    self.skip()?;
                    match token {
                        word @ Token::Word(_) if word.text() == Some("]]") => break,
                        Token::Word(word) => words.push(word),
                        Token::Operator(operator) => words.push(vec![super::tree::Part::Plain(operator.to_owned())]),
                        other => return Err(self.unexpected(&other, None)),
                    }
                }
                Command::Test(words)
            }
            (Some("function"), _) if self.flavor == Flavor::Bash => {
                self.skip()?;
                let token = self.peek()?;
                let Some(name) = token.text().map(str::to_owned) else { return Err(self.unexpected(&token, None)) };
                self.skip()?;
                if self.peek()? == Token::Operator("(") {
                    self.skip()?;
                    self.expect(")")?;
                }
                self.skip_newlines()?;
                return Ok(Command::Function(name, Arc::new(self.command()?)));
            }
            (Some("then" | "else" | "elif" | "fi" | "do" | "done" | "esac" | "}"), _) => {
                return Err(self.unexpected(&token, None));
            }
            (_, Token::Operator("(")) => {
                self.skip()?;
                let list = self.list()?;
                self.expect(")")?;
                Command::Subshell(Arc::new(list))
            }
            (_, Token::Word(_) | Token::Redirect(..)) => return self.simple(),
            _ => return Err(self.unexpected(&token, None)),
        };
        let mut redirects = Vec::new();
        while let Token::Redirect(stream, operator) = self.peek()? {
            redirects.push(self.redirect(stream, operator)?);
        }
        Ok(if redirects.is_empty() { command } else { Command::Redirected(Box::new(command), redirects) })
    }

    fn conditional(&mut self) -> Parsed<Command> {
        let mut branches = Vec::new();
        loop {
            self.skip()?;
            let condition = self.list()?;
            self.expect("then")?;
            branches.push((condition, self.list()?));
            match self.peek()?.reserved() {
                Some("elif") => {}
                Some("else") => {
                    self.skip()?;
                    let otherwise = self.list()?;
                    self.expect("fi")?;
                    return Ok(Command::If(branches, Some(otherwise)));
                }
                _ => {
                    self.expect("fi")?;
                    return Ok(Command::If(branches, None));
                }
            }
        }
    }

    fn loop_over(&mut self) -> Parsed<Command> {
        self.skip()?;
        let token = self.peek()?;
        let name = token.text().filter(|name| super::is_name(name)).map(str::to_owned);
        let Some(name) = name else { return Err("Syntax error: Bad for loop variable".to_owned()) };
        self.skip()?;
        let mut words = None;
        self.skip_newlines()?;
        if self.peek()?.reserved() == Some("in") {
            self.skip()?;
            let mut all = Vec::new();
            while let Token::Word(word) = self.peek()? {
                all.push(word);
                self.skip()?;
            }
            words = Some(all);
            match self.peek()? {
                Token::Newline | Token::Operator(";") => self.skip()?,
                other => return Err(self.unexpected(&other, None)),
            }
        } else if self.peek()? == Token::Operator(";") {
            self.skip()?;
        }
        self.skip_newlines()?;
        self.expect("do")?;
        let body = self.list()?;
        self.expect("done")?;
        Ok(Command::For(name, words, Arc::new(body)))
    }

    fn case(&mut self) -> Parsed<Command> {
        self.skip()?;
        let subject = match self.peek()? {
            Token::Word(word) => word,
            other => return Err(self.unexpected(&other, Some("word"))),
        };
        self.skip()?;
        self.skip_newlines()?;
        self.expect("in")?;
        let mut arms = Vec::new();
        loop {
            self.skip_newlines()?;
            if self.peek()?.reserved() == Some("esac") {
                self.skip()?;
                return Ok(Command::Case(subject, arms));
            }
            if self.peek()? == Token::Operator("(") {
                self.skip()?;
            }
            let mut patterns = Vec::new();
            loop {
                match self.peek()? {
                    Token::Word(word) => patterns.push(word),
                    other => return Err(self.unexpected(&other, Some(")"))),
                }
                self.skip()?;
                if self.peek()? != Token::Operator("|") {
                    break;
                }
                self.skip()?;
            }
            self.expect(")")?;
            self.skip_newlines()?;
            let body = if self.ends_list()? { List::new() } else { self.list()? };
            arms.push((patterns, body));
            self.skip_newlines()?;
            match self.peek()? {
                Token::Operator(";;") => self.skip()?,
                token if token.reserved() == Some("esac") => {}
                other => return Err(self.unexpected(&other, Some(";;"))),
            }
        }
    }

    fn simple(&mut self) -> Parsed<Command> {
        let mut simple = Simple { line: self.lexer.line, ..Simple::default() };
        loop {
            match self.peek()? {
                Token::Word(word) => {
                    self.skip()?;
                    match super::assignment(&word).filter(|_| simple.words.is_empty()) {
                        Some(assignment) => {
                            if self.flavor == Flavor::Dash
                                && assignment.1.is_empty()
                                && self.peek()? == Token::Operator("(")
                            {
                                return Err(self.unexpected(&Token::Operator("("), None));
                            }
                            simple.assignments.push(assignment);
                        }
                        None => simple.words.push(word),
                    }
                }
                Token::Redirect(stream, operator) => {
                    let redirect = self.redirect(stream, operator)?;
                    simple.redirects.push(redirect);
                }
                Token::Operator("(") if simple.words.len() == 1 && simple.assignments.is_empty() => {
                    let name = simple.words.first().and_then(|word| super::literal(word)).unwrap_or_default();
                    self.skip()?;
                    self.expect(")")?;
                    if !super::is_name(&name) {
                        return Err("Syntax error: Bad function name".to_owned());
                    }
                    self.skip_newlines()?;
                    return Ok(Command::Function(name, Arc::new(self.command()?)));
                }
                Token::Operator("(") => return Err(self.unexpected(&Token::Operator("("), None)),
                _ => return Ok(Command::Simple(simple)),
            }
        }
    }

    fn redirect(&mut self, stream: Option<u32>, operator: &'static str) -> Parsed<Redirect> {
        self.skip()?;
        let token = self.peek()?;
        let Token::Word(word) = token else { return Err(self.unexpected(&token, None)) };
        let kind = match operator {
            "<" | "<>" => RedirectKind::Read,
            ">>" => RedirectKind::Append,
            ">&" | "<&" => RedirectKind::Duplicate,
            "<<" | "<<-" => RedirectKind::Document,
            "<<<" => RedirectKind::Text,
            "&>" => RedirectKind::Both,
            _ => RedirectKind::Write,
        };
        let word = match kind {
            RedirectKind::Document => {
                let text: Word = self.lexer.document(&word, operator == "<<-")?;
                text
            }
            _ => word,
        };
        self.skip()?;
        let unset = u32::from(!matches!(operator, "<" | "<>" | "<&" | "<<" | "<<-" | "<<<"));
        Ok(Redirect { stream: stream.unwrap_or(unset), kind, word })
    }
}
