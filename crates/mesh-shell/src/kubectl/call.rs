//! A command line of kubectl: which command, which flags, which arguments (cobra and pflag).

use std::collections::BTreeMap;

use super::commands::{Command, Flag, Takes, below, below_named, find, global_flags};
use super::failure::Failure;

/// A command line that has been read.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The command.
    pub(crate) command: Command,
    /// Its arguments.
    pub(crate) arguments: Vec<String>,
    /// How many of them stand before `--`; `None` where there is none.
    pub(crate) dash: Option<usize>,
    given: BTreeMap<String, Vec<String>>,
    flags: Vec<Flag>,
}

impl Call {
    /// Reads what stands behind `kubectl`.
    pub(crate) fn read(arguments: &[String]) -> Result<Call, Failure> {
        let global = global_flags();
        let (path, rest) = resolve(arguments, &global)?;
        let Some(command) = find(&path) else { return Err(Failure::Said(1)) };
        let flags: Vec<Flag> = command.flags().into_iter().chain(global).collect();
        let mut call = Call { command, arguments: Vec::new(), dash: None, given: BTreeMap::new(), flags };
        call.parse(&rest)?;
        Ok(call)
    }

    /// The command's path, for what is said of its usage.
    pub(crate) fn path(&self) -> &'static str {
        self.command.path
    }

    /// A failure that points to the help.
    pub(crate) fn usage<T>(&self, text: impl Into<String>) -> Result<T, Failure> {
        Err(Failure::Usage(text.into(), self.command.path))
    }

    /// Whether a flag was given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The value of a flag; where it was not given, its default.
    pub(crate) fn text(&self, name: &str) -> &str {
        if let Some(value) = self.given.get(name).and_then(|values| values.last()) {
            return value;
        }
        self.flags.iter().find(|flag| flag.name == name).map_or("", |flag| match flag.default.as_str() {
            "[]" => "",
            text => text,
        })
    }

    /// Whether a switch is on.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.text(name) == "true"
    }

    /// The values of a flag that may be repeated.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let values = self.given.get(name).map_or(&[][..], Vec::as_slice);
        values.iter().flat_map(|value| value.split(',')).map(str::to_owned).collect()
    }

    /// The values of a flag that may be repeated, commas being part of them.
    pub(crate) fn each(&self, name: &str) -> Vec<String> {
        self.given.get(name).cloned().unwrap_or_default()
    }

    /// The value of a flag as a whole number.
    pub(crate) fn number(&self, name: &str) -> i64 {
        self.text(name).parse().unwrap_or_default()
    }

    /// The value of a flag as a duration in nanoseconds.
    pub(crate) fn duration(&self, name: &str) -> u64 {
        crate::time::parse_go_duration(self.text(name)).unwrap_or_default()
    }

    fn parse(&mut self, arguments: &[String]) -> Result<(), Failure> {
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--" {
                self.dash = Some(self.arguments.len());
                self.arguments.extend(rest.cloned());
                break;
            }
            if let Some(long) = argument.strip_prefix("--") {
                let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
                let Some(flag) = self.flags.iter().find(|flag| flag.name == name).cloned() else {
                    return Err(self.wrong(format!("unknown flag: --{name}")));
                };
                let value = match (value, flag.takes, flag.bare) {
                    (Some(value), ..) => value.to_owned(),
                    (None, Takes::Bool, _) => "true".to_owned(),
                    (None, _, Some(bare)) => bare.to_owned(),
                    (None, _, None) => match rest.next() {
                        Some(value) => value.clone(),
                        None => return Err(self.wrong(format!("flag needs an argument: --{name}"))),
                    },
                };
                self.set(&flag, value)?;
            } else if argument.len() > 1 && argument.starts_with('-') {
                self.letters(argument, &mut rest)?;
            } else {
                self.arguments.push(argument.clone());
            }
        }
        Ok(())
    }

    /// `-f`, `-ffile`, `-f=file`, `-it`.
    fn letters(&mut self, argument: &str, rest: &mut std::slice::Iter<'_, String>) -> Result<(), Failure> {
        let mut letters = argument.get(1..).unwrap_or_default();
        while let Some(letter) = letters.chars().next() {
            let Some(flag) = self.flags.iter().find(|flag| flag.short == Some(letter)).cloned() else {
                return Err(self.wrong(format!("unknown shorthand flag: {letter:?} in -{letters}")));
            };
            let after = letters.get(letter.len_utf8()..).unwrap_or_default();
            if let Some(value) = after.strip_prefix('=') {
                return self.set(&flag, value.to_owned());
            }
            if flag.takes == Takes::Bool {
                self.set(&flag, "true".to_owned())?;
                letters = after;
            } else if !after.is_empty() {
                return self.set(&flag, after.to_owned());
            } else {
                return match rest.next() {
                    Some(value) => self.set(&flag, value.clone()),
                    None => Err(self.wrong(format!("flag needs an argument: {letter:?} in -{letters}"))),
                };
            }
        }
        Ok(())
    }

    fn set(&mut self, flag: &Flag, value: String) -> Result<(), Failure> {
        let why = match flag.takes {
            Takes::Bool => match value.as_str() {
                "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False" => None,
                _ => Some(format!("strconv.ParseBool: parsing {value:?}: invalid syntax")),
            },
            Takes::Number => match value.parse::<i64>() {
                Ok(_) => None,
                Err(_) => Some(format!("strconv.ParseInt: parsing {value:?}: invalid syntax")),
            },
            Takes::Duration if crate::time::parse_go_duration(value.trim_start_matches('-')).is_none() => {
                let unit = if value.parse::<f64>().is_ok() { "missing unit in duration" } else { "invalid duration" };
                Some(format!("time: {unit} {value:?}"))
            }
            _ => None,
        };
        if let Some(why) = why {
            let name = match flag.short {
                Some(letter) => format!("-{letter}, --{}", flag.name),
                None => format!("--{}", flag.name),
            };
            return Err(self.wrong(format!("invalid argument {value:?} for {name:?} flag: {why}")));
        }
        let value = match (flag.takes, value.as_str()) {
            (Takes::Bool, "1" | "t" | "T" | "TRUE" | "True") => "true".to_owned(),
            (Takes::Bool, "0" | "f" | "F" | "FALSE" | "False") => "false".to_owned(),
            _ => value,
        };
        self.given.entry(flag.name.clone()).or_default().push(value);
        Ok(())
    }

    fn wrong(&self, text: String) -> Failure {
        let blank = if self.command.path.is_empty() { "" } else { " " };
        Failure::Error(format!("{text}\nSee 'kubectl{blank}{} --help' for usage.", self.command.path))
    }
}

