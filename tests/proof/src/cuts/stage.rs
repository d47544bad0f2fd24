//! A sandbox whose functions meet the services through the [layer](super::layer), and what a client,
//! Veriff and the schedules do when a function fails them: they come again.

use super::fault::Cut;
use super::layer::Layer;
use crate::mailbox::{Delivery, Mailbox};
use http::{HeaderMap, HeaderValue, Method, Response};
use publish_outcome::Publisher;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use system_tests::World;
use veriff_sandbox::gateway::authorizer::Authorizer;
use veriff_sandbox::gateway::event::{Arrival, Incoming, http_event};
use veriff_sandbox::gateway::invoke::invoke;
use veriff_sandbox::gateway::routes;
use veriff_sandbox::{Options, Sandbox, dynamodb, outcomes};
use verification::App;

/// After this a function's process is ended, as Lambda does.
const TIMEOUT: Duration = Duration::from_secs(12);
/// Whoever comes again gives up after so many tries: then the proof has failed.
const TRIES: usize = 8;

/// Everything on one machine, with the layer in between.
pub(super) struct Stage {
    /// The sandbox, without the layer: what is asked here is not cut.
    pub(super) world: World,
    /// The layer.
    pub(super) layer: Layer,
    mailbox: Mailbox,
}

/// What became of one invocation.
enum Ended<T> {
    /// The function ended by itself.
    Itself(T),
    /// Its process was ended.
    Killed,
}

