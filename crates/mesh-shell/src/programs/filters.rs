//! wc, head, tail, cut, cat, tr, tee.

use crate::{Context, Program, Step};

/// Puts the text of files in the place of standard input.
pub(super) fn read_files(name: &str, files: &[String], context: &mut Context<'_>) -> Result<(), i32> {
    let mut text = String::new();
    for file in files {
        match context.session.files.get(file) {
            Some(found) => text.push_str(found),
            None if file == "-" => text.push_str(&std::mem::take(&mut context.input.text)),
            None => {
                context.err(&format!("{name}: {file}: No such file or directory\n"));
                return Err(if name == "grep" || name == "sort" { 2 } else { 1 });
            }
        }
    }
    if !files.is_empty() {
        context.input.text = text;
        context.input.ended = true;
    }
    Ok(())
}

#[derive(Clone, Debug)]
enum Filter {
    Cat,
    Head { left: usize },
    Tail { most: usize, from: bool, lines: Vec<String> },
    Count { lines: bool, words: bool, bytes: bool, text: String, name: Option<String> },
    Cut { separator: char, by_byte: bool, ranges: Vec<(usize, usize)> },
    Tr { from: Vec<char>, to: Vec<char>, delete: bool, squeeze: bool },
    Tee { file: Option<String> },
}

