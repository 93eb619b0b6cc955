//! `mesh-playground open`.

use std::borrow::Cow;
use std::fs;
use std::io::IsTerminal as _;

use mesh_scenario::link;
use mesh_words::say;

use super::args::{Format, OpenArguments};
use super::output::{print, print_json};
use super::{Failure, Outcome, files, visible};

/// Prints the files that a link holds, or writes them into a folder.
pub(super) fn run(arguments: &OpenArguments) -> Result<Outcome, Failure> {
    let envelope = link::decode(payload(&arguments.link)?).map_err(|error| error.words())?;
    let scenario = envelope.scenario;
    if let Some(folder) = &arguments.output {
        for file in &scenario.files {
            let path = files::inside(folder, &file.name)?;
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &file.text));
            written.map_err(|error| Failure::of_file(&path, &error))?;
            eprintln!("{}", visible::line(&path.display().to_string()));
        }
        return Ok(Outcome::Clean);
    }
    match arguments.common.format {
        Format::Json => print_json(&scenario)?,
        Format::Text => print(&shown(&files::joined(&scenario.files), std::io::stdout().is_terminal()))?,
    }
    Ok(Outcome::Clean)
}

/// Files and pipes get the text byte for byte; a terminal would obey what somebody else put into it.
fn shown(text: &str, is_terminal: bool) -> Cow<'_, str> {
    if is_terminal { visible::lines(text) } else { Cow::Borrowed(text) }
}

/// What stands behind `#` or `/c/`; a bare payload is itself.
fn payload(link: &str) -> Result<&str, Failure> {
    let behind = link.rsplit_once('#').or_else(|| link.rsplit_once("/c/")).map_or(link, |(_, payload)| payload);
    let payload = behind.split(['?', '&']).next().unwrap_or(behind).trim();
    if payload.contains('/') {
        return Err(say!("command-open-stored").into());
    }
    Ok(payload)
}

#[cfg(test)]
mod tests {
    use super::{payload, shown};

    #[test]
    fn a_terminal_is_not_steered_and_a_file_gets_every_byte() {
        let text = "a: \u{1b}]0;owned\u{7}\r\n\tb";
        assert_eq!(shown(text, false), text);
        assert_eq!(shown(text, true), "a: \\u{1b}]0;owned\\u{7}\\r\n\tb");
    }

    #[test]
    fn the_payload_is_found_in_every_kind_of_link() {
        for link in
            ["1.abc", "http://127.0.0.1:3000/#1.abc", "https://x.example/c/1.abc", "https://x.example/c/1.abc?t=3"]
        {
            assert_eq!(payload(link), Ok("1.abc"), "{link}");
        }
        assert!(payload("https://x.example/s/abc").is_err());
    }
}