impl Stage {
    pub(super) async fn new(cut: Option<Cut>) -> Self {
        let mailbox = Mailbox::open().await;
        let options = Options {
            sweeps: false,
            publishes: false,
            webhook_url: Some(mailbox.url.clone()),
            adjust_settings: |settings| {
                settings["integrations"][0]["deletionEnabled"] = true.into();
            },
            adjust_veriff: |veriff| {
                for integration in &mut veriff.integrations {
                    integration.delete_enabled = true;
                }
            },
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let bus = format!("{}{}", sandbox.platform, outcomes::PATH);
        let layer = Layer::before(&sandbox.dynamodb, &sandbox.veriff_origin, &bus, cut).await;
        Self {
            world: World { sandbox },
            layer,
            mailbox,
        }
    }

    /// A function's fresh process, behind the layer.
    fn process(&self) -> App {
        let sandbox = &self.world.sandbox;
        let mut settings = sandbox.settings.clone();
        for integration in settings["integrations"].as_array_mut().expect("a list") {
            integration["baseUrl"] = json!(self.layer.veriff);
        }
        App::new(
            &settings.to_string(),
            dynamodb::client(&self.layer.dynamodb),
            sandbox.table,
            Arc::new(sandbox.clock.clone()),
        )
        .expect("the settings are good")
    }

    /// Runs one invocation until it ends, or its process is killed.
    async fn run<T>(&self, invocation: impl Future<Output = T>) -> Ended<T> {
        tokio::select! {
            answer = invocation => Ended::Itself(answer),
            () = self.layer.killed() => Ended::Killed,
            () = tokio::time::sleep(TIMEOUT) => Ended::Killed,
        }
    }

    /// A request to the HTTP API; none if the function died.
    async fn request(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: &[u8],
    ) -> Option<Response<Vec<u8>>> {
        let matched = routes::find(&method, path).expect("a route");
        let authorizer = match matched.route.authorized {
            true => Authorizer::Iam,
            false => Authorizer::None,
        };
        let incoming = Incoming {
            method: &method,
            path,
            query: "",
            headers: &headers,
            body,
            source_ip: [127, 0, 0, 1].into(),
        };
        let arrival = Arrival {
            time: self.world.sandbox.clock.now(),
            request_id: "proof",
            authorizer: &authorizer,
        };
        let event = http_event(&matched, &incoming, &arrival);
        let app = self.process();
        self.layer.at_work(matched.route.function.name());
        let answer = self.run(invoke(matched.route.function, &app, &event, TIMEOUT));
        match answer.await {
            Ended::Itself(answer) => Some(answer.expect("the gateway understands the answer")),
            Ended::Killed => None,
        }
    }

    /// The back end asks for a session for `person` until it gets one; returns its id.
    pub(super) async fn create(&self, person: &str) -> Result<String, String> {
        let body = json!({ "verification": { "vendorData": person } }).to_string();
        for _ in 0..TRIES {
            let answer = self
                .request(Method::POST, "/sessions", json_headers(), body.as_bytes())
                .await;
            if let Some(answer) = answer.filter(|it| it.status().is_success()) {
                let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
                let id = body["sessionId"].as_str().unwrap_or_default();
                return Ok(id.to_owned());
            }
            // A lease may stand in the way for 25 seconds.
            self.world.advance("30s").await;
        }
        Err("no session was to be had".into())
    }

    /// One webhook, until it is acknowledged.
    pub(super) async fn deliver_one(&self, delivery: &Delivery) -> Result<(), String> {
        for _ in 0..TRIES {
            let headers = delivery.headers.clone();
            let answer = self
                .request(Method::POST, "/webhooks/veriff", headers, &delivery.body)
                .await;
            match answer.map(|answer| answer.status().as_u16()) {
                Some(200) => return Ok(()),
                None | Some(500..=599) => {}
                Some(status) => return Err(format!("a webhook was answered with {status}")),
            }
        }
        Err("a webhook was never acknowledged".into())
    }

    /// Throws away what Veriff has sent; returns it.
    pub(super) async fn lose(&self) -> Vec<Delivery> {
        self.world.settle().await;
        self.mailbox.take()
    }

    /// The schedule sweeps, and comes again after a failure.
    pub(super) async fn sweep(&self) -> Result<(), String> {
        for _ in 0..TRIES {
            let ends = Instant::now() + TIMEOUT + Duration::from_secs(20);
            let app = self.process();
            self.layer.at_work("sweep-expired");
            let report = self.run(sweep_expired::handle(&app, ends)).await;
            if matches!(report, Ended::Itself(Ok(_))) {
                return Ok(());
            }
        }
        Err("the sweep never ended well".into())
    }

    /// The back end erases a session until it is told that it is erased.
    pub(super) async fn erase(&self, session: &str) -> Result<(), String> {
        let path = format!("/sessions/{session}");
        for _ in 0..TRIES {
            let answer = self
                .request(Method::DELETE, &path, HeaderMap::new(), b"")
                .await;
            if answer.is_some_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
        }
        Err("the session was never erased".into())
    }

    /// The back end reads a session until it gets an answer; returns the HTTP status.
    pub(super) async fn read(&self, session: &str) -> Result<u16, String> {
        for path in [
            format!("/sessions/{session}"),
            format!("/sessions/{session}/history"),
        ] {
            let mut status = 0;
            for _ in 0..TRIES {
                let answer = self
                    .request(Method::GET, &path, HeaderMap::new(), b"")
                    .await;
                status = answer.map_or(0, |answer| answer.status().as_u16());
                if matches!(status, 200 | 404) {
                    break;
                }
            }
            if status != 200 {
                return Ok(status);
            }
        }
        Ok(200)
    }

    /// The event source hands on what is in the stream.
    pub(super) async fn publish(&self) -> Result<(), String> {
        let publisher = Publisher {
            app: self.process(),
            bus: outcomes::client(&self.layer.bus),
        };
        self.layer.at_work("publish-outcome");
        let source = &self.world.sandbox.event_source;
        source.publishing_through(publisher).catch_up().await;
        match source.discarded().list(None).len() {
            0 => Ok(()),
            records => Err(format!("{records} records were discarded")),
        }
    }
}

fn json_headers() -> HeaderMap {
    let json = HeaderValue::from_static("application/json");
    HeaderMap::from_iter([(http::header::CONTENT_TYPE, json)])
}
