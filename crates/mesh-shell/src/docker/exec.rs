//! `docker exec` (docker/cli, `cli/command/container/exec.go`).

use mesh_container::{Process, Ran, Stream as ContainerStream};

use super::call::Call;
use super::engine::State;
use super::{Begun, daemon_error};
use crate::{Context, Program, Step, Stream};

/// A command that runs in a container.
#[derive(Clone, Debug)]
struct Running {
    began: u64,
    ran: Ran,
    shown: usize,
    container: String,
}

impl Program for Running {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let now = context.now();
        while let Some(piece) = self.ran.pieces.get(self.shown) {
            let at = self.began.saturating_add(piece.at);
            if at > now {
                return Step::until(at);
            }
            let stream = if piece.stream == ContainerStream::Out { Stream::Out } else { Stream::Err };
            context.console.print(now, stream, &piece.text);
            self.shown += 1;
        }
        let engine = &context.session.docker;
        let container = engine.find(&self.container).and_then(|index| engine.containers.get(index));
        let runs = container.is_some_and(|container| container.state(now) == State::Running);
        match self.ran.end.map(|(at, status)| (self.began.saturating_add(at), status)) {
            Some((at, status)) if at <= now => Step::Done(status),
            // It is killed with its container.
            _ if !runs => Step::Done(137),
            Some((at, _)) => Step::until(at.min(now + 500_000_000)),
            None => Step::until(now + 500_000_000),
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

pub(super) fn exec(call: &Call, context: &mut Context<'_>) -> Begun {
    let now = context.now();
    let Some((name, words)) = call.arguments.split_first() else { return Err(1) };
    let found = context.session.docker.find(name);
    let Some(container) = found.and_then(|index| context.session.docker.containers.get(index)).cloned() else {
        daemon_error(context, &format!("No such container: {name}"));
        return Err(1);
    };
    if container.state(now) != State::Running {
        daemon_error(context, &format!("Container {} is not running", container.id));
        return Err(1);
    }
    let mut environment = container.process.environment.clone();
    environment
        .extend(call.all("env").filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())));
    let files = match &container.ran {
        Some(Ok(ran)) => ran.files.clone(),
        _ => container.process.files.clone(),
    };
    let process = Process {
        argv: words.to_vec(),
        environment,
        folder: call.last("workdir").unwrap_or(&container.process.folder).to_owned(),
        user: call.last("user").unwrap_or(&container.process.user).to_owned(),
        files,
        has_init: false,
        signals: Vec::new(),
        until: 24 * 3600 * crate::time::SECOND,
    };
    match process.run() {
        Err(refused) => {
            context.out(&format!(
                "OCI runtime exec failed: exec failed: unable to start container process: {}: unknown\n",
                refused.message
            ));
            Err(126)
        }
        Ok(_) if call.is("detach") => Err(0),
        Ok(ran) => Ok(Box::new(Running { began: now, ran, shown: 0, container: container.id })),
    }
}
