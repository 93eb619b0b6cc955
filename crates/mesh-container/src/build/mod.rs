//! Dockerfiles to images, step by step (moby's `builder/dockerfile` of dockerd 20.10, the builder without BuildKit).

mod arguments;
mod copy;
mod stage;

use std::collections::BTreeMap;

use crate::dockerfile::{Dockerfile, Instruction, Refusal};
use crate::image::Image;
use arguments::Arguments;
use stage::Stage;

/// What a build works on.
pub struct Context<'a> {
    /// The files around the Dockerfile, by name.
    pub files: &'a BTreeMap<String, String>,
    /// Images by name, with or without a tag.
    pub images: &'a dyn Fn(&str) -> Option<Image>,
    /// `--build-arg`.
    pub arguments: &'a [(String, String)],
    /// `--target`; empty for the last stage.
    pub target: &'a str,
}

/// An image that was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The image.
    pub image: Image,
    /// What the builder has said.
    pub log: String,
}

/// Why nothing was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the builder has said before.
    pub log: String,
    /// What is wrong.
    pub message: String,
    /// The exit code of `docker build`.
    pub status: i32,
    /// Whether the daemon has refused it before the first step.
    pub is_refused: bool,
    /// The line of the Dockerfile, if it is one.
    pub line: Option<usize>,
}

/// So many instructions may a build have, those of `ONBUILD` with them.
const MOST_STEPS: usize = 500;

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure { log: String::new(), message: refusal.message, status: 1, is_refused: true, line: refusal.line }
    }
}

/// What is wrong with a step, and the exit code that follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    message: String,
    status: i32,
}

impl From<String> for Wrong {
    fn from(message: String) -> Self {
        Wrong { message, status: 1 }
    }
}

/// Builds an image.
///
/// # Errors
/// What the builder says.
pub fn build(text: &str, context: &Context<'_>) -> Result<Built, Failure> {
    let file = Dockerfile::read(text)?;
    let mut instructions = file.instructions.as_slice();
    if !context.target.is_empty() {
        let wanted = |at: usize| match file.instructions.get(at).map(|placed| &placed.instruction) {
            Some(Instruction::From { stage, .. }) => stage.eq_ignore_ascii_case(context.target),
            _ => false,
        };
        let Some(begin) = (0..file.instructions.len()).find(|at| wanted(*at)) else {
            let message = format!("failed to reach build target {} in Dockerfile", context.target);
            return Err(Failure { log: String::new(), message, status: 1, is_refused: true, line: None });
        };
        let is_from = |placed: &crate::dockerfile::Placed| matches!(placed.instruction, Instruction::From { .. });
        let behind =
            instructions.iter().skip(begin + 1).position(is_from).map_or(instructions.len(), |at| begin + 1 + at);
        instructions = instructions.get(..behind).unwrap_or_default();
    }
    let mut builder = Builder {
        context,
        escape: file.escape,
        log: String::new(),
        meta: Arguments::default(),
        done: Vec::new(),
        stage: None,
        steps: 0,
    };
    let total = instructions.len();
    for (index, placed) in instructions.iter().enumerate() {
        if let Instruction::From { stage, .. } = &placed.instruction
            && !stage.is_empty()
            && builder.done.iter().chain(&builder.stage).any(|known| known.name == *stage)
        {
            let (log, line) = (std::mem::take(&mut builder.log), Some(placed.line));
            let message = format!("{stage} stage name already used");
            return Err(Failure { log, message, status: 1, is_refused: false, line });
        }
        let shown = placed.original.trim();
        builder.log.push_str(&format!("Step {}/{total} : {shown}\n", index + 1));
        if let Err(wrong) = builder.step(&placed.instruction) {
            let (log, line) = (std::mem::take(&mut builder.log), Some(placed.line));
            return Err(Failure { log, message: wrong.message, status: wrong.status, is_refused: false, line });
        }
    }
    let log = std::mem::take(&mut builder.log);
    match builder.stage {
        Some(stage) if stage.has_image => Ok(Built { image: stage.image, log }),
        _ => {
            let message = "No image was generated. Is your Dockerfile empty?".to_owned();
            Err(Failure { log, message, status: 1, is_refused: false, line: None })
        }
    }
}

