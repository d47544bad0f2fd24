//! The Lambda function `operate`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use verification::{App, clock, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = App::from_environment().await?;
    run(service_fn(|event: LambdaEvent<Value>| {
        let ends = clock::ends(event.context.deadline());
        let app = &app;
        async move {
            let report = operate::handle(app, event.payload, ends).await;
            report.map_err(Error::from)
        }
    }))
    .await
}
