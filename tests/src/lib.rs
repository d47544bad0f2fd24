//! What the black-box tests share: a running sandbox, and deliveries made by hand.
//!
//! Everything goes over HTTP through the local API Gateway into the same handlers that AWS calls.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails a test"
)]

pub mod bars;
pub mod by_hand;
pub mod contents;
pub mod deliveries;
pub mod listen;
pub mod plot;
pub mod tools;

use deliveries::{Headers, signed};
use http::Method;
use serde_json::{Value, json};
use veriff_sandbox::http_client::Answer;
use veriff_sandbox::veriff::VeriffConfig;
use veriff_sandbox::{Options, Sandbox};

/// A callback URL that the development settings allow.
pub const CALLBACK: &str = "https://shop.example/verified";

/// A sandbox of its own for one test. It sweeps and publishes only when the test says so.
pub struct World {
    /// The sandbox.
    pub sandbox: Sandbox,
}

impl World {
    /// A fresh world.
    pub async fn new() -> Self {
        Self::with(|_| {}, |_| {}).await
    }

    /// A fresh world with other settings.
    pub async fn with_settings(adjust: fn(&mut Value)) -> Self {
        Self::with(adjust, |_| {}).await
    }

    /// A fresh world with other settings and another Veriff.
    pub async fn with(settings: fn(&mut Value), veriff: fn(&mut VeriffConfig)) -> Self {
        let options = Options {
            sweeps: false,
            publishes: false,
            adjust_settings: settings,
            adjust_veriff: veriff,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        Self { sandbox }
    }

    /// A request to the platform, as somebody: `None` is the platform's own back end.
    pub async fn call(
        &self,
        person: Option<&str>,
        method: Method,
        path: &str,
        body: &str,
    ) -> Answer {
        let url = format!("{}{path}", self.sandbox.platform);
        let bearer = person.map(|person| format!("Bearer user:{person}"));
        let mut headers = vec![("content-type", "application/json")];
        if let Some(bearer) = &bearer {
            headers.push(("authorization", bearer));
        }
        self.sandbox
            .http
            .send(method, &url, &headers, body.to_owned())
            .await
            .expect("the platform answers")
    }

    /// `POST /sessions` by the platform's back end, with this `verification`.
    pub async fn create(&self, verification: Value) -> Answer {
        let body = json!({ "verification": verification }).to_string();
        self.call(None, Method::POST, "/sessions", &body).await
    }

    /// A session for a person named by `vendorData`; returns its id.
    pub async fn session_for(&self, vendor_data: &str) -> String {
        let answer = self.create(json!({ "vendorData": vendor_data })).await;
        assert_eq!(answer.status, 201, "{}", answer.json());
        id_of(&answer)
    }

    /// `POST /sessions` by a signed-in person.
    pub async fn create_as(&self, person: &str, verification: Value) -> Answer {
        let body = json!({ "verification": verification }).to_string();
        self.call(Some(person), Method::POST, "/sessions", &body)
            .await
    }

    /// `POST /sessions` by the platform's back end for a person named by `vendorData`, wanting a new
    /// session even after a conclusive decision.
    pub async fn verify_again(&self, vendor_data: &str) -> Answer {
        let body = json!({ "verification": { "vendorData": vendor_data }, "verifyAgain": true });
        self.call(None, Method::POST, "/sessions", &body.to_string())
            .await
    }

    /// `DELETE /sessions/{id}` by the platform's back end.
    pub async fn erase(&self, id: &str) -> Answer {
        let path = format!("/sessions/{id}");
        self.call(None, Method::DELETE, &path, "").await
    }

    /// `GET path` by a signed-in person.
    pub async fn get_as(&self, person: &str, path: &str) -> Answer {
        self.call(Some(person), Method::GET, path, "").await
    }

    /// `GET path` by the platform's back end.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(None, Method::GET, path, "").await
    }

