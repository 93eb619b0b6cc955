//! How links unfold elsewhere: cards with a picture, and frames.

#[path = "support/built.rs"]
mod built;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use mesh_server::{Config, Store, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const OWN: &str = "https://mesh.example.com/play";

async fn server(public_url: Option<&str>) -> axum::Router {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let public_url = public_url.map(str::to_owned);
    router(Config { site: built::site(), store: Some(store), public_url, ..Config::default() })
}

async fn get(server: &axum::Router, path: &str) -> (StatusCode, String, Bytes) {
    let response = server.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
    (response.status(), kind.unwrap_or_default(), response.into_body().collect().await.unwrap().to_bytes())
}

/// Stores a scenario of this title and gives its id.
async fn stored(server: &axum::Router, title: &str) -> String {
    stored_as(server, &format!("{title:?}")).await
}

/// The same of a title as YAML.
async fn stored_as(server: &axum::Router, title: &str) -> String {
    let text = format!("apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {{title: {title}}}\n");
    let body = json!({"files": [{"name": "a.yaml", "text": text}]}).to_string();
    let request = Request::post("/api/v1/scenarios").header(header::CONTENT_TYPE, "application/json");
    let response = server.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let answer: Value = serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap();
    answer["id"].as_str().unwrap().to_owned()
}

async fn oembed(server: &axum::Router, query: &str) -> (StatusCode, Value) {
    let (status, _, body) = get(server, &format!("/oembed?{query}")).await;
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn a_link_becomes_a_frame_no_larger_than_asked() {
    let server = server(Some(OWN)).await;
    let id = stored(&server, "Canary \"at\" <the> edge").await;
    let (status, answer) = oembed(&server, &format!("url={OWN}/s/{id}%3Fto%3D1&maxwidth=500&maxheight=9000")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&answer["version"], &answer["type"]), (&json!("1.0"), &json!("rich")));
    assert_eq!((&answer["width"], &answer["height"]), (&json!(500), &json!(480)));
    assert_eq!(answer["title"], "Canary \"at\" <the> edge");
    let html = answer["html"].as_str().unwrap();
    assert!(html.starts_with(&format!("<iframe src=\"{OWN}/embed/s/{id}\" width=\"500\" height=\"480\"")), "{html}");
    assert!(html.contains("title=\"Canary &quot;at&quot; &lt;the&gt; edge\""), "{html}");
    assert_eq!(answer["thumbnail_url"], format!("{OWN}/og/s/{id}.png"));
}

#[tokio::test]
async fn addresses_of_others_are_not_framed() {
    let server = server(Some(OWN)).await;
    for url in
        ["", "https://evil.example/s/x", "https://mesh.example.com.evil.example/play/s/x", OWN, &format!("{OWN}/")]
    {
        let (status, problem) = oembed(&server, &format!("url={url}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{url}");
        assert_eq!(problem["status"], 404);
    }
    assert_eq!(oembed(&server, &format!("url={OWN}/s/nothing00000")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(oembed(&server, &format!("url={OWN}/c/1.nonsense")).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(oembed(&server, "url=x&format=xml").await.0, StatusCode::NOT_IMPLEMENTED);
}

#[tokio::test]
async fn who_does_not_know_its_address_says_so() {
    let (status, problem) = oembed(&server(None).await, "url=http://127.0.0.1/s/x").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(problem["detail"].as_str().unwrap().contains("--public-url"), "{problem}");
}

#[tokio::test]
async fn the_card_has_the_size_that_others_want() {
    let server = server(None).await;
    let id = stored(&server, "<Canary> & co").await;
    for path in [format!("/og/s/{id}.png"), "/og/front.png".to_owned()] {
        let (status, kind, body) = get(&server, &path).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "image/png"), "{path}");
        let size = |at: usize| u32::from_be_bytes(body[at..at + 4].try_into().unwrap());
        assert_eq!((size(16), size(20)), (1200, 630));
    }
    assert_eq!(get(&server, &format!("/og/s/{id}.svg")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_linked_in_korean_unfolds_in_korean() {
    let server = server(Some(OWN)).await;
    let id = stored_as(&server, "{en: Canary, ko: 카나리}").await;
    let card = async |query: &str| get(&server, &format!("/og/s/{id}.png{query}")).await.2;
    let (english, korean) = (card("").await, card("?lang=ko").await);
    assert_ne!(english, korean);
    assert_eq!(card("?lang=en").await, english);
    let page = get(&server, &format!("/s/{id}?lang=ko")).await.2;
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(page.contains(&format!("property=\"og:image\" content=\"{OWN}/og/s/{id}.png?lang=ko\"")), "{page}");
    assert!(page.contains(&format!("property=\"og:url\" content=\"{OWN}/s/{id}?lang=ko\"")), "{page}");
    let (_, answer) = oembed(&server, &format!("url={OWN}/s/{id}%3Flang%3Dko")).await;
    assert_eq!(
        (&answer["title"], &answer["thumbnail_url"]),
        (&json!("카나리"), &json!(format!("{OWN}/og/s/{id}.png?lang=ko")))
    );
    assert!(answer["html"].as_str().unwrap().contains(&format!("{OWN}/embed/s/{id}?lang=ko\"")), "{answer}");
}

#[tokio::test]
async fn a_link_to_a_lesson_unfolds_into_that_lesson() {
    let server = server(Some(OWN)).await;
    let lesson = mesh_lesson::lesson("canary-weights").unwrap().lesson("ko").unwrap();
    let page = get(&server, "/?lesson=canary-weights&step=drift&lang=ko").await.2;
    let page = String::from_utf8(page.to_vec()).unwrap();
    for part in [
        format!("property=\"og:image\" content=\"{OWN}/og/lesson/canary-weights.png?lang=ko\""),
        format!("property=\"og:url\" content=\"{OWN}/?lesson=canary-weights&amp;step=drift&amp;lang=ko\""),
        format!("property=\"og:description\" content=\"{}\"", lesson.card.summary),
        lesson.card.title.clone(),
    ] {
        assert!(page.contains(&part), "{part} is missing in {page}");
    }
    let asked = format!("url={OWN}/%3Flesson%3Dcanary-weights%26step%3Ddrift%26lang%3Dko");
    let (status, answer) = oembed(&server, &asked).await;
    assert_eq!((status, answer["title"].as_str()), (StatusCode::OK, Some(lesson.card.title.as_str())));
    let html = answer["html"].as_str().unwrap();
    assert!(html.contains(&format!("src=\"{OWN}/embed/lesson/canary-weights/drift?lang=ko\"")), "{html}");
    let (status, kind, _) = get(&server, "/og/lesson/canary-weights.png?lang=ko").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "image/png"));
    assert_eq!(get(&server, "/og/lesson/nothing.png").await.0, StatusCode::NOT_FOUND);
    let (status, _) = oembed(&server, &format!("url={OWN}/%3Flesson%3Dnothing")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // The page says by itself that there is no such lesson.
    assert_eq!(get(&server, "/?lesson=nothing").await.0, StatusCode::OK);
}
