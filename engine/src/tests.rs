use mesh_view::{
    Against, AmendedKind, Answer, Ask, CheckStanding, Choices, Direction, Dots, Drawing, Fault, FilePatch, Frame,
    GraphType, Look, NodeKind, Place, Question, Scenario, SourceFile, Stage, Stride, Tell,
};

use crate::Desk;

/// A page that shows each moment at once.
#[derive(Default)]
struct Page {
    desk: Desk,
    revision: u32,
    number: u32,
    frame: Frame,
    dots: Dots,
    /// Bytes of the last answer.
    bytes: usize,
}

impl Page {
    /// With a preset open.
    fn open(slug: &str) -> (Self, Scenario) {
        let scenario = mesh_scenario::preset(slug).unwrap().scenario();
        let mut page = Self::default();
        page.moment(0.0, Ask::Open(scenario.clone()));
        (page, scenario)
    }

    /// Asks by bytes.
    fn ask(&mut self, shown: f64, ask: Ask) -> Tell {
        let question = Question { revision: self.revision, shown, known: self.number, ask };
        let answer = self.desk.answer_bytes(&postcard::to_allocvec(&question).unwrap()).unwrap();
        self.bytes = answer.len();
        let answer: Answer = postcard::from_bytes(&answer).unwrap();
        assert_eq!(answer.revision, self.revision);
        answer.tell
    }

    /// Asks for a moment and shows it.
    fn moment(&mut self, shown: f64, asked: Ask) -> &Frame {
        let update = match self.ask(shown, asked) {
            Tell::Moment(update) | Tell::Restarted(update, _) => update,
            other => panic!("{other:?}"),
        };
        self.dots = update.dots.clone();
        update.apply((&mut self.number, &mut self.frame)).unwrap();
        &self.frame
    }

    /// The texts that are open, with something in front.
    fn desk_files(&mut self, before: &str) -> Vec<SourceFile> {
        let mut files = mesh_scenario::preset("canary-weights").unwrap().scenario().files;
        files[0].text.insert_str(0, before);
        files
    }

    /// Brings other texts.
    fn edit(&mut self, shown: f64, files: Vec<SourceFile>) -> &Frame {
        self.revision += 1;
        let Tell::Findings(found) = self.ask(shown, Ask::Edit(files)) else { panic!() };
        let frame = self.moment(shown, Ask::Push);
        assert_eq!((&found.diagnostics, found.stale), (&frame.diagnostics, frame.stale));
        frame
    }
}

#[test]
fn a_run_is_the_same_in_one_stretch_and_in_many() {
    let (mut one, _) = Page::open("canary-weights");
    let (mut many, _) = Page::open("canary-weights");
    let start = one.moment(0.0, Ask::Run(0.0)).time;
    one.moment(start, Ask::Run(4.0));
    let mut dots = 0;
    for _ in 0..16 {
        many.moment(start, Ask::Run(0.25));
        dots += many.dots.len();
    }
    many.moment(start, Ask::Run(0.0));
    assert_eq!(many.frame, one.frame);
    assert!(dots > 10, "{dots}");
}

#[test]
fn what_changes_the_run_changes_it_at_the_moment_that_is_shown() {
    let (mut page, scenario) = Page::open("canary-weights");
    let shown = page.moment(0.0, Ask::Run(1.0)).time;
    let ahead = page.moment(shown, Ask::Run(1.5)).time;
    assert!(ahead > shown + 1.0);
    let node = page.moment(shown, Ask::Look(Look::default())).graph.nodes[0].id.clone();
    for asked in
        [Ask::Look(Look { selected: Some(node.clone()), ..Look::default() }), Ask::Inject(node, Fault::Fail), Ask::Push]
    {
        page.moment(shown, Ask::Run(1.0));
        let answered = page.moment(shown, asked);
        assert!((answered.time - shown).abs() < 1e-6, "{} {shown}", answered.time);
    }
    page.moment(shown, Ask::Run(1.0));
    assert!((page.edit(shown, scenario.files).time - shown).abs() < 1e-6);
}

