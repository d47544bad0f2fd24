//! Requests whose length is said twice, or otherwise than it is: written byte by byte to the socket.
//!
//! Deployed, API Gateway reads HTTP; here the sandbox does. What is signed cannot be stretched in either
//! case: these deliveries are forged, or lose their signature on the way, and none may be let in.

use super::{approval, assert_untouched};
use std::time::Duration;
use system_tests::World;
use system_tests::contents::everything;
use system_tests::deliveries::signature;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veriff_sandbox::development::TEST;

/// Sends bytes; returns all that comes back until the connection ends, or nothing more comes.
async fn exchange(world: &World, request: &str) -> String {
    let address = world.sandbox.platform.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut answers = Vec::new();
    let reading = stream.read_to_end(&mut answers);
    // Who waits for more than was sent is not waited for.
    let _ = tokio::time::timeout(Duration::from_millis(500), reading).await;
    String::from_utf8_lossy(&answers).into_owned()
}

/// A request to the webhook's route with this signature, further header lines and what follows them.
fn post(signature: &str, lines: &[&str], rest: &str) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!(
        "POST /webhooks/veriff HTTP/1.1\r\nHost: platform\r\nContent-Type: application/json\r\n\
         X-Auth-Client: {}\r\nX-Hmac-Signature: {signature}\r\n{lines}\r\n{rest}",
        TEST.api_key
    )
}

fn chunked(body: &str) -> String {
    format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len())
}

#[tokio::test]
async fn however_a_forged_delivery_is_framed_it_is_not_let_in() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let body = approval(&id);
    let (genuine, forged) = (
        signature(TEST.secret, body.as_bytes()),
        signature("a-guess", body.as_bytes()),
    );
    let length = format!("Content-Length: {}", body.len());
    let (close, chunks) = ("Connection: close", "Transfer-Encoding: chunked");
    let second = post(&forged, &[&length, close], &body);
    let trailer = chunked(&body).replace(
        "0\r\n\r\n",
        &format!("0\r\nX-Hmac-Signature: {genuine}\r\n\r\n"),
    );
    let cases = [
        (
            "two lengths",
            post(&forged, &[&length, "Content-Length: 3", close], &body),
        ),
        (
            "a length and chunks, and a second request in what is left",
            {
                post(
                    &forged,
                    &["Content-Length: 5", chunks],
                    &format!("0\r\n\r\n{second}"),
                )
            },
        ),
        ("chunks that somebody else would not read", {
            post(
                &forged,
                &["Transfer-Encoding: xchunked", &length, close],
                &body,
            )
        }),
        ("chunks, and then none", {
            post(
                &forged,
                &[chunks, "Transfer-Encoding: identity", close],
                &chunked(&body),
            )
        }),
        ("a blank before the colon", {
            post(
                &forged,
                &["Transfer-Encoding : chunked", close],
                &chunked(&body),
            )
        }),
        ("a length with a sign", {
            post(
                &forged,
                &[&format!("Content-Length: +{}", body.len()), close],
                &body,
            )
        }),
        ("a folded header", {
            let folded = format!("X-Hmac-Signature:\r\n {genuine}");
            post(&forged, &[&folded, &length, close], &body)
        }),
        ("the genuine signature in a trailer", {
            post(
                &forged,
                &[chunks, "Trailer: X-Hmac-Signature", close],
                &trailer,
            )
        }),
        ("the genuine signature behind the forged one", {
            let line = format!("X-Hmac-Signature: {genuine}");
            post(&forged, &[&line, &length, close], &body)
        }),
        ("a genuine body, cut", {
            let length = format!("Content-Length: {}", body.len() - 1);
            post(&genuine, &[&length, close], &body)
        }),
        ("a genuine body, never ended", {
            let length = format!("Content-Length: {}", body.len() + 1);
            post(&genuine, &[&length, close], &body)
        }),
        (
            "a genuine body without a length",
            post(&genuine, &[close], &body),
        ),
        ("another protocol asked for", {
            let lines = ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__", &length];
            post(&forged, &lines, &body)
        }),
    ];
    let before = everything(&world).await;
    for (what, request) in cases {
        let answers = exchange(&world, &request).await;
        assert!(!answers.contains(" 200 "), "{what}: {answers}");
        assert_untouched(&world, &before, what).await;
    }
    // The same hand writes a genuine one that is let in.
    let good = post(&genuine, &[chunks, close], &chunked(&body));
    assert!(exchange(&world, &good).await.starts_with("HTTP/1.1 200 "));
    assert_eq!(world.status(&id).await, "approved");
}

#[tokio::test]
async fn whatever_host_is_asked_for_no_function_fails() {
    let world = World::new().await;
    for host in [
        "`pi.example",
        "a b",
        "[::1",
        "a:99999",
        "a{b}",
        "user@host",
        "x/y?z#",
        "",
    ] {
        for (name, value) in [
            ("Host", host),
            ("X-Forwarded-Host", host),
            ("X-Forwarded-Proto", host),
        ] {
            let request =
                format!("GET /sessions/x HTTP/1.1\r\n{name}: {value}\r\nConnection: close\r\n\r\n");
            let answer = exchange(&world, &request).await;
            let refused = ["HTTP/1.1 404 ", "HTTP/1.1 400 "];
            assert!(
                refused.iter().any(|it| answer.starts_with(it)),
                "{name} {host}: {answer}"
            );
        }
    }
}
