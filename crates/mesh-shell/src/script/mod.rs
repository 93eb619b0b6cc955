//! Scripts: what `mesh-playground shell --script` runs, step by step, in simulated time.
//!
//! A step is `{cmd, in?, bg?, timeout?}`, `{apply}`, `{wait}`, `{quiet}`, `{join}`, `{lost, v}`, `{static, pod}`,
//! `{scheduler}`, `{kill}`, `{kill9}`, `{main_scheduler}` or `{file: {name, text}}`; one with `t` starts then, never earlier.

mod living;
mod play;
mod world;

pub use living::Living;
pub use play::{Play, Script, play};
pub use world::World;
