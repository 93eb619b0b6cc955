//! `mesh-playground`: the server and the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    mesh_server::cli::main()
}
