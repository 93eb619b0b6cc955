//! istioctl 1.32 on the simulated mesh.

use crate::{Context, Program};

pub(crate) fn start(_: &[String], _: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    Err(1)
}
