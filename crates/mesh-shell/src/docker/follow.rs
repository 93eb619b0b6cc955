//! What a container prints while somebody looks: `docker run` in front, `docker logs -f`, `docker start -a`.

use mesh_container::Stream as ContainerStream;

use super::call::Call;
use super::engine::{Container, State};
use super::{Begun, daemon_error};
use crate::{Context, Program, Step, Stream};

/// So often is it looked whether somebody else has stopped it.
const LOOK: u64 = 500_000_000;

/// Where somebody began to look: nothing before it is printed again.
pub(super) fn printed(now: u64) -> (u64, usize) {
    (now, 0)
}

/// Prints what a container prints.
#[derive(Clone, Debug)]
pub(super) struct Follow {
    id: String,
    /// How many pieces have been printed.
    shown: usize,
    /// Whether the exit code of the container is that of the program.
    takes_status: bool,
    removes: bool,
}

impl Follow {
    pub(super) fn of_run(id: String, (_, shown): (u64, usize), removes: bool) -> Self {
        Self { id, shown, takes_status: true, removes }
    }
}

/// Prints the pieces of a container that are due, and gives how many have been printed and when the next comes.
fn print(container: &Container, shown: usize, context: &mut Context<'_>) -> (usize, Option<u64>) {
    let now = context.now();
    let (Some(started), Some(Ok(ran))) = (container.started, &container.ran) else { return (shown, None) };
    let due = |at: u64| started.saturating_add(at);
    let mut count = shown;
    for piece in ran.pieces.iter().skip(shown) {
        if due(piece.at) > now {
            return (count, Some(due(piece.at)));
        }
        count += 1;
        let stream = match piece.stream {
            ContainerStream::Out => Stream::Out,
            ContainerStream::Err => Stream::Err,
        };
        context.console.print(now, stream, &piece.text);
    }
    (count, None)
}

impl Program for Follow {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let now = context.now();
        let Some(index) = context.session.docker.find(&self.id) else { return Step::Done(0) };
        let Some(container) = context.session.docker.containers.get(index).cloned() else { return Step::Done(0) };
        let (shown, next) = print(&container, self.shown, context);
        self.shown = shown;
        match container.state(now) {
            State::Exited(_, status) => {
                if self.removes {
                    context.session.docker.containers.remove(index);
                }
                Step::Done(if self.takes_status { status } else { 0 })
            }
            State::Created => Step::Done(0),
            State::Running => {
                let end = container.end().map(|(at, _)| at);
                let until = next.into_iter().chain(end).min().map_or(now + LOOK, |at| at.min(now + LOOK));
                Step::until(until.max(now + 1))
            }
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// `docker logs [-f] [-n LINES]`.
pub(super) fn logs(call: &Call, context: &mut Context<'_>) -> Begun {
    let name = call.arguments.first().cloned().unwrap_or_default();
    let now = context.now();
    let found = context.session.docker.find(&name);
    let Some(container) = found.and_then(|index| context.session.docker.containers.get(index)).cloned() else {
        daemon_error(context, &format!("No such container: {name}"));
        return Err(1);
    };
    let tail = call.last("tail").and_then(|text| text.parse::<usize>().ok());
    let shown = match tail {
        None => print(&container, 0, context).0,
        Some(lines) => {
            let (Some(started), Some(Ok(ran))) = (container.started, &container.ran) else { return Err(0) };
            let due: Vec<_> = ran.pieces.iter().filter(|piece| started.saturating_add(piece.at) <= now).collect();
            let all: Vec<(ContainerStream, &str)> = due
                .iter()
                .flat_map(|piece| piece.text.split_inclusive('\n').map(|line| (piece.stream, line)))
                .collect();
            for (stream, line) in all.iter().skip(all.len().saturating_sub(lines)) {
                let stream = if *stream == ContainerStream::Out { Stream::Out } else { Stream::Err };
                context.console.print(now, stream, line);
            }
            due.len()
        }
    };
    if !call.is("follow") || container.state(now) != State::Running {
        return Err(0);
    }
    Ok(Box::new(Follow { id: container.id, shown, takes_status: false, removes: false }))
}
