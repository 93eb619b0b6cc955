//! A session that goes its own way.

use mesh_lint::Memo;

use super::Session;

impl Session {
    /// Another session, with the same texts and runs as they stand now: what is done in one of the two is nothing to the other. Runs
    /// that were left, and Checks that are looked at, stay behind.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self {
            texts: self.texts.clone(),
            memo: Memo::default(),
            strict: self.strict,
            stale: self.stale,
            seed: self.seed,
            pushed: self.pushed.clone(),
            taken: self.taken.clone(),
            runs: self.runs.clone(),
            checks: None,
            judging: None,
            opened: self.opened.clone(),
            twin: None,
            kept: Vec::new(),
            shown_id: self.shown_id,
            next_id: self.next_id,
            label: self.label.clone(),
            left: self.left,
        }
    }
}

#[cfg(test)]
mod tests {
    use mesh_proxy::Duration;
    use mesh_sim::Work;

    use super::*;

    #[test]
    fn two_sessions_go_their_own_ways_and_alike_where_alike_is_done() {
        let mut work = Work::unlimited();
        let mut session = Session::open(crate::preset("canary-weights").unwrap().scenario());
        session.type_line("kubectl scale deployment staff-service-risky-version --replicas=2");
        session.advance(Duration::from_secs(3), &mut work).unwrap();
        let before = session.digest();
        let mut apart = session.apart();
        assert_eq!(apart.digest(), before);
        apart.type_line("kubectl scale deployment staff-service --replicas=0");
        apart.advance(Duration::from_secs(3), &mut work).unwrap();
        assert_eq!(session.digest(), before);
        session.type_line("kubectl scale deployment staff-service --replicas=0");
        session.advance(Duration::from_secs(3), &mut work).unwrap();
        assert_eq!(session.digest(), apart.digest());
    }
}
