//! Lambda events that a test has had its hand in, such as the local gateway would not build.

use crate::World;
use crate::deliveries::Headers;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response};
use serde_json::Value;
use std::time::Duration;
use veriff_sandbox::gateway::authorizer::Authorizer;
use veriff_sandbox::gateway::event::{Arrival, Incoming, http_event};
use veriff_sandbox::gateway::invoke;
use veriff_sandbox::gateway::routes::{self, Function};

/// An event, and the function that gets it.
pub struct ByHand {
    /// The event, to be changed.
    pub event: Value,
    function: Function,
}

impl ByHand {
    /// The event that the gateway makes of this request, without what an authoriser adds.
    ///
    /// # Panics
    /// No route is there, or a header is none.
    pub fn new(world: &World, method: &Method, path: &str, headers: &Headers, body: &[u8]) -> Self {
        let matched = routes::find(method, path).expect("a route");
        let mut map = HeaderMap::new();
        map.insert("content-type", HeaderValue::from_static("application/json"));
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            map.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        let incoming = Incoming {
            method,
            path,
            query: "",
            headers: &map,
            body,
            source_ip: [127, 0, 0, 1].into(),
        };
        let arrival = Arrival {
            time: world.sandbox.clock.now(),
            request_id: "by-hand",
            authorizer: &Authorizer::None,
        };
        Self {
            event: http_event(&matched, &incoming, &arrival),
            function: matched.route.function,
        }
    }

    /// The same, with this `requestContext.authorizer`.
    pub fn authorized(mut self, authorizer: Value) -> Self {
        self.event["requestContext"]["authorizer"] = authorizer;
        self
    }

    /// What the function answers. None if it breaks before it can, which API Gateway answers with 500.
    pub async fn answer(&self, world: &World) -> Option<Response<Vec<u8>>> {
        self.invoked(world).await.ok()
    }

    /// The same; what is told of it if it breaks.
    ///
    /// # Errors
    /// The text of the error, or of the panic.
    pub async fn invoked(&self, world: &World) -> Result<Response<Vec<u8>>, String> {
        let (app, event, function) = (world.sandbox.app.clone(), self.event.clone(), self.function);
        let time_left = Duration::from_secs(30);
        // A task of its own: a function that panics ends alone.
        let invoked =
            tokio::spawn(async move { invoke::invoke(function, &app, &event, time_left).await });
        let invoked = invoked.await.map_err(|panic| panic.to_string())?;
        invoked.map_err(|error| error.to_string())
    }

    /// The status of that; 500 for none.
    pub async fn status(&self, world: &World) -> u16 {
        let answer = self.answer(world).await;
        answer.map_or(500, |answer| answer.status().as_u16())
    }
}
