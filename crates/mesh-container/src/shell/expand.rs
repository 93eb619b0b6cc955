//! Words to the fields that a command gets: parameters, commands, sums, splitting at blanks, patterns of file names.

use super::pattern::{self, Char};
use super::tree::{Operation, Part, Script, Word};
use super::{Flavor, Shell, Stop, arithmetic};
use crate::files::{Entry, absolute};
use crate::process::{Target, World};

/// Fields that are being put together.
#[derive(Default)]
struct Fields {
    done: Vec<Vec<Char>>,
    open: Option<Vec<Char>>,
}

impl Fields {
    fn text(&mut self, text: &str, quoted: bool) {
        self.open.get_or_insert_default().extend(text.chars().map(|c| (c, quoted)));
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
    }

    /// Adds the value of an expansion, split at blanks.
    fn split(&mut self, text: &str) {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n');
        if text.starts_with(is_blank) {
            self.close();
        }
        let mut pieces = text.split(is_blank).filter(|piece| !piece.is_empty()).peekable();
        while let Some(piece) = pieces.next() {
            self.text(piece, false);
            if pieces.peek().is_some() || text.ends_with(is_blank) {
                self.close();
            }
        }
    }
}

impl Shell {
    /// The fields of words.
    pub(super) fn fields(&mut self, words: &[Word], world: &mut World) -> Result<Vec<String>, Stop> {
        let mut out = Vec::new();
        for word in words {
            for word in self.braces(word) {
                let mut fields = Fields::default();
                self.expand(&word, false, true, &mut fields, world)?;
                fields.close();
                for field in fields.done {
                    self.paths(&field, world, &mut out);
                }
            }
        }
        Ok(out)
    }

    /// The text of a word that stays whole.
    pub(super) fn whole(&mut self, word: &Word, world: &mut World) -> Result<String, Stop> {
        Ok(self.chars(word, world)?.into_iter().map(|(c, _)| c).collect())
    }

    /// The characters of a word that stays whole, with whether they were quoted.
    pub(super) fn chars(&mut self, word: &Word, world: &mut World) -> Result<Vec<Char>, Stop> {
        let mut fields = Fields::default();
        self.expand(word, false, false, &mut fields, world)?;
        fields.close();
        Ok(fields.done.join(&(' ', true)))
    }

    fn expand(
        &mut self,
        word: &Word,
        quoted: bool,
        splits: bool,
        fields: &mut Fields,
        world: &mut World,
    ) -> Result<(), Stop> {
        for (index, part) in word.iter().enumerate() {
            match part {
                Part::Plain(text) => match text.strip_prefix('~').filter(|_| index == 0 && !quoted) {
                    Some(rest) if rest.is_empty() && word.len() == 1 || rest.starts_with('/') => {
                        let home = self.variables.get("HOME").unwrap_or("~").to_owned();
                        fields.text(&home, true);
                        fields.text(rest, quoted);
                    }
                    _ => fields.text(text, quoted),
                },
                Part::Quoted(text) => fields.text(text, true),
                Part::Double(inner) => {
                    // "$@" alone makes no field where there are no arguments.
                    let only_all = matches!(inner.as_slice(), [Part::Parameter(name, Operation::Value)] if name == "@");
                    if !only_all {
                        fields.text("", true);
                    }
                    self.expand(inner, true, splits, fields, world)?;
                }
                Part::Parameter(name, Operation::Value) if name == "@" && quoted && splits => {
                    let arguments = self.arguments.clone();
                    for (index, argument) in arguments.iter().enumerate() {
                        if index > 0 {
                            fields.close();
                        }
                        fields.text(argument, true);
                    }
                }
                Part::Parameter(name, operation) => {
                    self.parameter(name, operation, quoted, splits, fields, world)?;
                }
                Part::Output(script) => {
                    let text = self.output(script, world)?;
                    self.push(&text, quoted, splits, fields);
                }
                Part::Arithmetic(inner) => {
                    let text = self.whole(inner, world)?;
                    match arithmetic::value(&text, &mut self.variables) {
                        Ok(value) => fields.text(&value.to_string(), true),
                        Err(why) if self.flavor == Flavor::Bash && why.starts_with("division") => {
                            let token = text.rsplit('/').next().unwrap_or_default();
                            return self.fail(world, &format!("{text}: division by 0 (error token is \"{token}\")"));
                        }
                        Err(why) => return self.fail(world, &format!("arithmetic expression: {why}")),
                    }
                }
            }
        }
        Ok(())
    }

