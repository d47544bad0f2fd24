//! A second platform beside a world's: the same Veriff and settings, and a table of its own.

use crate::made_by_hand::{listen, serve};
use http::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use system_tests::World;
use system_tests::deliveries::signed;
use tokio::task::JoinSet;
use uuid::Uuid;
use veriff_sandbox::http_client::{Answer, HttpClient};
use veriff_sandbox::sweeper::Sweeper;
use veriff_sandbox::{dynamodb, gateway};
use verification::App;
use verification::person::PersonRef;
use verification::settings::Settings;
use verification::store::schema::create_table_if_missing;
use verification::store::{Pointer, Stored};

const TABLE: &str = "the-second-platforms";

pub(super) struct Platform {
    pub(super) app: App,
    settings: Value,
    origin: String,
    http: HttpClient,
    _servers: JoinSet<()>,
}

impl Platform {
    pub(super) async fn beside(world: &World) -> Self {
        let client = dynamodb::client(&world.sandbox.dynamodb);
        let created = create_table_if_missing(&client, TABLE).await;
        created.expect("the table is created");
        let settings = world.sandbox.settings.clone();
        let clock = Arc::new(world.sandbox.clock.clone());
        let app = App::new(&settings.to_string(), client, TABLE, clock.clone());
        let app = app.expect("the settings are good");
        let (listener, origin) = listen().await;
        let gateway = gateway::router(app.clone(), clock, Sweeper::new(app.clone()));
        let mut servers = JoinSet::new();
        servers.spawn(serve(listener, gateway));
        Self {
            app,
            settings,
            origin,
            http: HttpClient::default(),
            _servers: servers,
        }
    }

    /// From now on Veriff does not answer this platform.
    pub(super) fn lose_veriff(&self) {
        let mut settings = self.settings.clone();
        settings["integrations"][0]["baseUrl"] = json!("http://127.0.0.1:1");
        let settings = Settings::parse(&settings.to_string()).expect("good settings");
        self.app.settings.replace(settings);
    }

    async fn call(&self, method: Method, path: &str, body: String) -> Answer {
        let url = format!("{}{path}", self.origin);
        let headers = [("content-type", "application/json")];
        let sent = self.http.send(method, &url, &headers, body).await;
        sent.expect("the platform answers")
    }

    /// `GET path` by the back end.
    pub(super) async fn get(&self, path: &str) -> Value {
        let answer = self.call(Method::GET, path, String::new()).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    /// `DELETE /sessions/{id}` by the back end.
    pub(super) async fn erase(&self, id: &str) {
        let path = format!("/sessions/{id}");
        let answer = self.call(Method::DELETE, &path, String::new()).await;
        assert!(answer.status < 300, "{}", answer.json());
    }

    /// `POST /sessions` by the back end.
    pub(super) async fn create(&self, verification: &Value) -> Answer {
        let body = json!({ "verification": verification }).to_string();
        self.call(Method::POST, "/sessions", body).await
    }

    /// Delivers a genuine webhook of the world's test integration; returns the HTTP status.
    pub(super) async fn deliver(&self, world: &World, body: &Value) -> u16 {
        let body = body.to_string();
        let headers = signed(
            &world.sandbox.api_key,
            &world.sandbox.secret,
            body.as_bytes(),
        );
        let headers: Vec<_> = headers
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let url = format!("{}/webhooks/veriff", self.origin);
        let sent = self.http.send(Method::POST, &url, &headers, body).await;
        sent.expect("the platform answers").status
    }

    pub(super) async fn stored(&self, id: &str) -> Option<Stored> {
        let stored = self.app.store.read_session(id).await;
        stored.expect("the store answers")
    }

    pub(super) async fn is_claimed(&self, id: &str) -> bool {
        match self.stored(id).await {
            Some(Stored::Session(record, _)) => record.claimed,
            _ => false,
        }
    }

    /// The pointer of a person who is named by `endUserId`.
    pub(super) async fn pointer(&self, person: &Value) -> Pointer {
        let id = person["endUserId"].as_str().expect("a name");
        let id = Uuid::try_parse(id).expect("a UUID");
        let key = PersonRef::EndUserId(id).pointer_key("local-test");
        let pointer = self.app.store.read_pointer(&key).await;
        pointer.expect("the store answers")
    }
}