#[test]
fn what_is_wrong_is_said_before_anything_is_pushed() {
    let (mut page, scenario) = Page::open("canary-weights");
    let shown = page.frame.time;
    let mut broken = scenario.files.clone();
    broken[0].text.push_str("\n---\nbroken: [");
    let Tell::Findings(found) = page.ask(shown, Ask::Edit(broken.clone())) else { panic!() };
    assert!(found.stale && !found.diagnostics.is_empty(), "{found:?}");
    assert!(!page.frame.stale);
    assert!(page.edit(shown, broken).stale);
    assert!(!page.edit(shown, scenario.files).stale);
}

#[test]
fn a_moment_in_which_nothing_changed_is_short_and_an_edit_tells_what_it_changed() {
    let (mut page, scenario) = Page::open("bookinfo");
    let shown = page.frame.time;
    let whole = page.bytes;
    page.moment(shown, Ask::Run(0.0));
    assert!(page.bytes < 250 && whole > 5_000, "{} of {whole} bytes", page.bytes);
    // A comment at the end of a file moves nothing.
    let mut files = scenario.files.clone();
    let last = files.len() - 1;
    files[last].text.push_str("\n# a comment\n");
    page.edit(shown, files);
    assert!(page.bytes < 250, "{} bytes", page.bytes);
}

#[test]
fn the_editor_is_answered_from_the_text_as_it_is_typed() {
    let (mut page, scenario) = Page::open("canary-weights");
    let file = scenario.files.iter().position(|file| file.text.contains("subset: ")).unwrap();
    let mut text = scenario.files[file].text.clone();
    let offset = (text.find("subset: ").unwrap() + "subset: ".len()) as u32;
    let place = Place { file: file as u32, offset, text: text.clone() };
    let Tell::Renaming(found) = page.ask(0.0, Ask::Rename(place.clone(), String::new())) else { panic!() };
    assert!(found.old == "safe" && found.places.len() > 1 && found.error.is_none(), "{found:?}");
    let Tell::Renaming(taken) = page.ask(0.0, Ask::Rename(place.clone(), "risky".into())) else { panic!() };
    assert!(taken.old == "safe" && taken.error.is_some() && taken.edits.is_empty(), "{taken:?}");
    let Tell::Definition(Some(_)) = page.ask(0.0, Ask::Define(place)) else { panic!() };
    text.insert_str(0, "apiVersion: networking.istio.io/v1\nkind: VirtualService\nspec:\n  ho\n---\n");
    let offset = text.find("  ho").unwrap() as u32 + 4;
    let Tell::Completions(found) = page.ask(0.0, Ask::Complete(Place { file: 0, offset, text })) else { panic!() };
    assert!(found.items.iter().any(|item| item.label == "hosts"), "{found:?}");
}

#[test]
fn links_are_made_and_read() {
    let (mut page, scenario) = Page::open("bookinfo");
    let linked = |choices: &Choices| Ask::Link(scenario.clone(), choices.clone());
    let mut chosen = Choices::default();
    let Tell::Text(Some(link)) = page.ask(0.0, linked(&chosen)) else { panic!() };
    let Tell::Opened(Ok(opened)) = page.ask(0.0, Ask::OpenLink(link.clone())) else { panic!() };
    assert_eq!((opened.scenario, opened.runs_otherwise), (scenario.clone(), false));
    // What was chosen goes along, and changes nothing of the run.
    chosen.options.service_nodes = false;
    let stage = Some(Stage::default());
    page.moment(0.0, Ask::Look(Look { graph_type: GraphType::App, stage, ..Look::default() }));
    let Tell::Text(Some(other)) = page.ask(0.0, linked(&chosen)) else { panic!() };
    let Tell::Opened(Ok(opened)) = page.ask(0.0, Ask::OpenLink(other)) else { panic!() };
    assert!(!opened.runs_otherwise);
    let services = |frame: &Frame| frame.graph.nodes.iter().filter(|node| node.kind == NodeKind::Service).count();
    let frame = page.moment(0.0, Ask::Open(opened.scenario));
    assert_eq!((services(frame), frame.graph.graph_type, frame.display.clone()), (0, GraphType::App, Some(chosen)));
    // A scenario that says nothing of it is shown as the reader has it.
    let frame = page.moment(0.0, Ask::Open(scenario.clone()));
    assert_eq!((services(frame), frame.graph.graph_type, &frame.display), (0, GraphType::VersionedApp, &None));
    let cut = link[..link.len() / 2].to_owned();
    let Tell::Opened(Err(unopened)) = page.ask(0.0, Ask::OpenLink(cut)) else { panic!() };
    assert!(unopened.why.to_string().contains("cut off") && unopened.saved.is_some());
}

