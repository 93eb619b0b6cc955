//! A list that runs: pipelines one after the other, as their connectors say.

use std::sync::Arc;

use super::stage::StageRun;
use super::tree::{Connector, List, Pipeline};
use crate::{Console, Context, Input, Step, Stream};

/// So many commands may one line run.
const MAX_COMMANDS: usize = 20_000;

/// A list that runs.
#[derive(Clone, Debug, Default)]
pub struct ListRun {
    list: Arc<List>,
    at: usize,
    status: i32,
    commands: usize,
    running: Option<Box<PipelineRun>>,
}

impl ListRun {
    /// Nothing of it has run yet.
    #[must_use]
    pub fn new(list: Arc<List>) -> Self {
        Self { list, ..Self::default() }
    }

    /// Goes on as far as it can.
    pub fn step(&mut self, context: &mut Context<'_>) -> Step {
        loop {
            if let Some(running) = &mut self.running {
                let Step::Done(code) = running.step(context) else { return running.waits() };
                self.status = code;
                context.session.status = code;
                self.running = None;
                self.at += 1;
                if context.session.leaving.is_some() {
                    return Step::Done(self.status);
                }
            }
            let Some((connector, pipeline)) = self.list.items.get(self.at) else { return Step::Done(self.status) };
            let runs = match connector {
                Connector::Then => true,
                Connector::And => self.status == 0,
                Connector::Or => self.status != 0,
            };
            if !runs {
                self.at += 1;
                continue;
            }
            self.commands += 1;
            if self.commands > MAX_COMMANDS {
                return Step::Done(1);
            }
            self.running = Some(Box::new(PipelineRun::new(pipeline)));
        }
    }
}

/// A pipeline that runs.
#[derive(Clone, Debug)]
struct PipelineRun {
    negated: bool,
    stages: Vec<Piped>,
    waits: Step,
}

/// A stage and what it is to read.
#[derive(Clone, Debug)]
struct Piped {
    stage: StageRun,
    input: Input,
    ended: Option<i32>,
}

impl PipelineRun {
    fn new(pipeline: &Pipeline) -> Self {
        let stages = pipeline
            .stages
            .iter()
            .map(|stage| Piped { stage: StageRun::new(stage), input: Input::default(), ended: None })
            .collect();
        Self { negated: pipeline.negated, stages, waits: Step::FOR_INPUT }
    }

    fn waits(&self) -> Step {
        self.waits
    }

    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut waits = Step::Done(0);
        let count = self.stages.len();
        for index in 0..count {
            let (before, rest) = self.stages.split_at_mut(index + 1);
            let Some(piped) = before.last_mut().filter(|piped| piped.ended.is_none()) else { continue };
            let mut console = Console::default();
            let input = if index == 0 { &mut *context.input } else { &mut piped.input };
            let mut inner =
                Context { server: &mut *context.server, session: &mut *context.session, console: &mut console, input };
            let step = piped.stage.step(&mut inner);
            for piece in console.take() {
                match (piece.stream, rest.first_mut()) {
                    (Stream::Out, Some(next)) => {
                        // Who prints into a pipe that nobody reads is ended by SIGPIPE.
                        if next.ended.is_some() {
                            piped.ended = Some(141);
                        }
                        next.input.text.push_str(&piece.text);
                    }
                    _ => context.console.print(piece.at, piece.stream, &piece.text),
                }
            }
            match step {
                Step::Done(code) => piped.ended = Some(code),
                wait if piped.ended.is_none() => waits = wait.or(waits),
                _ => {}
            }
            if piped.ended.is_some()
                && let Some(next) = rest.first_mut()
            {
                next.input.ended = true;
            }
        }
        self.waits = waits;
        let last = self.stages.last().and_then(|piped| piped.ended);
        match last {
            Some(code) if self.stages.iter().all(|piped| piped.ended.is_some()) => {
                Step::Done(if self.negated { i32::from(code == 0) } else { code })
            }
            _ => waits,
        }
    }
}
