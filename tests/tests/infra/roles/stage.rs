//! A world whose AWS is recorded for one function.
//!
//! Veriff's own webhooks go nowhere, so that decisions are lost and found, and a function is seen to make
//! only the calls that the test leads it to.

use super::super::stack::{Stack, text};
use super::super::template::Templates;
use super::Seen;
use super::recorder::Recorder;
use http::{HeaderMap, Method};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use system_tests::World;
use system_tests::deliveries::{event, signed};
use uuid::Uuid;
use veriff_sandbox::gateway::authorizer::Authorizer;
use veriff_sandbox::gateway::event::{Arrival, Incoming, http_event};
use veriff_sandbox::gateway::invoke::invoke;
use veriff_sandbox::gateway::routes;
use verification::App;
use verification::person::PersonRef;
use verification::settings::Settings;

pub(super) const T1: &str = "2026-03-02T09:19:31Z";
const NOWHERE: &str = "http://127.0.0.1:9/";

/// A world whose AWS is recorded for one function.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) recorder: Recorder,
    pub(super) app: App,
}

impl Stage {
    pub(super) async fn new() -> Self {
        let world = World::with(
            |settings| {
                for integration in settings["integrations"].as_array_mut().expect("a list") {
                    integration["deletionEnabled"] = json!(true);
                    integration["trustBrowserSessions"] = json!(true);
                }
            },
            |veriff| {
                for integration in &mut veriff.integrations {
                    integration.webhook_url = Some(NOWHERE.into());
                }
            },
        )
        .await;
        let templates = Templates::read();
        let storage = Stack::deployed(&templates, &[]).nested("Storage");
        let secret = text(&storage.output("SettingsArn"));
        let recorder = Recorder::start(&world, &secret).await;
        let app = recorder.app(&world).await;
        Self {
            world,
            recorder,
            app,
        }
    }

    /// What the function was seen to do until now.
    pub(super) fn seen(&self, function: &'static str) -> Seen {
        let requests = self.app.store.units().into_keys();
        Seen {
            function,
            calls: self.recorder.calls(),
            requests: requests.map(str::to_owned).collect(),
        }
    }

    /// A request to the recorded function behind the route, by the platform's back end or nobody.
    async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> (u16, Value) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let matched = routes::find(&method, path).expect("a route");
        let authorizer = if matched.route.authorized {
            Authorizer::Iam
        } else {
            Authorizer::None
        };
        let incoming = Incoming {
            method: &method,
            path,
            query,
            headers,
            body,
            source_ip: [127, 0, 0, 1].into(),
        };
        let arrival = Arrival {
            time: self.world.sandbox.clock.now(),
            request_id: "r-1",
            authorizer: &authorizer,
        };
        let event = http_event(&matched, &incoming, &arrival);
        let answer = invoke(
            matched.route.function,
            &self.app,
            &event,
            Duration::from_secs(30),
        )
        .await;
        let answer = answer.expect("an answer");
        (
            answer.status().as_u16(),
            serde_json::from_slice(answer.body()).unwrap_or_default(),
        )
    }

    pub(super) async fn ask(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let headers = HeaderMap::from_iter([(
            http::header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        )]);
        self.call(method, path, &headers, body.to_string().as_bytes())
            .await
    }

    pub(super) async fn create(&self, verification: Value) -> (u16, Value) {
        self.ask(
            Method::POST,
            "/sessions",
            json!({ "verification": verification }),
        )
        .await
    }

    /// A webhook of the test integration's; returns the status.
    pub(super) async fn deliver(&self, body: &str) -> u16 {
        let sandbox = &self.world.sandbox;
        let mut headers = HeaderMap::new();
        for (name, value) in signed(&sandbox.api_key, &sandbox.secret, body.as_bytes()) {
            let name: http::HeaderName = name.parse().expect("a name");
            headers.insert(name, value.parse().expect("a value"));
        }
        self.call(Method::POST, "/webhooks/veriff", &headers, body.as_bytes())
            .await
            .0
    }

    pub(super) async fn sweep(&self) -> sweep_expired::SweepReport {
        let ends = Instant::now() + Duration::from_secs(60);
        sweep_expired::handle(&self.app, ends)
            .await
            .expect("it sweeps")
    }

    /// A session that the person finished and Veriff decided, of which nothing was told.
    pub(super) async fn decided_unheard(
        &self,
        vendor_data: &str,
        status: &str,
        reason: Option<u32>,
    ) -> String {
        let id = self.world.session_for(vendor_data).await;
        self.world.run_through(&id, status, reason).await;
        id
    }

    /// From now on Veriff does not answer.
    pub(super) fn lose_veriff(&self) {
        let mut settings = self.world.sandbox.settings.clone();
        settings["integrations"][0]["baseUrl"] = json!("http://127.0.0.1:1");
        let settings = Settings::parse(&settings.to_string()).expect("good settings");
        self.app.settings.replace(settings);
    }

    /// A session that the person has finished, and Veriff is judging.
    pub(super) async fn judged(&self, vendor_data: &str) -> String {
        let (id, attempt) = (self.world.session_for(vendor_data).await, new_id());
        for action in ["started", "submitted"] {
            assert_eq!(self.world.deliver(&event(&id, &attempt, action)).await, 200);
        }
        id
    }

    /// Erases a session, unrecorded.
    pub(super) async fn erased(&self, id: &str) {
        let path = format!("/sessions/{id}");
        let answer = self.world.call(None, Method::DELETE, &path, "").await;
        assert!(answer.status < 300, "{}", answer.json());
    }

    /// Leaves a session of a message that nobody understands.
    pub(super) async fn quarantined_unrecorded(&self, session: &str) {
        let body =
            json!({ "sessionId": session, "attemptId": new_id(), "eventType": "of_tomorrow" });
        assert_eq!(self.world.deliver(&body).await, 200);
    }
}

pub(super) fn new_id() -> String {
    Uuid::new_v4().to_string()
}

/// The key of a person's pointer, by `vendorData`.
pub(super) fn pointer_of(vendor_data: &str) -> String {
    PersonRef::VendorData(vendor_data.to_owned()).pointer_key("local-test")
}
