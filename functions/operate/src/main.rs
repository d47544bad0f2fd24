//! The Lambda function `operate`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use std::time::{Duration, Instant, SystemTime};
use verification::{App, telemetry};

/// A local emulator may send a deadline that lies in the past. On AWS, nothing is invoked then.
const UNKNOWN_DEADLINE: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = App::from_environment().await?;
    run(service_fn(|event: LambdaEvent<Value>| {
        let left = event.context.deadline().duration_since(SystemTime::now());
        let ends = Instant::now() + left.unwrap_or(UNKNOWN_DEADLINE);
        let app = &app;
        async move {
            let report = operate::handle(app, event.payload, ends).await;
            report.map_err(Error::from)
        }
    }))
    .await
}
