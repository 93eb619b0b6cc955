//! awk, as far as people type it at a prompt: `[/pattern/ | NR>1 | $n=="x"] {print $1, $3}`.

use regex_lite::Regex;

use crate::{Context, Program, Step};

#[derive(Clone, Debug)]
struct Awk {
    separator: Option<String>,
    condition: Condition,
    /// What is printed, pieces with and without blanks between them; nothing stands for the whole line.
    print: Vec<Vec<Operand>>,
    line: usize,
}

#[derive(Clone, Debug)]
enum Condition {
    Always,
    Matches(Operand, Regex, bool),
    Compares(Operand, String, Operand),
}

#[derive(Clone, Debug)]
enum Operand {
    Field(usize),
    LastField,
    LineNumber,
    FieldCount,
    Text(String),
}

impl Awk {
    fn value(&self, operand: &Operand, line: &str, fields: &[&str]) -> String {
        match operand {
            Operand::Field(0) => line.to_owned(),
            Operand::Field(number) => fields.get(number - 1).map_or(String::new(), |field| (*field).to_owned()),
            Operand::LastField => fields.last().map_or(String::new(), |field| (*field).to_owned()),
            Operand::LineNumber => self.line.to_string(),
            Operand::FieldCount => fields.len().to_string(),
            Operand::Text(text) => text.clone(),
        }
    }

    fn holds(&self, line: &str, fields: &[&str]) -> bool {
        match &self.condition {
            Condition::Always => true,
            Condition::Matches(operand, pattern, wanted) => {
                pattern.is_match(&self.value(operand, line, fields)) == *wanted
            }
            Condition::Compares(a, operator, b) => {
                let (a, b) = (self.value(a, line, fields), self.value(b, line, fields));
                let order = match (a.parse::<f64>(), b.parse::<f64>()) {
                    (Ok(a), Ok(b)) => a.total_cmp(&b),
                    _ => a.cmp(&b),
                };
                match operator.as_str() {
                    "==" => order.is_eq(),
                    "!=" => order.is_ne(),
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                }
            }
        }
    }
}

impl Program for Awk {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        for line in context.input.lines() {
            self.line += 1;
            let fields: Vec<&str> = match &self.separator {
                Some(separator) => line.split(separator.as_str()).collect(),
                None => line.split_whitespace().collect(),
            };
            if !self.holds(&line, &fields) {
                continue;
            }
            let pieces: Vec<String> = self
                .print
                .iter()
                .map(|piece| piece.iter().map(|operand| self.value(operand, &line, &fields)).collect())
                .collect();
            let text = if pieces.is_empty() { line.clone() } else { pieces.join(" ") };
            context.out(&format!("{text}\n"));
        }
        if context.input.ended { Step::Done(0) } else { Step::FOR_INPUT }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

pub(super) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let (mut separator, mut program, mut files) = (None, None, Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.strip_prefix("-F") {
            Some("") => separator = rest.next().cloned(),
            Some(value) => separator = Some(value.to_owned()),
            None if program.is_none() => program = Some(argument.clone()),
            None => files.push(argument.clone()),
        }
    }
    let read = program.as_deref().and_then(|program| parse(program, separator));
    let Some(awk) = read else {
        context.err("awk: only `PATTERN {print …}` is known here\n");
        return Err(2);
    };
    super::filters::read_files("awk", &files, context)?;
    Ok(Box::new(awk))
}

fn parse(program: &str, separator: Option<String>) -> Option<Awk> {
    let program = program.trim();
    let (condition, action) = match program.find('{') {
        Some(at) => (program.get(..at)?.trim(), Some(program.get(at + 1..)?.trim().strip_suffix('}')?.trim())),
        None => (program, None),
    };
    let print = match action.map(|action| action.trim_end_matches(';').trim()) {
        None | Some("print") => Vec::new(),
        Some(action) => {
            let list = action.strip_prefix("print")?.trim();
            list.split(',').map(|piece| operands(piece.trim())).collect::<Option<Vec<_>>>()?
        }
    };
    Some(Awk { separator, condition: parse_condition(condition)?, print, line: 0 })
}

fn parse_condition(text: &str) -> Option<Condition> {
    if text.is_empty() {
        return Some(Condition::Always);
    }
    let pattern = |text: &str| Regex::new(text.trim().strip_prefix('/')?.strip_suffix('/')?).ok();
    if let Some(rest) = text.strip_prefix('!') {
        return Some(Condition::Matches(Operand::Field(0), pattern(rest)?, false));
    }
    if text.starts_with('/') {
        return Some(Condition::Matches(Operand::Field(0), pattern(text)?, true));
    }
    if let Some((field, rest)) = text.split_once('~') {
        let wanted = !field.trim_end().ends_with('!');
        let field = field.trim().trim_end_matches('!').trim();
        return Some(Condition::Matches(operand(field)?, pattern(rest)?, wanted));
    }
    let operator = ["==", "!=", "<=", ">=", "<", ">"].into_iter().find(|operator| text.contains(operator))?;
    let (a, b) = text.split_once(operator)?;
    Some(Condition::Compares(operand(a.trim())?, operator.to_owned(), operand(b.trim())?))
}

/// Operands that stand next to each other.
fn operands(text: &str) -> Option<Vec<Operand>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = match rest.strip_prefix('"') {
            Some(inner) => inner.find('"')? + 2,
            None => rest.get(1..)?.find([' ', '"', '$']).map_or(rest.len(), |at| at + 1),
        };
        out.push(operand(rest.get(..length)?)?);
        rest = rest.get(length..)?.trim_start();
    }
    Some(out)
}

fn operand(text: &str) -> Option<Operand> {
    Some(match text.trim() {
        "NR" => Operand::LineNumber,
        "NF" => Operand::FieldCount,
        "$NF" => Operand::LastField,
        text => match (text.strip_prefix('$'), text.strip_prefix('"')) {
            (Some(number), _) => Operand::Field(number.parse().ok()?),
            (_, Some(quoted)) => Operand::Text(quoted.strip_suffix('"')?.replace("\\t", "\t").replace("\\n", "\n")),
            _ => {
                text.parse::<f64>().ok()?;
                Operand::Text(text.to_owned())
            }
        },
    })
}
