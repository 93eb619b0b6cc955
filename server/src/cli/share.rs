//! `mesh-playground share`.

use mesh_scenario::{Scenario, Session, link};
use serde_json::json;

use super::args::{Format, ShareArguments};
use super::origin::check_origin;
use super::output::{print, print_json, stopped};
use super::{Failure, Outcome, files};

/// Prints a link that holds the files.
pub(super) fn run(arguments: &ShareArguments) -> Result<Outcome, Failure> {
    check_origin("--origin", &arguments.origin)?;
    let mut files = files::read(&arguments.input.files)?;
    files::shorten(&mut files);
    let scenario = Scenario { files, seed: arguments.input.common.seed };
    // A link carries the digest of its files run to the moment at which it opens, so that who opens it can see
    // whether the engine still does the same.
    let mut session = Session::open(scenario.clone());
    let at = session.view().at;
    stopped(session.seek(mesh_proxy::Time((at * 1e9) as u64), &mut arguments.budget.work()).err().as_ref());
    let payload = link::encode(&link::Envelope::new(scenario, session.digest()));
    let url = format!("{}/#{payload}", arguments.origin.trim_end_matches('/'));
    match arguments.input.common.format {
        Format::Json => print_json(&json!({ "url": url }))?,
        Format::Text => print(&format!("{url}\n"))?,
    }
    Ok(Outcome::Clean)
}
