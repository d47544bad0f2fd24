//! The routes of the HTTP API, as the deployed API Gateway has them.

use http::Method;

/// A function behind a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `POST /sessions`.
    CreateSession,
    /// Everything that reads a session.
    ReadSession,
    /// Erasures and legal holds.
    EraseSession,
    /// What Veriff sends.
    ReceiveWebhook,
}

impl Function {
    /// The function's name, which is its folder's and its binary's too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateSession => "create-session",
            Self::ReadSession => "read-session",
            Self::EraseSession => "erase-session",
            Self::ReceiveWebhook => "receive-webhook",
        }
    }
}

/// One route.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path; a segment in braces is a parameter.
    pub pattern: &'static str,
    /// Who answers.
    pub function: Function,
    /// Whether an authoriser stands before it. Veriff's webhooks carry their own proof.
    pub authorized: bool,
}

impl Route {
    /// API Gateway's name of the route, such as `GET /sessions/{id}`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.pattern)
    }
}

/// A request's route and the values of its path parameters, still percent-encoded.
#[derive(Debug)]
pub struct Matched<'a> {
    /// The route.
    pub route: &'static Route,
    /// Name and value, in the path's order.
    pub parameters: Vec<(&'static str, &'a str)>,
}

/// Every route there is.
pub static ROUTES: [Route; 8] = [
    Route {
        method: Method::POST,
        pattern: "/sessions",
        function: Function::CreateSession,
        authorized: true,
    },
    Route {
        method: Method::GET,
        pattern: "/sessions",
        function: Function::ReadSession,
        authorized: true,
    },
    Route {
        method: Method::GET,
        pattern: "/sessions/{id}",
        function: Function::ReadSession,
        authorized: true,
    },
    Route {
        method: Method::GET,
        pattern: "/sessions/{id}/history",
        function: Function::ReadSession,
        authorized: true,
    },
    Route {
        method: Method::DELETE,
        pattern: "/sessions/{id}",
        function: Function::EraseSession,
        authorized: true,
    },
    Route {
        method: Method::PUT,
        pattern: "/sessions/{id}/legal-hold",
        function: Function::EraseSession,
        authorized: true,
    },
    Route {
        method: Method::DELETE,
        pattern: "/sessions/{id}/legal-hold",
        function: Function::EraseSession,
        authorized: true,
    },
    Route {
        method: Method::POST,
        pattern: "/webhooks/veriff",
        function: Function::ReceiveWebhook,
        authorized: false,
    },
];

/// Finds the route for a method and a percent-encoded path.
pub fn find<'a>(method: &Method, path: &'a str) -> Option<Matched<'a>> {
    ROUTES
        .iter()
        .filter(|route| route.method == *method)
        .find_map(|route| {
            let parameters = parameters(route.pattern, path)?;
            Some(Matched { route, parameters })
        })
}

fn parameters<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        let segment = segments.next()?;
        match expected
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) if !segment.is_empty() => found.push((name, segment)),
            None if segment == expected => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_function() {
        let key = |method: Method, path| find(&method, path).map(|matched| matched.route.key());
        assert_eq!(
            key(Method::POST, "/sessions").as_deref(),
            Some("POST /sessions")
        );
        assert_eq!(
            key(Method::GET, "/sessions/x").as_deref(),
            Some("GET /sessions/{id}")
        );
        assert_eq!(
            key(Method::GET, "/sessions/x/history").as_deref(),
            Some("GET /sessions/{id}/history")
        );
        assert_eq!(
            key(Method::DELETE, "/sessions/x").as_deref(),
            Some("DELETE /sessions/{id}")
        );
        for (method, path) in [
            (Method::PUT, "/sessions"),
            (Method::DELETE, "/sessions"),
            (Method::GET, "/sessions/x/legal-hold"),
            (Method::GET, "/sessions/"),
            (Method::GET, "/sessions/x/"),
            (Method::GET, "/sessions/x/history/y"),
            (Method::GET, "/webhooks/veriff"),
            (Method::POST, "/"),
        ] {
            assert_eq!(key(method, path), None, "{path}");
        }
        assert_eq!(
            find(&Method::GET, "/sessions/x/history")
                .unwrap()
                .parameters,
            [("id", "x")]
        );
    }
}
