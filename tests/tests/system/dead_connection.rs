//! A connection to the table that was kept while the function was frozen, and is dead without a sign.

use crate::new_id;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use system_tests::World;
use system_tests::deliveries::{decision, signature};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use verification::App;
use verification::store::Store;

const T1: &str = "2026-03-02T09:19:31.077000Z";

/// Passes connections on, and of the first one nothing any more once it is `dead`; returns where it listens.
async fn proxy(upstream: String, dead: Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut may_die = Some(dead);
        while let Ok((socket, _)) = listener.accept().await {
            let table = TcpStream::connect(&upstream).await.expect("the table");
            tokio::spawn(pass_on(socket, table, may_die.take()));
        }
    });
    format!("http://{here}")
}

async fn pass_on(socket: TcpStream, table: TcpStream, dead: Option<Arc<AtomicBool>>) {
    let (mut asked, mut answers) = socket.into_split();
    let (mut answered, mut asks) = table.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut answered, &mut answers).await });
    let mut buffer = vec![0; 65_536];
    while let Ok(length @ 1..) = asked.read(&mut buffer).await {
        let is_dead = dead.as_ref().is_some_and(|it| it.load(Ordering::SeqCst));
        if !is_dead && asks.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_dead_connection_costs_no_delivery() {
    let world = World::new().await;
    let dead = Arc::new(AtomicBool::new(false));
    let table = world.sandbox.dynamodb.trim_start_matches("http://");
    let proxy = proxy(table.trim_end_matches('/').to_owned(), dead.clone()).await;
    // With the patience of a deployed function.
    let client = veriff_sandbox::dynamodb::client(&proxy);
    let config = client.config().to_builder();
    let config = config.timeout_config(verification::timeouts()).build();
    let client = aws_sdk_dynamodb::Client::from_conf(config);
    let app = App {
        store: Store::new(client, world.sandbox.table),
        ..world.sandbox.app.clone()
    };
    for is_dead in [false, true, true] {
        dead.store(is_dead, Ordering::SeqCst);
        let body = decision(&new_id(), &new_id(), "approved", T1).to_string();
        let request = http::Request::post("https://a/webhooks/veriff")
            .header("x-auth-client", &world.sandbox.api_key)
            .header(
                "x-hmac-signature",
                signature(&world.sandbox.secret, body.as_bytes()),
            )
            .body(lambda_http::Body::Text(body))
            .expect("a request");
        let answer = receive_webhook::handle(&app, request).await;
        assert_eq!(answer.status(), 200, "dead: {is_dead}");
    }
}
