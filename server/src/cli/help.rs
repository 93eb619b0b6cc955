//! Help in the language that is spoken: what is said of commands and flags stands in the catalogue (`args.rs`); what clap has in
//! English alone, around that, is said here.

use std::fmt::Write as _;

use clap::builder::{PossibleValue, Styles};
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};
use mesh_words::{Words, say};

use super::args::Arguments;

/// What the command line of this process asks for. Ends the process where that is help, or nothing that there is.
pub(super) fn parse() -> Arguments {
    let matches = commands().get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut commands()).exit())
}

/// The commands with their help.
fn commands() -> Command {
    let mut command = Arguments::command();
    // From then on they have the flags and the command that clap adds.
    command.build();
    in_words(command)
}

fn in_words(command: Command) -> Command {
    let styles = command.get_styles().clone();
    let usage = styles.get_usage();
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{usage}{}:{usage:#} {{usage}}\n\n{{all-args}}{{after-help}}",
        say!("help-usage")
    );
    let command = match command.get_name() {
        "help" => command.about(say!("help-subcommand").to_string()),
        _ => command,
    };
    command
        .help_template(template)
        .subcommand_help_heading(say!("help-commands").to_string())
        .mut_args(|argument| argument_in_words(argument, &styles))
        .mut_subcommands(in_words)
}

fn argument_in_words(argument: Arg, styles: &Styles) -> Arg {
    let heading = if argument.is_positional() { say!("help-arguments") } else { say!("help-options") };
    let argument = argument.help_heading(heading.to_string());
    match argument.get_id().as_str() {
        "help" if argument.get_long_help().is_some() => {
            argument.help(say!("help-flag-help-short").to_string()).long_help(say!("help-flag-help-long").to_string())
        }
        "help" => argument.help(say!("help-flag-help").to_string()),
        "version" => argument.help(say!("help-flag-version").to_string()),
        _ => with_notes(argument, styles),
    }
}

/// Notes behind its help where else its value may come from, what holds without it, and what it may be.
fn with_notes(argument: Arg, styles: &Styles) -> Arg {
    let Some(help) = argument.get_help().map(ToString::to_string) else { return argument };
    let values = if argument.get_action().takes_values() { argument.get_possible_values() } else { Vec::new() };
    let mut notes = notes(&argument);
    let mut long = help.clone();
    if !values.is_empty() {
        write!(long, "\n\n{}{}", say!("help-values"), listed(&values, styles)).ok();
    }
    if !notes.is_empty() {
        let notes: Vec<_> = notes.iter().map(ToString::to_string).collect();
        write!(long, "\n\n{}", notes.join("\n")).ok();
    }
    if !values.is_empty() {
        let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
        notes.push(say!("help-values-in-line", values = names.join(", ")));
    }
    let short = notes.iter().fold(help, |help, note| format!("{help} {note}"));
    argument.help(short).long_help(long).hide_env(true).hide_default_value(true).hide_possible_values(true)
}

fn notes(argument: &Arg) -> Vec<Words> {
    let mut notes = Vec::new();
    if let Some(variable) = argument.get_env() {
        let mut said = variable.to_string_lossy().into_owned();
        if !argument.is_hide_env_values_set() {
            let value = std::env::var_os(variable).unwrap_or_default();
            write!(said, "={}", value.to_string_lossy()).ok();
        }
        notes.push(say!("help-env", variable = said));
    }
    if argument.get_action().takes_values() && !argument.get_default_values().is_empty() {
        let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        notes.push(say!("help-default", value = values.join(" ")));
    }
    notes
}

/// Values line by line, each with what it means.
fn listed(values: &[PossibleValue], styles: &Styles) -> String {
    let literal = styles.get_literal();
    let longest = values.iter().map(|value| value.get_name().len()).max().unwrap_or_default();
    values.iter().fold(String::new(), |mut list, value| {
        let name = value.get_name();
        write!(list, "\n- {literal}{name}{literal:#}").ok();
        if let Some(help) = value.get_help() {
            write!(list, ": {:padding$}{help}", "", padding = longest - name.len()).ok();
        }
        list
    })
}

#[cfg(test)]
mod tests {
    use mesh_words::{Language, speaking};

    use super::*;

    /// A command and all that are below it, by their names.
    fn all(command: Command, path: &str, found: &mut Vec<(String, Command)>) {
        let path = format!("{path} {}", command.get_name());
        for below in command.get_subcommands() {
            all(below.clone(), &path, found);
        }
        found.push((path, command));
    }

    fn all_in(language: Language) -> Vec<(String, Command)> {
        let mut found = Vec::new();
        all(speaking(language, commands), "", &mut found);
        assert!(found.len() > 14, "{} commands", found.len());
        found
    }

    fn has_hangul(text: &str) -> bool {
        text.contains(|letter| ('가'..='힣').contains(&letter))
    }

    #[test]
    fn in_english_help_is_what_clap_prints() {
        let mut own = Arguments::command();
        own.build();
        let mut theirs = Vec::new();
        all(own, "", &mut theirs);
        // Clap indents the empty lines of a text as well.
        let lines = |help: &dyn std::fmt::Display| -> Vec<String> {
            help.to_string().lines().map(|line| line.trim_end().to_owned()).collect()
        };
        for ((path, mut ours), (_, mut theirs)) in all_in(Language::En).into_iter().zip(theirs) {
            assert_eq!(lines(&ours.render_help()), lines(&theirs.render_help()), "{path} -h");
            assert_eq!(lines(&ours.render_long_help()), lines(&theirs.render_long_help()), "{path} --help");
        }
    }

    #[test]
    fn in_korean_every_command_flag_and_value_is_korean() {
        for (path, command) in all_in(Language::Ko) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(has_hangul(&about), "{path}: {about}");
            for argument in command.get_arguments() {
                let id = argument.get_id();
                for help in [argument.get_help(), argument.get_long_help()].into_iter().flatten() {
                    assert!(has_hangul(&help.to_string()), "{path} {id}: {help}");
                }
                assert!(argument.get_help().is_some(), "{path} {id} has no help");
                // Clap asks what a value means when it prints it.
                let values = speaking(Language::Ko, || argument.get_possible_values());
                for value in values.iter().filter(|_| argument.get_action().takes_values()) {
                    let help = value.get_help().map(ToString::to_string).unwrap_or_default();
                    assert!(has_hangul(&help), "{path} {id} {}: {help}", value.get_name());
                }
            }
        }
    }

    /// Whether a line is a sentence in English: three words of small Latin letters in a row.
    fn is_english(line: &str) -> bool {
        let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let words: Vec<_> = line.split_whitespace().collect();
        words.windows(3).any(|three| three.iter().all(is_word))
    }

    #[test]
    fn in_korean_no_line_of_help_is_english() {
        assert!(is_english("  -h  Print help of the given command") && !is_english("  -n <N>  횟수"));
        for (path, mut command) in all_in(Language::Ko) {
            for help in [command.render_help(), command.render_long_help()] {
                let help = help.to_string();
                // The usage names commands.
                for line in help.lines().filter(|line| !line.contains("mesh-playground")) {
                    assert!(!is_english(line), "{path}: {line}");
                }
                for word in ["Usage:", "Options:", "Arguments:", "Commands:", "[default", "[env", "ossible values"] {
                    assert!(!help.contains(word), "{path} says {word}: {help}");
                }
            }
        }
    }
}
