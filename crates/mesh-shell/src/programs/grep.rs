//! grep: lines that match a pattern.

use regex_lite::{Regex, RegexBuilder};

use crate::{Context, Program, Step};

#[derive(Clone, Debug)]
struct Grep {
    pattern: Regex,
    inverted: bool,
    count: bool,
    quiet: bool,
    only: bool,
    numbered: bool,
    most: Option<usize>,
    line: usize,
    found: usize,
}

impl Program for Grep {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut out = String::new();
        for line in context.input.lines() {
            self.line += 1;
            if self.most.is_some_and(|most| self.found >= most) || self.pattern.is_match(&line) == self.inverted {
                continue;
            }
            self.found += 1;
            if self.count || self.quiet {
                continue;
            }
            let number = if self.numbered { format!("{}:", self.line) } else { String::new() };
            if self.only && !self.inverted {
                for found in self.pattern.find_iter(&line) {
                    out.push_str(&format!("{number}{}\n", found.as_str()));
                }
            } else {
                out.push_str(&format!("{number}{line}\n"));
            }
        }
        context.out(&out);
        if !context.input.ended {
            return Step::FOR_INPUT;
        }
        if self.count && !self.quiet {
            context.out(&format!("{}\n", self.found));
        }
        Step::Done(i32::from(self.found == 0))
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

pub(super) fn start(name: &str, arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let mut patterns: Vec<String> = Vec::new();
    let mut files: Vec<String> = Vec::new();
    let (mut extended, mut fixed) = (name == "egrep", name == "fgrep");
    let (mut inverted, mut count, mut quiet, mut only, mut numbered, mut folded, mut whole) =
        (false, false, false, false, false, false, false);
    let mut most = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let Some(letters) = argument.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            if patterns.is_empty() {
                patterns.push(argument.clone())
            } else {
                files.push(argument.clone())
            }
            continue;
        };
        for (at, letter) in letters.char_indices() {
            match letter {
                'E' | 'P' => extended = true,
                'F' => fixed = true,
                'v' => inverted = true,
                'c' => count = true,
                'q' => quiet = true,
                'o' => only = true,
                'n' => numbered = true,
                'i' => folded = true,
                'w' => whole = true,
                'e' | 'm' => {
                    let value = letters.get(at + 1..).filter(|value| !value.is_empty()).map(str::to_owned);
                    let value = value.or_else(|| rest.next().cloned()).unwrap_or_default();
                    match letter {
                        'e' => patterns.push(value),
                        _ => most = value.parse().ok(),
                    }
                    break;
                }
                'h' | 's' | 'a' => {}
                _ => {
                    context.err(&format!("grep: invalid option -- '{letter}'\n"));
                    return Err(2);
                }
            }
        }
    }
    let sources: Vec<String> = patterns
        .iter()
        .flat_map(|pattern| pattern.split('\n'))
        .map(|pattern| match (fixed, extended) {
            (true, _) => regex_lite::escape(pattern),
            (_, true) => pattern.to_owned(),
            _ => basic(pattern),
        })
        .map(|pattern| if whole { format!(r"\b(?:{pattern})\b") } else { format!("(?:{pattern})") })
        .collect();
    let Ok(pattern) = RegexBuilder::new(&sources.join("|")).case_insensitive(folded).build() else {
        context.err("grep: Invalid regular expression\n");
        return Err(2);
    };
    if patterns.is_empty() {
        context.err("Usage: grep [OPTION]... PATTERNS [FILE]...\n");
        return Err(2);
    }
    super::filters::read_files("grep", &files, context)?;
    Ok(Box::new(Grep { pattern, inverted, count, quiet, only, numbered, most, line: 0, found: 0 }))
}

/// A basic regular expression as an extended one: `\|`, `\+`, `\(` are operators, `|`, `+`, `(` are letters.
fn basic(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(next @ ('|' | '+' | '?' | '(' | ')' | '{' | '}')) => out.push(next),
                Some(next) => {
                    out.push('\\');
                    out.push(next);
                }
                None => out.push_str("\\\\"),
            },
            '|' | '+' | '?' | '(' | ')' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
