//! Words to the texts that a program gets: variables, the output of commands, fields, and nothing of the file system.

use super::run::ListRun;
use super::tree::{Part, Word};
use crate::{Console, Context, Input, Session, Step, Stream};

/// Words that are being expanded; the commands in them may wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Expansion {
    words: Vec<Word>,
    word: usize,
    part: usize,
    fields: Vec<String>,
    /// The field that is being put together, if any of it has come.
    open: Option<String>,
    command: Option<(ListRun, Console, bool)>,
}

impl Expansion {
    pub(super) fn new(words: &[Word]) -> Self {
        Self { words: words.to_vec(), ..Self::default() }
    }

    /// The texts, once every command in the words has ended; `Err` says what is waited for.
    pub(super) fn step(&mut self, context: &mut Context<'_>) -> Result<Vec<String>, Step> {
        loop {
            if let Some((list, console, quoted)) = &mut self.command {
                let mut input = Input { text: String::new(), ended: true };
                let mut inner = Context {
                    server: &mut *context.server,
                    session: &mut *context.session,
                    console,
                    input: &mut input,
                };
                let step = list.step(&mut inner);
                let now = context.server.now();
                context.console.print(now, Stream::Err, &console.text(Stream::Err));
                let Step::Done(code) = step else {
                    let out = console.text(Stream::Out);
                    *console = Console::default();
                    console.print(now, Stream::Out, &out);
                    return Err(step);
                };
                context.session.status = code;
                let (text, quoted) = (console.text(Stream::Out), *quoted);
                self.command = None;
                self.push(text.trim_end_matches('\n'), quoted);
                self.part += 1;
                continue;
            }
            let Some(word) = self.words.get(self.word) else { return Ok(std::mem::take(&mut self.fields)) };
            match word.parts.get(self.part).cloned() {
                None => {
                    self.fields.extend(self.open.take());
                    self.word += 1;
                    self.part = 0;
                }
                Some(Part::Output(list, quoted)) => {
                    self.command = Some((ListRun::new(list), Console::default(), quoted));
                }
                Some(Part::Text(text, _)) => {
                    self.open.get_or_insert_default().push_str(&text);
                    self.part += 1;
                }
                Some(Part::Variable(name, quoted)) => {
                    self.push(&variable(context.session, &name), quoted);
                    self.part += 1;
                }
                Some(Part::Arithmetic(expression)) => {
                    let value = arithmetic(context.session, &expression).unwrap_or_default();
                    self.push(&value.to_string(), true);
                    self.part += 1;
                }
            }
        }
    }

    /// Adds the value of an expansion: whole in quotes, else split at blanks.
    fn push(&mut self, text: &str, quoted: bool) {
        if quoted {
            self.open.get_or_insert_default().push_str(text);
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.fields.extend(self.open.take());
        }
        let mut pieces = text.split_whitespace().peekable();
        while let Some(piece) = pieces.next() {
            self.open.get_or_insert_default().push_str(piece);
            if pieces.peek().is_some() || text.ends_with(char::is_whitespace) {
                self.fields.extend(self.open.take());
            }
        }
    }
}

/// The value of a variable; `${NAME:-default}` too.
fn variable(session: &Session, name: &str) -> String {
    let (name, default) = name.split_once(":-").or_else(|| name.split_once('-')).unwrap_or((name, ""));
    match name {
        "?" => session.status.to_string(),
        "#" => "0".to_owned(),
        _ => {
            session.variables.get(name).filter(|value| !value.is_empty()).cloned().unwrap_or_else(|| default.to_owned())
        }
    }
}

/// The value of a sum, difference, product, quotient or remainder of whole numbers, from left to right by rank.
fn arithmetic(session: &Session, expression: &str) -> Option<i64> {
    let mut terms: Vec<(char, i64)> = Vec::new();
    let mut rest = expression.trim();
    let mut operator = '+';
    loop {
        let negative = rest.starts_with('-');
        let body = rest.strip_prefix('-').unwrap_or(rest).trim_start();
        let body = body.strip_prefix('$').unwrap_or(body);
        let length = body.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(body.len());
        let token = body.get(..length)?;
        let value: i64 = token.parse().ok().or_else(|| variable(session, token).parse().ok()).unwrap_or(0);
        let value = if negative { value.checked_neg()? } else { value };
        match (operator, terms.last_mut()) {
            ('*', Some(last)) => last.1 = last.1.checked_mul(value)?,
            ('/', Some(last)) => last.1 = last.1.checked_div(value)?,
            ('%', Some(last)) => last.1 = last.1.checked_rem(value)?,
            _ => terms.push((operator, value)),
        }
        rest = body.get(length..)?.trim_start();
        match rest.chars().next() {
            None => break,
            Some(next @ ('+' | '-' | '*' | '/' | '%')) => {
                operator = next;
                rest = rest.get(1..)?.trim_start();
            }
            Some(_) => return None,
        }
    }
    terms.iter().try_fold(
        0_i64,
        |sum, (operator, value)| {
            if *operator == '-' { sum.checked_sub(*value) } else { sum.checked_add(*value) }
        },
    )
}