    fn push(&self, text: &str, quoted: bool, splits: bool, fields: &mut Fields) {
        if quoted || !splits {
            fields.text(text, quoted);
        } else {
            fields.split(text);
        }
    }

    /// The value of a parameter; `None` where it is not set.
    fn value(&self, name: &str) -> Option<String> {
        match name {
            "?" => Some(self.status.to_string()),
            "#" => Some(self.arguments.len().to_string()),
            "@" | "*" => (!self.arguments.is_empty()).then(|| self.arguments.join(" ")),
            "$" => Some(self.process.to_string()),
            "!" => self.jobs.last().map(|job| job.process.to_string()),
            "0" => Some(self.name.clone()),
            "-" => Some(match self.flavor {
                Flavor::Bash => "hBc".to_owned(),
                Flavor::Dash => [
                    (self.options.exits, 'e'),
                    (self.options.no_patterns, 'f'),
                    (self.options.traces, 'x'),
                    (self.options.wants_set, 'u'),
                ]
                .into_iter()
                .filter_map(|(on, letter)| on.then_some(letter))
                .collect(),
            }),
            "PPID" => Some(if self.is_main { "0".to_owned() } else { "1".to_owned() }),
            "BASH_VERSION" if self.flavor == Flavor::Bash => Some("5.2.15(1)-release".to_owned()),
            "LINENO" if self.flavor == Flavor::Bash => Some(self.line.to_string()),
            name if name.starts_with(|c: char| c.is_ascii_digit()) => {
                let index: usize = name.parse().ok()?;
                self.arguments.get(index.checked_sub(1)?).cloned()
            }
            name => self.variables.get(name).map(str::to_owned),
        }
    }

