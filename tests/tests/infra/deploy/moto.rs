//! A running moto, which plays AWS: it keeps what it is told and runs nothing.

use http::Method;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use system_tests::tools::program;
use veriff_sandbox::http_client::{Answer, HttpClient};

/// Signed in form only, which is what moto reads region and service from.
const UNCHECKED: &str = "AWS4-HMAC-SHA256 \
    Credential=local/20260302/eu-west-1/SERVICE/aws4_request, SignedHeaders=host, Signature=00";

/// The server. Dropped, it stops.
pub(crate) struct Moto {
    /// Its address, for every service.
    pub(crate) endpoint: String,
    child: Child,
    http: HttpClient,
}

impl Moto {
    pub(crate) async fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let child = Command::new(program("moto_server"))
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto starts");
        let moto = Self {
            endpoint: format!("http://127.0.0.1:{port}"),
            child,
            http: HttpClient::default(),
        };
        let begun = Instant::now();
        // Functions are kept and not run, so no container is needed.
        let config = json!({ "lambda": { "use_docker": false } });
        let address = format!("{}/moto-api/config", moto.endpoint);
        while moto.http.post(&address, &config).await.is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "moto does not listen"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        moto
    }

    /// Makes a role that Lambda may take on; returns its ARN.
    pub(crate) async fn create_role(&self, name: &str) -> String {
        let form = format!(
            "Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument=\
             %7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C\
             %22Principal%22%3A%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D%2C\
             %22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"
        );
        self.send("iam", Method::POST, "/", form).await;
        format!("arn:aws:iam::123456789012:role/{name}")
    }

    /// A service's answer to `GET path`, as JSON.
    pub(crate) async fn get(&self, service: &str, path: &str) -> Value {
        self.send(service, Method::GET, path, String::new())
            .await
            .json()
    }

    /// A service's answer to a form, for services with the older protocol.
    pub(crate) async fn post_form(&self, service: &str, form: String) -> Answer {
        self.send(service, Method::POST, "/", form).await
    }

    async fn send(&self, service: &str, method: Method, path: &str, form: String) -> Answer {
        let authorization = UNCHECKED.replace("SERVICE", service);
        let address = format!("{}{path}", self.endpoint);
        let mut headers = vec![("authorization", authorization.as_str())];
        // A request without a form that says it has one is not found.
        if !form.is_empty() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        let sent = self.http.send(method, &address, &headers, form).await;
        let answer = sent.expect("moto answers");
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{service} {path}: {text}");
        answer
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
