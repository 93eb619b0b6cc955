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
