use mesh_view::{Answer, Ask, Fault, Look, Moment, Place, Question, Scenario, Tell};

use crate::Desk;

/// A desk with a preset open.
fn desk(slug: &str) -> (Desk, Scenario) {
    let mut desk = Desk::default();
    let scenario = mesh_scenario::preset(slug).unwrap().scenario();
    moment(&mut desk, 0.0, Ask::Open(scenario.clone()));
    (desk, scenario)
}

/// Asks by bytes, as the page does.
fn ask(desk: &mut Desk, shown: f64, ask: Ask) -> Tell {
    let question = postcard::to_allocvec(&Question { revision: 7, shown, ask }).unwrap();
    let answer: Answer = postcard::from_bytes(&desk.answer_bytes(&question).unwrap()).unwrap();
    assert_eq!(answer.revision, 7);
    answer.tell
}

fn moment(desk: &mut Desk, shown: f64, asked: Ask) -> Moment {
    match ask(desk, shown, asked) {
        Tell::Moment(moment) => *moment,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_is_the_same_in_one_stretch_and_in_many() {
    let (mut one, _) = desk("canary-weights");
    let (mut many, _) = desk("canary-weights");
    let start = moment(&mut one, 0.0, Ask::Run(0.0)).frame.time;
    let whole = moment(&mut one, start, Ask::Run(4.0));
    let mut dots = 0;
    for _ in 0..16 {
        dots += moment(&mut many, start, Ask::Run(0.25)).dots.len();
    }
    let last = moment(&mut many, start, Ask::Run(0.0));
    assert_eq!(last.frame.digest, whole.frame.digest);
    assert!(dots > 10, "{dots}");
}

#[test]
fn what_changes_the_run_changes_it_at_the_moment_that_is_shown() {
    let (mut desk, scenario) = desk("canary-weights");
    let shown = moment(&mut desk, 0.0, Ask::Run(1.0)).frame.time;
    let ahead = moment(&mut desk, shown, Ask::Run(1.5)).frame.time;
    assert!(ahead > shown + 1.0);
    let node = moment(&mut desk, shown, Ask::Look(Look::default())).frame.graph.nodes[0].id.clone();
    for asked in [
        Ask::Look(Look { selected: Some(node.clone()), ..Look::default() }),
        Ask::Inject(node, Fault::Fail),
        Ask::Edit(scenario.files),
    ] {
        moment(&mut desk, shown, Ask::Run(1.0));
        let answered = moment(&mut desk, shown, asked);
        assert!((answered.frame.time - shown).abs() < 1e-6, "{} {shown}", answered.frame.time);
    }
}

#[test]
fn the_editor_is_answered_from_the_text_as_it_is_typed() {
    let (mut desk, scenario) = desk("canary-weights");
    let file = scenario.files.iter().position(|file| file.text.contains("subset: ")).unwrap();
    let mut text = scenario.files[file].text.clone();
    let offset = (text.find("subset: ").unwrap() + "subset: ".len()) as u32;
    let place = Place { file: file as u32, offset, text: text.clone() };
    let Tell::Renaming(found) = ask(&mut desk, 0.0, Ask::Rename(place.clone(), String::new())) else { panic!() };
    assert!(found.old == "safe" && found.places.len() > 1 && found.error.is_none(), "{found:?}");
    let Tell::Renaming(taken) = ask(&mut desk, 0.0, Ask::Rename(place.clone(), "risky".into())) else { panic!() };
    assert!(taken.old == "safe" && taken.error.is_some() && taken.edits.is_empty(), "{taken:?}");
    let Tell::Definition(Some(_)) = ask(&mut desk, 0.0, Ask::Define(place)) else { panic!() };
    text.insert_str(0, "apiVersion: networking.istio.io/v1\nkind: VirtualService\nspec:\n  ho\n---\n");
    let offset = text.find("  ho").unwrap() as u32 + 4;
    let Tell::Completions(found) = ask(&mut desk, 0.0, Ask::Complete(Place { file: 0, offset, text })) else {
        panic!()
    };
    assert!(found.items.iter().any(|item| item.label == "hosts"), "{found:?}");
}

#[test]
fn links_are_made_and_read() {
    let (mut desk, scenario) = desk("bookinfo");
    let Tell::Text(Some(link)) = ask(&mut desk, 0.0, Ask::Link(scenario.clone())) else { panic!() };
    let Tell::Opened(Ok(opened)) = ask(&mut desk, 0.0, Ask::OpenLink(link.clone())) else { panic!() };
    assert_eq!((opened.scenario, opened.runs_otherwise), (scenario, false));
    let cut = link[..link.len() / 2].to_owned();
    let Tell::Opened(Err(unopened)) = ask(&mut desk, 0.0, Ask::OpenLink(cut)) else { panic!() };
    assert!(unopened.why.to_string().contains("cut off") && unopened.saved.is_some());
}

#[test]
fn another_seed_is_written_where_one_is_stated() {
    let (mut desk, _) = desk("canary-weights");
    let Tell::Restarted(moment, edits) = ask(&mut desk, 0.0, Ask::Restart(77)) else { panic!() };
    assert_eq!((moment.frame.seed, moment.frame.time, edits.len()), (77, 0.0, 1));
    let Tell::Restarted(_, edits) = ask(&mut desk, 0.0, Ask::Restart(77)) else { panic!() };
    assert!(edits.is_empty());
}

#[test]
fn bytes_that_are_no_question_are_not_answered() {
    let mut desk = Desk::default();
    for bytes in [&[][..], &[255; 40], b"{}"] {
        assert_eq!(desk.answer_bytes(bytes), None);
    }
}
