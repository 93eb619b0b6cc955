//! Which words a container runs.

use crate::image::Config;

/// The words of `docker run`: `--entrypoint` takes the place of `ENTRYPOINT` and drops `CMD`, arguments take the place of `CMD`
/// (`daemon/commit.go`'s `merge`, `cli/command/container/opts.go`).
#[must_use]
pub fn of_run(config: &Config, entrypoint: Option<&str>, arguments: &[String]) -> Vec<String> {
    let mut words = match entrypoint {
        Some("") => Vec::new(),
        Some(entrypoint) => vec![entrypoint.to_owned()],
        // An entrypoint of one empty word is none (`daemon/create.go`).
        None if config.entrypoint.as_slice() == [""] => Vec::new(),
        None => config.entrypoint.clone(),
    };
    match (arguments, entrypoint) {
        ([], None) => words.extend(config.command.iter().cloned()),
        ([], Some(_)) => {}
        (arguments, _) => words.extend(arguments.iter().cloned()),
    }
    words
}

/// The words of a container of a pod: `command` takes the place of `ENTRYPOINT` and drops `CMD`, `args` take the place of `CMD`
/// (pkg/kubelet/kuberuntime, and the container runtime's rules for an empty command).
#[must_use]
pub fn of_pod(
    config: &Config,
    command: &[String],
    arguments: &[String],
    environment: &[(String, String)],
) -> Vec<String> {
    let own = |words: &[String]| -> Vec<String> { words.iter().map(|word| references(word, environment)).collect() };
    let mut words = if command.is_empty() { config.entrypoint.clone() } else { own(command) };
    match (arguments, command) {
        ([], []) => words.extend(config.command.iter().cloned()),
        ([], _) => {}
        (arguments, _) => words.extend(own(arguments)),
    }
    words
}

/// `$(NAME)` in a word of a pod; `$$` is one `$`, and a name that is not known stays
/// (k8s.io/kubernetes/third_party/forked/golang/expansion).
#[must_use]
pub fn references(word: &str, environment: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let name = rest.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        match name {
            Some((name, after)) => {
                match environment.iter().rev().find(|(known, _)| known == name) {
                    Some((_, value)) => out.push_str(value),
                    None => out.push_str(&format!("$({name})")),
                }
                rest = after;
            }
            None => out.push('$'),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn config() -> Config {
        Config { entrypoint: words(&["ep-1"]), command: words(&["foo", "bar"]), ..Config::default() }
    }

    #[test]
    fn docker_run_replaces_the_command_with_its_arguments() {
        for (entrypoint, arguments, wanted) in [
            (None, &[][..], &["ep-1", "foo", "bar"][..]),
            (None, &["x"], &["ep-1", "x"]),
            (Some("e"), &[], &["e"]),
            (Some("e"), &["x"], &["e", "x"]),
            (Some(""), &[], &[]),
            (Some(""), &["x"], &["x"]),
        ] {
            assert_eq!(of_run(&config(), entrypoint, &words(arguments)), words(wanted), "{entrypoint:?} {arguments:?}");
        }
    }

    /// The table of "Define a Command and Arguments for a Container" in the documentation of Kubernetes.
    #[test]
    fn a_pod_replaces_entrypoint_and_command() {
        for (command, arguments, wanted) in [
            (&[][..], &[][..], &["ep-1", "foo", "bar"][..]),
            (&["ep-2"], &[], &["ep-2"]),
            (&[], &["zoo", "boo"], &["ep-1", "zoo", "boo"]),
            (&["ep-2"], &["zoo", "boo"], &["ep-2", "zoo", "boo"]),
        ] {
            assert_eq!(of_pod(&config(), &words(command), &words(arguments), &[]), words(wanted));
        }
    }

    #[test]
    fn references_of_a_pod_are_filled_in() {
        let environment = [("A".to_owned(), "1".to_owned())];
        for (word, wanted) in [("$(A)", "1"), ("$$(A)", "$(A)"), ("$(B) $A $", "$(B) $A $"), ("x$(A)y", "x1y")] {
            assert_eq!(references(word, &environment), wanted);
        }
    }
}
