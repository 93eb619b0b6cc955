//! `docs/fields.md` is made from the field table and must be current.

#[test]
fn the_page_of_fields_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/fields.md");
    let page = mesh_config::schema::fields_markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).unwrap();
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/fields.md is not current: run UPDATE_DOCS=1 cargo test -p mesh-config --test fields"
    );
}
