//! Flags as cobra reads them: anywhere among the arguments, `--name value` or `--name=value`, letters together.

use super::{Failure, error};

/// A flag that a command has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) name: &'static str,
    /// Its letter; `\0` for none.
    pub(super) letter: char,
    /// Whether a value belongs to it; else it is a switch.
    pub(super) takes_value: bool,
}

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// Arguments that are no flags.
    pub(super) arguments: Vec<String>,
    given: Vec<(&'static str, String)>,
}

impl Flags {
    /// Reads arguments by the flags that there are.
    pub(super) fn read(arguments: &[String], known: &[&[Known]]) -> Result<Self, Failure> {
        let all = || known.iter().flat_map(|table| table.iter());
        let mut flags = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--" {
                flags.arguments.extend(rest.by_ref().cloned());
            } else if let Some(long) = argument.strip_prefix("--") {
                let (name, inside) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
                let Some(found) = all().find(|flag| flag.name == name) else {
                    return error(format!("unknown flag: --{name}"));
                };
                let value = match (inside, found.takes_value) {
                    (Some(value), _) => value.to_owned(),
                    (None, false) => "true".to_owned(),
                    (None, true) => match rest.next() {
                        Some(value) => value.clone(),
                        None => return error(format!("flag needs an argument: --{name}")),
                    },
                };
                flags.given.push((found.name, value));
            } else if let Some(letters) = argument.strip_prefix('-').filter(|letters| !letters.is_empty()) {
                for (at, letter) in letters.char_indices() {
                    let Some(found) = all().find(|flag| flag.letter == letter && letter != '\0') else {
                        return error(format!("unknown shorthand flag: '{letter}' in {argument}"));
                    };
                    if !found.takes_value {
                        flags.given.push((found.name, "true".to_owned()));
                        continue;
                    }
                    let inside = letters.get(at + letter.len_utf8()..).filter(|inside| !inside.is_empty());
                    let value = match inside {
                        Some(inside) => inside.strip_prefix('=').unwrap_or(inside).to_owned(),
                        None => match rest.next() {
                            Some(value) => value.clone(),
                            None => return error(format!("flag needs an argument: '{letter}' in {argument}")),
                        },
                    };
                    flags.given.push((found.name, value));
                    break;
                }
            } else {
                flags.arguments.push(argument.clone());
            }
        }
        Ok(flags)
    }

    /// The value that was given last.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// All values that were given.
    pub(super) fn each(&self, name: &str) -> Vec<&str> {
        self.given.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether a switch is on; `otherwise` where it was not given.
    pub(super) fn is_on(&self, name: &str, otherwise: bool) -> bool {
        self.text(name).map_or(otherwise, |value| !matches!(value, "false" | "0" | "f" | "F" | "False" | "FALSE"))
    }

    /// A whole number; 0 where none was given.
    pub(super) fn number(&self, name: &str) -> Result<u32, Failure> {
        match self.text(name) {
            None => Ok(0),
            Some(text) => text.parse().map_err(|_| {
                let words = format!("strconv.ParseInt: parsing {text:?}: invalid syntax");
                Failure(format!("invalid argument {text:?} for \"--{name}\" flag: {words}"), 1)
            }),
        }
    }
}
