//! To a request by its name: what a link leads to.

use mesh_proxy::{Duration, Time};
use mesh_sim::{RequestId, Sender, Work};
use mesh_words::{Words, say};

use super::{Run, send};
use crate::DecisionRecord;

/// How far a run without an end is looked through.
const LATEST: f64 = 3_600.0;
/// Steps of the search.
const STEP: Duration = Duration::from_secs(1);
/// Letters of a name that are told.
const MOST_LETTERS: usize = 80;

impl Run {
    /// Goes to a request of a name: at the moment that is given, or else to where it is answered; where it was not sent by then,
    /// to where it is. A run of `duration` seconds (0: without an end) is looked through, as far as the work goes.
    ///
    /// # Errors
    /// There is no such request, and why.
    pub(crate) fn find(
        &mut self,
        name: &str,
        at: Option<Time>,
        duration: f64,
        work: &mut Work,
    ) -> Result<DecisionRecord, Words> {
        let end = if duration > 0.0 { duration } else { LATEST };
        let at = at.map(|at| Time(at.0.min((end * 1e9) as u64)));
        let known = self.simulation.request_named(name);
        let short: String = name.chars().take(MOST_LETTERS).collect();
        let Some(request) = known else { return Err(self.no_such_request(short)) };
        if let Some(at) = at {
            // The frame says where it stopped.
            let _ = self.seek(at, work);
        }
        let begun = self.now();
        if let Err(why) = self.run_until_sent(request, end, &short, work) {
            let _ = self.seek(begun, work);
            return Err(why);
        }
        let record = send::explain(self, request.pack(), work).ok_or_else(|| say!("link-not-sent-yet"))?;
        if at.is_none() {
            let answered = record.sent + record.duration.unwrap_or_default() / 1e3;
            let _ = self.seek(Time((answered * 1e9 + 0.5) as u64), work);
        }
        Ok(record)
    }

    fn run_until_sent(&mut self, request: RequestId, end: f64, name: &str, work: &mut Work) -> Result<(), Words> {
        while !self.simulation.has_sent(request) {
            // What somebody sends by hand does not come by itself.
            if request.sender == Sender::Command {
                return Err(say!("link-send-not-kept", name));
            }
            let left = end - self.now().seconds();
            if left <= 0.0 {
                return Err(say!("link-never-sent", name, seconds = end));
            }
            if self.advance(STEP.min(Duration::from_secs_f64(left)), work).is_err() {
                return Err(say!("link-not-reached", name, seconds = format!("{:.1}", self.now().seconds())));
            }
        }
        Ok(())
    }

    fn no_such_request(&self, name: String) -> Words {
        let first = RequestId { sender: Sender::Traffic(mesh_sim::TrafficId(0)), number: 0 };
        match self.simulation.request_name(first) {
            example if example.is_empty() => say!("link-no-traffic", name),
            example => say!("link-no-such-request", name, example),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Session, Time, Work, preset};

    fn open() -> Session {
        Session::open(preset("canary-weights").unwrap().scenario())
    }

    #[test]
    fn a_request_is_found_by_its_name_wherever_the_run_stands() {
        let mut session = open();
        let mut work = Work::new(20_000_000, 256 << 20);
        session.advance(mesh_proxy::Duration::from_secs(3), &mut work).unwrap();
        let first = session_first(&mut session);
        let name = session.explain(first, &mut work).unwrap().name;
        let (traffic, _) = name.rsplit_once('/').unwrap();
        let found = session.find(&format!("{traffic}/30"), None, &mut work).unwrap();
        assert_eq!((found.name.as_str(), found.status), (format!("{traffic}/30").as_str(), 200));
        let answered = found.sent + found.duration.unwrap() / 1e3;
        assert!((session.now().seconds() - answered).abs() < 1e-6);
        // The same from another moment, and one that is given stays.
        let mut other = open();
        let again = other.find(&name, Some(Time(20_000_000_000)), &mut work).unwrap();
        assert_eq!((again.name.as_str(), other.now()), (name.as_str(), Time(20_000_000_000)));
    }

    fn session_first(session: &mut Session) -> u64 {
        session.frame().log.first().unwrap().request
    }

    #[test]
    fn what_is_not_there_is_said() {
        let mut session = open();
        let mut work = Work::new(20_000_000, 256 << 20);
        for (name, expected) in [
            ("", "Nothing sends a request ``"),
            ("nobody/1", "Nothing sends a request `nobody/1` here"),
            ("users", "Nothing sends"),
            ("users/0", "Nothing sends"),
            ("users/-1", "Nothing sends"),
            ("users/99999999999999999999999", "Nothing sends"),
            ("send/3", "was sent by hand"),
        ] {
            let said = session.find(name, None, &mut work).unwrap_err().to_string();
            assert!(said.contains(expected), "{name}: {said}");
        }
        session.advance(mesh_proxy::Duration::from_secs(1), &mut work).unwrap();
        let first = session_first(&mut session);
        let name = session.explain(first, &mut work).unwrap().name;
        let (traffic, _) = name.rsplit_once('/').unwrap();
        let far = format!("{traffic}/1000000000");
        let said = session.find(&far, None, &mut Work::new(20_000, 256 << 20)).unwrap_err().to_string();
        assert!(said.contains("This run stops at"), "{said}");
    }
}
