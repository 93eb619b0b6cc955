use mesh_view::{Answer, Ask, Dot, Drawing, Fault, Frame, Look, Place, Question, Scenario, SourceFile, Tell};

use crate::Desk;

/// A page that shows each moment at once.
#[derive(Default)]
struct Page {
    desk: Desk,
    revision: u32,
    number: u32,
    frame: Frame,
    dots: Vec<Dot>,
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
    let Tell::Text(Some(link)) = page.ask(0.0, Ask::Link(scenario.clone())) else { panic!() };
    let Tell::Opened(Ok(opened)) = page.ask(0.0, Ask::OpenLink(link.clone())) else { panic!() };
    assert_eq!((opened.scenario, opened.runs_otherwise), (scenario, false));
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
fn bytes_that_are_no_question_are_not_answered() {
    let mut desk = Desk::default();
    for bytes in [&[][..], &[255; 40], b"{}"] {
        assert_eq!(desk.answer_bytes(bytes), None);
    }
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
