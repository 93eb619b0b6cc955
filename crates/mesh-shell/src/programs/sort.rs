//! sort and uniq.

use crate::{Context, Program, Step};

#[derive(Clone, Debug, Default)]
struct Sort {
    numeric: bool,
    reversed: bool,
    unique: bool,
    separator: Option<char>,
    /// The first field that counts, from 1.
    key: Option<usize>,
    lines: Vec<String>,
}

impl Sort {
    fn key<'a>(&self, line: &'a str) -> &'a str {
        let Some(key) = self.key else { return line };
        let mut rest = line;
        for _ in 1..key {
            let end = match self.separator {
                Some(separator) => rest.find(separator).map(|at| at + separator.len_utf8()),
                None => {
                    let begun = rest.len() - rest.trim_start().len();
                    rest.get(begun..).and_then(|field| field.find(char::is_whitespace)).map(|at| begun + at)
                }
            };
            rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
        }
        rest
    }

    fn compare(&self, a: &str, b: &str) -> std::cmp::Ordering {
        let (x, y) = (self.key(a), self.key(b));
        let order = if self.numeric { leading(x).total_cmp(&leading(y)) } else { x.cmp(y) };
        let order = order.then_with(|| if self.unique { std::cmp::Ordering::Equal } else { a.cmp(b) });
        if self.reversed { order.reverse() } else { order }
    }
}

/// The number that a text begins with.
fn leading(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text.char_indices().find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || (*at == 0 && *c == '-')));
    text.get(..end.map_or(text.len(), |(at, _)| at)).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

impl Program for Sort {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let lines = context.input.lines();
        self.lines.extend(lines);
        if !context.input.ended {
            return Step::FOR_INPUT;
        }
        let mut lines = std::mem::take(&mut self.lines);
        lines.sort_by(|a, b| self.compare(a, b));
        if self.unique {
            lines.dedup_by(|a, b| self.compare(a, b).is_eq());
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        context.out(&text);
        Step::Done(0)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

#[derive(Clone, Debug, Default)]
struct Uniq {
    count: bool,
    repeated: bool,
    single: bool,
    last: Option<(String, usize)>,
}

impl Uniq {
    fn print(&self, line: &str, times: usize, context: &mut Context<'_>) {
        if (self.repeated && times < 2) || (self.single && times > 1) {
            return;
        }
        context.out(&if self.count { format!("{times:>7} {line}\n") } else { format!("{line}\n") });
    }
}

impl Program for Uniq {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        for line in context.input.lines() {
            match &mut self.last {
                Some((last, times)) if *last == line => *times += 1,
                _ => {
                    if let Some((last, times)) = self.last.replace((line, 1)) {
                        self.print(&last, times, context);
                    }
                }
            }
        }
        if !context.input.ended {
            return Step::FOR_INPUT;
        }
        if let Some((last, times)) = self.last.take() {
            self.print(&last, times, context);
        }
        Step::Done(0)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

pub(super) fn start(name: &str, arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let (mut sort, mut uniq, mut files) = (Sort::default(), Uniq::default(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let Some(letters) = argument.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            files.push(argument.clone());
            continue;
        };
        for (at, letter) in letters.char_indices() {
            match (name, letter) {
                ("sort", 'n' | 'g' | 'h') => sort.numeric = true,
                ("sort", 'r') => sort.reversed = true,
                ("sort", 'u') => sort.unique = true,
                ("sort", 'k' | 't') => {
                    let value = letters.get(at + 1..).filter(|value| !value.is_empty()).map(str::to_owned);
                    let value = value.or_else(|| rest.next().cloned()).unwrap_or_default();
                    if letter == 't' {
                        sort.separator = value.chars().next();
                    } else {
                        let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
                        sort.key = digits.parse().ok();
                        sort.numeric |= value.contains('n');
                        sort.reversed |= value.contains('r');
                    }
                    break;
                }
                ("uniq", 'c') => uniq.count = true,
                ("uniq", 'd') => uniq.repeated = true,
                ("uniq", 'u') => uniq.single = true,
                _ => {
                    context.err(&format!("{name}: invalid option -- '{letter}'\n"));
                    return Err(if name == "sort" { 2 } else { 1 });
                }
            }
        }
    }
    super::filters::read_files(name, &files, context)?;
    Ok(if name == "sort" { Box::new(sort) } else { Box::new(uniq) })
}
