//! Images that every machine here has: the two of the recorded answers, and those that lessons build on.

use crate::files::{Content, Entry, Files};
use crate::image::{Config, DEFAULT_PATH, Image};

/// What stands in `/bin` of the image `base`: dash, bash, `show`, and coreutils but for `cut`.
const BASE: [&str; 27] = [
    "bash", "cat", "chmod", "cp", "date", "echo", "env", "false", "head", "id", "ls", "mkdir", "mv", "printf", "pwd",
    "rm", "seq", "sh", "show", "sleep", "test", "touch", "true", "wc", "whoami", "[", "dash",
];

const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nwww-data:x:33:33:www-data:\
    /var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";

fn program(files: &mut Files, folder: &str, name: &'static str) {
    let known = match name {
        "dash" => "sh",
        "python3" => "python",
        other => other,
    };
    files.put(&format!("{folder}/{name}"), Entry::File { content: Content::Program(known), is_executable: true });
}

fn text(files: &mut Files, path: &str, text: &str, is_executable: bool) {
    files.put(path, Entry::File { content: Content::Text(text.to_owned()), is_executable });
}

fn folders(files: &mut Files) {
    for folder in ["/bin", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sys", "/tmp"] {
        files.put(folder, Entry::Directory);
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A system of the Debian kind.
fn system() -> Files {
    let mut files = Files::default();
    folders(&mut files);
    for name in BASE.into_iter().filter(|name| *name != "show").chain(["hostname"]) {
        program(&mut files, "/bin", name);
    }
    for folder in ["/home", "/opt", "/root", "/run", "/srv", "/usr/bin", "/usr/local/bin", "/var/log", "/app"] {
        if folder != "/app" {
            files.put(folder, Entry::Directory);
        }
    }
    text(&mut files, "/etc/passwd", PASSWD, false);
    files
}

/// An image that every machine here has, by its name with or without a tag.
#[must_use]
pub fn well_known(name: &str) -> Option<Image> {
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    let name = name.strip_prefix("library/").unwrap_or(name);
    let (name, tag) = name.split_once([':', '@']).unwrap_or((name, "latest"));
    let mut config = Config { environment: vec![("PATH".to_owned(), DEFAULT_PATH.to_owned())], ..Config::default() };
    let mut files;
    match name {
        "base" if tag == "latest" => {
            files = Files::default();
            folders(&mut files);
            for name in BASE {
                program(&mut files, "/bin", name);
            }
            text(&mut files, "/script.sh", "#!/bin/sh\nshow \"$0\" \"$@\"\n", true);
            text(&mut files, "/noshebang", "echo hi\n", true);
            text(&mut files, "/noexec", "echo hi\n", false);
            config.command = words(&["bash"]);
        }
        "bare" if tag == "latest" => {
            files = Files::default();
            program(&mut files, "/bin", "show");
        }
        "ubuntu" => {
            files = system();
            config.command = words(&["/bin/bash"]);
        }
        "debian" | "buildpack-deps" | "golang" | "rust" => {
            files = system();
            config.command = words(&["bash"]);
        }
        "alpine" | "busybox" => {
            files = system();
            files.remove("/bin/bash");
            config.command = words(if name == "alpine" { &["/bin/sh"] } else { &["sh"] });
        }
        "nginx" => {
            files = system();
            program(&mut files, "/usr/sbin", "nginx");
            text(&mut files, "/docker-entrypoint.sh", "#!/bin/sh\nset -e\nexec \"$@\"\n", true);
            text(&mut files, "/etc/nginx/nginx.conf", "", false);
            config.entrypoint = words(&["/docker-entrypoint.sh"]);
            config.command = words(&["nginx", "-g", "daemon off;"]);
            config.ports = words(&["80/tcp"]);
            config.stop_signal = "SIGQUIT".to_owned();
        }
        "httpd" => {
            files = system();
            program(&mut files, "/usr/local/bin", "httpd-foreground");
            config.command = words(&["httpd-foreground"]);
            config.ports = words(&["80/tcp"]);
            config.stop_signal = "SIGWINCH".to_owned();
        }
        "redis" | "valkey" => {
            files = system();
            program(&mut files, "/usr/local/bin", "redis-server");
            config.command = words(&["redis-server"]);
            config.ports = words(&["6379/tcp"]);
        }
        "node" => {
            files = system();
            program(&mut files, "/usr/local/bin", "node");
            config.command = words(&["node"]);
        }
        "python" => {
            files = system();
            program(&mut files, "/usr/local/bin", "python3");
            program(&mut files, "/usr/local/bin", "python");
            config.command = words(&["python3"]);
        }
        _ => return None,
    }
    Some(Image { config, files })
}

/// The files of an image that nobody has described: a usual system, and whatever else is named is a server.
#[must_use]
pub fn undescribed() -> Files {
    system().guessed()
}
