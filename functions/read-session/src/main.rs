//! The Lambda function `read-session`.

use lambda_http::{Error, service_fn};
use std::convert::Infallible;
use verification::event::run;
use verification::{App, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = App::from_environment().await?;
    run(service_fn(|request| async {
        Ok::<_, Infallible>(read_session::handle(&app, request).await)
    }))
    .await
}
