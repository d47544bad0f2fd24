//! The Lambda function `publish-outcome`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use publish_outcome::Publisher;
use serde_json::Value;
use verification::telemetry;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let publisher = Publisher::from_environment().await?;
    run(service_fn(|event: LambdaEvent<Value>| {
        let publisher = &publisher;
        async move {
            publish_outcome::handle(publisher, &event.payload)
                .await
                .map_err(Error::from)
        }
    }))
    .await
}
