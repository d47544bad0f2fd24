//! The Lambda function `sweep-expired`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use std::time::{Duration, Instant, SystemTime};
use verification::{App, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = App::from_environment().await?;
    run(service_fn(|event: LambdaEvent<Value>| {
        let ends = event.context.deadline().duration_since(SystemTime::now());
        let ends = Instant::now() + ends.unwrap_or(Duration::ZERO);
        let app = &app;
        async move { sweep_expired::handle(app, ends).await.map_err(Error::from) }
    }))
    .await
}
