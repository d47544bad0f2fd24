//! Whether Veriff sent it: the API key names the integration, the signature proves the rest.

use lambda_http::http::HeaderMap;
use veriff_verify::headers::DeliveryHeaders;
use veriff_verify::signature::SignatureError;
use verification::App;
use verification::settings::Integration;
use verification::telemetry;

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
    let rejected = |integration: &str, why| {
        Err(Rejected {
            integration: integration.to_owned(),
            why,
        })
    };
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let Ok(delivery) = DeliveryHeaders::from_pairs(pairs) else {
        return rejected("", "headers");
    };
    let settings = app.settings.current();
    let Some(integration) = settings.integration_by_api_key(delivery.auth_client) else {
        return rejected("", "api-key");
    };
    let signature = delivery.signature.as_bytes();
    match integration.secrets.verify(body, signature) {
        Ok(index) => {
            count_secret(integration, index);
            return Ok(integration.clone());
        }
        Err(SignatureError::Mismatch) => {}
        Err(_) => return rejected(&integration.id, "signature-shape"),
    }
    // A secret may just have been rotated.
    let settings = app.settings.refresh().await;
    let Some(integration) = settings.integration_by_api_key(delivery.auth_client) else {
        return rejected("", "api-key");
    };
    match integration.secrets.verify(body, signature) {
        Ok(index) => {
            count_secret(integration, index);
            Ok(integration.clone())
        }
        Err(_) => rejected(&integration.id, "signature"),
    }
}

/// Which secret matched, so that an old one can be retired on evidence.
fn count_secret(integration: &Integration, index: usize) {
    let fingerprint = integration.secret_fingerprints.get(index);
    telemetry::count(
        "webhook_secret",
        &integration.id,
        fingerprint.map_or("", String::as_str),
    );
}
