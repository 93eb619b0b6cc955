//! How links unfold elsewhere: cards with a picture, and frames.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use mesh_server::{Config, Site, Store, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const OWN: &str = "https://mesh.example.com/play";

async fn server(public_url: Option<&str>) -> axum::Router {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let public_url = public_url.map(str::to_owned);
    router(Config { site: Site::default(), store: Some(store), public_url, ..Config::default() })
}

async fn get(server: &axum::Router, path: &str) -> (StatusCode, String, Bytes) {
    let response = server.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
    (response.status(), kind.unwrap_or_default(), response.into_body().collect().await.unwrap().to_bytes())
}

/// Stores a scenario of this title and gives its id.
async fn stored(server: &axum::Router, title: &str) -> String {
    let text = format!("apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {{title: {title:?}}}\n");
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
