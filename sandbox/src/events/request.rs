//! An HTTP request on its way to becoming an event, through the gateway's own code.

use super::EventsError;
use crate::gateway::authorizer::Authorizer;
use crate::gateway::event::{Arrival, Incoming, http_event};
use crate::gateway::routes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};

/// When every sample arrives: 2026-05-04T10:30:00Z.
const ARRIVED: Timestamp = Timestamp::constant(1_777_890_600, 0);

/// From an address reserved for documentation (RFC 5737).
const SOURCE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

/// A request that becomes a sample event.
pub(super) struct SampleRequest {
    method: Method,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
    authorizer: Authorizer,
}

impl SampleRequest {
    /// `target` is a path, with a query or without.
    pub(super) fn new(method: Method, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("api.shop.example"));
        Self {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: Vec::new(),
            authorizer: Authorizer::None,
        }
    }

    /// Who calls.
    pub(super) fn by(mut self, authorizer: Authorizer) -> Self {
        self.authorizer = authorizer;
        self
    }

    /// A further header.
    pub(super) fn header(mut self, name: &str, value: &str) -> Result<Self, EventsError> {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(http::Error::from)?;
        self.headers.append(
            name,
            HeaderValue::from_str(value).map_err(http::Error::from)?,
        );
        Ok(self)
    }

    /// The body and its content type.
    pub(super) fn body(
        self,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Result<Self, EventsError> {
        let mut with = self.header("content-type", content_type)?;
        with.body = body.into();
        Ok(with)
    }

    /// The event.
    pub(super) fn event(self) -> Result<Value, EventsError> {
        let no_route = || EventsError::NoRoute(format!("{} {}", self.method, self.path));
        let matched = routes::find(&self.method, &self.path).ok_or_else(no_route)?;
        let incoming = Incoming {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: &self.body,
            source_ip: SOURCE,
        };
        let arrival = Arrival {
            time: ARRIVED,
            request_id: "sample",
            authorizer: &self.authorizer,
        };
        Ok(http_event(&matched, &incoming, &arrival))
    }
}
