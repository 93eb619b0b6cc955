//! Who sends what how fast.

mod arrival;
mod rate;

pub(crate) use arrival::{Arrival, Loop, Pace};
pub(crate) use rate::Rate;