#[test]
fn another_seed_is_written_where_one_is_stated() {
    let (mut page, _) = Page::open("canary-weights");
    let Tell::Restarted(update, edits) = page.ask(0.0, Ask::Restart(77)) else { panic!() };
    update.apply((&mut page.number, &mut page.frame)).unwrap();
    assert_eq!((page.frame.seed, page.frame.time, edits.len()), (77, 0.0, 1));
    let Tell::Restarted(_, edits) = page.ask(0.0, Ask::Restart(77)) else { panic!() };
    assert!(edits.is_empty());
}

#[test]
fn an_edit_after_going_back_leaves_a_run_that_can_be_shown_again() {
    let (mut page, scenario) = Page::open("canary-weights");
    page.moment(0.0, Ask::Seek(40.0));
    page.moment(40.0, Ask::Seek(20.0));
    let mut files = scenario.files.clone();
    for file in &mut files {
        file.text = file.text.replace("weight: 90", "weight: 60");
    }
    let runs = page.edit(20.0, files).runs.clone();
    assert_eq!(
        runs.iter().map(|run| (run.id, run.until, run.is_shown)).collect::<Vec<_>>(),
        [(0, 40.0, false), (1, 20.0, true)]
    );
    let Tell::Switched(Some(switched)) = page.ask(20.0, Ask::ShowRun(0)) else { panic!() };
    assert_eq!(switched.1, scenario.files);
    switched.0.apply((&mut page.number, &mut page.frame)).unwrap();
    assert_eq!((page.frame.time, page.frame.past.clone()), (40.0, None));
    assert_eq!(page.moment(40.0, Ask::CloseRun(1)).runs, []);
}

#[test]
fn a_comparison_ends_at_the_moment_that_is_shown_and_takes_nothing_from_the_run() {
    let (mut page, scenario) = Page::open("canary-weights");
    page.moment(0.0, Ask::Seek(20.0));
    assert!(matches!(page.ask(20.0, Ask::Compare(Some(Against::Opened))), Tell::Comparison(None)));
    let mut files = scenario.files.clone();
    for file in &mut files {
        file.text = file.text.replace("weight: 90", "weight: 50").replace("weight: 10", "weight: 50");
    }
    page.edit(20.0, files);
    page.moment(20.0, Ask::Run(1.0));
    page.moment(21.0, Ask::Run(1.0));
    let Tell::Comparison(Some(told)) = page.ask(21.0, Ask::Compare(Some(Against::LastEdit))) else { panic!() };
    assert_eq!((told.since, told.until), (20.0, 21.0));
    assert!(!told.edges.is_empty() && told.requests > 0);
    // The engine stays ahead of what is shown.
    assert!((page.moment(21.0, Ask::Run(0.5)).time - 22.5).abs() < 1e-6);
    let shares = |page: &Page| page.frame.graph.edges.iter().filter_map(|edge| edge.weight).collect::<Vec<_>>();
    let twin = Ask::Look(Look { twin: true, ..Look::default() });
    page.moment(22.5, twin);
    assert!(shares(&page).contains(&90.0) && page.frame.gutter.is_empty(), "{:?}", shares(&page));
    page.moment(22.5, Ask::Look(Look::default()));
    assert!(shares(&page).contains(&50.0));
}

#[test]
fn a_step_goes_to_the_next_request_and_back_again() {
    let (mut page, _) = Page::open("canary-weights");
    let start = page.moment(0.0, Ask::Seek(30.0)).requests;
    let first = page.moment(30.0, Ask::StepBy(Stride::Request, Direction::Forwards)).clone();
    assert_eq!(first.requests, start + 1);
    assert!(!page.dots.is_empty());
    page.moment(first.time, Ask::StepBy(Stride::Request, Direction::Forwards));
    let (shown, known) = (page.frame.time, page.frame.line.known);
    let back = page.moment(shown, Ask::StepBy(Stride::Request, Direction::Backwards));
    assert_eq!((back.time, back.requests, &back.digest), (first.time, first.requests, &first.digest));
    assert_eq!(back.line.known, known);
}

