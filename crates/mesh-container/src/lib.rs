//! Container images and what runs in them: Dockerfiles in instructions, instructions in images, words in what they print and
//! how they end. The one place that says what an argv does.
//!
//! Knows no cluster and no terminal: it is asked by the kubelets of `mesh-cluster` and by `docker` of `mesh-shell`.
#![forbid(unsafe_code)]

pub mod argv;
mod base;
mod build;
pub mod dockerfile;
mod environment;
mod files;
mod image;
mod process;
mod shell;
mod signal;

pub use base::{undescribed, well_known};
pub use build::{Built, Context, Failure, build};
pub use environment::{check_user, environment};
pub use files::{Content, Entry, Files};
pub use image::{Config, DEFAULT_PATH, Image, digits, with_tag};
pub use process::{Piece, Process, Ran, Refused, Stream};
pub use signal::Signal;
