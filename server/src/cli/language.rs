//! The language of what people read on a terminal.

use std::ffi::{OsStr, OsString};

use mesh_words::{Language, say, speak};

use super::Failure;

/// Where the language stands if no flag names it.
pub(super) const VARIABLE: &str = "MESH_PLAYGROUND_LANG";

/// The flag's value: `en`, `ko`, or as locales have it, `ko-KR`.
pub(super) fn parse_language(text: &str) -> Result<Language, Failure> {
    Language::of_tag(text).ok_or_else(|| say!("flag-lang", text).into())
}

/// Has this process speak the language that its arguments ask for. Before they are parsed: what is wrong with them is said in
/// it, too.
pub(super) fn speak_as_asked() {
    speak(asked_for(std::env::args_os().skip(1), std::env::var_os(VARIABLE).as_deref()));
}

/// What `--lang` says. The variable is for what people read alone: what programs read, and logs, are English without the flag.
fn asked_for(arguments: impl Iterator<Item = OsString>, variable: Option<&OsStr>) -> Language {
    let arguments: Vec<String> = arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
    let value = |flag: &str| {
        let options = arguments.iter().take_while(|argument| *argument != "--").enumerate();
        let mut values = options.filter_map(|(index, argument)| match argument.strip_prefix(flag)? {
            "" => arguments.get(index + 1).map(String::as_str),
            rest => rest.strip_prefix('='),
        });
        values.next()
    };
    let of_flag = value("--lang").and_then(Language::of_tag);
    let is_for_programs = matches!(value("--format"), Some("json" | "junit"));
    let is_server =
        arguments.iter().find(|argument| !argument.starts_with('-')).is_some_and(|command| command == "serve");
    // Help is for people, whatever it is about.
    let is_help = arguments.iter().any(|argument| argument == "--help" || argument == "-h");
    let of_variable = variable.and_then(OsStr::to_str).filter(|_| is_help || !is_for_programs && !is_server);
    of_flag.or_else(|| of_variable.and_then(Language::of_tag)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_goes_before_the_variable_which_is_for_people_alone() {
        use Language::{En, Ko};
        for (arguments, variable, language) in [
            ("lint a.yaml", None, En),
            ("lint a.yaml --lang ko", None, Ko),
            ("--lang=ko-KR lint a.yaml", None, Ko),
            ("lint a.yaml", Some("ko_KR.UTF-8"), Ko),
            ("lint a.yaml --lang en", Some("ko"), En),
            ("lint a.yaml --format json", Some("ko"), En),
            ("lint a.yaml --format=json --lang ko", Some("en"), Ko),
            ("check a.yaml --format junit", Some("ko"), En),
            ("check a.yaml --format text", Some("ko"), Ko),
            ("serve", Some("ko"), En),
            ("serve --help", Some("ko"), Ko),
            ("serve -h --lang en", Some("ko"), En),
            ("lint -- --lang ko", None, En),
            ("lint a.yaml --language ko", None, En),
            ("lint a.yaml --lang fr", Some("ko"), Ko),
            ("lint a.yaml --lang", None, En),
            ("", Some("fr"), En),
        ] {
            let asked = asked_for(arguments.split_whitespace().map(OsString::from), variable.map(OsStr::new));
            assert_eq!(asked, language, "{arguments} with {variable:?}");
        }
    }
}
