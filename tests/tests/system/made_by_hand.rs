//! What the local Veriff does not do: a Veriff that answers as a test wants it, and Lambda events
//! that the local gateway would not build.

use axum::extract::State;
use axum::{Json, Router, body::Bytes, routing::post};
use http::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use system_tests::World;
use system_tests::by_hand::ByHand;
use system_tests::deliveries::signed;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use veriff_sandbox::http_client::{Answer, HttpClient};
use veriff_sandbox::sweeper::Sweeper;
use veriff_sandbox::{dynamodb, gateway};
use verification::App;

/// A second platform over a world's table, whose Veriff only creates sessions, and tells of them
/// before it has answered.
pub(crate) struct HastyVeriff {
    /// The second platform's HTTP API.
    platform: String,
    posted: Arc<Mutex<Vec<Bytes>>>,
    http: HttpClient,
    _servers: JoinSet<()>,
}

#[derive(Clone)]
struct Hasty {
    platform: String,
    api_key: String,
    secret: String,
    http: HttpClient,
    id: String,
    first: Arc<Vec<Value>>,
    posted: Arc<Mutex<Vec<Bytes>>>,
}

impl HastyVeriff {
    /// A Veriff that gives every session this id, and delivers these webhooks before it answers.
    pub(crate) async fn start(world: &World, id: &str, first: Vec<Value>) -> Self {
        let (veriff_listener, veriff) = listen().await;
        let (platform_listener, platform) = listen().await;
        let mut settings = world.sandbox.settings.clone();
        settings["integrations"][0]["baseUrl"] = json!(veriff);
        settings["integrations"][0]["requireSignedAnswers"] = json!(false);
        let clock = Arc::new(world.sandbox.clock.clone());
        let client = dynamodb::client(&world.sandbox.dynamodb);
        let app = App::new(
            &settings.to_string(),
            client,
            world.sandbox.table,
            clock.clone(),
        )
        .expect("the settings are good");
        let hasty = Hasty {
            platform: platform.clone(),
            api_key: world.sandbox.api_key.clone(),
            secret: world.sandbox.secret.clone(),
            http: HttpClient::default(),
            id: id.to_owned(),
            first: Arc::new(first),
            posted: Arc::default(),
        };
        let posted = hasty.posted.clone();
        let mut servers = JoinSet::new();
        let gateway = gateway::router(app.clone(), clock, Sweeper::new(app));
        servers.spawn(serve(platform_listener, gateway));
        let veriff = Router::new()
            .route("/v1/sessions", post(create))
            .with_state(hasty);
        servers.spawn(serve(veriff_listener, veriff));
        Self {
            platform,
            posted,
            http: HttpClient::default(),
            _servers: servers,
        }
    }

    /// `POST /sessions` at the second platform, by its back end.
    pub(crate) async fn create(&self, body: &str) -> Answer {
        let url = format!("{}/sessions", self.platform);
        let headers = [("content-type", "application/json")];
        self.http
            .send(Method::POST, &url, &headers, body.to_owned())
            .await
            .expect("the platform answers")
    }

    /// The bodies that Veriff was sent, as bytes.
    pub(crate) fn posted(&self) -> Vec<Bytes> {
        self.posted.lock().expect("no test panicked").clone()
    }
}

async fn create(State(hasty): State<Hasty>, body: Bytes) -> (http::StatusCode, Json<Value>) {
    hasty.posted.lock().expect("no test panicked").push(body);
    for webhook in hasty.first.iter() {
        let body = webhook.to_string();
        let headers = signed(&hasty.api_key, &hasty.secret, body.as_bytes());
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let url = format!("{}/webhooks/veriff", hasty.platform);
        let answer = hasty.http.send(Method::POST, &url, &headers, body).await;
        assert_eq!(answer.expect("an answer").status, 200);
    }
    let answer = json!({
        "status": "success",
        "verification": {
            "id": hasty.id,
            "url": format!("https://veriff.example/v/{}", hasty.id),
            "vendorData": null,
            "host": "https://veriff.example",
            "status": "created",
            "sessionToken": "not-a-token",
        },
    });
    (http::StatusCode::CREATED, Json(answer))
}

/// `POST /sessions` as API Gateway would hand it on, with this `requestContext.authorizer`.
pub(crate) async fn create_with_authorizer(world: &World, authorizer: Option<Value>) -> u16 {
    let body = json!({ "verification": {} }).to_string();
    let event = ByHand::new(world, &Method::POST, "/sessions", &vec![], body.as_bytes());
    let event = match authorizer {
        Some(authorizer) => event.authorized(authorizer),
        None => event,
    };
    event.status(world).await
}

/// A free port to listen on, and its origin.
pub(crate) async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, format!("http://{address}"))
}

/// Serves until it is dropped.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await.expect("it serves");
}
