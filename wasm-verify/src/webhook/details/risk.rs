//! The risk score and the risk labels of a decision.

use super::view;
use crate::json::{Array, Number, Text};

view! {
    /// `verification.riskScore`.
    RiskScore {
        /// 0 to 1, higher is riskier.
        score: Number<'a> = "score";
    }
}

view! {
    /// One of `verification.riskLabels`.
    RiskLabel {
        /// Which risk. An open set.
        label: Text<'a> = "label";
        /// What it is about: `document`, `device`, `network`, `person` and others.
        category: Text<'a> = "category";
        /// The other sessions that it was found by.
        session_ids: Array<'a> = "sessionIds";
    }
}
