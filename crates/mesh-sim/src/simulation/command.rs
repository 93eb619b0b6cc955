//! What is done to a run, and why it is not.

use std::fmt;
use std::sync::Arc;

use mesh_control::{ClientError, Mesh};
use mesh_words::{Words, say};

use crate::engine::PodFault;
use crate::request::Request;
use crate::what_if::WhatIf;

/// What is done to a run.
#[derive(Clone, Debug)]
pub enum Command {
    /// The control plane has new configuration.
    Push(Arc<Mesh>),
    /// A request is sent by hand: from a CLIENT of the contract.
    Send {
        /// Who sends it.
        from: String,
        /// What is sent.
        request: Request,
    },
    /// Something is done to a pod.
    ChangePod {
        /// Its namespace.
        namespace: String,
        /// Its name.
        pod: String,
        /// What.
        fault: PodFault,
    },
    /// Something goes wrong, or is put right again, as a step of a Timeline does it.
    WhatIf(WhatIf),
}

/// Why a command was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// The sender of a request.
    Client(ClientError),
    /// A pod that is not there.
    NoSuchPod(String),
}

impl CommandError {
    /// What is wrong, and what would be right.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            CommandError::Client(error) => error.words(),
            CommandError::NoSuchPod(pod) => say!("command-no-pod", pod),
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(formatter)
    }
}

impl std::error::Error for CommandError {}
