//! What a webhook asks of DynamoDB is exact: this may fail.

use benchmarks::binary::{self, Profile};
use benchmarks::intake::{self, Kind};

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_webhook_makes_the_requests_that_it_needs() {
    let binary = binary::build("receive-webhook", Profile::Dev);
    let requests = intake::requests(Some(&binary)).await;
    // The session is read; then come payload, attempt and session.
    for (kind, expected) in [
        (
            Kind::Started,
            &["GetItem", "PutItem", "PutItem", "PutItem"][..],
        ),
        (Kind::Submitted, &["GetItem", "PutItem", "PutItem"]),
        (Kind::Decision2k, &["GetItem", "PutItem", "PutItem"]),
        (Kind::Decision4k, &["GetItem", "PutItem", "PutItem"]),
        // Known: its payload is kept once more under the same name.
        (Kind::Duplicate, &["GetItem", "PutItem"]),
        (Kind::Forged, &[]),
    ] {
        assert_eq!(requests[&kind], expected, "{kind:?}");
    }
}
