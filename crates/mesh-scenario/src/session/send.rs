//! One request, and why it went where it went.

use mesh_proxy::Duration;
use mesh_sim::{Command, Request, Work};
use mesh_words::{Words, say};

use super::Session;
use crate::{DecisionRecord, RequestToSend, SendError, explain};

/// How far a request is followed.
const AHEAD: Duration = Duration::from_secs(60);

pub(super) fn send(
    session: &mut Session,
    request: &RequestToSend,
    work: &mut Work,
) -> Result<DecisionRecord, SendError> {
    let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let method = if request.method.is_empty() { "GET" } else { &request.method };
    let refused = |message: Words| SendError { message };
    let asked = Request::new(method, &request.url, headers).map_err(|error| refused(error.words().clone()))?;
    let command = Command::Send { from: request.from.clone(), request: asked };
    let id = session.simulation.apply(command).map_err(|error| refused(error.words()))?;
    let record = id.and_then(|id| session.simulation.decision(id, AHEAD, work));
    record.map(|record| explain::explain(&record)).ok_or_else(|| refused(say!("page-nothing-sent")))
}

pub(super) fn explain(session: &Session, request: u64, work: &mut Work) -> Option<DecisionRecord> {
    let record = session.simulation.decision(explain::request(request), AHEAD, work)?;
    Some(explain::explain(&record))
}
