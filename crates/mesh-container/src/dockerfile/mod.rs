//! Dockerfiles: the text in instructions, as the builder of dockerd reads them.

mod expand;
mod heredoc;
mod instruction;
mod json_array;
mod lines;
mod node;
mod words;

pub use heredoc::Heredoc;
pub use instruction::{CommandLine, Instruction};

pub(crate) use expand::expand;

use node::Node;

/// An instruction with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The instruction.
    pub instruction: Instruction,
    /// As it is written, its lines put together.
    pub original: String,
    /// The number of its first line, from 1.
    pub line: usize,
    /// Where it begins and ends in the file, in bytes.
    pub place: (usize, usize),
}

/// A Dockerfile that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dockerfile {
    /// Its instructions, in order.
    pub instructions: Vec<Placed>,
    /// The character that escapes in it.
    pub escape: char,
}

/// Why a Dockerfile cannot be read: the words of the daemon, and the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What dockerd answers.
    pub message: String,
    /// The line, from 1, if it is one.
    pub line: Option<usize>,
}

/// So long may a Dockerfile be.
const MAX_BYTES: usize = 1 << 20;

impl Dockerfile {
    /// Reads a Dockerfile.
    ///
    /// # Errors
    /// What dockerd answers.
    pub fn read(text: &str) -> Result<Dockerfile, Refusal> {
        if text.is_empty() {
            let message = "the Dockerfile (Dockerfile) cannot be empty".to_owned();
            return Err(Refusal { message, line: None });
        }
        let failed = |line: Option<usize>| {
            move |why: String| Refusal { message: format!("failed to parse Dockerfile: {why}"), line }
        };
        if text.len() > MAX_BYTES {
            return Err(failed(None)("dockerfile is too long".to_owned()));
        }
        let lines = lines::lines(text).map_err(failed(None))?;
        let mut nodes = Vec::new();
        for line in &lines.lines {
            nodes.push(Node::read(line, lines.escape).map_err(failed(Some(line.number)))?);
        }
        let mut instructions = Vec::new();
        let mut has_stage = false;
        for node in nodes {
            let line = node.number;
            let instruction = Instruction::read(&node).map_err(|why| Refusal {
                message: format!("dockerfile parse error line {line}: {why}"),
                line: Some(line),
            })?;
            has_stage |= matches!(instruction, Instruction::From { .. });
            if !has_stage && !matches!(instruction, Instruction::Arg(_)) {
                let message = "no build stage in current context".to_owned();
                return Err(Refusal { message, line: Some(line) });
            }
            instructions.push(Placed { instruction, original: node.original, line, place: node.place });
        }
        Ok(Dockerfile { instructions, escape: lines.escape })
    }

    /// Reads the one instruction that `ONBUILD` keeps.
    pub(crate) fn trigger(text: &str, escape: char) -> Result<Instruction, String> {
        let line = lines::Line { text: text.to_owned(), number: 1, place: (0, text.len()), heredocs: Vec::new() };
        Node::read(&line, escape).and_then(|node| Instruction::read(&node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_answered_as_dockerd_does() {
        for (text, wanted) in [
            ("", "the Dockerfile (Dockerfile) cannot be empty"),
            ("FROM\n", "dockerfile parse error line 1: FROM requires either one or three arguments"),
            ("FROM base\n\nFOO bar\n", "dockerfile parse error line 3: unknown instruction: FOO"),
            ("RUN true\n", "no build stage in current context"),
            ("FROM base\nENV A\n", "failed to parse Dockerfile: ENV must have two arguments"),
            ("FROM base\nENV\n", "dockerfile parse error line 2: ENV requires at least one argument"),
            (
                "FROM base\nSHELL /bin/bash -c\n",
                "dockerfile parse error line 2: SHELL requires the arguments to be in JSON form",
            ),
            (
                "FROM base\nHEALTHCHECK FOO\n",
                "dockerfile parse error line 2: Unknown type \"FOO\" in HEALTHCHECK (try CMD)",
            ),
            ("FROM base\nHEALTHCHECK --bogus=1 CMD x\n", "dockerfile parse error line 2: Unknown flag: bogus"),
            ("FROM base\nCMD --foo show\n", "dockerfile parse error line 2: Unknown flag: foo"),
            ("FROM base\nRUN <<EOF\nshow a\n", "failed to parse Dockerfile: unterminated heredoc"),
            (
                "FROM base\nONBUILD FROM base\n",
                "dockerfile parse error line 2: FROM isn't allowed as an ONBUILD trigger",
            ),
            (
                "FROM base\nCMD [\"show\", 5]\n",
                "failed to parse Dockerfile: when using JSON array syntax, arrays must be comprised of strings only",
            ),
        ] {
            assert_eq!(Dockerfile::read(text).unwrap_err().message, wanted, "{text:?}");
        }
    }
}
