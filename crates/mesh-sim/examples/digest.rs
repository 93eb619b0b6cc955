//! Prints the digest of a scenario after 60 simulated seconds: `cargo run --example digest -- FILE…`.

use mesh_config::SourceFile;
use mesh_proxy::Time;

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for name in std::env::args().skip(1) {
        files.push(SourceFile { text: std::fs::read_to_string(&name)?, name });
    }
    println!("{}", mesh_sim::digest_of(&files, Time(60_000_000_000), &mut mesh_sim::Work::unlimited()));
    Ok(())
}