/// Which command the words name, and what is left of them (cobra's `Find`).
fn resolve(arguments: &[String], global: &[Flag]) -> Result<(String, Vec<String>), Failure> {
    let mut path = String::new();
    let mut rest = arguments.to_vec();
    loop {
        let known: Vec<Flag> = find(&path).map(|command| command.flags()).unwrap_or_default();
        let Some(at) = first_word(&rest, known.iter().chain(global)) else { return Ok((path, rest)) };
        let Some(word) = rest.get(at).cloned() else { return Ok((path, rest)) };
        match below_named(&path, &word) {
            Some(name) => {
                if !path.is_empty() {
                    path.push(' ');
                }
                path.push_str(name);
                rest.remove(at);
            }
            None if path.is_empty() && word == "help" => {
                rest.remove(at);
                rest.push("--help".to_owned());
            }
            None if path.is_empty() && word == "options" => {
                rest.remove(at);
                return Ok((word, rest));
            }
            None if path.is_empty() => return Err(unknown(&word)),
            None => return Ok((path, rest)),
        }
    }
}

/// Where the first word stands that is neither a flag nor a flag's value.
fn first_word<'a>(arguments: &[String], flags: impl Iterator<Item = &'a Flag> + Clone) -> Option<usize> {
    let mut skip = false;
    for (at, argument) in arguments.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        if argument == "--" {
            return None;
        }
        let found = if let Some(name) = argument.strip_prefix("--") {
            flags.clone().find(|flag| flag.name == name)
        } else if argument.len() == 2 && argument.starts_with('-') {
            flags.clone().find(|flag| flag.short == argument.chars().nth(1))
        } else if argument.len() > 1 && argument.starts_with('-') {
            continue;
        } else {
            return Some(at);
        };
        skip = found.is_some_and(|flag| flag.takes != Takes::Bool && flag.bare.is_none());
    }
    None
}

fn unknown(word: &str) -> Failure {
    let alike: Vec<&str> = below("")
        .into_iter()
        .filter(|name| distance(word, name) <= 2 || name.to_lowercase().starts_with(&word.to_lowercase()))
        .collect();
    let mut text = format!("unknown command {word:?} for \"kubectl\"");
    if !alike.is_empty() {
        text.push_str("\n\nDid you mean this?\n");
        for name in alike {
            text.push_str(&format!("\t{name}\n"));
        }
    }
    Failure::Error(text)
}

/// How many letters have to be added, taken away or changed, case aside (Levenshtein, as cobra's `ld`).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.to_lowercase().chars().take(64).collect(), b.to_lowercase().chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let value = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            left = value;
        }
        if let Some(cell) = row.get_mut(b.len()) {
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Call, Failure> {
        Call::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn flags_stand_anywhere_and_their_values_behind_a_blank_or_an_equals_sign() {
        let call = read("-n kube-system get pods -owide --selector a=b -l=c -A x -- y").unwrap();
        assert_eq!(call.path(), "get");
        assert_eq!(call.text("namespace"), "kube-system");
        assert_eq!((call.text("output"), call.text("selector"), call.is("all-namespaces")), ("wide", "c", true));
        assert_eq!(call.arguments, ["pods", "x", "y"]);
        assert_eq!(call.dash, Some(2));
        assert_eq!(read("create deploy web --image=a --image b").unwrap().list("image"), ["a", "b"]);
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_pflag() {
        for (line, said) in [
            ("get pods --nonsense", "error: unknown flag: --nonsense\nSee 'kubectl get --help' for usage.\n"),
            ("get pods -z", "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n"),
            ("get pods -n", "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n"),
            ("get --raw", "error: flag needs an argument: --raw\nSee 'kubectl get --help' for usage.\n"),
            ("--nonsense", "error: unknown flag: --nonsense\nSee 'kubectl --help' for usage.\n"),
            (
                "proxy --port=x",
                "error: invalid argument \"x\" for \"-p, --port\" flag: strconv.ParseInt: parsing \"x\": invalid syntax\n\
                 See 'kubectl proxy --help' for usage.\n",
            ),
            (
                "drain n --timeout=abc",
                "error: invalid argument \"abc\" for \"--timeout\" flag: time: invalid duration \"abc\"\n\
                 See 'kubectl drain --help' for usage.\n",
            ),
            ("gett pods", "error: unknown command \"gett\" for \"kubectl\"\n\nDid you mean this?\n\tset\n\tget\n"),
            ("nonsense", "error: unknown command \"nonsense\" for \"kubectl\"\n"),
        ] {
            assert_eq!(read(line).unwrap_err().said().0, said, "{line}");
        }
    }
}
