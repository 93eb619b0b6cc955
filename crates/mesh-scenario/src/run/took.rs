//! From a rule of the text to the requests that took it.

use mesh_config::Span;
use mesh_sim::OriginField;

use super::{Run, frame};
use crate::{LogLine, Took};

/// Requests that are listed.
const MOST: usize = 50;

impl Run {
    /// The latest requests that took the rule at a place, or the one destination of it that stands there.
    pub(crate) fn took(&self, file: u32, offset: u32) -> Option<Took> {
        let covers = |span: Span| span.file == file && (span.start..=span.end).contains(&offset);
        let length = |span: Span| span.end.saturating_sub(span.start);
        let mut found: Option<(u32, &mesh_control::OriginInfo, Option<&mesh_control::OriginInfo>)> = None;
        for route in self.running.facts.routes.iter() {
            let whole = [(route.origin.span, None)];
            let split = route.destinations.iter().filter(|_| route.destinations.len() > 1);
            let parts = split.flat_map(|it| [(it.origin.span, Some(&it.origin)), (it.span, Some(&it.origin))]);
            for (span, destination) in whole.into_iter().chain(parts).filter(|(span, _)| covers(*span)) {
                // The innermost is what is meant.
                if found.is_none_or(|(shortest, ..)| length(span) <= shortest) {
                    found = Some((length(span), &route.origin, destination));
                }
            }
        }
        let (_, route, destination) = found?;
        let lines = self.simulation.log_of(OriginField::of(route), destination.map(OriginField::of));
        let latest = lines.len().saturating_sub(MOST);
        let lines: Vec<LogLine> = lines.into_iter().skip(latest).rev().map(frame::log_line).collect();
        let path = destination.unwrap_or(route).path.clone();
        Some(Took { resource: route.resource.clone(), path, lines })
    }
}

#[cfg(test)]
mod tests {
    use crate::{Session, Work, preset};

    #[test]
    fn a_line_leads_to_the_requests_that_took_it() {
        let mut session = Session::open(preset("canary-weights").unwrap().scenario());
        session.advance(mesh_proxy::Duration::from_secs(20), &mut Work::unlimited()).unwrap();
        let file = session.files().iter().position(|file| file.text.contains("weight: 10")).unwrap();
        let text = session.files()[file].text.clone();
        for (weight, subset) in [("weight: 10", "risky"), ("weight: 90", "safe")] {
            let offset = text.find(weight).unwrap() as u32 + 8;
            let took = session.took(file as u32, offset).unwrap();
            assert!(!took.lines.is_empty() && took.lines.len() <= 50, "{weight}");
            for line in &took.lines {
                assert!(line.cluster.contains(subset), "{weight}: {}", line.cluster);
            }
            assert!(took.lines.windows(2).all(|pair| pair[0].at >= pair[1].at), "the latest come first");
        }
        assert!(session.took(file as u32, text.len() as u32 + 9).is_none() && session.took(99, 0).is_none());
    }
}
