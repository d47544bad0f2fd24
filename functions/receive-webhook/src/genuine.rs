//! Whether Veriff sent it: the API key names the integration, the signature proves the rest.

use lambda_http::http::HeaderMap;
use veriff_verify::headers::DeliveryHeaders;
use veriff_verify::signature::SignatureError;
use verification::App;
use verification::settings::{Integration, Settings};
use verification::telemetry::Metric;

/// Why a delivery is not let in; for the counters alone.
pub(crate) struct Rejected {
    /// The integration, where the key is known.
    pub(crate) integration: String,
    /// A short name of the reason.
    pub(crate) why: &'static str,
}

/// The integration that a delivery is genuinely for.
pub(crate) async fn judge(
    app: &App,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Integration, Rejected> {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let Ok(delivery) = DeliveryHeaders::from_pairs(pairs) else {
        return Err(Rejected {
            integration: String::new(),
            why: "headers",
        });
    };
    let settings = app.settings.fresh().await;
    match recognise(&settings, &delivery, body) {
        // An integration may just have been added, or a secret rotated.
        Err(Rejected {
            why: "api-key" | "signature",
            ..
        }) => recognise(&*app.settings.refresh().await, &delivery, body),
        judged => judged,
    }
}

/// Judges a delivery by the settings as they are.
fn recognise(
    settings: &Settings,
    delivery: &DeliveryHeaders<'_>,
    body: &[u8],
) -> Result<Integration, Rejected> {
    let rejected = |integration: &str, why| {
        Err(Rejected {
            integration: integration.to_owned(),
            why,
        })
    };
    let Some(integration) = settings.integration_by_api_key(delivery.auth_client) else {
        return rejected("", "api-key");
    };
    match integration
        .secrets
        .verify(body, delivery.signature.as_bytes())
    {
        Ok(index) => {
            count_secret(integration, index);
            Ok(integration.clone())
        }
        Err(SignatureError::Mismatch) => rejected(&integration.id, "signature"),
        Err(_) => rejected(&integration.id, "signature-shape"),
    }
}

/// Which secret matched, so that an old one can be retired on evidence.
fn count_secret(integration: &Integration, index: usize) {
    let fingerprint = integration.secret_fingerprints.get(index);
    Metric::SecretUsed.count(&integration.id, fingerprint.map_or("", String::as_str));
}
