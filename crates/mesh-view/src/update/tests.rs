use super::{FrameUpdate, Update};
use crate::{Frame, GraphType, Moment, Node, NodeKind, PodState, SourceFile, Totals};

fn node(id: &str) -> Node {
    Node {
        id: id.into(),
        kind: NodeKind::Service,
        label: id.into(),
        namespace: "default".into(),
        service: id.into(),
        idle: true,
        ..Node::default()
    }
}

fn large() -> Frame {
    let mut frame = Frame { time: 1.0, digest: "0".repeat(16), ..Frame::default() };
    frame.graph.nodes = (0..2_000).map(|at| node(&format!("service:default/service-{at:04}"))).collect();
    frame.pods = (0..2_000).map(|at| PodState { name: format!("pod-{at}"), ..PodState::default() }).collect();
    frame.clients = (0..1_000).map(|at| format!("service-{at:04}-v1")).collect();
    frame.layout.width = 4_000.0;
    frame
}

fn bytes(update: &FrameUpdate) -> usize {
    postcard::to_allocvec(update).unwrap().len()
}

#[test]
fn a_moment_of_a_large_mesh_in_which_nothing_changed_is_short() {
    let before = large();
    let now = Frame { time: 1.22, ..before.clone() };
    let update = FrameUpdate::between(&before, &now);
    assert!(bytes(&update) < 200, "{}", bytes(&update));
    let mut known = before;
    assert_eq!(update.apply(&mut known), super::Changed::default());
    assert_eq!(known, now);
}

#[test]
fn what_changed_travels_alone_and_is_said() {
    let before = large();
    let mut now = Frame { time: 1.22, ..before.clone() };
    now.graph.nodes[7].inbound.ok = 3.0;
    now.pods[9].answered = 4;
    let update = FrameUpdate::between(&before, &now);
    assert!(bytes(&update) < 500, "{}", bytes(&update));
    let mut known = before;
    let changed = update.apply(&mut known);
    assert_eq!((changed.nodes, changed.edges, changed.pods), (Some(vec![7]), None, Some(vec![9])));
    assert!(!changed.layout && !changed.gutter && !changed.clients);
    assert_eq!(known, now);
}

#[test]
fn any_frame_is_made_of_any_other() {
    let mut small =
        Frame { past: Some(vec![SourceFile { name: "a.yaml".into(), text: "a: 1".into() }]), ..Frame::default() };
    small.graph.graph_type = GraphType::App;
    small.graph.nodes = vec![node("service:default/a")];
    small.totals = Totals { width: 2.0, ok: vec![1.0], error: vec![0.0], p95: vec![3.0] };
    for (from, to) in [(large(), small.clone()), (small.clone(), large()), (Frame::default(), small)] {
        let mut known = from.clone();
        let update = FrameUpdate::between(&from, &to);
        let travelled: FrameUpdate = postcard::from_bytes(&postcard::to_allocvec(&update).unwrap()).unwrap();
        assert_eq!((travelled.time(), travelled.has_stopped()), (to.time, false));
        travelled.apply(&mut known);
        assert_eq!(known, to);
    }
}

#[test]
fn a_moment_is_told_to_whoever_has_the_one_that_it_differs_from() {
    let moment = |time| Moment { frame: Frame { time, ..large() }, ..Moment::default() };
    let (first, second) = (moment(1.0), moment(2.0));
    let mut page = (0, Frame { seed: 9, ..Frame::default() });
    let whole = Update::between((0, &Frame::default()), (3, &first));
    assert!(whole.apply((&mut page.0, &mut page.1)).is_some());
    assert_eq!(page, (3, first.frame.clone()));
    let next = Update::between((3, &first.frame), (4, &second));
    assert_eq!(next.clone().apply((&mut 2, &mut Frame::default())), None);
    assert!(next.apply((&mut page.0, &mut page.1)).is_some());
    assert_eq!(page, (4, second.frame));
}
