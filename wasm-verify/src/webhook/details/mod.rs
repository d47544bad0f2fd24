//! What a message says beside its outcome: person, document, risk, lists. Data, of which nothing
//! depends: each field is read when asked, and is a
//! [`Field`](crate::json::Field), since any may be absent, null or odd.

mod additional;
mod biometric;
mod document;
mod extracted;
mod person;
mod risk;
mod watchlist;

pub use additional::{AdditionalVerifiedData, ProofOfAddress, ProofOfAddressFraud};
pub use biometric::BiometricAuthentication;
pub use document::{Document, Specimen};
pub use extracted::{Extracted, ExtractedDocument, ExtractedPerson, Insight};
pub use person::{Address, ParsedAddress, Person};
pub use risk::{RiskLabel, RiskScore};
pub use watchlist::{Listing, Listings, SearchTerm, WatchlistHit};

/// Declares a view of an object: each method reads one member.
macro_rules! view {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $method:ident: $type:ty = $key:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a>($crate::json::Object<'a>);

        impl<'a> $name<'a> {
            $($(#[$field_doc])* pub fn $method(&self) -> $crate::json::Field<'a, $type> {
                $crate::json::Field::read(self.0.get($key))
            })*

            /// The whole object, for fields that are newer than this crate.
            pub fn object(&self) -> $crate::json::Object<'a> {
                self.0
            }
        }

        impl<'a> $crate::json::FromValue<'a> for $name<'a> {
            fn from_value(value: $crate::json::Value<'a>) -> Option<Self> {
                value.as_object().map(Self)
            }
        }
    };
}
use view;