struct Builder<'a> {
    context: &'a Context<'a>,
    escape: char,
    log: String,
    /// `ARG`s before the first `FROM`.
    meta: Arguments,
    /// Stages that are done.
    done: Vec<Stage>,
    stage: Option<Stage>,
    steps: usize,
}

impl Builder<'_> {
    fn step(&mut self, instruction: &Instruction) -> Result<(), Wrong> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err("max depth exceeded".to_owned().into());
        }
        match (instruction, &mut self.stage) {
            (Instruction::From { image, stage }, _) => self.begin(image, stage),
            (Instruction::Arg(arguments), None) => {
                for (name, value) in arguments {
                    let value = value.as_ref().map(|value| self.meta.expand(value, self.escape, &[])).transpose()?;
                    self.meta.declare(name, value, self.context.arguments);
                }
                Ok(())
            }
            (_, None) => Err("no build stage in current context".to_owned().into()),
            (instruction, Some(_)) => {
                self.perform(instruction)?;
                let id = self.stage.as_ref().map(Stage::id).unwrap_or_default();
                self.log.push_str(&format!(" ---> {id}\n"));
                Ok(())
            }
        }
    }

    /// `FROM`: the stage before is done.
    fn begin(&mut self, image: &str, name: &str) -> Result<(), Wrong> {
        self.done.extend(self.stage.take());
        let base = self.meta.expand(image, self.escape, &[])?;
        if base.is_empty() {
            return Err(format!("base name ({image}) should not be blank").into());
        }
        let mut stage =
            match self.done.iter().find(|stage| !stage.name.is_empty() && stage.name.eq_ignore_ascii_case(&base)) {
                Some(stage) => stage.clone(),
                None if base == "scratch" => Stage::scratch(),
                None => Stage::of(self.image(&base)?),
            };
        name.clone_into(&mut stage.name);
        stage.arguments = Arguments::default();
        stage.meta = self.meta.clone();
        stage.command_is_set = false;
        let triggers = std::mem::take(&mut stage.image.config.triggers);
        let id = stage.id();
        self.stage = Some(stage);
        if !triggers.is_empty() {
            let plural = if triggers.len() > 1 { "s" } else { "" };
            self.log.push_str(&format!("# Executing {} build trigger{plural}\n", triggers.len()));
        }
        for trigger in triggers {
            let instruction = Dockerfile::trigger(&trigger, self.escape)?;
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return Err("max depth exceeded".to_owned().into());
            }
            self.perform(&instruction)?;
        }
        self.log.push_str(&format!(" ---> {id}\n"));
        Ok(())
    }

    /// An image that is here; what a registry would be asked for cannot be had.
    fn image(&self, name: &str) -> Result<Image, Wrong> {
        if name.chars().any(|c| c.is_ascii_uppercase()) {
            return Err("invalid reference format: repository name must be lowercase".to_owned().into());
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ':' | '@');
        let digest = name.split_once("@sha256:").map(|(_, digest)| digest.len());
        if !name.chars().all(fits)
            || name.starts_with(['-', '.', ':', '/', '_'])
            || digest.is_some_and(|length| length != 64)
        {
            return Err("invalid reference format".to_owned().into());
        }
        (self.context.images)(name).ok_or_else(|| Wrong {
            message: format!(
                "pull access denied for {}, repository does not exist or may require 'docker login': denied: requested access to \
                 the resource is denied",
                name.split([':', '@']).next().unwrap_or(name)
            ),
            status: 1,
        })
    }
}

#[cfg(test)]
mod tests;
