//! Here-documents of `RUN`, `COPY` and `ADD`, as BuildKit reads them (`parser.go`: `ParseHeredoc`, `heredocsFromLine`). The
//! builder of dockerd 20.10 knows none: it takes their lines for instructions. Everybody who writes one means BuildKit.

use super::words;

/// A here-document of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    /// The word that ends it, which is also the name of the file that it becomes.
    pub name: String,
    /// Whether variables in it are expanded: its word has no quotes.
    pub expands: bool,
    /// `<<-`: tabs at the beginning of its lines are no part of it.
    pub chomps: bool,
    /// Its text.
    pub text: String,
}

impl Heredoc {
    /// What a word begins; `None`: it is an ordinary one.
    pub(crate) fn begun_by(word: &str) -> Option<Heredoc> {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
        let (chomps, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
        let name = rest.replace(['"', '\'', '\\'], "");
        if name.is_empty() || rest.contains('<') {
            return None;
        }
        Some(Heredoc { expands: name == rest, name, chomps, text: String::new() })
    }

    /// Those that an instruction begins, in order.
    pub(super) fn of_line(line: &str, escape: char) -> Vec<Heredoc> {
        let (name, rest) = words::split_first(line.trim());
        let (_, rest) = words::flags(rest);
        let may_have = ["RUN", "COPY", "ADD"].iter().any(|known| name.eq_ignore_ascii_case(known));
        if !may_have || rest.trim_start().starts_with('[') {
            return Vec::new();
        }
        // Operators of a shell need no blanks around them.
        let parted = |word: &String| word.split(['>', ';', '|', '&']).next().unwrap_or_default().to_owned();
        let found = words::quoted_words(rest, escape);
        found.iter().map(parted).filter_map(|word| Heredoc::begun_by(&word)).collect()
    }

    /// Whether a line ends it.
    pub(super) fn is_ended_by(&self, line: &str) -> bool {
        let line = if self.chomps { line.trim_start_matches('\t') } else { line };
        line == self.name
    }

    /// Its text as it is meant.
    pub(crate) fn content(&self) -> String {
        if !self.chomps {
            return self.text.clone();
        }
        self.text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
    }
}

/// What the shell of a `RUN` is given: a single document is the script itself, others are put back for the shell to read
/// (`dispatchRun`).
pub(super) fn script(command: &str, heredocs: &[Heredoc]) -> String {
    match heredocs {
        [] => command.to_owned(),
        [only] if Heredoc::begun_by(command.trim()).is_some() => only.content(),
        several => several
            .iter()
            .fold(command.to_owned(), |script, heredoc| format!("{script}\n{}{}", heredoc.text, heredoc.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_documents_as_they_do_for_buildkit() {
        for (word, wanted) in [
            ("<<EOF", Some(("EOF", true, false))),
            ("<<-EOF", Some(("EOF", true, true))),
            ("<<\"EOF\"", Some(("EOF", false, false))),
            ("3<<'EOF'", Some(("EOF", false, false))),
            ("<<", None),
            ("<<<text", None),
            ("$((1<<2))", None),
            ("EOF", None),
        ] {
            let found = Heredoc::begun_by(word);
            let found = found.as_ref().map(|found| (found.name.as_str(), found.expands, found.chomps));
            assert_eq!(found, wanted, "{word}");
        }
        let names =
            |line: &str| Heredoc::of_line(line, '\\').into_iter().map(|heredoc| heredoc.name).collect::<Vec<_>>();
        assert_eq!(names("RUN cat <<A >/x && cat <<B>/y"), ["A", "B"]);
        assert_eq!(names("COPY --chown=1 <<a.txt <<b.txt /"), ["a.txt", "b.txt"]);
        assert_eq!(names("CMD cat <<A"), Vec::<String>::new());
        assert_eq!(names("RUN [\"cat\", \"<<A\"]"), Vec::<String>::new());
    }
}
