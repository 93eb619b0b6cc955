//! `mesh-playground render`.

use std::fs;
use std::path::Path;

use mesh_scenario::{Scenario, Session, Theme, svg};
use mesh_words::say;

use super::args::RenderArguments;
use super::output::stopped;
use super::{Failure, Outcome, files};
use crate::picture;

/// Draws the traffic graph of a simulated moment.
pub(super) fn run(arguments: &RenderArguments) -> Result<Outcome, Failure> {
    let format = arguments.output.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if !matches!(format, "svg" | "png") {
        return Err(say!("command-render-format", file = arguments.output.display().to_string()).into());
    }
    let files = files::read(&arguments.input.files)?;
    let open = if arguments.input.common.strict { Session::open_strict } else { Session::open };
    let mut session = open(Scenario { files, seed: arguments.input.common.seed });
    if let Some(seed) = arguments.input.common.seed {
        session.restart(seed);
    }
    let at = arguments.at.map_or_else(|| session.view().at, |at| at.as_secs_f64());
    stopped(session.seek(mesh_proxy::Time((at * 1e9) as u64), &mut arguments.budget.work()).err().as_ref());
    let title = say!("command-render-title", seconds = session.now().seconds()).to_string();
    let frame = session.frame();
    let drawing = svg(&frame.graph, &frame.layout, Theme::Light, &title);
    match format {
        "png" => write(&arguments.output, &picture::png(&drawing)?)?,
        _ => write(&arguments.output, drawing.as_bytes())?,
    }
    Ok(Outcome::Clean)
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    fs::write(path, content).map_err(|error| Failure::of_file(path, &error))
}