    fn parameter(
        &mut self,
        name: &str,
        operation: &Operation,
        quoted: bool,
        splits: bool,
        fields: &mut Fields,
        world: &mut World,
    ) -> Result<(), Stop> {
        let value = self.value(name);
        let wanted = |shell: &Shell| shell.options.wants_set && !matches!(name, "@" | "*" | "!");
        match operation {
            Operation::Bad => return self.fail(world, "Bad substitution"),
            Operation::Value | Operation::Length | Operation::Trim(..) if value.is_none() && wanted(self) => {
                let why = match self.flavor {
                    Flavor::Dash => format!("{name}: parameter not set"),
                    Flavor::Bash => format!("{name}: unbound variable"),
                };
                self.complain(world, &why);
                return Err(Stop::Exit(if self.flavor == Flavor::Bash { 127 } else { 2 }));
            }
            Operation::Value => self.push(&value.unwrap_or_default(), quoted, splits, fields),
            Operation::Length => {
                let length = value.unwrap_or_default().chars().count();
                fields.text(&length.to_string(), true);
            }
            Operation::Trim(sign, longest, word) => {
                let pattern = self.chars(word, world)?;
                let text = trimmed(&value.unwrap_or_default(), *sign, *longest, &pattern);
                self.push(&text, quoted, splits, fields);
            }
            Operation::Unset(sign, colon, word) => {
                let filled = value.filter(|value| !(*colon && value.is_empty()));
                match (sign, filled) {
                    ('+', Some(_)) | ('-', None) => self.expand(word, quoted, splits, fields, world)?,
                    ('+', None) => self.push("", quoted, splits, fields),
                    ('=', None) => {
                        let text = self.whole(word, world)?;
                        self.variables.set(name, text.clone());
                        self.push(&text, quoted, splits, fields);
                    }
                    ('?', None) => {
                        let text = self.whole(word, world)?;
                        let unset = if *colon { "parameter null or not set" } else { "parameter not set" };
                        let why = if word.is_empty() { unset } else { text.as_str() };
                        self.complain(world, &format!("{name}: {why}"));
                        return Err(Stop::Exit(if self.flavor == Flavor::Bash { 127 } else { 2 }));
                    }
                    (_, Some(value)) => self.push(&value, quoted, splits, fields),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// What commands print, without the line feeds at its end.
    fn output(&mut self, script: &Script, world: &mut World) -> Result<String, Stop> {
        let pipe = world.pipe(String::new());
        let mut inner = self.subshell(world);
        inner.descriptors.set(1, Target::Pipe(pipe));
        inner.line = script.line;
        self.status = inner.run_as_child(&script.text, script.line, world)?;
        let text = world.pipes.get_mut(pipe).map(std::mem::take).unwrap_or_default();
        Ok(text.trim_end_matches('\n').to_owned())
    }

    /// `{a,b}` of bash, in words that are nothing but text.
    fn braces(&self, word: &Word) -> Vec<Word> {
        let whole = || vec![word.clone()];
        let (Flavor::Bash, [Part::Plain(text)]) = (self.flavor, word.as_slice()) else { return whole() };
        let Some(open) = text.find('{') else { return whole() };
        let Some(length) = text.get(open..).and_then(|rest| rest.find('}')) else { return whole() };
        let inner = text.get(open + 1..open + length).unwrap_or_default();
        let (before, after) = (text.get(..open).unwrap_or_default(), text.get(open + length + 1..).unwrap_or_default());
        let range = inner.split_once("..").and_then(|(a, b)| Some((a.parse::<i64>().ok()?, b.parse::<i64>().ok()?)));
        let pieces: Vec<String> = match range {
            Some((a, b)) if a <= b && b - a < 1_000 => (a..=b).map(|number| number.to_string()).collect(),
            _ if inner.contains(',') => inner.split(',').map(str::to_owned).collect(),
            _ => return whole(),
        };
        pieces.iter().map(|piece| vec![Part::Plain(format!("{before}{piece}{after}"))]).collect()
    }

    /// A field, or the files that it is a pattern of.
    fn paths(&self, field: &[Char], world: &World, out: &mut Vec<String>) {
        let text: String = field.iter().map(|(c, _)| c).collect();
        if self.options.no_patterns || !pattern::is_pattern(field) {
            out.push(text);
            return;
        }
        let mut found = vec![if text.starts_with('/') { "/".to_owned() } else { String::new() }];
        for piece in field.split(|(c, _)| *c == '/').filter(|piece| !piece.is_empty()) {
            let mut next = Vec::new();
            for place in &found {
                let folder = absolute(&self.folder, if place.is_empty() { "." } else { place });
                if !matches!(world.files.get(&folder), Some(Entry::Directory)) {
                    continue;
                }
                for name in world.files.names_in(&folder) {
                    let chars: Vec<char> = name.chars().collect();
                    let hidden = name.starts_with('.') && piece.first().is_some_and(|(c, _)| *c != '.');
                    if !hidden && pattern::matches(piece, &chars) {
                        let slash = if place.is_empty() || place.ends_with('/') { "" } else { "/" };
                        next.push(format!("{place}{slash}{name}"));
                    }
                }
            }
            found = next;
        }
        if found.is_empty() { out.push(text) } else { out.extend(found) }
    }
}

/// A text without what a pattern takes at its beginning (`#`) or end (`%`).
fn trimmed(text: &str, sign: char, longest: bool, pattern: &[Char]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut lengths: Vec<usize> = (0..=chars.len()).collect();
    if longest {
        lengths.reverse();
    }
    for length in lengths {
        let (taken, kept) = match sign {
            '#' => (chars.get(..length), chars.get(length..)),
            _ => (chars.get(chars.len() - length..), chars.get(..chars.len() - length)),
        };
        if taken.is_some_and(|taken| pattern::matches(pattern, taken)) {
            return kept.unwrap_or_default().iter().collect();
        }
    }
    text.to_owned()
}
