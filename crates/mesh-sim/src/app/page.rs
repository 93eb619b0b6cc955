//! The bodies of answers, as a client prints them.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::request::Request;

/// What an app answers with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// The name of its pod.
    #[default]
    Name,
    /// A text.
    Text(Arc<str>),
    /// Istio's sample helloworld (`samples/helloworld/src/app.py`).
    Helloworld,
    /// go-httpbin (`httpbin/handlers.go`), as Istio's sample runs it.
    Httpbin,
    /// The page of Istio's sample bookinfo, short.
    Productpage,
    /// Its reviews (`LibertyRestEndpoint.java`).
    Reviews,
    /// Its details (`details.rb`).
    Details,
    /// Its ratings (`ratings.js`).
    Ratings,
}

/// An app that has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Served<'a> {
    /// What edges call it.
    pub(crate) app: &'a str,
    /// The version in the labels of its pod.
    pub(crate) version: &'a str,
    /// Its pod.
    pub(crate) pod: &'a str,
    /// What it was asked.
    pub(crate) request: &'a Request,
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

impl Page {
    /// The type and the text of an answer, after those that the app itself has called answered.
    pub(crate) fn write(&self, served: Served<'_>, status: u16, below: &[Served<'_>]) -> (&'static str, String) {
        let Served { pod, version, request, .. } = served;
        if *self == Page::Httpbin {
            return httpbin(pod, request, status);
        }
        if status >= 400 {
            return (TEXT, format!("{}\n", mesh_shell::reason_phrase(status)));
        }
        match self {
            Page::Name => (TEXT, format!("{pod}\n")),
            Page::Text(text) if text.ends_with('\n') => (TEXT, text.to_string()),
            Page::Text(text) => (TEXT, format!("{text}\n")),
            Page::Helloworld => (HTML, format!("Hello version: {version}, instance: {pod}\n")),
            Page::Httpbin | Page::Productpage => (HTML, productpage(below)),
            Page::Reviews => (JSON, reviews(pod, below)),
            Page::Details => (JSON, DETAILS.to_owned()),
            Page::Ratings => (JSON, json!({"id": 0, "ratings": {"Reviewer1": 5, "Reviewer2": 4}}).to_string()),
        }
    }
}

const DETAILS: &str = r#"{"id":0,"author":"William Shakespeare","year":1595,"type":"paperback","pages":200,"publisher":"PublisherA","language":"English","ISBN-10":"1234567890","ISBN-13":"123-1234567890"}"#;

const REVIEWS: [&str; 2] = [
    "An extremely entertaining play by Shakespeare. The slapstick humour is refreshing!",
    "Absolutely fun and entertaining. The play lacks thematic depth when compared to other plays by Shakespeare.",
];

