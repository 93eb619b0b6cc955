//! Lines as a POSIX shell reads them: words and quotes, pipes, `;`, `&&`, `||`, `for`, `while`, `if`, redirections, `$x` and
//! `$(…)` (POSIX.1-2017, XCU 2: Shell Command Language, as far as people type it at a prompt).

mod expand;
mod lexer;
mod parser;
mod run;
mod stage;
mod tree;

pub use parser::parse;
pub use run::ListRun;
pub use tree::{Connector, List};

/// Whether a line goes on: its quotes, `$(`, `for` or `|` are open, or it ends in a backslash. A shell asks for more then.
#[must_use]
pub fn is_unfinished(text: &str) -> bool {
    let is_open =
        |error: String| error.contains("end of file unexpected") || error.contains("Unterminated quoted string");
    let escapes = text.len() - text.trim_end_matches('\\').len();
    escapes % 2 == 1 || parse(text).err().is_some_and(is_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_while_something_is_open() {
        for (line, goes_on) in [
            ("for i in $(seq 3); do", true),
            ("for i in $(seq 3); do\necho $i\ndone", false),
            ("echo 'a", true),
            ("curl \\", true),
            ("echo \\\\", false),
            ("kubectl get pods |", true),
            ("echo a )", false),
            ("", false),
        ] {
            assert_eq!(is_unfinished(line), goes_on, "{line:?}");
        }
    }
}
