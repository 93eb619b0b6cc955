//! One request, and why it went where it went.

use std::sync::Arc;

use mesh_config::Span;
use mesh_proxy::Duration;
use mesh_sim::{Command, Request, Work};
use mesh_view::StoryPart;
use mesh_words::{Words, say};

use super::Run;
use crate::{DecisionRecord, RequestToSend, SendError, explain};

/// How far a request is followed.
const AHEAD: Duration = Duration::from_secs(60);

pub(super) fn send(run: &mut Run, request: &RequestToSend, work: &mut Work) -> Result<DecisionRecord, SendError> {
    let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let method = if request.method.is_empty() { "GET" } else { &request.method };
    let refused = |message: Words| SendError { message };
    let asked = Request::new(method, &request.url, headers).map_err(|error| refused(error.words().clone()))?;
    let command = Command::Send { from: request.from.clone(), request: asked };
    let id = run.simulation.apply(command).map_err(|error| refused(error.words()))?;
    let record = id.and_then(|id| run.simulation.decision(id, AHEAD, work));
    record.map(|record| told(run, explain::explain(&record))).ok_or_else(|| refused(say!("page-nothing-sent")))
}

pub(super) fn explain(run: &Run, request: u64, work: &mut Work) -> Option<DecisionRecord> {
    let record = run.simulation.decision(explain::request(request), AHEAD, work)?;
    Some(told(run, explain::explain(&record)))
}

/// A record with the places of the texts as they were written last: comments may have moved them.
fn told(run: &Run, mut record: DecisionRecord) -> DecisionRecord {
    let (ran, told) = (run.simulation.world().mesh(), &run.running.mesh);
    if !Arc::ptr_eq(ran, told) {
        for span in spans(&mut record) {
            *span = ran.config().place_in(told.config(), *span).unwrap_or(*span);
        }
    }
    name(run, record)
}

/// What links call its request, and where its hops stand in the graph.
fn name(run: &Run, mut record: DecisionRecord) -> DecisionRecord {
    record.name = run.request_name(record.request);
    super::story::places(run, &mut record);
    record
}

/// Every place of the text in a record.
fn spans(record: &mut DecisionRecord) -> impl Iterator<Item = &mut Span> {
    let parts = record.hops.iter_mut().flat_map(|hop| &mut hop.parts);
    parts.flat_map(spans_of_part).chain(record.lit.iter_mut().map(|line| &mut line.span))
}

fn spans_of_part(part: &mut StoryPart) -> impl Iterator<Item = &mut Span> {
    part.rows.iter_mut().flat_map(|row| &mut row.spans).chain(&mut part.spans)
}
