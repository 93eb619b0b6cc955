//! The table of kubectl's commands: names, aliases, flags and help, in its own words.
//!
//! `help.txt` is what kubectl 1.36.3 prints for `--help` of each command, so the words that people read are the table that lines
//! are parsed with. Options that several commands share stand there once.

use std::sync::LazyLock;

/// What kubectl prints for each command.
const HELP: &str = include_str!("help.txt");

/// A command: its words behind `kubectl` and its help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// `rollout status`; empty for kubectl itself.
    pub(crate) path: &'static str,
    /// Its help.
    pub(crate) help: String,
}

/// What values a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// `--force`, `--force=false`.
    Bool,
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `30s`.
    Duration,
    /// Texts, separated by commas or by repeating the flag.
    List,
}

/// A flag of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    /// Without the dashes.
    pub(crate) name: String,
    /// Its letter.
    pub(crate) short: Option<char>,
    /// What values it takes.
    pub(crate) takes: Takes,
    /// Its value where it is not given.
    pub(crate) default: String,
    /// Its value where it is given without one.
    pub(crate) bare: Option<&'static str>,
}

/// Flags that stand without a value, other than switches (`NoOptDefVal` in kubectl's sources).
const BARE: [(&str, &str); 4] =
    [("dry-run", "unchanged"), ("cascade", "background"), ("validate", "strict"), ("profile", "none")];

/// Flags that no help names any more: of which command, the name, what values they take, the default.
const DEPRECATED: [(&str, &str, Takes, &str); 1] = [("autoscale", "cpu-percent", Takes::Number, "-1")];

/// The sections of the help: heading and text. Found once: each line that is typed asks for many of them.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    static SECTIONS: LazyLock<Vec<(&str, &str)>> =
        LazyLock::new(|| HELP.split("=== ").skip(1).filter_map(|section| section.split_once('\n')).collect());
    SECTIONS.iter().copied()
}

/// The text of a command's help with the shared options written out.
fn written_out(text: &str) -> String {
    let shared: Vec<&str> = sections().filter(|(name, _)| *name == "shared").map(|(_, text)| text).collect();
    let mut out = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        let option = line.strip_prefix('@').and_then(|number| shared.get(number.trim().parse::<usize>().ok()?));
        out.push_str(option.copied().unwrap_or(line));
    }
    out
}

/// A command's path and its help as it stands in the table.
fn entry(path: &str) -> Option<(&'static str, &'static str)> {
    sections().find(|(name, _)| *name == path && *name != "shared")
}

/// The command with this path.
pub(crate) fn find(path: &str) -> Option<Command> {
    let (path, text) = entry(path)?;
    Some(Command { path, help: written_out(text) })
}

/// The names of the commands below a path, in the order of its help.
pub(crate) fn below(path: &str) -> Vec<&'static str> {
    let deeper = if path.is_empty() { 1 } else { path.split(' ').count() + 1 };
    sections()
        .map(|(name, _)| name)
        .filter(|name| !matches!(*name, "" | "shared" | "options"))
        .filter(|name| name.split(' ').count() == deeper)
        .filter_map(|name| if path.is_empty() { Some(name) } else { name.strip_prefix(path)?.strip_prefix(' ') })
        .collect()
}

/// The name of the command below a path that a word means: itself or one of its aliases.
pub(crate) fn below_named(path: &str, word: &str) -> Option<&'static str> {
    below(path).into_iter().find(|name| {
        *name == word || {
            let whole = if path.is_empty() { (*name).to_owned() } else { format!("{path} {name}") };
            entry(&whole).is_some_and(|(_, help)| aliases(help).any(|alias| alias == word))
        }
    })
}

/// What stands in a help below a heading.
fn section<'a>(help: &'a str, heading: &str) -> &'a str {
    let Some(start) = help.find(&format!("{heading}\n")) else { return "" };
    help.get(start + heading.len() + 1..).unwrap_or_default()
}

/// The other names of a command.
fn aliases(help: &str) -> impl Iterator<Item = &str> {
    let line = section(help, "\nAliases:").lines().next().unwrap_or_default();
    line.split(", ").filter(|alias| !alias.is_empty())
}

impl Command {
    /// Its last word.
    pub(crate) fn name(&self) -> &'static str {
        self.path.rsplit(' ').next().unwrap_or_default()
    }

    fn section(&self, heading: &str) -> &str {
        section(&self.help, heading)
    }

    /// The flags that it takes, the global ones aside.
    pub(crate) fn flags(&self) -> Vec<Flag> {
        let mut flags = options(if self.path == "options" { &self.help } else { self.section("\nOptions:") });
        let hidden = DEPRECATED.iter().filter(|(path, ..)| *path == self.path);
        flags.extend(hidden.map(|(_, name, takes, default)| Flag {
            name: (*name).to_owned(),
            short: None,
            takes: *takes,
            default: (*default).to_owned(),
            bare: None,
        }));
        flags
    }
}

/// The flags that every command takes.
pub(crate) fn global_flags() -> Vec<Flag> {
    let mut flags = find("options").map(|command| options(&command.help)).unwrap_or_default();
    flags.push(Flag {
        name: "help".to_owned(),
        short: Some('h'),
        takes: Takes::Bool,
        default: "false".to_owned(),
        bare: None,
    });
    flags
}

fn options(text: &str) -> Vec<Flag> {
    text.lines().filter_map(|line| option(line.strip_prefix("    ")?.strip_suffix(':')?)).collect()
}

/// `-f, --filename=[]`.
fn option(text: &str) -> Option<Flag> {
    let (short, rest) = match text.strip_prefix('-').filter(|rest| !rest.starts_with('-')) {
        Some(rest) => (rest.chars().next(), rest.get(1..)?.strip_prefix(", ")?),
        None => (None, text),
    };
    let (name, default) = rest.strip_prefix("--")?.split_once('=')?;
    let takes = match default {
        "true" | "false" => Takes::Bool,
        "[]" => Takes::List,
        _ if default.starts_with('\'') || default.starts_with('[') => Takes::Text,
        _ if default.parse::<i64>().is_ok() => Takes::Number,
        _ if crate::time::parse_go_duration(default).is_some() => Takes::Duration,
        _ => Takes::Text,
    };
    let bare = BARE.iter().find(|(flag, _)| *flag == name).map(|(_, value)| *value);
    let default = default.trim_matches('\'').to_owned();
    Some(Flag { name: name.to_owned(), short, takes, default, bare })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_help_and_its_flags_are_read_from_it() {
        assert!(below("").contains(&"drain"));
        assert_eq!(below("rollout"), ["history", "pause", "restart", "resume", "status", "undo"]);
        assert_eq!(below_named("create", "deploy"), Some("deployment"));
        let drain = find("drain").unwrap();
        assert!(drain.help.contains("--delete-emptydir-data=false:\n\tContinue even if"));
        let flags = drain.flags();
        let flag = |name: &str| flags.iter().find(|flag| flag.name == name).unwrap();
        assert_eq!(flag("timeout").takes, Takes::Duration);
        assert_eq!((flag("selector").short, flag("selector").takes), (Some('l'), Takes::Text));
        assert_eq!((flag("grace-period").takes, flag("grace-period").default.as_str()), (Takes::Number, "-1"));
        assert_eq!(flag("dry-run").bare, Some("unchanged"));
        assert!(global_flags().iter().any(|flag| flag.name == "namespace" && flag.short == Some('n')));
    }
}
