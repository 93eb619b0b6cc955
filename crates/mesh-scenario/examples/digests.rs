//! Prints the digests of all presets, to be compared with those of the page's WebAssembly module.

fn main() {
    println!("{}", mesh_scenario::digests());
}