/// What the page shows of the reviews, which is how people tell their versions: no stars, black ones, red ones.
fn productpage(below: &[Served<'_>]) -> String {
    let by = |name: &str| below.iter().rev().find(|one| one.app == name);
    let mut out = "<!DOCTYPE html>\n<html>\n<head><title>Simple Bookstore App</title></head>\n<body>\n\
                   <h3>The Comedy of Errors</h3>\n"
        .to_owned();
    match by("details") {
        Some(_) => out.push_str("<h4>Book Details</h4>\n"),
        None => out.push_str("<h4>Error fetching product details!</h4>\n"),
    }
    match by("reviews") {
        Some(reviews) => {
            out.push_str(&format!("<h4>Book Reviews</h4>\n<p>Reviews served by: <u>{}</u></p>\n", reviews.pod));
            let color = if reviews.version == "v3" { "red" } else { "black" };
            for (reviewer, (text, stars)) in (1..).zip(REVIEWS.iter().zip([5, 4])) {
                out.push_str(&format!("<blockquote>{text} <small>Reviewer{reviewer}</small>"));
                if by("ratings").is_some() {
                    let stars = "<span class=\"glyphicon glyphicon-star\"></span>".repeat(stars);
                    out.push_str(&format!(" <font color=\"{color}\">{stars}</font>"));
                } else if reviews.version != "v1" {
                    out.push_str(" <p><i>Ratings service is currently unavailable</i></p>");
                }
                out.push_str("</blockquote>\n");
            }
        }
        None => out.push_str(
            "<h4>Error fetching product reviews!</h4>\n\
             <p>Sorry, product reviews are currently unavailable for this book.</p>\n",
        ),
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn reviews(pod: &str, below: &[Served<'_>]) -> String {
    let with_ratings = below.iter().any(|one| one.app == "ratings");
    let one = |(reviewer, (text, stars)): (u32, (&&str, u32))| {
        let rating = if with_ratings { format!(", \"rating\": {{\"stars\": {stars}}}") } else { String::new() };
        format!("{{\"reviewer\": \"Reviewer{reviewer}\", \"text\": \"{text}\"{rating}}}")
    };
    let reviews: Vec<String> = (1..).zip(REVIEWS.iter().zip([5, 4])).map(one).collect();
    let reviews = reviews.join(", ");
    format!("{{\"id\": \"0\", \"podname\": \"{pod}\", \"clustername\": \"null\", \"reviews\": [{reviews}]}}")
}

fn httpbin(pod: &str, request: &Request, status: u16) -> (&'static str, String) {
    let first = request.path_only().trim_start_matches('/').split('/').next().unwrap_or_default();
    let pretty = |value: Value| (JSON, format!("{}\n", serde_json::to_string_pretty(&value).unwrap_or_default()));
    match first {
        "status" => (TEXT, String::new()),
        _ if status == 404 => pretty(json!({"status_code": 404, "error": "Not Found"})),
        _ if status >= 300 => (TEXT, String::new()),
        "headers" => pretty(json!({"headers": headers(request)})),
        "hostname" => pretty(json!({"hostname": pod})),
        "ip" => pretty(json!({"origin": origin(request)})),
        "user-agent" => pretty(json!({"user-agent": request.header("user-agent").unwrap_or_default()})),
        "" | "html" => (HTML, "<!DOCTYPE html>\n<html><body><h1>go-httpbin</h1></body></html>\n".to_owned()),
        "robots.txt" => ("text/plain", "User-agent: *\nDisallow: /deny\n".to_owned()),
        _ => pretty(json!({
            "args": arguments(request),
            "headers": headers(request),
            "method": request.method,
            "origin": origin(request),
            "url": format!("{}://{}{}", request.scheme, request.authority, request.path),
        })),
    }
}

fn origin(request: &Request) -> String {
    let forwarded = request.header("x-forwarded-for").and_then(|all| all.split(',').next());
    forwarded.unwrap_or("127.0.0.6").trim().to_owned()
}

/// Headers as Go's `http.Header` writes them: names with capitals, lists of values.
fn headers(request: &Request) -> Value {
    let capital = |name: &str| {
        let parts = name.split('-').map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
        });
        parts.collect::<Vec<_>>().join("-")
    };
    let mut map = Map::new();
    map.insert("Host".to_owned(), json!([request.authority]));
    for (name, value) in &request.headers {
        let values = map.entry(capital(name)).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(json!(value));
        }
    }
    Value::Object(map)
}

fn arguments(request: &Request) -> Value {
    let mut map = Map::new();
    let query = request.path.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in
        query.split('&').filter(|pair| !pair.is_empty()).map(|it| it.split_once('=').unwrap_or((it, "")))
    {
        let values = map.entry(name.to_owned()).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(json!(value));
        }
    }
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str) -> Request {
        Request::new("GET", &format!("http://httpbin:8000{path}"), [("x-a", "1"), ("X-A", "2")]).unwrap()
    }

    #[test]
    fn each_sample_answers_with_its_own_page() {
        let asked = request("/");
        let served = Served { app: "a", version: "v2", pod: "a-1", request: &asked };
        for (page, status, expected) in [
            (Page::Name, 200, "a-1\n"),
            (Page::Name, 503, "Service Unavailable\n"),
            (Page::Text("v1".into()), 200, "v1\n"),
            (Page::Helloworld, 200, "Hello version: v2, instance: a-1\n"),
            (Page::Helloworld, 404, "Not Found\n"),
        ] {
            assert_eq!(page.write(served, status, &[]).1, expected);
        }
    }

    #[test]
    fn the_product_page_shows_which_reviews_it_got() {
        let asked = request("/");
        let served = |app, version, pod| Served { app, version, pod, request: &asked };
        let page = |below: &[Served<'_>]| Page::Productpage.write(served("productpage", "v1", "p"), 200, below).1;
        let (one, three) = (served("reviews", "v1", "reviews-v1-x"), served("reviews", "v3", "reviews-v3-x"));
        let ratings = served("ratings", "v1", "r");
        assert!(page(&[one]).contains("<u>reviews-v1-x</u>") && !page(&[one]).contains("star"));
        assert!(page(&[ratings, three]).contains("color=\"red\""));
        assert!(page(&[three]).contains("Ratings service is currently unavailable"));
        let reviews = Page::Reviews.write(served("reviews", "v2", "reviews-v2-x"), 200, &[ratings]).1;
        let read: Value = serde_json::from_str(&reviews).unwrap();
        assert_eq!((&read["podname"], &read["reviews"][1]["rating"]["stars"]), (&json!("reviews-v2-x"), &json!(4)));
        assert!(page(&[]).contains("Sorry, product reviews are currently unavailable for this book."));
    }

    #[test]
    fn httpbin_tells_what_it_got() {
        let of = |path: &str, status| {
            let asked = request(path);
            let served = Served { app: "httpbin", version: "v1", pod: "httpbin-1", request: &asked };
            Page::Httpbin.write(served, status, &[]).1
        };
        assert!(
            of("/headers", 200).contains("\"X-A\": [\n      \"1\",\n      \"2\"\n    ]"),
            "{}",
            of("/headers", 200)
        );
        assert_eq!(of("/status/503", 503), "");
        assert_eq!(of("/hostname", 200), "{\n  \"hostname\": \"httpbin-1\"\n}\n");
        assert!(of("/get?a=1&a=2&b", 200).contains("\"a\": [\n      \"1\",\n      \"2\"\n    ]"));
    }
}
