//! The real binary, serving.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::scratch::Scratch;

/// The binary under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_mesh-playground");

/// Serving on a port that is free.
pub(crate) const SERVE: [&str; 5] = ["serve", "--addr", "127.0.0.1:0", "--log-format", "json"];

/// A server that ends with this value.
pub(crate) struct Process {
    child: Child,
    log: Option<JoinHandle<String>>,
    _folder: Scratch,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts with a database of its own, and waits until it says where it listens.
    pub(crate) fn start(name: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(SERVE).args(arguments);
        Self::run(name, command)
    }

    /// The same, by a command that ends up as the server.
    pub(crate) fn run(name: &str, mut command: Command) -> Self {
        let folder = Scratch::new(name);
        command.current_dir(&*folder).env_remove("RUST_LOG").stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let (tell, told) = mpsc::channel();
        // Read to its end, or the pipe would fill and hold the server.
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            while !log.contains("Mesh Playground is at http://") && lines.read_line(&mut log).unwrap() > 0 {}
            let address = log.split("is at http://").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
            tell.send(address.and_then(|address| address.parse().ok()).ok_or_else(|| log.clone())).unwrap();
            lines.read_to_string(&mut log).unwrap();
            log
        });
        let address = told.recv().unwrap().unwrap_or_else(|log| panic!("it does not start: {log}"));
        Self { child, log: Some(log), _folder: folder, address }
    }

    pub(crate) fn signal(&self, name: &str) {
        let kill = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(kill.success());
    }

    /// How it ended; panics where it does not within so many looks of 50 ms.
    pub(crate) fn ended(&mut self, looks: usize) -> ExitStatus {
        for _ in 0..looks {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it does not end");
    }

    /// Ends it as a loss of power would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
    }

    /// Ends it and gives its log.
    pub(crate) fn log(mut self) -> String {
        self.signal("TERM");
        self.ended(600);
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