#[test]
fn bytes_that_are_no_question_are_not_answered() {
    let mut desk = Desk::default();
    for bytes in [&[][..], &[255; 40], b"{}"] {
        assert_eq!(desk.answer_bytes(bytes), None);
    }
}

#[test]
fn a_scrub_tells_what_is_under_way_at_the_moment_that_it_goes_to() {
    let (mut page, _) = Page::open("bookinfo");
    let start = page.moment(0.0, Ask::Run(0.0)).time;
    let told = |dots: &Dots| dots.events().collect::<Vec<_>>();
    page.moment(start, Ask::Run(10.0));
    let all = told(&page.dots);
    // There and back: the same steps, from some seconds before the moment on, and none of what comes later.
    page.moment(start, Ask::Seek(start + 8.0));
    let before = told(&page.dots);
    let (from, to) = ((start + 8.0 - 5.0) * 1e9, (start + 8.0) * 1e9);
    let expected: Vec<_> = all.iter().filter(|event| (from..to).contains(&(event.at as f64))).copied().collect();
    assert!(before.len() > 100);
    assert_eq!(before, expected);
    page.moment(start + 8.0, Ask::Run(2.0));
    let after: Vec<_> = all.iter().filter(|event| event.at as f64 >= to).copied().collect();
    assert_eq!(told(&page.dots), after);
}

#[test]
fn another_mesh_begins_a_new_run_and_leaves_nothing_of_the_old_one() {
    let (mut page, _) = Page::open("bookinfo");
    let start = page.moment(0.0, Ask::Run(3.0)).time;
    let boutique = mesh_scenario::preset("canary-weights").unwrap().scenario().files;
    page.revision += 1;
    page.ask(start, Ask::Edit(boutique));
    let Tell::Restarted(update, edits) = page.ask(start, Ask::Push) else { panic!("goes on") };
    update.apply((&mut page.number, &mut page.frame)).unwrap();
    assert!(edits.is_empty() && page.frame.time == 0.0 && page.frame.requests == 0);
    assert!(page.frame.graph.nodes.iter().all(|node| !node.id.contains("reviews")));
    // A comment is no push, and what still has half of its workloads goes on.
    let files = page.desk_files("# said only\n");
    page.moment(0.0, Ask::Run(2.0));
    let frame = page.edit(2.0, files).clone();
    assert!(frame.time == 2.0 && frame.events.iter().all(|event| event.at == 0.0), "{:?}", frame.events);
}

#[test]
fn the_graph_is_drawn_as_it_is_shown_however_far_the_engine_has_run_ahead() {
    let (mut page, _) = Page::open("canary-weights");
    let shown = page.moment(0.0, Ask::Run(0.0)).time;
    let drawn = |page: &mut Page| match page.ask(shown, Ask::Draw(Drawing::Kiali)) {
        Tell::Text(Some(text)) => text,
        other => panic!("{other:?}"),
    };
    let at_once = drawn(&mut page);
    let ahead = page.moment(shown, Ask::Run(7.0)).clone();
    assert_eq!(drawn(&mut page), at_once);
    let (mut other, _) = Page::open("canary-weights");
    other.moment(shown, Ask::Run(7.0));
    assert_eq!(ahead.time, other.frame.time);
    let [on, as_if_not_drawn] = [&mut page, &mut other].map(|page| page.moment(shown, Ask::Run(1.0)).clone());
    assert_eq!(on, as_if_not_drawn);
}

