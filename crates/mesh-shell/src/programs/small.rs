//! Programs of a line each: echo, sleep, seq, true …

use crate::time::SECOND;
use crate::{Context, Program, Step};

/// `sleep` until a time.
#[derive(Clone, Debug)]
struct Sleep {
    until: u64,
}

impl Program for Sleep {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        if context.now() >= self.until { Step::Done(0) } else { Step::until(self.until) }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// So many numbers does `seq` print.
const MOST_NUMBERS: i64 = 100_000;

pub(super) fn start(name: &str, arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    match name {
        "true" | ":" | "clear" => Err(0),
        "false" => Err(1),
        "echo" => {
            echo(arguments, context);
            Err(0)
        }
        "printf" => {
            let text = printf(arguments);
            context.out(&text);
            Err(0)
        }
        "seq" => Err(seq(arguments, context)),
        "pwd" => {
            let place = context.session.variables.get("PWD").cloned().unwrap_or_default();
            context.out(&format!("{place}\n"));
            Err(0)
        }
        "ls" => {
            let names: String = context.session.files.keys().map(|name| format!("{name}\n")).collect();
            context.out(&names);
            Err(0)
        }
        "export" => {
            for (name, value) in arguments.iter().filter_map(|argument| argument.split_once('=')) {
                context.session.variables.insert(name.to_owned(), value.to_owned());
            }
            Err(0)
        }
        "date" => {
            let now = i128::from(context.server.epoch()) * i128::from(SECOND) + i128::from(context.now());
            context.out(&format!("{}\n", crate::time::rfc3339(now)));
            Err(0)
        }
        "test" | "[" => Err(test(arguments)),
        "sleep" => match seconds(arguments) {
            Some(nanoseconds) => Ok(Box::new(Sleep { until: context.now().saturating_add(nanoseconds) })),
            None => {
                context
                    .err(&format!("sleep: invalid time interval '{}'\n", arguments.first().map_or("", String::as_str)));
                Err(1)
            }
        },
        _ => {
            context.err(&format!("sh: 1: {name}: not found\n"));
            Err(127)
        }
    }
}

/// The sum of its arguments: `2`, `0.5`, `1m`, `1h`.
pub(super) fn seconds(arguments: &[String]) -> Option<u64> {
    let each = arguments.iter().map(|argument| {
        let (number, unit) = match argument.chars().last()? {
            's' => (argument.get(..argument.len() - 1)?, 1.0),
            'm' => (argument.get(..argument.len() - 1)?, 60.0),
            'h' => (argument.get(..argument.len() - 1)?, 3600.0),
            'd' => (argument.get(..argument.len() - 1)?, 86_400.0),
            _ => (argument.as_str(), 1.0),
        };
        let value: f64 = number.parse().ok()?;
        (0.0..=1e9).contains(&value).then_some((value * unit * SECOND as f64) as u64)
    });
    let sum: Option<u64> = each.sum();
    sum.filter(|_| !arguments.is_empty())
}

fn echo(arguments: &[String], context: &mut Context<'_>) {
    let bare = arguments.first().is_some_and(|first| first == "-n");
    let text = arguments.get(usize::from(bare)..).unwrap_or_default().join(" ");
    context.out(&if bare { text } else { text + "\n" });
}

/// `printf FORMAT ARGUMENTS`: `%s`, `%d`, `%%` and escapes; the format is used again while arguments are left.
fn printf(arguments: &[String]) -> String {
    let Some((format, rest)) = arguments.split_first() else { return String::new() };
    let mut rest = rest.iter();
    let mut out = String::new();
    loop {
        let before = rest.len();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            match c {
                '%' => match chars.next() {
                    Some('s' | 'd') => out.push_str(rest.next().map_or("", String::as_str)),
                    Some(other) => out.push(other),
                    None => out.push('%'),
                },
                '\\' => match chars.next() {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some(other) => out.push(other),
                    None => out.push('\\'),
                },
                _ => out.push(c),
            }
        }
        if rest.len() == 0 || rest.len() == before {
            return out;
        }
    }
}

fn seq(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let numbers: Option<Vec<i64>> = arguments.iter().map(|argument| argument.parse().ok()).collect();
    let (first, step, last) = match numbers.as_deref() {
        Some([last]) => (1, 1, *last),
        Some([first, last]) => (*first, 1, *last),
        Some([first, step, last]) if *step != 0 => (*first, *step, *last),
        _ => {
            context.err("seq: invalid argument\n");
            return 1;
        }
    };
    let mut value = first;
    let mut text = String::new();
    for _ in 0..MOST_NUMBERS {
        if (step > 0 && value > last) || (step < 0 && value < last) {
            break;
        }
        text.push_str(&format!("{value}\n"));
        value = value.saturating_add(step);
    }
    context.out(&text);
    0
}

/// `test`: `-z`, `-n`, `=`, `!=`, `-eq` … and one word.
fn test(arguments: &[String]) -> i32 {
    let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| *word != "]").collect();
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    let (words, negated) = match words.split_first() {
        Some((&"!", rest)) => (rest.to_vec(), true),
        _ => (words, false),
    };
    let holds = match words.as_slice() {
        ["-z", text] => text.is_empty(),
        ["-n", text] | [text] => !text.is_empty(),
        [a, "=" | "==", b] => a == b,
        [a, "!=", b] => a != b,
        [a, "-eq", b] => number(a) == number(b),
        [a, "-ne", b] => number(a) != number(b),
        [a, "-lt", b] => number(a) < number(b),
        [a, "-le", b] => number(a) <= number(b),
        [a, "-gt", b] => number(a) > number(b),
        [a, "-ge", b] => number(a) >= number(b),
        _ => false,
    };
    i32::from(holds == negated)
}
