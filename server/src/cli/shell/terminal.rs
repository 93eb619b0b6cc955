//! Lines from standard input, typed into a run. From a pipe only commands that wait and `sleep` move its time; at a terminal it
//! goes as fast as the clock on the wall.

use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mesh_control::Mesh;
use mesh_proxy::Time;
use mesh_sim::{Simulation, Stream, Work, World};
use mesh_words::say;

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
    let mut simulation = Simulation::one_way(world, seed);
    let interactive = std::io::stdin().is_terminal();
    let (begin, mut shown) = (Instant::now(), 0);
    let mut last = 0;
    loop {
        if interactive {
            print!("$ ");
            std::io::stdout().flush().ok();
        }
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        if read.map_err(|error| Failure::from(say!("command-shell-input", error = error.to_string())))? == 0 {
            break;
        }
        if interactive {
            // Time went on while it was typed.
            run_to(&mut simulation, since(begin), work)?;
        }
        simulation.type_line(line.trim_end_matches(['\n', '\r']), "");
        shown = show(&simulation, shown);
        while simulation.is_terminal_busy() {
            if interactive {
                std::thread::sleep(STRETCH);
                run_to(&mut simulation, since(begin), work)?;
            } else {
                let until = simulation.now() + LONGEST_WAIT;
                let ended = simulation.run_terminal(until, work);
                shown = show(&simulation, shown);
                stop(ended)?;
                if simulation.now() >= until {
                    simulation.interrupt();
                }
            }
            shown = show(&simulation, shown);
        }
        last = simulation.terminal_status();
    }
    answers(&simulation);
    Ok(if last == 0 { Outcome::Clean } else { Outcome::Findings })
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