    /// The back end's view of a session.
    pub async fn session(&self, id: &str) -> Value {
        let answer = self.get(&format!("/sessions/{id}")).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    /// A session's status.
    pub async fn status(&self, id: &str) -> String {
        self.session(id).await["status"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Everything stored of a session that a webhook could change.
    pub async fn stored(&self, id: &str) -> Option<verification::store::Stored> {
        self.sandbox
            .app
            .store
            .read_session(id)
            .await
            .expect("the store answers")
    }

    /// Delivers a webhook, signed with the test integration's secret; returns the HTTP status.
    pub async fn deliver(&self, body: &Value) -> u16 {
        let body = body.to_string();
        let headers = signed(&self.sandbox.api_key, &self.sandbox.secret, body.as_bytes());
        self.deliver_raw(&headers, body.as_bytes()).await
    }

    /// Delivers any bytes with any headers; returns the HTTP status.
    pub async fn deliver_raw(&self, headers: &Headers, body: &[u8]) -> u16 {
        let mut all = vec![("content-type", "application/json")];
        all.extend(
            headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        let url = format!("{}/webhooks/veriff", self.sandbox.platform);
        self.sandbox
            .http
            .send(Method::POST, &url, &all, body.to_vec())
            .await
            .expect("the platform answers")
            .status
    }

    /// Moves the clock of Veriff and functions alike, such as by `7d`.
    pub async fn advance(&self, by: &str) {
        let by = veriff_sandbox::clock::parse_duration(by).expect("a duration");
        let to = self.sandbox.clock.after(by).expect("a time");
        assert!(
            self.sandbox
                .local_veriff
                .move_clock(to)
                .await
                .expect("the clock moves")
        );
    }

    /// Stops the clock at a whole millisecond, which is what the store keeps.
    pub fn stop_the_clock(&self) {
        let clock = &self.sandbox.clock;
        let now = clock.freeze(true).expect("the clock stops");
        let whole = jiff::Timestamp::from_millisecond(now.as_millisecond()).expect("a time");
        clock.set(whole).expect("the clock is set");
    }

    /// One run of the sweep.
    pub async fn sweep(&self) -> sweep_expired::SweepReport {
        let ends = std::time::Instant::now() + std::time::Duration::from_secs(60);
        sweep_expired::handle(&self.sandbox.app, ends)
            .await
            .expect("the sweep runs")
    }

    /// A request to the local Veriff's control routes.
    pub async fn control(&self, path: &str, body: Value) -> Answer {
        let url = format!("{}/control{path}", self.sandbox.veriff_origin);
        self.sandbox
            .http
            .post(&url, &body)
            .await
            .expect("the local Veriff answers")
    }

    /// The sessions that the local Veriff has.
    pub async fn sessions_at_veriff(&self) -> usize {
        let url = format!("{}/control/sessions", self.sandbox.veriff_origin);
        let answer = self
            .sandbox
            .http
            .get(&url)
            .await
            .expect("the local Veriff answers");
        let sessions = answer.json();
        let list = sessions
            .as_array()
            .or_else(|| sessions["sessions"].as_array());
        list.map_or(0, Vec::len)
    }

    /// A session as the local Veriff has it.
    pub async fn at_veriff(&self, id: &str) -> Value {
        let url = format!("{}/control/sessions/{id}", self.sandbox.veriff_origin);
        let answer = self.sandbox.http.get(&url).await;
        answer.expect("the local Veriff answers").json()
    }

    /// The person opens the link, finishes, and Veriff decides.
    pub async fn run_through(&self, id: &str, status: &str, reason_code: Option<u32>) {
        self.act(id, "open").await;
        self.act(id, "submit").await;
        self.decide(id, status, reason_code).await;
    }

    /// The person acts: `open` or `submit`.
    pub async fn act(&self, id: &str, what: &str) {
        let answer = self
            .control(&format!("/sessions/{id}/{what}"), json!({}))
            .await;
        assert!(answer.status < 300, "{what}: {}", answer.json());
        self.settle().await;
    }

    /// Veriff decides.
    pub async fn decide(&self, id: &str, status: &str, reason_code: Option<u32>) {
        let mut body = json!({ "status": status });
        if let Some(code) = reason_code {
            body["reasonCode"] = code.into();
        }
        let answer = self.control(&format!("/sessions/{id}/decide"), body).await;
        assert!(answer.status < 300, "decide: {}", answer.json());
        self.settle().await;
    }

    /// Waits until every webhook that is due was delivered.
    pub async fn settle(&self) {
        let patience = std::time::Duration::from_secs(10);
        assert!(
            self.sandbox.local_veriff.settled(patience).await,
            "webhooks hang"
        );
    }
}

/// The session id in an answer.
pub fn id_of(answer: &Answer) -> String {
    answer.json()["sessionId"]
        .as_str()
        .expect("a session id")
        .to_owned()
}
