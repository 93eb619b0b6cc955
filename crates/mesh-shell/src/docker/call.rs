//! A command line of `docker` with its flags read (spf13/pflag, as docker/cli uses it).

use super::command::Command;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Call {
    flags: Vec<(String, String)>,
    pub(super) arguments: Vec<String>,
}

/// What is printed on standard error instead, and the exit code.
pub(super) type Refusal = (String, i32);

/// The name of a flag by its letter or its name, and whether it takes a value.
fn known<'a>(command: &'a str, values: &'a str, of: impl Fn(&str, &str) -> bool) -> Option<(String, bool)> {
    let find = |list: &str| {
        list.split_whitespace().find_map(|entry| {
            let (letter, name) = entry.split_once(':')?;
            of(letter, name).then(|| name.to_owned())
        })
    };
    find(command).map(|name| (name, false)).or_else(|| find(values).map(|name| (name, true)))
}

impl Call {
    /// Reads flags and arguments.
    pub(super) fn read(command: &Command, words: &[String]) -> Result<Call, Refusal> {
        let (switches, values) = command.flags();
        let mut call = Call::default();
        let mut rest = words.iter();
        let wrong = |why: String| {
            let usage = format!("Usage:  docker {} {}", command.name, command.usage);
            (format!("{why}\n\n{usage}\n\nRun 'docker {} --help' for more information\n", command.name), 125)
        };
        while let Some(word) = rest.next() {
            if word == "--" {
                call.arguments.extend(rest.cloned());
                break;
            }
            if word == "--help" {
                let usage = format!("Usage:  docker {} {}", command.name, command.usage);
                return Err((format!("{usage}\n\n{}\n", command.about), 0));
            }
            if let Some(long) = word.strip_prefix("--") {
                let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
                let Some((name, takes)) = known(&switches, values, |_, known| known == name) else {
                    return Err(wrong(format!("unknown flag: --{name}")));
                };
                let value = match (takes, value) {
                    (_, Some(value)) => value.to_owned(),
                    (false, None) => "true".to_owned(),
                    (true, None) => {
                        rest.next().cloned().ok_or_else(|| wrong(format!("flag needs an argument: --{name}")))?
                    }
                };
                call.flags.push((name, value));
                continue;
            }
            let letters = word.strip_prefix('-').filter(|letters| !letters.is_empty());
            let Some(letters) = letters else {
                call.arguments.push(word.clone());
                if command.stops {
                    call.arguments.extend(rest.cloned());
                    break;
                }
                continue;
            };
            let mut left = letters;
            while let Some(letter) = left.chars().next() {
                left = left.get(letter.len_utf8()..).unwrap_or_default();
                let own = letter.to_string();
                let Some((name, takes)) = known(&switches, values, |known, _| known == own) else {
                    return Err(wrong(format!("unknown shorthand flag: '{letter}' in -{letters}")));
                };
                if !takes {
                    call.flags.push((name, "true".to_owned()));
                    continue;
                }
                let value = if left.is_empty() {
                    let missing = || wrong(format!("flag needs an argument: '{letter}' in -{letters}"));
                    rest.next().cloned().ok_or_else(missing)?
                } else {
                    left.strip_prefix('=').unwrap_or(left).to_owned()
                };
                left = "";
                call.flags.push((name, value));
            }
        }
        for number in ["stop-timeout", "timeout", "time"] {
            if let Some(text) = call.last(number).filter(|text| text.parse::<i64>().is_err()) {
                let flag =
                    if call.last("timeout").is_some() { "-t, --timeout".to_owned() } else { format!("--{number}") };
                return Err(wrong(format!(
                    "invalid argument {text:?} for {flag:?} flag: strconv.ParseInt: parsing {text:?}: invalid syntax"
                )));
            }
        }
        call.count(command)?;
        Ok(call)
    }

    /// Whether there are as many arguments as the command takes (`cli/required.go`).
    fn count(&self, command: &Command) -> Result<(), Refusal> {
        let (fewest, most) = command.arguments;
        let count = self.arguments.len();
        if count >= fewest && most.is_none_or(|most| count <= most) {
            return Ok(());
        }
        let plural = |number: usize| if number == 1 { "" } else { "s" };
        let (what, verb) = match most {
            Some(0) => ("accepts no arguments".to_owned(), "Run"),
            Some(most) if most == fewest => (format!("requires {fewest} argument{}", plural(fewest)), "Run"),
            Some(most) => (format!("requires at most {most} argument{}", plural(most)), "Run"),
            None => (format!("requires at least {fewest} argument{}", plural(fewest)), "See"),
        };
        let name = command.name;
        let usage = format!("Usage:  docker {name} {}", command.usage);
        Err((
            format!(
                "docker: 'docker {name}' {what}\n\n{usage}\n\n{verb} 'docker {name} --help' for more information\n"
            ),
            1,
        ))
    }

    /// The value of a flag; of several the last.
    pub(super) fn last(&self, name: &str) -> Option<&str> {
        self.flags.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a flag.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.flags.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a flag without a value is there.
    pub(super) fn is(&self, name: &str) -> bool {
        self.last(name).is_some_and(|value| matches!(value, "true" | "1" | "t" | "T" | "TRUE" | "True"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docker::command::find;

    fn read(line: &str) -> Result<Call, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let (command, rest) = find(&words).expect("a command");
        Call::read(command, rest).map_err(|(text, _)| text)
    }

    #[test]
    fn flags_are_read_as_pflag_does() {
        let flag = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let Call { flags, arguments } = read("run -dit --name=c1 -e A=1 -eB=2 image -x").expect("good flags");
        let wanted = ["detach", "interactive", "tty"].map(|name| flag(name, "true"));
        assert_eq!(flags[..3], wanted);
        assert_eq!(flags[3..], [flag("name", "c1"), flag("env", "A=1"), flag("env", "B=2")]);
        assert_eq!(arguments, ["image", "-x"]);
        let Call { arguments, .. } = read("stop c1 -t 2 c2").expect("good flags");
        assert_eq!(arguments, ["c1", "c2"]);
    }

    #[test]
    fn what_docker_does_not_know_is_said_as_docker_does() {
        for (line, wanted) in [
            (
                "run --bogus image",
                "unknown flag: --bogus\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun 'docker run --help' for \
                 more information\n",
            ),
            (
                "build -t",
                "flag needs an argument: 't' in -t\n\nUsage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' \
                 for more information\n",
            ),
            (
                "stop",
                "docker: 'docker stop' requires at least 1 argument\n\nUsage:  docker stop [OPTIONS] CONTAINER \
                 [CONTAINER...]\n\nSee 'docker stop --help' for more information\n",
            ),
            (
                "logs",
                "docker: 'docker logs' requires 1 argument\n\nUsage:  docker logs [OPTIONS] CONTAINER\n\nRun 'docker logs --help' \
                 for more information\n",
            ),
        ] {
            assert_eq!(read(line).unwrap_err(), wanted);
        }
    }
}
