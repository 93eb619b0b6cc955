//! Requests.

use super::features::Features;
use crate::client::Request;
use crate::random::Random;

const HOSTS: &[&str] = &[
    "shop.example.com",
    "SHOP.example.com",
    "shop.example.com:8080",
    "a-api.example.com",
    "x.y.example.com",
    "example.com",
    "api.org",
    "api.test:80",
    "pay:8080",
    "pay",
    "other",
    "shop.test",
];

const PATHS: &[&str] = &[
    "/",
    "/a",
    "/a/",
    "/ab",
    "/A",
    "/a.b",
    "/api",
    "/api/v1",
    "/API/v1",
    "/api/v1/items",
    "/api/v12/x",
    "/x",
    "/x/y",
    "/b",
    "/re/12",
    "/re/1234",
    "/Re/x",
    "//",
    "//a",
    "/a%2Fb",
    "/one/two",
];

/// Paths that are not as they are sent.
const ODD_PATHS: &[&str] = &[
    "/a/../b",
    "/x/./y",
    "/%61pi/v1",
    r"/a\b",
    "/a/%2e%2e/b",
    "/a#frag",
    "/a/..",
    "/api/v1/.",
    "/a/...",
    "/A%2eb",
    "/a%zz",
    "/a;b=c/../d",
    "/a[1]|^",
];

/// A request that has something to do with the tables.
pub fn request(random: &mut Random, features: &mut Features) -> Request {
    let mut path = random.pick(PATHS).to_owned();
    if random.percent(8) {
        features.note("path normalised");
        path = random.pick(ODD_PATHS).to_owned();
    }
    if random.percent(30) && !path.contains('#') {
        path.push_str(random.pick(&["?q=1", "?q=kim&q=2", "?name=kim", "?Q", "?x=1&name=", "?", "?q=%31"]));
    }
    let mut request = Request::get(random.pick(HOSTS), &path);
    request.method = random.pick(&["GET", "GET", "GET", "POST", "PUT", "HEAD"]).to_owned();
    if random.percent(55) {
        request = request.with(random.pick(&["x-user", "X-User"]), random.pick(&["kim", "Kim", "lee", "x", "jim"]));
        if random.percent(10) {
            request = request.with("x-user", "kim");
        }
    }
    if random.percent(35) {
        request = request.with("x-n", random.pick(&["1", "49", "50", "-3", "a", "007"]));
    }
    if random.percent(20) {
        request = request.with("x-forwarded-proto", random.pick(&["https", "http"]));
    }
    request = request.with("x-weight", &random.below(250).to_string());
    if random.percent(25) {
        request = request.with("x-cluster", random.pick(&["c1", "c2", "nowhere"]));
    }
    if random.percent(15) {
        request = request.with("x-gone", "here");
    }
    if random.percent(15) {
        request = request.with("origin", random.pick(&["https://a.example.com", "https://evil.test"]));
        if random.percent(60) {
            request.method = "OPTIONS".to_owned();
            request = request.with("access-control-request-method", "PUT");
        }
    }
    if matches!(request.method.as_str(), "POST" | "PUT") {
        request = request.with("content-length", "0");
    }
    request
}
