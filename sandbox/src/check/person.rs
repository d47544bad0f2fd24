//! Invented people, a new one for each session that a check needs.

use uuid::Uuid;

use super::template::Values;

/// Somebody who is to be verified.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) end_user_id: String,
    pub(crate) vendor_data: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) callback: String,
}

impl Person {
    /// Somebody new.
    pub(crate) fn new(callback: &str) -> Self {
        let id = Uuid::new_v4().to_string();
        Self {
            vendor_data: format!("check-{}", id.get(..8).unwrap_or_default()),
            end_user_id: id,
            first_name: "Ilse".to_owned(),
            last_name: "Sample".to_owned(),
            callback: callback.to_owned(),
        }
    }

    /// The same with another name.
    pub(crate) fn named(mut self, first: &str, last: &str) -> Self {
        first.clone_into(&mut self.first_name);
        last.clone_into(&mut self.last_name);
        self
    }

    /// What stands for the placeholders.
    pub(crate) fn values(&self) -> Values {
        vec![
            ("userId", self.end_user_id.clone()),
            ("endUserId", self.end_user_id.clone()),
            ("vendorData", self.vendor_data.clone()),
            ("firstName", self.first_name.clone()),
            ("lastName", self.last_name.clone()),
            ("name", format!("{} {}", self.first_name, self.last_name)),
            ("callback", self.callback.clone()),
        ]
    }
}
