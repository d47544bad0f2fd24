//! A verification session's record, its store, Veriff's REST client, settings, problems and
//! telemetry: everything that the functions share.
//!
//! A function gets an [`App`] and one trigger. Nothing here knows which function runs.

mod adopt;
pub mod ask;
pub mod caller;
pub mod clock;
pub mod current;
pub mod erasure;
pub mod event;
pub mod https;
pub mod intake;
pub mod next_step;
pub mod path;
pub mod person;
pub mod problem;
pub mod record;
pub mod settings;
pub mod store;
pub mod telemetry;
pub mod veriff;
pub mod view;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_smithy_types::timeout::TimeoutConfig;
use clock::{Clock, SystemClock};
use https::Https;
use settings::{Settings, SettingsCache, SettingsError};
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use veriff::VeriffClient;

/// A request to AWS is given up after so long, and sent again. A connection that was kept while the function was
/// frozen may be dead without a sign, and a webhook has four seconds for everything.
const TRY_WITHIN: Duration = Duration::from_millis(1500);

/// What every function works with. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct App {
    /// The settings in force.
    pub settings: Arc<SettingsCache>,
    /// The table.
    pub store: Store,
    /// Veriff's API.
    pub veriff: VeriffClient,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

impl App {
    /// An app over given settings, for the sandbox and the tests.
    ///
    /// # Errors
    /// The settings document is broken.
    pub fn new(
        settings: &str,
        dynamodb: aws_sdk_dynamodb::Client,
        table: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SettingsError> {
        Ok(Self {
            settings: Arc::new(SettingsCache::given(Settings::parse(settings)?)),
            store: Store::new(dynamodb, table),
            veriff: VeriffClient::default(),
            clock,
        })
    }

    /// The app of a deployed function: settings, table and endpoints from the environment, and the
    /// machine's own clock.
    ///
    /// # Errors
    /// The settings cannot be read or are broken.
    pub async fn from_environment() -> Result<Self, SettingsError> {
        let https = Https::default();
        let config = sdk_config(https.clone()).await;
        let settings = SettingsCache::from_environment(&config).await;
        let settings = settings.inspect_err(|error| tracing::error!(%error, "not started"))?;
        let dynamodb = aws_sdk_dynamodb::Client::new(&config);
        let table = std::env::var("VERIFICATION_TABLE");
        Ok(Self {
            settings: Arc::new(settings),
            store: Store::new(
                dynamodb,
                table.as_deref().unwrap_or(store::schema::DEFAULT_TABLE),
            ),
            veriff: VeriffClient::over(https),
            clock: Arc::new(SystemClock),
        })
    }
}

/// How long AWS is waited for.
pub fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .operation_attempt_timeout(TRY_WITHIN)
        .build()
}

/// The SDK's configuration from the environment. `AWS_ENDPOINT_URL_DYNAMODB` leads the table's client
/// elsewhere.
pub async fn sdk_config(https: Https) -> aws_config::SdkConfig {
    let loader = aws_config::from_env()
        .http_client(https)
        .timeout_config(timeouts());
    let is_set = |value: Option<std::ffi::OsString>| value.is_some_and(|it| !it.is_empty());
    let key = std::env::var_os("AWS_ACCESS_KEY_ID");
    let secret = std::env::var_os("AWS_SECRET_ACCESS_KEY");
    // Where Lambda puts a function's credentials. The SDK looks there first too, but makes all other
    // places ready before, and clients for them, which is most of a cold start's work on the configuration.
    let loader = match [key, secret].map(is_set) {
        [true, true] => loader.credentials_provider(EnvironmentVariableCredentialsProvider::new()),
        _ => loader,
    };
    loader.load().await
}
