//! Answers of any question: bounded, and in the form that their reader takes.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use mesh_scenario::{Scenario, SourceFile, link};
use mesh_server::{Config, Site, Store, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// What a browser sends when somebody follows a link.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn server() -> axum::Router {
    let store = Store::open("sqlite::memory:").await.unwrap();
    router(Config { site: Site::default(), store: Some(store), ..Config::default() })
}

async fn get(path: &str, accept: &str) -> (StatusCode, Response<Body>) {
    let request = Request::get(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
    let response = server().await.oneshot(request).await.unwrap();
    (response.status(), response)
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

async fn post(path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = server().await.oneshot(request).await.unwrap();
    let status = response.status();
    (status, serde_json::from_str(&text(response).await).unwrap())
}

fn kind(response: &Response<Body>) -> &str {
    response.headers()[header::CONTENT_TYPE].to_str().unwrap()
}

fn payload(text: &str) -> String {
    let files = vec![SourceFile { name: "mesh.yaml".into(), text: text.into() }];
    link::encode(&link::Envelope::new(Scenario::new(files), String::new()))
}

#[tokio::test]
async fn a_damaged_link_is_a_page_with_what_could_be_saved() {
    let whole = payload("kind: Service # </textarea><script>alert(1)</script>\n");
    let damaged = format!("{}0000000", &whole[..whole.len() - 7]);
    for (place, frames) in [("/c/", "frame-ancestors 'self'"), ("/embed/c/", "frame-ancestors *")] {
        let (status, response) = get(&format!("{place}{damaged}"), BROWSER).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(kind(&response).starts_with("text/html"));
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains(frames) && policy.contains("default-src 'none'") && !policy.contains("script"),
            "{policy}"
        );
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers().contains_key("x-frame-options"), place == "/c/");
        let page = text(response).await;
        assert!(page.contains("its checksum does not fit") && page.contains("What could be saved"), "{page}");
        assert!(page.contains("kind: Service # &lt;/textarea&gt;&lt;script&gt;"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }
}

#[tokio::test]
async fn a_link_that_is_cut_off_gives_its_beginning() {
    let long: String = (0..300).map(|at| format!("kind: K{}\n---\n", at * 7919 % 1000)).collect();
    let whole = payload(&long);
    let page = text(get(&format!("/c/{}", &whole[..whole.len() / 2]), BROWSER).await.1).await;
    assert!(
        page.contains("cut off") && page.contains("It ends early") && page.contains("kind: K0\n---\nkind: K919\n"),
        "{page}"
    );
}

#[tokio::test]
async fn a_link_of_a_newer_playground_says_so() {
    let (status, response) = get("/c/2.abcdef", BROWSER).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let page = text(response).await;
    assert!(page.contains("a newer one made it") && !page.contains("What could be saved"), "{page}");
}

#[tokio::test]
async fn an_address_that_nothing_is_stored_under_is_a_page_that_says_what_can_be_done() {
    for path in ["/s/nothing00000", "/embed/s/nothing00000"] {
        let (status, response) = get(path, BROWSER).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        let page = text(response).await;
        assert!(page.contains("Nothing is stored under this address") && page.contains("on another server"), "{page}");
    }
    let (status, response) = get("/nowhere/at-all", BROWSER).await;
    assert_eq!((status, kind(&response)), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
}

#[tokio::test]
async fn a_page_that_cannot_be_made_now_is_a_page_too() {
    // The page of this server is not built.
    let (status, response) = get(&format!("/embed/c/{}", payload("kind: Service\n")), BROWSER).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["vary"], "accept");
    let page = text(response).await;
    assert!(page.contains("cannot show this now") && !page.contains("What could be saved"), "{page}");
}

#[tokio::test]
async fn programs_get_problem_documents() {
    for (path, accept) in [
        ("/c/1.damaged", "*/*"),
        ("/s/nothing00000", "application/json"),
        ("/s/nothing00000.yaml", BROWSER),
        ("/s/nothing00000.json", BROWSER),
        ("/api/v1/scenarios/nothing00000", BROWSER),
        ("/api/v1/nothing", BROWSER),
    ] {
        let (status, response) = get(path, accept).await;
        assert!(status.is_client_error(), "{path}");
        assert_eq!(kind(&response), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_no_text_is_refused_in_words() {
    let (status, response) = get("/c/%ff%fe", "*/*").await;
    assert_eq!((status, kind(&response)), (StatusCode::BAD_REQUEST, "application/problem+json"));
    let (status, response) = get("/embed/s/%ff", BROWSER).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("no UTF-8 text"));
}

#[tokio::test]
async fn many_findings_are_the_worst_and_a_count() {
    let text = format!("{}kind: [\n", "a: 1\n---\n".repeat(18_700));
    let (status, findings) = post("/api/v1/lint", &json!({"files": [{"name": "a.yaml", "text": text}]})).await;
    let findings = findings.as_array().unwrap();
    assert_eq!((status, findings.len()), (StatusCode::OK, 501));
    let last = &findings[500];
    assert_eq!((&last["code"], &last["file"]), (&json!("MP0132"), &json!("a.yaml")));
    assert!(last["message"].as_str().unwrap().starts_with("and 18"), "{last}");
    assert!(Value::from(findings.as_slice()).to_string().len() < 200_000);
}

#[tokio::test]
async fn runs_and_routes_carry_what_was_found() {
    let files = json!([{"name": "a.yaml", "text": "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], htp: []}\n"}]);
    let (_, lint) = post("/api/v1/lint", &json!({"files": files})).await;
    assert!(lint.to_string().contains("htp"), "{lint}");
    let (_, run) = post("/api/v1/simulate", &json!({"files": files, "for": "1s"})).await;
    assert_eq!(run["diagnostics"], lint);
    assert!(run["digest"].is_string() && run["edgeCount"].is_u64() && run["eventCount"].is_u64(), "{run}");
    let (_, route) = post("/api/v1/route", &json!({"files": files, "from": "client", "url": "http://a/"})).await;
    assert_eq!(route["diagnostics"], lint, "{route}");
    assert!(route["virtualHost"].is_string());
}

#[tokio::test]
async fn questions_are_checked_as_http_is() {
    let files = json!([{"name": "a.yaml", "text": "kind: Service\napiVersion: v1\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"}]);
    for (question, words) in [
        (json!({"url": "http://a b/"}), "its host holds a space"),
        (json!({"url": "http://a:70000/"}), "1 to 65535"),
        (json!({"url": "http://a/", "method": ""}), "the method is empty"),
        (json!({"url": "http://a/", "headers": ["x: b\r\nx-evil: c"]}), "a line break"),
        (json!({"url": "http://a/", "headers": ["x y: b"]}), "no name of a header"),
        (json!({"url": format!("http://a/{}", "b".repeat(9000))}), "8192 at most"),
        (json!({"url": "http://a/", "headers": ["x".repeat(200_000)]}), "is no header"),
        (json!({"url": "http://a/", "n": -1}), "`-1`"),
    ] {
        let mut body = json!({"files": files, "from": "client"});
        body.as_object_mut().unwrap().extend(question.as_object().unwrap().clone());
        let (status, problem) = post("/api/v1/route", &body).await;
        let detail = problem["detail"].as_str().unwrap();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{detail}");
        assert!(detail.contains(words) && detail.len() < 1_100, "{detail}");
    }
}

#[tokio::test]
async fn odd_flags_are_refused_in_short_words() {
    let file = json!([{"name": "a.yaml", "text": ""}]);
    for (body, words) in [
        (json!({"files": file, "for": -1}), "is no number of seconds"),
        (json!({"files": file, "for": "9".repeat(200_000)}), "is no duration"),
        (json!({"files": file, "for": true}), "a text as \"1.5s\", or a number of seconds"),
        (json!({"files": [{"name": "x".repeat(60_000), "text": ""}]}), "`files[0].name` has 60000 characters"),
        (json!({"files": file, "y".repeat(200_000): 1}), "unknown field"),
        (json!({"files": file, "n": 1.5}), "`1.5`, expected a whole number from 0"),
        (json!({"files": file, "seed": 1e20}), "expected a whole number from 0"),
        (json!({"files": [["a.yaml", ""]]}), "expected an object"),
        (json!([file]), "expected an object"),
    ] {
        let (status, problem) = post("/api/v1/simulate", &body).await;
        let detail = problem["detail"].as_str().unwrap();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{detail}");
        assert!(detail.contains(words) && detail.len() < 1_100, "{detail}");
    }
    let (status, run) = post("/api/v1/simulate", &json!({"files": file, "for": 0, "seed": u64::MAX})).await;
    assert_eq!((status, &run["requests"]), (StatusCode::OK, &json!(0)), "{run}");
    let long = json!({"files": file, "for": "9999999h", "n": 0.0, "seed": 7.0, "strict": null, "headers": null});
    let (status, run) = post("/api/v1/simulate", &long).await;
    assert_eq!((status, &run["duration"]), (StatusCode::OK, &json!(0.0)), "cut to a year and to no request: {run}");
}

#[tokio::test]
async fn a_client_that_nobody_is_is_not_found() {
    let file = json!([{"name": "a.yaml", "text": ""}]);
    for from in ["nobody", "ingress", ""] {
        let (status, problem) = post("/api/v1/route", &json!({"files": file, "from": from, "url": "http://a/"})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{problem}");
    }
}

#[tokio::test]
async fn what_is_stored_says_something_and_is_found_again() {
    let scenario = |text: &str| json!({"files": [{"name": "a.yaml", "text": text}]});
    let (status, problem) = post("/api/v1/scenarios", &scenario(" \t\r\n")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
    let body = Body::from(scenario("a: 1").to_string());
    let request = Request::post("/api/v1/scenarios").header(header::CONTENT_TYPE, "application/json").body(body);
    let server = server().await;
    let stored = server.clone().oneshot(request.unwrap()).await.unwrap();
    let place = stored.headers()[header::LOCATION].to_str().unwrap();
    let back = server.oneshot(Request::get(place).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(back.status(), StatusCode::OK, "{place}");
}

#[tokio::test]
async fn a_connection_is_described_by_the_names_of_the_flags() {
    let door = "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: door, namespace: istio-system}, spec: \
                {selector: {istio: ingressgateway}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: \
                [books.example.net], tls: {mode: SIMPLE, credentialName: books}}]}}\n---\n\
                {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: books}, spec: {hosts: \
                [books.example.net], gateways: [istio-system/door], http: [{route: [{destination: {host: books}}]}]}}";
    let ask = |field: &str, value: Value| {
        let files = json!([{"name": "door.yaml", "text": door}]);
        let mut body = json!({"files": files, "from": "ingress", "url": "https://10.0.0.1/", "headers": ["host: books.example.net"], "sni": "books.example.net"});
        body[field] = value;
        body
    };
    for alpn in [json!("h2,http/1.1"), json!(["h2", "http/1.1"]), json!([]), Value::Null] {
        let (status, answer) = post("/api/v1/route", &ask("alpn", alpn)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["chain"], "books.example.net");
        assert_eq!(answer["upstream"]["headers"]["x-forwarded-for"], "203.0.113.9");
    }
    let (_, answer) = post("/api/v1/route", &ask("clientIp", json!("2001:db8::1"))).await;
    assert_eq!(answer["upstream"]["headers"]["x-forwarded-for"], "2001:db8::1");
    let (_, answer) = post("/api/v1/route", &ask("sni", json!(""))).await;
    assert_eq!((&answer["chain"], &answer["upstream"]), (&Value::Null, &Value::Null));
    for (field, wrong, cure) in [
        ("sni", json!("a b"), "host name"),
        ("alpn", json!(["h2,"]), "h2,http/1.1"),
        ("alpn", json!(2), "list of texts"),
        ("clientCert", json!("any"), "untrusted"),
        ("clientIp", json!("10.0.0"), "203.0.113.9"),
    ] {
        let (status, problem) = post("/api/v1/route", &ask(field, wrong)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(cure), "{problem}");
    }
}