const JUDGED: &str = "\
apiVersion: playground.mesh/v1
kind: Check
metadata: {name: sent}
spec:
  send: {from: api-gateway, count: 200, request: {url: \"http://fleetman-staff-service:8080/driver/x\"}}
  expect:
  - {share: {version: risky}, atLeast: 30}
---
apiVersion: playground.mesh/v1
kind: Check
metadata: {name: seen}
spec:
  during: {from: 2s, to: 12s, edge: {destination: staff-service}}
  expect:
  - {share: {version: risky}, between: [35, 65]}
---
apiVersion: playground.mesh/v1
kind: Check
metadata: {name: later}
spec:
  send: {from: api-gateway, at: 20s, request: {url: \"http://fleetman-staff-service:8080/driver/x\"}}
  expect:
  - {share: {status: 200}, is: 100}
---
apiVersion: playground.mesh/v1
kind: Check
metadata: {name: now}
spec:
  during: {}
  expect:
  - {endpoints: {service: fleetman-staff-service}, is: 2}
";

/// The Checks of a lesson, asked for until there is no more to know: name, verdict, whether it stays so, since when.
fn judged(page: &mut Page, shown: f64, since: f64) -> Vec<(String, CheckStanding, bool, f64)> {
    loop {
        let Tell::Judged(told) = page.ask(shown, Ask::Judge(JUDGED.to_owned(), since)) else { panic!() };
        if !told.more {
            return told.checks.into_iter().map(|it| (it.name, it.standing, it.is_over, it.since)).collect();
        }
    }
}

#[test]
fn what_a_lesson_expects_is_judged_from_its_action_on() {
    use CheckStanding::{Fails, Holds, Waiting};
    let (mut page, scenario) = Page::open("canary-weights");
    page.moment(0.0, Ask::Seek(20.0));
    let told = |all: &[(String, CheckStanding, bool, f64)]| all.iter().map(|it| (it.1, it.2)).collect::<Vec<_>>();
    let before = judged(&mut page, 20.0, 10.0);
    assert_eq!(told(&before), [(Fails, true), (Fails, false), (Waiting, false), (Holds, true)], "{before:?}");
    let mut files = scenario.files;
    for file in &mut files {
        file.text = file.text.replace("weight: 90", "weight: 50").replace("weight: 10\n", "weight: 50\n");
    }
    page.edit(20.0, files);
    let digest = page.moment(20.0, Ask::Run(30.0)).digest.clone();
    let after = judged(&mut page, 33.0, 20.0);
    assert_eq!(told(&after), [(Holds, true), (Holds, true), (Waiting, false), (Holds, true)], "{after:?}");
    assert_eq!(after[0].3, 33.0, "what has no time is sent when it is asked for");
    let later = judged(&mut page, 41.0, 20.0);
    assert_eq!(told(&later), [(Holds, true), (Holds, true), (Holds, true), (Holds, true)], "{later:?}");
    assert_eq!(later[2].3, 40.0);
    assert_eq!(page.moment(50.0, Ask::Run(0.0)).digest, digest, "the run does not notice");
}

#[test]
fn what_is_sent_without_a_time_is_sent_again_until_it_holds() {
    let (mut page, scenario) = Page::open("canary-weights");
    page.moment(0.0, Ask::Run(30.0));
    assert_eq!(judged(&mut page, 10.0, 5.0)[0].3, 10.0);
    assert_eq!(judged(&mut page, 14.0, 5.0)[0].3, 10.0);
    assert_eq!(judged(&mut page, 15.0, 5.0)[0].3, 15.0);
    // The Checks of the texts are others.
    assert!(!scenario.files.is_empty());
    let Tell::Checks(own) = page.ask(15.0, Ask::Checks(true)) else { panic!() };
    assert_eq!(own.checks, []);
}

#[test]
fn changes_are_held_against_the_texts_as_they_stand() {
    let (mut page, mut scenario) = Page::open("canary-weights");
    let name = scenario.files[0].name.clone();
    scenario.files[0].text.insert_str(0, "# mine\n");
    page.edit(0.0, scenario.files.clone());
    let patch = FilePatch {
        file: name.clone(),
        text: "apiVersion: v1\nkind: Service\nmetadata: {name: another}\nspec: {ports: [{port: 80}]}\n".to_owned(),
        delete: Vec::new(),
    };
    let Tell::Amended(amended) = page.ask(0.0, Ask::Amend(vec![patch.clone()])) else { panic!() };
    assert_eq!(amended.len(), 1);
    assert!(amended[0].file == name && amended[0].text.starts_with("# mine\n"));
    assert_eq!(amended[0].lines.iter().filter(|line| line.kind == AmendedKind::Added).count(), 5);
    scenario.files[0].text = amended[0].text.clone();
    page.edit(0.0, scenario.files);
    assert!(matches!(page.ask(0.0, Ask::Amend(vec![patch])), Tell::Amended(none) if none.is_empty()));
}
