//! The schedule's event.

use super::Cases;
use crate::dynamodb::REGION;
use crate::gateway::event::ACCOUNT_ID;
use serde_json::json;

pub(super) fn cases() -> Cases {
    vec![(
        "schedule",
        json!({
            "version": "0",
            "id": "7f2d1c60-8e35-4b9a-a4d7-5c0b3e9f1862",
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": ACCOUNT_ID,
            "time": "2026-05-04T10:30:00Z",
            "region": REGION,
            "resources": [format!("arn:aws:scheduler:{REGION}:{ACCOUNT_ID}:schedule/default/sweep-expired")],
            "detail": "{}",
        }),
    )]
}
