//! `mesh-playground render`.

use std::fs;
use std::path::Path;

use mesh_scenario::{Drawing, Scenario, Session, draw};
use mesh_words::say;

use super::args::{Form, RenderArguments};
use super::output::{stopped, stream};
use super::{Failure, Outcome, files};
use crate::picture;

/// Draws the traffic graph of a simulated moment.
pub(super) fn run(arguments: &RenderArguments) -> Result<Outcome, Failure> {
    let extension = arguments.output.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let form = arguments
        .form
        .or_else(|| Form::of_extension(extension))
        .ok_or_else(|| Failure::from(say!("command-render-format", file = arguments.output.display().to_string())))?;
    let files = files::read(&arguments.input.files)?;
    let open = if arguments.input.common.strict { Session::open_strict } else { Session::open };
    let mut session = open(Scenario { files, seed: arguments.input.common.seed });
    if let Some(seed) = arguments.input.common.seed {
        session.restart(seed);
    }
    let at = arguments.at.map_or_else(|| session.view().at, |at| at.as_secs_f64());
    stopped(session.seek(mesh_proxy::Time((at * 1e9) as u64), &mut arguments.budget.work()).err().as_ref());
    session.set_graph_type(session.view().graph);
    let frame = session.frame();
    match form {
        Form::Png => write(&arguments.output, &picture::png(&draw(&frame, &Drawing::Svg(false)))?)?,
        Form::Svg => write(&arguments.output, draw(&frame, &Drawing::Svg(false)).as_bytes())?,
        Form::Dot => write(&arguments.output, draw(&frame, &Drawing::Dot).as_bytes())?,
        Form::Mmd => write(&arguments.output, draw(&frame, &Drawing::Mermaid).as_bytes())?,
        Form::Json => write(&arguments.output, draw(&frame, &Drawing::Kiali).as_bytes())?,
    }
    Ok(Outcome::Clean)
}

/// Writes to a file, or to standard output where that is `-`.
fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return stream(|output| output.write_all(content));
    }
    fs::write(path, content).map_err(|error| Failure::of_file(path, &error))
}
