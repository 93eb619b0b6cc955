//! The server's answers, asked through its router.

#[path = "support/built.rs"]
mod built;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use mesh_server::{Config, Site, Store, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// A server whose page is not built, with a store in memory.
async fn server() -> axum::Router {
    let store = Store::open("sqlite::memory:").await.unwrap();
    router(Config { site: Site::default(), store: Some(store), ..Config::default() })
}

async fn get(server: &axum::Router, path: &str) -> Response<Body> {
    server.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
}

async fn post(server: &axum::Router, path: &str, body: impl Into<Body>) -> Response<Body> {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap();
    server.clone().oneshot(request).await.unwrap()
}

async fn json(response: Response<Body>) -> Value {
    serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

fn header_of<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn a_scenario_is_stored_once_and_comes_back_in_every_form() {
    let server = server().await;
    let body = json!({"files": [{"name": "a.yaml", "text": "kind: Service\n"}], "seed": 7}).to_string();
    let first = post(&server, "/api/v1/scenarios", body.clone()).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    let stored = json(first).await;
    let id = stored["id"].as_str().unwrap();
    assert_eq!(id.len(), 12);
    assert_eq!(stored["url"], format!("/s/{id}"));
    assert_eq!(json(post(&server, "/api/v1/scenarios", body).await).await, stored, "the same content has the same id");

    let back = json(get(&server, &format!("/api/v1/scenarios/{id}")).await).await;
    assert_eq!(back, json!({"files": [{"name": "a.yaml", "text": "kind: Service\n"}], "seed": 7}));
    assert_eq!(text(get(&server, &format!("/s/{id}.yaml")).await).await, "kind: Service\n");
    assert_eq!(json(get(&server, &format!("/s/{id}.json")).await).await, back);
    assert_eq!(get(&server, &format!("/s/{id}.exe")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_not_stored_is_a_problem_document() {
    let response = get(&server().await, "/api/v1/scenarios/nothing00000").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(header_of(&response, "content-type"), "application/problem+json");
    let problem = json(response).await;
    assert_eq!(problem["status"], 404);
    assert_eq!(problem["title"], "Not Found");
    assert_eq!(problem["detail"], "No scenario is stored as `nothing00000`.");
}

#[tokio::test]
async fn a_server_without_a_store_says_so() {
    let server = router(Config { site: Site::default(), store: None, ..Config::default() });
    let body = json!({"files": [{"name": "a.yaml", "text": "a: 1"}]}).to_string();
    let response = post(&server, "/api/v1/scenarios", body).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(json(response).await["detail"].as_str().unwrap().contains("stores nothing"));
}

#[tokio::test]
async fn bad_bodies_are_refused_with_the_cure() {
    let server = server().await;
    let plain = Request::post("/api/v1/lint").body(Body::from("{}")).unwrap();
    let response = server.clone().oneshot(plain).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);

    let response = post(&server, "/api/v1/lint", "{\"files\":").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let response = post(&server, "/api/v1/lint", json!({"files": [], "sed": 1}).to_string()).await;
    assert!(json(response).await["detail"].as_str().unwrap().contains("unknown field `sed`"));

    let large = json!({"files": [{"name": "a.yaml", "text": "#".repeat(300 * 1024)}]}).to_string();
    let response = post(&server, "/api/v1/lint", large).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(header_of(&response, "content-type"), "application/problem+json");
}

#[tokio::test]
async fn lint_answers_as_the_command_line_does() {
    let body = json!({"files": [{"name": "a.yaml", "text": "kind: [\n"}]}).to_string();
    let findings = json(post(&server().await, "/api/v1/lint", body).await).await;
    assert_eq!(findings[0]["severity"], "error");
    assert_eq!(findings[0]["file"], "a.yaml");
    assert!(findings[0]["endColumn"].is_u64());
}

#[tokio::test]
async fn every_answer_is_guarded_and_numbered() {
    let server = server().await;
    for path in ["/healthz", "/nowhere", "/metrics", "/"] {
        let response = get(&server, path).await;
        assert_eq!(header_of(&response, "x-content-type-options"), "nosniff", "{path}");
        assert!(header_of(&response, "content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(header_of(&response, "x-request-id").len(), 36, "{path}");
    }
}

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_content() {
    let server = server().await;
    get(&server, "/s/secret000000").await;
    let metrics = text(get(&server, "/metrics").await).await;
    assert!(metrics.contains(r#"http_requests_total{method="GET",path="/s/{id}",status="404"} 1"#), "{metrics}");
    assert!(!metrics.contains("secret"), "{metrics}");
}

#[tokio::test]
async fn a_server_without_its_page_lives_but_is_not_ready() {
    let server = server().await;
    assert_eq!(get(&server, "/healthz").await.status(), StatusCode::OK);
    assert_eq!(get(&server, "/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get(&server, "/").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get(&server, "/api/v1/lint").await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_description_names_only_paths_that_are_served() {
    let server = server().await;
    let description = json(get(&server, "/api/v1/openapi.json").await).await;
    for (path, methods) in description["paths"].as_object().unwrap() {
        let path = path.replace("{id}", "nothing00000");
        let response = match methods.get("post") {
            Some(_) => post(&server, &path, "{}").await,
            None => get(&server, &path).await,
        };
        let problem = json(response).await;
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(!detail.contains("Nothing is served"), "{path}: {problem}");
    }
}

#[tokio::test]
async fn the_graph_of_a_scenario_is_a_picture_under_an_address_of_its_own() {
    let server = server().await;
    let text_of = mesh_scenario::presets()[0].scenario();
    let body = serde_json::to_string(&text_of).unwrap();
    let id = json(post(&server, "/api/v1/scenarios", body).await).await["id"].as_str().unwrap().to_owned();
    let link = mesh_scenario::link::encode(&mesh_scenario::link::Envelope::new(text_of, String::new()));
    for path in [format!("/img/s/{id}"), format!("/img/c/{link}")] {
        for (form, kind, begins) in [
            ("svg", "image/svg+xml", "<svg"),
            ("mmd", "text/vnd.mermaid; charset=utf-8", "flowchart LR\n"),
            ("dot", "text/vnd.graphviz; charset=utf-8", "digraph "),
            ("json", "application/json", "{"),
        ] {
            let response = get(&server, &format!("{path}.{form}")).await;
            assert_eq!(response.status(), StatusCode::OK, "{form}");
            assert_eq!(header_of(&response, "content-type"), kind);
            assert_eq!(header_of(&response, "cross-origin-resource-policy"), "cross-origin");
            assert!(text(response).await.starts_with(begins), "{form}");
        }
        let png = get(&server, &format!("{path}.png")).await.into_body().collect().await.unwrap().to_bytes();
        assert!(png.starts_with(b"\x89PNG"));
        let [light, dark] = ["svg", "svg?theme=dark"].map(|form| format!("{path}.{form}"));
        assert_ne!(text(get(&server, &light).await).await, text(get(&server, &dark).await).await);
        assert_eq!(get(&server, &format!("{path}.gif")).await.status(), StatusCode::NOT_FOUND);
        assert!(get(&server, &path).await.status().is_client_error());
    }
}

/// Each lesson that comes with the playground is told in both languages, and each of its steps can be opened by itself.
#[tokio::test]
async fn lessons_are_told_and_their_steps_opened() {
    let server = server().await;
    let lessons = json(get(&server, "/api/v1/lessons").await).await;
    let slugs: Vec<&str> = mesh_lesson::built_in().iter().map(|folder| folder.slug.as_str()).collect();
    let told: Vec<&str> = lessons.as_array().unwrap().iter().map(|lesson| lesson["slug"].as_str().unwrap()).collect();
    assert_eq!(told, slugs);
    for slug in slugs {
        let english = json(get(&server, &format!("/api/v1/lessons/{slug}?lang=xx")).await).await;
        let korean = json(get(&server, &format!("/api/v1/lessons/{slug}?present=1&lang=ko")).await).await;
        assert_eq!((&english["language"], &korean["language"]), (&"en".into(), &"ko".into()), "{slug}");
        assert_ne!(english["card"]["title"], korean["card"]["title"], "{slug}");
        assert_eq!(english["card"]["steps"], korean["card"]["steps"], "{slug}");
        for step in english["card"]["steps"].as_array().unwrap() {
            let step = step.as_str().unwrap();
            let scenario = json(get(&server, &format!("/api/v1/lessons/{slug}/{step}")).await).await;
            assert!(!scenario["files"].as_array().unwrap().is_empty(), "{slug} {step}");
        }
        assert_eq!(get(&server, &format!("/api/v1/lessons/{slug}/nowhere")).await.status(), StatusCode::NOT_FOUND);
    }
    let problem = json(get(&server, "/api/v1/lessons/nothing").await).await;
    assert!(problem["detail"].as_str().unwrap().starts_with("There is no lesson `nothing`"), "{problem}");
    assert_eq!(get(&server, "/api/v1/lessons/nothing/first").await.status(), StatusCode::NOT_FOUND);
}

/// What an address is answered as a browser asks for it.
async fn document(path: &str) -> (StatusCode, Response<Body>) {
    let server = router(Config { site: built::site(), ..Config::default() });
    let request = Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    let response = server.oneshot(request).await.unwrap();
    (response.status(), response)
}

#[tokio::test]
async fn a_lesson_is_framed_from_any_step_on_with_its_words() {
    let (status, response) = document("/embed/lesson/canary-weights/drift?lang=ko&present=1").await;
    assert_eq!((status, header_of(&response, "content-language")), (StatusCode::OK, "ko"));
    assert!(header_of(&response, "content-security-policy").contains("frame-ancestors *"));
    assert_eq!(header_of(&response, "x-robots-tag"), "noindex");
    let page = text(response).await;
    let lesson = mesh_lesson::lesson("canary-weights").unwrap().lesson("ko").unwrap();
    let at = lesson.steps.iter().position(|step| step.id == "drift").unwrap();
    let (step, next) = (&lesson.steps[at], &lesson.steps[at + 1]);
    for part in [
        format!("<h1>{}</h1>", lesson.card.title),
        format!("{} · {}</h2>", at + 1, step.title),
        "class=\"lesson told presents\"".to_owned(),
        "href=\"/?lesson=canary-weights&amp;step=drift&amp;lang=ko\"".to_owned(),
        format!("href=\"/embed/lesson/canary-weights/{}?lang=ko&amp;present=1\"", next.id),
        "data-run".to_owned(),
    ] {
        assert!(page.contains(&part), "{part} is missing in {page}");
    }
    for folder in mesh_lesson::built_in() {
        let (status, response) = document(&format!("/embed/lesson/{}", folder.slug)).await;
        assert_eq!(status, StatusCode::OK, "{}", folder.slug);
        let page = text(response).await;
        for part in ["class=\"node ", "class=\"lesson told\"", "<h2 class=\"title\">1 · "] {
            assert!(page.contains(part), "{}: {part} is missing", folder.slug);
        }
        assert!(page.len() < 40_000, "{}: {} bytes", folder.slug, page.len());
    }
}

#[tokio::test]
async fn who_frames_a_lesson_that_there_is_not_is_told_which_there_are() {
    for (path, said) in [
        ("/embed/lesson/nothing", ["There is no lesson", "canary-weights", "second-scheduler"]),
        ("/embed/lesson/canary-weights/nowhere", ["has no step", "drift", "yours"]),
        ("/embed/lesson/canary-weights/%3Cb%3E", ["&lt;b&gt;", "drift", "yours"]),
    ] {
        let (status, response) = document(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(header_of(&response, "content-security-policy").contains("frame-ancestors *"), "{path}");
        let page = text(response).await;
        for part in said {
            assert!(page.contains(part), "{path}: {part} is missing in {page}");
        }
    }
}

/// A sandboxed frame has an origin of its own.
#[tokio::test]
async fn a_frame_of_any_origin_may_ask_for_lessons() {
    let server = server().await;
    for path in ["/api/v1/lessons", "/api/v1/lessons/canary-weights", "/api/v1/lessons/canary-weights/drift"] {
        let answer = get(&server, path).await;
        assert_eq!(header_of(&answer, "access-control-allow-origin"), "*", "{path}");
        assert_eq!(header_of(&answer, "cross-origin-resource-policy"), "cross-origin", "{path}");
    }
}

#[tokio::test]
async fn rules_are_explained_in_the_language_of_their_reader() {
    let server = server().await;
    for (path, name, value, language, title) in [
        ("/api/v1/rules", "accept-language", "", "en", "A key that is there twice."),
        ("/api/v1/rules", "accept-language", "ko-KR,ko;q=0.9", "ko", "같은 키가 두 번 있습니다."),
        ("/api/v1/rules?lang=ko", "cookie", "mesh-playground.lang=en", "ko", "같은 키가 두 번 있습니다."),
        ("/api/v1/rules?lang=en", "cookie", "mesh-playground.lang=ko", "en", "A key that is there twice."),
    ] {
        let request = Request::get(path).header(name, value).body(Body::empty()).unwrap();
        let response = server.clone().oneshot(request).await.unwrap();
        assert_eq!(header_of(&response, "content-language"), language, "{path} {name}: {value}");
        let rules = json(response).await;
        let twice = rules.as_array().unwrap().iter().find(|rule| rule["codes"] == json!(["MP0008"])).unwrap();
        assert_eq!(twice["title"], title, "{path} {name}: {value}");
    }
}

#[tokio::test]
async fn a_document_is_in_the_language_of_its_reader() {
    let server = router(Config { site: built::site(), ..Config::default() });
    for (path, name, value, language) in [
        ("/", "accept-language", "", "en"),
        ("/", "accept-language", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("/", "cookie", "mesh-playground.lang=ko", "ko"),
        ("/?lang=ko", "cookie", "mesh-playground.lang=en", "ko"),
        // Once more: what was rendered for others is not handed out.
        ("/", "accept-language", "en", "en"),
    ] {
        let request = Request::get(path).header(name, value).body(Body::empty()).unwrap();
        let response = server.clone().oneshot(request).await.unwrap();
        assert_eq!(header_of(&response, "content-language"), language, "{path} {name}: {value}");
        let vary: Vec<_> = response.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(vary.join(", ").contains("accept-language, cookie"), "{vary:?}");
        let html = text(response).await;
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path} {name}: {value}");
        assert!(html.contains(&format!("/assets/sentences.{language}.txt")), "{path} {name}: {value}");
        // English is in the engine itself.
        assert_eq!(html.contains("/assets/fields."), language == "ko", "{path} {name}: {value}");
        let title = if language == "ko" {
            "가중치로 카나리 배포하기 · Mesh Playground"
        } else {
            "Canary by weight · Mesh Playground"
        };
        assert!(html.contains(&format!("<title>{title}</title>")), "{path} {name}: {value}");
        assert_eq!(html.contains("aria-label=\"그래프\""), language == "ko", "{path} {name}: {value}");
    }
}

#[tokio::test]
async fn what_cannot_be_shown_is_said_to_people_in_their_language_and_to_programs_in_english() {
    let server = server().await;
    let ask = |accept: &'static str| {
        let request = Request::get("/nowhere?lang=ko").header("accept", accept).body(Body::empty()).unwrap();
        server.clone().oneshot(request)
    };
    let page = ask("text/html").await.unwrap();
    assert_eq!(header_of(&page, "content-language"), "ko");
    let page = text(page).await;
    assert!(page.contains("<html lang=\"ko\">") && page.contains("여기에는 아무것도 없습니다"), "{page}");
    let problem = json(ask("application/json").await.unwrap()).await;
    assert_eq!(problem["detail"], "Nothing is served at `/nowhere`.");
}
