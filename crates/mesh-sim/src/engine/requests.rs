//! Requests by number: alike ones are stored once, so that sending one copies nothing.

use std::collections::HashMap;
use std::sync::Arc;

use mesh_proxy::GrpcCall;
use mesh_proxy::connection_manager::{GENERATED_REQUEST_ID, REQUEST_ID};
use mesh_proxy::route::{self, HeaderMap, normalize_path};

use crate::app::{Call, CallPath, HeaderPattern};
use crate::draws::KeyHasher;
use crate::request::Request;

/// The number of a request's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RequestIndex(pub(crate) u32);

/// A request made ready for the route tables.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// As the client sends it.
    pub(crate) request: Arc<Request>,
    path: String,
    headers: HeaderMap,
    /// Whether its request id is one that a proxy made.
    pub(crate) has_generated_id: bool,
    /// What it says of itself where it is a gRPC call.
    pub(crate) grpc: Option<GrpcCall>,
}

impl Prepared {
    fn new(request: Arc<Request>) -> Self {
        let path = normalize_path(&request.path).into_owned();
        let headers: HeaderMap = request.headers.iter().map(|(name, value)| (name, value)).collect();
        let (method, scheme, authority) = (&*request.method, &*request.scheme, &*request.authority);
        let connection = route::Connection::default();
        let grpc = route::Request { method, scheme, authority, path: &path, headers: &headers, connection }.grpc_call();
        let has_generated_id = headers.get(REQUEST_ID) == Some(GENERATED_REQUEST_ID);
        Self { path, headers, has_generated_id, grpc, request }
    }

    /// Bytes that it takes, about: its headers are there twice.
    fn bytes(&self) -> u64 {
        let headers = self.request.headers.iter().map(|(name, value)| 2 * (name.len() + value.len() + 64));
        let texts = self.request.path.len() * 2 + self.request.authority.len() + self.request.host.len();
        (size_of::<Self>() + size_of::<Request>() + texts + headers.sum::<usize>() + 64) as u64
    }

    /// Path and query as the route tables see them.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The headers as they were sent.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

/// All texts of requests so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requests {
    texts: Vec<Arc<Prepared>>,
    /// Whether any of them is a gRPC call.
    has_grpc: bool,
    numbers: HashMap<Arc<Request>, RequestIndex, KeyHasher>,
    /// Bytes of the texts.
    bytes: u64,
}

impl Requests {
    /// The number of a text, a new one if it was not there.
    pub(crate) fn intern(&mut self, request: &Arc<Request>) -> RequestIndex {
        if let Some(number) = self.numbers.get(request) {
            return *number;
        }
        let number = RequestIndex(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let prepared = Prepared::new(request.clone());
        self.has_grpc |= prepared.grpc.is_some();
        self.bytes += prepared.bytes();
        self.texts.push(Arc::new(prepared));
        self.numbers.insert(request.clone(), number);
        number
    }

    /// Bytes that they take.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether any text is a gRPC call.
    pub(crate) fn has_grpc(&self) -> bool {
        self.has_grpc
    }

    /// Whether a text is a gRPC call.
    pub(crate) fn is_grpc(&self, number: RequestIndex) -> bool {
        self.get(number).is_some_and(|text| text.grpc.is_some())
    }

    /// The text of a number.
    pub(crate) fn get(&self, number: RequestIndex) -> Option<&Arc<Prepared>> {
        self.texts.get(number.0 as usize)
    }
}

/// What an app sends for a call about a request that came in on a port, with the headers that it passes on. A header that the call sets itself is not passed on.
pub(crate) fn outgoing(call: &Call, propagate: &[HeaderPattern], inbound: &Request, port: u16) -> Arc<Request> {
    let passed = |name: &str| propagate.iter().any(|pattern| pattern.takes(name));
    if call.path == CallPath::Forward {
        // A gateway chooses by the port that the request came in on.
        return Arc::new(Request { port, ..inbound.clone() });
    }
    let extra: Vec<_> = inbound
        .headers
        .iter()
        .filter(|(name, _)| passed(name) && call.request.header(name).is_none())
        .cloned()
        .collect();
    if extra.is_empty() && call.path == CallPath::OfCall {
        return call.request.clone();
    }
    let mut request = Request::clone(&call.request);
    request.headers.extend(extra);
    if let CallPath::OfRequest { strip } = call.path {
        request.path = inbound.path.get(strip..).filter(|path| path.starts_with('/')).unwrap_or("/").to_owned();
        request.method.clone_from(&inbound.method);
    }
    Arc::new(request)
}
