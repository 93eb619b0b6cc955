//! Requests that commands send: each is a request of the run. A program of the terminal that sent one waits for what comes
//! of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_proxy::connection_manager::{REQUEST_ID, request_id};
use mesh_shell::Outcome as Answer;

use super::answers::Reader;
use super::calls::{Call, Caller};
use super::course::Course;
use super::requests::Requests;
use super::state::Inbound;
use super::watch::Outcome;
use crate::draws::KeyedDraws;
use crate::ids::PodId;
use crate::keys::Sender;
use crate::request::Request;
use crate::slab::SlotId;

/// So many are kept that nobody has asked for yet; the oldest go first.
const MOST: usize = 20_000;

/// What is kept of an answer that a program has not read yet, about.
const BYTES_OF_AN_ANSWER: u64 = 1024;

/// So many answers of apps are kept of one.
const MOST_ANSWERS: usize = 64;

/// A request that a program has sent.
#[derive(Clone, Debug)]
struct Asked {
    /// Its call, while it is under way.
    call: Option<SlotId>,
    /// Who answered below it, in the order in which they did.
    answers: Vec<Below>,
    /// What came of it.
    outcome: Option<Answer>,
}

/// An answer below a request of a program.
#[derive(Clone, Debug)]
pub(super) enum Below {
    /// An app's, which got this request.
    App {
        /// Whose.
        pod: PodId,
        /// What it got.
        request: Arc<Request>,
    },
    /// A proxy's own, in the place of a host.
    Proxy(String),
}

/// Requests that commands have sent, and what came of those of programs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commands {
    /// How many were sent.
    pub(crate) sent: u64,
    /// How many are not answered.
    pub(crate) pending: u64,
    /// Those of programs whose answer nobody has read, by their number.
    asked: BTreeMap<u64, Asked>,
}

impl Commands {
    /// Bytes that it holds, about.
    pub(super) fn bytes(&self) -> u64 {
        self.asked.len() as u64 * BYTES_OF_AN_ANSWER
    }

    /// The number of a request that begins.
    pub(super) fn begin(&mut self) -> u64 {
        let number = self.sent;
        self.sent += 1;
        self.pending += 1;
        number
    }

    /// One of them is over.
    pub(super) fn end(&mut self) {
        self.pending = self.pending.saturating_sub(1);
    }

    /// None of them is under way any more.
    pub(super) fn end_all(&mut self) {
        self.pending = 0;
    }

    /// The number of a request of a program that nobody takes.
    pub(super) fn refuse(&mut self) -> u64 {
        let number = self.sent;
        self.sent += 1;
        self.keep(number, Asked { call: None, answers: Vec::new(), outcome: Some(Answer::Refused) });
        number
    }

    /// A program waits for what comes of its request.
    pub(super) fn await_answer(&mut self, number: u64, call: SlotId) {
        self.keep(number, Asked { call: Some(call), answers: Vec::new(), outcome: None });
    }

    fn keep(&mut self, number: u64, asked: Asked) {
        while self.asked.len() >= MOST {
            self.asked.pop_first();
        }
        self.asked.insert(number, asked);
    }

    /// What came of a request of a program, which is told once.
    pub(super) fn take_outcome(&mut self, number: u64) -> Option<Answer> {
        self.asked.get(&number).filter(|asked| asked.outcome.is_some())?;
        self.asked.remove(&number)?.outcome
    }

    /// Nobody waits for a request of a program any more; gives its call, where it is under way.
    pub(super) fn forget(&mut self, number: u64) -> Option<SlotId> {
        self.asked.remove(&number).filter(|asked| asked.outcome.is_none())?.call
    }

    /// The same for all of them.
    pub(super) fn forget_all(&mut self) -> impl Iterator<Item = SlotId> + use<> {
        let asked = std::mem::take(&mut self.asked).into_values().filter(|asked| asked.outcome.is_none());
        asked.filter_map(|asked| asked.call)
    }

    /// An app answers something.
    pub(super) fn app_answers(&mut self, course: &Course, requests: &Requests, inbound: &Inbound) {
        if self.asked.is_empty() || inbound.root.sender != Sender::Command {
            return;
        }
        let forwards = course.world.plan.pod(inbound.pod).is_some_and(|plan| plan.app.forwards());
        let Some(text) = requests.get(inbound.request).filter(|_| !forwards) else { return };
        let request = match text.has_generated_id {
            true => Arc::new(with_request_id(&text.request, &mut course.trace.untraced(), inbound.id_subject)),
            false => text.request.clone(),
        };
        if let Some(asked) = self.asked.get_mut(&inbound.root.number).filter(|it| it.answers.len() < MOST_ANSWERS) {
            asked.answers.push(Below::App { pod: inbound.pod, request });
        }
    }

    /// A call is over; of those of programs it is kept what came of them. Tells whether a program may have waited for it.
    pub(super) fn note_outcome(&mut self, call: &Call, outcome: &Outcome, reader: &Reader<'_>) -> bool {
        if self.asked.is_empty() || call.root.sender != Sender::Command {
            return false;
        }
        let Some(asked) = self.asked.get_mut(&call.root.number) else { return false };
        match call.caller {
            Caller::Command => {
                asked.outcome = Some(reader.answer_of(call, outcome, &asked.answers));
                return true;
            }
            Caller::Work { .. } if asked.answers.len() < MOST_ANSWERS => {
                asked.answers.extend(reader.own_body(call, outcome).map(Below::Proxy));
            }
            Caller::Work { .. } | Caller::Traffic(_) | Caller::Mirror => {}
        }
        false
    }
}

/// The request with the id that a proxy has made for it.
fn with_request_id(request: &Request, draws: &mut KeyedDraws, subject: u64) -> Request {
    let mut request = request.clone();
    for (_, value) in request.headers.iter_mut().filter(|(name, _)| name == REQUEST_ID) {
        *value = request_id(draws, subject);
    }
    request
}
