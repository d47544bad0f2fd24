//! The local stand-in for API Gateway's authorisers.
//!
//! Deployed, the gateway checks a signature (IAM) or a token (JWT) before a function is called.
//! Here the caller just says who they are, so that both can be played with `curl`.

use super::event::ACCOUNT_ID;
use serde_json::{Value, json};

/// The scope that makes a token a server's under the development settings.
pub const SERVER_SCOPE: &str = "verification/server";

/// What the authoriser tells the function about the caller. Its `Debug` names nobody.
#[derive(Clone, PartialEq, Eq)]
pub enum Authorizer {
    /// The route has no authoriser.
    None,
    /// A request signed with AWS credentials: the platform's own back end.
    Iam,
    /// A signed-in person's token; the text is its `sub` claim.
    Person(String),
    /// A token with the server's scope; the text is its `client_id` claim.
    Service(String),
}

impl std::fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Iam => "Iam",
            Self::Person(_) => "Person([redacted])",
            Self::Service(_) => "Service([redacted])",
        })
    }
}

/// The Authorization header means nothing to the local authoriser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAuthorized;

impl Authorizer {
    /// Reads the Authorization header: none is the platform's own back end (IAM),
    /// `Bearer user:ID` a signed-in person, `Bearer server:ID` a token with the server's scope.
    ///
    /// # Errors
    /// [`NotAuthorized`] on anything else, which the gateway answers with 401.
    pub fn from_header(authorization: Option<&[u8]>) -> Result<Self, NotAuthorized> {
        let Some(value) = authorization else {
            return Ok(Self::Iam);
        };
        let token = std::str::from_utf8(value)
            .ok()
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::trim)
            .ok_or(NotAuthorized)?;
        match token.split_once(':') {
            Some(("user", id)) if !id.is_empty() => Ok(Self::Person(id.to_owned())),
            Some(("server", id)) if !id.is_empty() => Ok(Self::Service(id.to_owned())),
            _ => Err(NotAuthorized),
        }
    }

    /// The `requestContext.authorizer` of an event, if the route has one.
    pub fn to_json(&self) -> Option<Value> {
        match self {
            Self::None => None,
            Self::Iam => Some(json!({
                "iam": {
                    "accessKey": "AKIAIOSFODNN7EXAMPLE",
                    "accountId": ACCOUNT_ID,
                    "callerId": "AIDACKCEVSQ6C2EXAMPLE",
                    "userArn": format!("arn:aws:iam::{ACCOUNT_ID}:user/platform"),
                    "userId": "AIDACKCEVSQ6C2EXAMPLE",
                }
            })),
            Self::Person(sub) => Some(json!({
                "jwt": { "claims": { "sub": sub, "token_use": "access" }, "scopes": null }
            })),
            Self::Service(client) => Some(json!({
                "jwt": {
                    "claims": { "client_id": client, "scope": SERVER_SCOPE, "token_use": "access" },
                    "scopes": [SERVER_SCOPE],
                }
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_who_calls() {
        let of = |header: &str| Authorizer::from_header(Some(header.as_bytes()));
        assert_eq!(Authorizer::from_header(None), Ok(Authorizer::Iam));
        assert_eq!(
            of("Bearer user:noor"),
            Ok(Authorizer::Person("noor".to_owned()))
        );
        assert_eq!(
            of("Bearer server:shop"),
            Ok(Authorizer::Service("shop".to_owned()))
        );
        for bad in [
            "Bearer user:",
            "Bearer noor",
            "Basic user:noor",
            "user:noor",
            "",
        ] {
            assert_eq!(of(bad), Err(NotAuthorized), "{bad}");
        }
        assert_eq!(
            Authorizer::from_header(Some(b"Bearer user:\xff")),
            Err(NotAuthorized)
        );
    }
}
