//! What is said of Dockerfiles: what docker refuses, and forms of ENTRYPOINT and CMD that do not do what they seem to.

use mesh_config::{Config, Diagnostic, Dockerfile, Help, Severity, Span};
use mesh_container::dockerfile::{CommandLine, Dockerfile as Read, Instruction, Placed};
use mesh_words::{Words, say};

const REFUSED: &str = "MP0210";
const MISTAKEN: &str = "MP0211";

pub(crate) const HELP: [Help; 2] = [
    Help {
        codes: &[REFUSED],
        text: "A Dockerfile that docker refuses.\n\n`docker build` ends with these words and no image is made. A pod that names the image \
               is taken to run a server, as with any image that nobody has described.\n",
    },
    Help {
        codes: &[MISTAKEN],
        text: "ENTRYPOINT or CMD do not do what they seem to.\n\nThe exec form is a JSON array of strings in double quotes; everything \
               else is the shell form, a text for `/bin/sh -c`. A shell form of ENTRYPOINT takes no arguments: neither those of CMD nor \
               those of `docker run` or a pod's `args` are part of its text. A shell form of CMD stands behind an ENTRYPOINT as \
               `/bin/sh`, `-c` and the text.\n",
    },
];

/// What there is to say of the Dockerfiles of a configuration.
pub(crate) fn findings(config: &Config) -> Vec<Diagnostic> {
    config.dockerfiles.iter().flat_map(of_file).collect()
}

fn of_file(file: &Dockerfile) -> Vec<Diagnostic> {
    let span = |(start, end): (usize, usize)| Span {
        file: file.file,
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    };
    match Read::read(&file.text) {
        Err(refusal) => {
            let place = span(line_place(&file.text, refusal.line));
            vec![Diagnostic::new(REFUSED, Severity::Error, Words::theirs(refusal.message), place)]
        }
        Ok(read) => mistakes(&read)
            .into_iter()
            .map(|(placed, words)| Diagnostic::new(MISTAKEN, Severity::Warning, words, span(placed.place)))
            .collect(),
    }
}

/// Where a line begins and ends; the first one where none is known.
fn line_place(text: &str, line: Option<usize>) -> (usize, usize) {
    let mut at = 0;
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let length = raw.trim_end().len();
        if index + 1 == line.unwrap_or(1) {
            return (at, at + length);
        }
        at += raw.len();
    }
    (text.len(), text.len())
}

/// The last ENTRYPOINT and CMD of the last stage, where they do not do what they seem to.
fn mistakes(read: &Read) -> Vec<(&Placed, Words)> {
    let is_from = |placed: &Placed| matches!(placed.instruction, Instruction::From { .. });
    let begin = read.instructions.iter().rposition(is_from).unwrap_or(0);
    let stage = read.instructions.get(begin..).unwrap_or_default();
    let last = |of: fn(&Instruction) -> Option<&CommandLine>| {
        stage.iter().rev().find_map(|placed| of(&placed.instruction).map(|line| (placed, line)))
    };
    let entrypoint = last(|instruction| match instruction {
        Instruction::Entrypoint(line) => Some(line),
        _ => None,
    });
    let command = last(|instruction| match instruction {
        Instruction::Cmd(line) => Some(line),
        _ => None,
    });
    let mut found = Vec::new();
    for (placed, line) in [entrypoint, command].into_iter().flatten() {
        let text = line.words.first().map_or("", String::as_str);
        if line.is_shell_form && text.starts_with('[') {
            found.push((placed, say!("dockerfile-no-json", text)));
        }
    }
    let Some((placed, line)) = entrypoint.filter(|(_, line)| !line.words.is_empty()) else { return found };
    let text = line.words.first().map_or("", String::as_str);
    if line.is_shell_form && !text.starts_with('[') && !["$@", "$*", "$0", "$1"].iter().any(|all| text.contains(all)) {
        found.push((placed, say!("dockerfile-shell-entrypoint", text)));
    }
    if let Some((placed, line)) = command.filter(|(_, line)| line.is_shell_form && !line.words.is_empty())
        && !entrypoint.is_some_and(|(_, entrypoint)| entrypoint.is_shell_form)
    {
        let text = line.words.first().map_or("", String::as_str);
        if !text.starts_with('[') {
            found.push((placed, say!("dockerfile-shell-command", text)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_config::SourceFile;

    #[test]
    fn forms_that_do_not_do_what_they_seem_to_are_said() {
        for (text, wanted) in [
            ("FROM a\nENTRYPOINT [\"sleep\"]\nCMD [\"5\"]\n", &[][..]),
            ("FROM a\nCMD sleep 5\n", &[]),
            ("FROM a\nENTRYPOINT sleep\nCMD [\"5\"]\n", &[(7, 23, "MP0211")]),
            ("FROM a\nENTRYPOINT exec run \"$@\"\n", &[]),
            ("FROM a\nENTRYPOINT [\"sleep\"]\nCMD 5\n", &[(28, 33, "MP0211")]),
            ("FROM a\nCMD ['sleep']\n", &[(7, 20, "MP0211")]),
            ("FROM a\nENTRYPOINT sleep\nFROM b\n", &[]),
            ("FROM a\nFOO\n", &[(7, 10, "MP0210")]),
        ] {
            let config = mesh_config::parse(&[SourceFile { name: "Dockerfile".into(), text: text.into() }]);
            let found: Vec<(u32, u32, String)> = findings(&config)
                .into_iter()
                .map(|one| (one.span.start, one.span.end, one.code.into_owned()))
                .collect();
            let wanted: Vec<(u32, u32, String)> =
                wanted.iter().map(|(start, end, code)| (*start, *end, (*code).to_owned())).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
