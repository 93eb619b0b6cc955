//! grep: lines that match a pattern.

use std::collections::VecDeque;

use regex_lite::{Regex, RegexBuilder};

use crate::{Context, Program, Step};

/// So many lines may be printed around a match.
const MOST_AROUND: usize = 10_000;

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
    around: Around,
}

/// Lines that are printed beside those that match.
#[derive(Clone, Debug, Default)]
struct Around {
    before: usize,
    after: usize,
    /// Lines that were not printed, the last ones, with their numbers.
    held: VecDeque<(usize, String)>,
    /// So many lines behind a match are still to be printed.
    left: usize,
    /// The number of the line that was printed last.
    printed: usize,
}

impl Around {
    fn is_on(&self) -> bool {
        self.before > 0 || self.after > 0
    }

    /// A line that does not match: gives what is printed of it.
    fn passes(&mut self, number: usize, line: &str, numbered: bool) -> String {
        if self.left > 0 {
            self.left -= 1;
            self.printed = number;
            return shown(number, '-', line, numbered);
        }
        if self.before > 0 {
            self.held.push_back((number, line.to_owned()));
            if self.held.len() > self.before {
                self.held.pop_front();
            }
        }
        String::new()
    }

    /// A line that matches: gives what is printed before it.
    fn begins(&mut self, number: usize, numbered: bool) -> String {
        let held = std::mem::take(&mut self.held);
        let first = held.front().map_or(number, |(first, _)| *first);
        let gap = if self.is_on() && self.printed > 0 && first > self.printed + 1 { "--\n" } else { "" };
        (self.left, self.printed) = (self.after, number);
        let held = held.iter().map(|(number, line)| shown(*number, '-', line, numbered));
        std::iter::once(gap.to_owned()).chain(held).collect()
    }
}

fn shown(number: usize, mark: char, line: &str, numbered: bool) -> String {
    if numbered { format!("{number}{mark}{line}\n") } else { format!("{line}\n") }
}

impl Program for Grep {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut out = String::new();
        for line in context.input.lines() {
            self.line += 1;
            let is_enough = self.most.is_some_and(|most| self.found >= most);
            if is_enough || self.pattern.is_match(&line) == self.inverted {
                if self.around.is_on() && !self.count && !self.quiet && !self.only {
                    out.push_str(&self.around.passes(self.line, &line, self.numbered));
                }
                continue;
            }
            self.found += 1;
            if self.count || self.quiet {
                continue;
            }
            out.push_str(&self.around.begins(self.line, self.numbered));
            let number = if self.numbered { format!("{}:", self.line) } else { String::new() };
            if self.only && !self.inverted {
                for found in self.pattern.find_iter(&line) {
                    out.push_str(&format!("{number}{}\n", found.as_str()));
                }
            } else {
                out.push_str(&shown(self.line, ':', &line, self.numbered));
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
    let mut around = Around::default();
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
                'e' | 'm' | 'A' | 'B' | 'C' => {
                    let value = letters.get(at + 1..).filter(|value| !value.is_empty()).map(str::to_owned);
                    let value = value.or_else(|| rest.next().cloned()).unwrap_or_default();
                    match letter {
                        'e' => patterns.push(value),
                        'm' => most = value.parse().ok(),
                        letter => {
                            let Some(lines) = value.parse::<usize>().ok().filter(|lines| *lines <= MOST_AROUND) else {
                                context.err(&format!("grep: {value}: invalid context length argument\n"));
                                return Err(2);
                            };
                            around.before = if letter == 'A' { around.before } else { lines };
                            around.after = if letter == 'B' { around.after } else { lines };
                        }
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
    Ok(Box::new(Grep { pattern, inverted, count, quiet, only, numbered, most, line: 0, found: 0, around }))
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

#[cfg(test)]
mod tests {
    use crate::script::Living;
    use crate::{Session, Stream};

    #[test]
    fn lines_around_a_match() {
        for (flags, expected) in [
            ("-A1 3", "3\n4\n"),
            ("-B 1 3", "2\n3\n"),
            ("-C1 '[17]'", "1\n2\n--\n6\n7\n8\n"),
            ("-nA1 8", "8:8\n9-9\n"),
            ("-A2 -e 2 -e 3", "2\n3\n4\n5\n"),
            ("-c -A1 3", "1\n"),
        ] {
            let mut session = Session::default();
            let mut running = session.start(&format!("seq 9 | grep {flags}"), "");
            running.step(&mut session, &mut Living::new());
            assert_eq!(running.console.text(Stream::Out), expected, "{flags}");
        }
    }
}
