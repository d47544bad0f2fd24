//! Whether a delivery is genuine.

use veriff_verify::headers::DeliveryHeaders;

use crate::failure::Failure;
use crate::prepared::Integration;

/// Judges headers and signature, and says with which secret it was made. No secrets at all mean that the
/// host does not know the API key: the headers are judged first all the same.
pub(crate) fn genuine(
    integration: Option<&Integration>,
    body: &[u8],
    headers: &[u8],
    digests: Option<&[[u8; 32]]>,
) -> Result<usize, Failure> {
    let headers = DeliveryHeaders::from_known(known(headers))?;
    let secrets = &integration.ok_or(Failure::UnknownAuthClient)?.secrets;
    let signature = headers.signature.as_bytes();
    let index = match digests.filter(|digests| digests.len() == secrets.count()) {
        Some(digests) => secrets.verify_digests(digests, signature),
        None => secrets.verify(body, signature),
    };
    Ok(index?)
}

/// Each line is a digit, the header's place in [`NAMES`](veriff_verify::headers::NAMES), and its value.
fn known(lines: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    lines.split(|byte| *byte == b'\n').filter_map(|line| {
        let (place, value) = line.split_first()?;
        Some((usize::from(place.wrapping_sub(b'0')), value))
    })
}
