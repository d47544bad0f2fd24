//! The functions' surroundings without a network: a DynamoDB and an EventBridge that answer what they are
//! told, and nobody where Veriff should be.

use std::cell::RefCell;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, HttpClient, Region};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use publish_outcome::{Bus, Publisher};
use tokio::runtime::{Builder, Runtime};
use veriff_sandbox::development;
use verification::App;
use verification::clock::SystemClock;

/// A port of this machine at which nobody listens.
const NOBODY: &str = "http://127.0.0.1:9";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) publisher: Publisher,
    aws: Aws,
    runtime: Runtime,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

impl World {
    /// Lets `play` use this thread's world, in which the table is empty again.
    pub(crate) fn with<T>(play: impl FnOnce(&Self) -> T) -> T {
        WORLD.with_borrow_mut(|world| {
            let world = world.get_or_insert_with(Self::new);
            world.aws.tell(b"{}");
            play(world)
        })
    }

    fn new() -> Self {
        let aws = Aws::default();
        let credential = || Credentials::new("local", "local", None, None, "fuzzing");
        let dynamodb = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(credential())
            .retry_config(RetryConfig::disabled())
            .http_client(aws.clone())
            .build();
        let eventbridge = aws_sdk_eventbridge::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(credential())
            .retry_config(RetryConfig::disabled())
            .http_client(aws.clone());
        let settings = development::settings(NOBODY, NOBODY).to_string();
        let dynamodb = aws_sdk_dynamodb::Client::from_conf(dynamodb);
        let app = App::new(&settings, dynamodb, "table", Arc::new(SystemClock));
        let app = app.expect("the development settings");
        Self {
            publisher: Publisher {
                app: app.clone(),
                bus: Bus::new(eventbridge, "bus"),
            },
            app,
            aws,
            // Whoever waits is not waited for.
            runtime: Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .build()
                .expect("a runtime"),
        }
    }

    /// Plays something to its end.
    pub(crate) fn play<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    /// What AWS answers to each request from now on.
    pub(crate) fn answers(&self, body: &[u8]) {
        self.aws.tell(body);
    }

    /// How many requests so far, since the last of these, would have changed something.
    pub(crate) fn writes(&self) -> usize {
        std::mem::take(&mut self.aws.state().writes)
    }
}

/// AWS: the same answer to everybody.
#[derive(Clone, Debug, Default)]
struct Aws(Arc<Mutex<AwsState>>);

#[derive(Debug, Default)]
struct AwsState {
    answer: Vec<u8>,
    writes: usize,
}

impl Aws {
    fn tell(&self, body: &[u8]) {
        let mut state = self.state();
        state.answer = body.to_vec();
        state.writes = 0;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, AwsState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpConnector for Aws {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.state();
        let operation = request.headers().get("x-amz-target").unwrap_or_default();
        let reads = ["GetItem", "Query", "BatchGetItem"];
        state.writes += usize::from(!reads.iter().any(|it| operation.ends_with(it)));
        let answer = SdkBody::from(state.answer.clone());
        let status = 200u16.try_into().expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, answer)))
    }
}

impl HttpClient for Aws {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
