//! Who calls: a signed-in person, or the platform's own back end.
//!
//! API Gateway's authoriser has checked the token or the signature; what it found is in the event's
//! request context, which the outside cannot write to.

use crate::problem::Problem;
use crate::settings::Callers;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};
use uuid::Uuid;

/// The caller of the HTTP API. Its `Debug` names nobody.
#[derive(Clone, PartialEq, Eq)]
pub enum Caller {
    /// A signed-in person, known by the configured claim of the token.
    EndUser {
        /// The person's `endUserId`: the claim itself if it is a UUID, otherwise made from it by
        /// [`end_user_id_of_claim`].
        end_user_id: Uuid,
    },
    /// The platform's own back end.
    Server,
}

impl Caller {
    /// Tells who calls.
    ///
    /// # Errors
    /// 401 if it is nobody that the settings let in.
    pub fn of(request: &Request, callers: &Callers) -> Result<Self, Problem> {
        let context = request.request_context_ref();
        let Some(RequestContext::ApiGatewayV2(context)) = context else {
            return Err(Problem::unauthorised());
        };
        let authorizer = context
            .authorizer
            .as_ref()
            .ok_or_else(Problem::unauthorised)?;
        if authorizer.iam.is_some() && callers.server_iam {
            return Ok(Self::Server);
        }
        let jwt = authorizer.jwt.as_ref().ok_or_else(Problem::unauthorised)?;
        if let Some(wanted) = &callers.server_scope {
            let listed = jwt.scopes.iter().flatten().any(|scope| scope == wanted);
            let claimed = ["scope", "scp"]
                .iter()
                .filter_map(|name| jwt.claims.get(*name))
                .flat_map(|scopes| scopes.trim_matches(['[', ']']).split([' ', ',']))
                .any(|scope| scope == wanted);
            if listed || claimed {
                return Ok(Self::Server);
            }
        }
        callers
            .end_user_claim
            .as_ref()
            .and_then(|name| jwt.claims.get(name))
            .filter(|claim| !claim.trim().is_empty())
            .map(|claim| Self::EndUser {
                end_user_id: end_user_id_of_claim(claim),
            })
            .ok_or_else(Problem::unauthorised)
    }

    /// Whether the platform's own back end calls.
    pub fn is_server(&self) -> bool {
        matches!(self, Self::Server)
    }
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::EndUser { .. } => "EndUser([redacted])",
            Self::Server => "Server",
        })
    }
}

/// The namespace of UUIDv5 person ids: a fixed UUID of our own. It never changes, or every person
/// would become another one.
const CLAIM_NAMESPACE: Uuid = Uuid::from_u128(0x6d2b_4f0a_91c7_5f1e_8a55_0c3d_7e64_b2d9);

/// A UUID is taken as it is; anything else becomes the UUIDv5 (RFC 9562) of its UTF-8 bytes in a
/// fixed namespace, since Veriff's `endUserId` must be a UUID.
pub fn end_user_id_of_claim(claim: &str) -> Uuid {
    Uuid::try_parse(claim).unwrap_or_else(|_| Uuid::new_v5(&CLAIM_NAMESPACE, claim.as_bytes()))
}
