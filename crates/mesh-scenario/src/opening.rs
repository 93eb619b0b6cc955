//! How a scenario is opened: at the moment that its view names.

mod ahead;

use mesh_view::{Moment, Opening, Scenario};

use crate::{Session, Time, Work, presets};

/// Opens a scenario at the moment that its view names, or as near to it as there is work for; the frame says where it
/// stopped. Server and engine begin so with the same work: their first frames are one.
#[must_use]
pub fn open_at_view(scenario: Scenario, work: &mut Work) -> (Session, Moment) {
    let mut session = Session::open(scenario);
    let view = session.view();
    let _ = session.seek(time(view.at), work);
    session.show_as_written();
    let frame = session.frame();
    (session, Moment { frame, ..Moment::default() })
}

/// What a page begins with.
#[must_use]
pub fn opening(scenario: Scenario, work: &mut Work) -> Opening {
    let (session, mut moment) = open_at_view(scenario.clone(), work);
    moment.dots = ahead::dots(session, work);
    let presets = presets().iter().map(|preset| (preset.slug.to_owned(), preset.title())).collect();
    Opening { scenario, moment, presets }
}

/// Digest of a scenario's run from 0 to the moment that its view names, as links carry it. Where the work is used up it stops
/// at the same event everywhere: the digest says as much.
#[must_use]
pub fn view_digest(scenario: Scenario, work: &mut Work) -> String {
    let mut session = Session::open(scenario);
    let _ = session.seek(time(session.view().at), work);
    session.digest()
}

fn time(seconds: f64) -> Time {
    Time((seconds.clamp(0.0, 1e9) * 1e9) as u64)
}
