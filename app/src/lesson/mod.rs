//! Lessons: chosen from a gallery, played beside the running mesh.
//!
//! What a lesson says and asks comes from the server as one value (`mesh_view::Lesson`); whether a check holds is the engine's to
//! say. Here is who has answered what, what has ticked, and where one is. Nothing of it runs in a visit that plays no lesson.

mod act;
mod blocks;
mod checks;
mod column;
mod figures;
mod foot;
mod gallery;
mod hints;
mod judge;
mod keys;
mod look;
mod open;
mod patch;
mod player;
mod playing;
mod progress;
mod question;
mod steps;
mod switch;
#[cfg(feature = "ssr")]
mod told;

pub(crate) use gallery::Gallery;
pub(crate) use open::{address, framed_path, open};
pub(crate) use patch::PatchPanel;
pub(crate) use player::Player;
pub(crate) use playing::Playing;
pub(crate) use switch::{Switch, show};
#[cfg(feature = "ssr")]
pub use told::Told;
#[cfg(feature = "ssr")]
pub(crate) use told::told;
