//! How a function asks others, AWS and Veriff alike: one pool of connections, over HTTP/1.1 and rustls on ring.
//!
//! The SDK's own client is as good. But it brings HTTP/2, for which a function that asks one thing after
//! another has no use, and reads the machine's root certificates again for every client made over it.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector as SdkConnector, HttpConnectorFuture, HttpConnectorSettings,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::ErrorKind;
use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::{CaptureConnection, HttpConnector, capture_connection};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::{ClientConfig, RootCertStore};
use std::error::Error;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::error::Elapsed;
use tower::Service;

/// A connection is there within this time, handshake included: what the SDK allows.
const CONNECT_WITHIN: Duration = Duration::from_millis(3100);

/// A pool of connections. Clones share it.
#[derive(Clone, Debug)]
pub struct Https(Client<Connector, SdkBody>);

impl Default for Https {
    fn default() -> Self {
        Self::trusting(ROOTS.clone())
    }
}

impl Https {
    /// For services on this machine, over plain HTTP: it trusts no certificate, and reads none.
    pub fn plain() -> Self {
        Self::trusting(RootCertStore::empty())
    }

    fn trusting(roots: RootCertStore) -> Self {
        let tls = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = Connector(HttpsConnector::from((tcp, tls)));
        let mut client = Client::builder(TokioExecutor::new());
        Self(client.pool_timer(TokioTimer::new()).build(connector))
    }

    /// Whether the machine has any root certificate: without one, only plain HTTP goes out.
    pub(crate) fn trusts_somebody() -> bool {
        !ROOTS.is_empty()
    }

    pub(crate) async fn send(
        &self,
        request: Request<SdkBody>,
    ) -> Result<Response<Incoming>, ClientError> {
        self.0.request(request).await
    }
}

/// The machine's root certificates, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. What is there but
/// no certificate is passed over.
static ROOTS: LazyLock<RootCertStore> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
});

impl HttpClient for Https {
    /// The time for a connection is ours, so that all share one pool.
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(ForSdk {
            https: self.clone(),
            answers_within: settings.read_timeout(),
        })
    }
}

#[derive(Debug)]
struct ForSdk {
    https: Https,
    answers_within: Option<Duration>,
}

impl SdkConnector for ForSdk {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => {
                return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into())));
            }
        };
        let used = capture_connection(&mut request);
        if let Some(capture) = request.extensions().get::<CaptureSmithyConnection>() {
            capture.set_connection_retriever(move || connection(&used));
        }
        let response = self.https.0.request(request);
        let within = self.answers_within;
        HttpConnectorFuture::new(async move {
            let response = match within {
                Some(within) => tokio::time::timeout(within, response)
                    .await
                    .map_err(|late| ConnectorError::timeout(late.into()))?,
                None => response.await,
            };
            let response = response.map_err(classified)?;
            HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
                .map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

/// With what the SDK takes a connection out of the pool, after an error that may be the connection's.
fn connection(used: &CaptureConnection) -> Option<ConnectionMetadata> {
    used.connection_metadata().as_ref()?;
    let used = used.clone();
    let poison = move || {
        if let Some(connection) = used.connection_metadata().as_ref() {
            connection.poison();
        }
    };
    Some(
        ConnectionMetadata::builder()
            .proxied(false)
            .poison_fn(poison)
            .build(),
    )
}

/// The kinds that the SDK's retries go by.
fn classified(error: ClientError) -> ConnectorError {
    if source::<Elapsed>(&error).is_some() {
        return ConnectorError::timeout(error.into());
    }
    if let Some(hyper) = source::<hyper::Error>(&error) {
        if hyper.is_timeout() {
            return ConnectorError::timeout(error.into());
        }
        if hyper.is_user() {
            return ConnectorError::user(error.into());
        }
        if hyper.is_incomplete_message() {
            return ConnectorError::other(error.into(), Some(ErrorKind::TransientError));
        }
        if hyper.is_closed() || hyper.is_canceled() {
            return ConnectorError::io(error.into());
        }
    }
    if error.is_connect() || source::<std::io::Error>(&error).is_some() {
        return ConnectorError::io(error.into());
    }
    ConnectorError::other(error.into(), None)
}

fn source<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// Connects within its time.
#[derive(Clone, Debug)]
struct Connector(HttpsConnector<HttpConnector>);

impl Service<Uri> for Connector {
    type Response = <HttpsConnector<HttpConnector> as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(CONNECT_WITHIN, self.0.call(uri));
        Box::pin(async move { connecting.await? })
    }
}
