//! Lines from standard input, typed into a run. From a pipe only commands that wait and `sleep` move its time; at a terminal it
//! goes as fast as the clock on the wall.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mesh_control::Mesh;
use mesh_proxy::Time;
use mesh_sim::{Simulation, Stream, Work, World};
use mesh_words::say;

use super::prompt::Prompt;
use crate::cli::output::stopped;
use crate::cli::{Failure, Outcome};

/// The longest that a line of a pipe may wait, in simulated time.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// What is simulated at a time while somebody waits at a terminal.
const STRETCH: Duration = Duration::from_millis(100);

/// Types what standard input says.
pub(super) fn run(mesh: Arc<Mesh>, seed: Option<u64>, work: &mut Work) -> Result<Outcome, Failure> {
    let world = Arc::new(World::new(mesh));
    let seed = seed.unwrap_or_else(|| world.seed());
    let simulation = Rc::new(RefCell::new(Simulation::one_way(world, seed)));
    let last = if std::io::stdin().is_terminal() {
        at_a_terminal(&simulation, work)?
    } else {
        from_a_pipe(&mut simulation.borrow_mut(), work)?
    };
    answers(&simulation.borrow());
    Ok(if last == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// Lines of a pipe, one after the other; gives the exit code of the last.
fn from_a_pipe(simulation: &mut Simulation, work: &mut Work) -> Result<i32, Failure> {
    let (mut shown, mut last) = (0, 0);
    loop {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        if read.map_err(|error| Failure::from(say!("command-shell-input", error = error.to_string())))? == 0 {
            return Ok(last);
        }
        simulation.type_line(line.trim_end_matches(['\n', '\r']), "");
        shown = show(simulation, shown);
        while simulation.is_terminal_busy() {
            let until = simulation.now() + LONGEST_WAIT;
            let ended = simulation.run_terminal(until, work);
            shown = show(simulation, shown);
            stop(ended)?;
            if simulation.now() >= until {
                simulation.interrupt();
            }
        }
        last = simulation.terminal_status();
    }
}

/// Lines that somebody types; gives the exit code of the last.
fn at_a_terminal(simulation: &Rc<RefCell<Simulation>>, work: &mut Work) -> Result<i32, Failure> {
    let mut prompt = Prompt::new(Rc::clone(simulation))?;
    let (begin, interrupted) = (Instant::now(), interrupts());
    let (mut shown, mut last) = (0, 0);
    while let Some(line) = prompt.line()? {
        let mut simulation = simulation.borrow_mut();
        // Time went on while it was typed.
        run_to(&mut simulation, since(begin), work)?;
        interrupted.store(false, Ordering::Relaxed);
        simulation.type_line(&line, "");
        shown = show(&simulation, shown);
        while simulation.is_terminal_busy() {
            std::thread::sleep(STRETCH);
            run_to(&mut simulation, since(begin), work)?;
            shown = show(&simulation, shown);
            if interrupted.swap(false, Ordering::Relaxed) {
                simulation.interrupt();
                println!();
            }
        }
        last = simulation.terminal_status();
    }
    Ok(last)
}

/// Whether Ctrl-C was pressed while a line runs; at the prompt it is a key like others.
fn interrupts() -> Arc<AtomicBool> {
    let pressed = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&pressed);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                told.store(true, Ordering::Relaxed);
            }
        });
    });
    pressed
}

fn since(begin: Instant) -> Time {
    Time(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX))
}

fn run_to(simulation: &mut Simulation, time: Time, work: &mut Work) -> Result<(), Failure> {
    stop(simulation.run(time, work))
}

/// Ends where the work is used up, which is said.
fn stop(ended: Result<(), mesh_sim::Stopped>) -> Result<(), Failure> {
    let Err(why) = ended else { return Ok(()) };
    stopped(Some(&why));
    Err(say!("command-shell-stopped", time = format!("{:.1}", why.at.seconds())).into())
}

/// Prints what was printed since, and gives how much was shown.
fn show(simulation: &Simulation, shown: usize) -> usize {
    let printed = simulation.printed();
    for piece in printed.iter().skip(shown) {
        match piece.stream {
            Some(Stream::Out) => print!("{}", piece.text),
            Some(Stream::Err) => eprint!("{}", piece.text),
            None => {}
        }
    }
    std::io::stdout().flush().ok();
    printed.len()
}

/// What the requests of the files met meanwhile: on standard error, beside what the lines print.
fn answers(simulation: &Simulation) {
    let mut answers: BTreeMap<String, u64> = BTreeMap::new();
    for edge in simulation.telemetry().figures(Time::ZERO, Time::NEVER) {
        for response in &edge.responses {
            let answer = format!("{} {}", response.status, response.flags);
            *answers.entry(answer.trim_end_matches([' ', '-']).to_owned()).or_default() += response.count;
        }
    }
    if !answers.is_empty() {
        let counts: Vec<String> = answers.iter().map(|(answer, count)| format!("{count} × {answer}")).collect();
        let seconds = format!("{:.1}", simulation.now().seconds());
        eprintln!("{}", say!("command-shell-answers", seconds, answers = counts));
    }
}