impl Program for Filter {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let ended = context.input.ended;
        let step = if ended { Step::Done(0) } else { Step::FOR_INPUT };
        match self {
            Filter::Cat => {
                let text = std::mem::take(&mut context.input.text);
                context.out(&text);
                step
            }
            Filter::Head { left } => {
                for line in context.input.lines() {
                    if *left > 0 {
                        *left -= 1;
                        context.out(&format!("{line}\n"));
                    }
                }
                if *left == 0 { Step::Done(0) } else { step }
            }
            Filter::Tail { most, from, lines } => {
                let new = context.input.lines();
                lines.extend(new);
                if !*from && lines.len() > *most {
                    lines.drain(..lines.len() - *most);
                }
                if ended {
                    let skip = if *from { most.saturating_sub(1) } else { 0 };
                    let text: String = lines.iter().skip(skip).map(|line| format!("{line}\n")).collect();
                    context.out(&text);
                }
                step
            }
            Filter::Count { lines, words, bytes, text, name } => {
                text.push_str(&std::mem::take(&mut context.input.text));
                if ended {
                    let counts = [
                        (*lines, text.matches('\n').count()),
                        (*words, text.split_whitespace().count()),
                        (*bytes, text.len()),
                    ];
                    let shown: Vec<usize> = counts.iter().filter(|(on, _)| *on).map(|(_, count)| *count).collect();
                    let mut line = match shown.as_slice() {
                        [one] => one.to_string(),
                        many => many.iter().map(|count| format!("{count:>7}")).collect::<Vec<_>>().join(" "),
                    };
                    if let Some(name) = name {
                        line.push_str(&format!(" {name}"));
                    }
                    context.out(&format!("{line}\n"));
                }
                step
            }
            Filter::Cut { separator, by_byte, ranges } => {
                for line in context.input.lines() {
                    let line = cut(&line, *separator, *by_byte, ranges);
                    context.out(&format!("{line}\n"));
                }
                step
            }
            Filter::Tr { from, to, delete, squeeze } => {
                let mut out = String::new();
                for c in std::mem::take(&mut context.input.text).chars() {
                    let Some(at) = from.iter().position(|known| *known == c) else {
                        out.push(c);
                        continue;
                    };
                    if *delete {
                        continue;
                    }
                    let new = to.get(at).or(to.last()).copied().unwrap_or(c);
                    if !(*squeeze && out.ends_with(new)) {
                        out.push(new);
                    }
                }
                context.out(&out);
                step
            }
            Filter::Tee { file } => {
                let text = std::mem::take(&mut context.input.text);
                context.out(&text);
                if let Some(file) = file {
                    context.session.files.entry(file.clone()).or_default().push_str(&text);
                }
                step
            }
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// The fields or bytes of a line; one without the separator is left whole.
fn cut(line: &str, separator: char, by_byte: bool, ranges: &[(usize, usize)]) -> String {
    let wanted = |at: usize| ranges.iter().any(|(from, to)| (*from..=*to).contains(&at));
    if by_byte {
        return line.chars().enumerate().filter(|(at, _)| wanted(at + 1)).map(|(_, c)| c).collect();
    }
    if !line.contains(separator) {
        return line.to_owned();
    }
    let fields: Vec<&str> =
        line.split(separator).enumerate().filter(|(at, _)| wanted(at + 1)).map(|(_, field)| field).collect();
    fields.join(&separator.to_string())
}

/// `1`, `1-3`, `2-`, `1,4`.
fn ranges(text: &str) -> Vec<(usize, usize)> {
    text.split(',')
        .filter_map(|range| match range.split_once('-') {
            Some((from, to)) => Some((from.parse().unwrap_or(1), to.parse().unwrap_or(usize::MAX))),
            None => range.parse().ok().map(|one| (one, one)),
        })
        .collect()
}

/// `a-z`, `\n`, `[:space:]` and letters.
fn letters(text: &str) -> Vec<char> {
    let text = text.replace("\\n", "\n").replace("\\t", "\t").replace("[:space:]", " \t\n").replace("[:blank:]", " \t");
    let text = text.replace("[:upper:]", "A-Z").replace("[:lower:]", "a-z").replace("[:digit:]", "0-9");
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        match (chars.get(at + 1), chars.get(at + 2)) {
            (Some('-'), Some(&end)) if end >= c => {
                out.extend((c..=end).take(256));
                at += 3;
            }
            _ => {
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

pub(super) fn start(name: &str, arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let mut options: Vec<(char, String)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let with_value: &str = match name {
        "head" | "tail" => "nc",
        "cut" => "dfbc",
        _ => "",
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.strip_prefix('-').filter(|text| !text.is_empty()) {
            Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => options.push(('n', digits.to_owned())),
            Some(letters) => {
                for (at, letter) in letters.char_indices() {
                    if !with_value.contains(letter) {
                        options.push((letter, String::new()));
                        continue;
                    }
                    let value = letters.get(at + 1..).filter(|value| !value.is_empty()).map(str::to_owned);
                    options.push((letter, value.or_else(|| rest.next().cloned()).unwrap_or_default()));
                    break;
                }
            }
            None => words.push(argument.clone()),
        }
    }
    let value =
        |letter: char| options.iter().rev().find(|(known, _)| *known == letter).map(|(_, value)| value.as_str());
    let filter = match name {
        "head" => Filter::Head { left: value('n').and_then(|count| count.parse().ok()).unwrap_or(10) },
        "tail" => {
            let count = value('n').unwrap_or("10");
            let most = count.trim_start_matches('+').parse().unwrap_or(10);
            Filter::Tail { most, from: count.starts_with('+'), lines: Vec::new() }
        }
        "wc" => {
            let none = options.is_empty();
            Filter::Count {
                lines: none || value('l').is_some(),
                words: none || value('w').is_some(),
                bytes: none || value('c').is_some() || value('m').is_some(),
                text: String::new(),
                name: words.first().cloned(),
            }
        }
        "cut" => {
            let by_byte = value('f').is_none();
            let list = value('f').or(value('c')).or(value('b')).unwrap_or_default();
            Filter::Cut {
                separator: value('d').and_then(|text| text.chars().next()).unwrap_or('\t'),
                by_byte,
                ranges: ranges(list),
            }
        }
        "tr" => {
            let mut sets = words.drain(..);
            Filter::Tr {
                from: letters(&sets.next().unwrap_or_default()),
                to: letters(&sets.next().unwrap_or_default()),
                delete: value('d').is_some(),
                squeeze: value('s').is_some(),
            }
        }
        "tee" => Filter::Tee { file: words.drain(..).next() },
        _ => Filter::Cat,
    };
    read_files(name, &words, context)?;
    Ok(Box::new(filter))
}
