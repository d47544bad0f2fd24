//! The deployed API has the routes of the sandbox's gateway, and those alone.

use super::FUNCTIONS;
use super::stack::{Stack, text};
use super::template::Templates;
use serde_json::Value;
use std::collections::BTreeSet;
use veriff_sandbox::gateway::routes::ROUTES;

const ISSUER: &str = "https://tokens.example/pool";

/// A deployment's API, for callers with tokens or with IAM signatures.
fn api<'a>(templates: &'a Templates, tokens: bool) -> Stack<'a> {
    let parameters = [("JwtIssuer", ISSUER), ("JwtAudience", "shop,app")];
    let parameters = if tokens { &parameters[..] } else { &[] };
    Stack::deployed(templates, parameters).nested("HttpApi")
}

#[test]
fn the_routes_are_those_of_the_gateway_and_only_the_webhooks_route_is_open() {
    let templates = Templates::read();
    for (tokens, authorization) in [(true, "JWT"), (false, "AWS_IAM")] {
        let api = api(&templates, tokens);
        let deployed: BTreeSet<_> = api
            .resources("AWS::ApiGatewayV2::Route")
            .values()
            .map(|route| {
                let target = text(&route["Target"]);
                let function = target
                    .strip_prefix("integrations/")
                    .expect("an integration");
                let function = function.strip_suffix("Integration").expect("a function's");
                let authorizer = route.get("AuthorizerId").map(text);
                (
                    text(&route["RouteKey"]),
                    function.to_owned(),
                    text(&route["AuthorizationType"]),
                    authorizer,
                )
            })
            .collect();
        let wanted: BTreeSet<_> = ROUTES
            .iter()
            .map(|route| {
                let named = FUNCTIONS
                    .iter()
                    .find(|(_, binary)| *binary == route.function.name());
                let function = named.expect("a function").0.to_owned();
                match route.authorized {
                    true => (
                        route.key(),
                        function,
                        authorization.into(),
                        tokens.then(|| "Tokens".into()),
                    ),
                    false => (route.key(), function, "NONE".into(), None),
                }
            })
            .collect();
        assert_eq!(deployed, wanted);
    }
}

#[test]
fn tokens_are_of_the_issuer_and_for_the_audience() {
    let templates = Templates::read();
    let authorizer = api(&templates, true).properties("Tokens");
    assert_eq!(authorizer["JwtConfiguration"]["Issuer"], ISSUER);
    assert_eq!(
        authorizer["JwtConfiguration"]["Audience"],
        serde_json::json!(["shop", "app"])
    );
    assert!(
        api(&templates, false)
            .resources("AWS::ApiGatewayV2::Authorizer")
            .is_empty()
    );
}

#[test]
fn each_integration_calls_its_function_which_lets_api_gateway_and_its_routes_in() {
    let templates = Templates::read();
    let api = api(&templates, false);
    for (id, binary) in FUNCTIONS {
        let routes = || {
            ROUTES
                .iter()
                .filter(|route| route.function.name() == binary)
        };
        if routes().next().is_none() {
            continue;
        }
        let integration = api.properties(&format!("{id}Integration"));
        let permission = api.properties(&format!("{id}Permission"));
        let arn = text(&integration["IntegrationUri"]);
        assert!(arn.ends_with(id), "{arn}");
        assert_eq!(permission["FunctionName"], integration["IntegrationUri"]);
        let allowed = text(&permission["SourceArn"]);
        for route in routes() {
            let source = format!(
                "arn:aws:execute-api:eu-west-1:123456789012:Api/$default/{}{}",
                route.method, route.pattern
            );
            assert!(like(&allowed, &source), "{allowed} does not allow {source}");
        }
    }
}

#[test]
fn the_stage_waits_for_every_route_and_gives_the_webhooks_a_limit_of_their_own() {
    let templates = Templates::read();
    let resources = &templates.get("api.yaml")["Resources"];
    let waits: BTreeSet<_> = resources["Stage"]["DependsOn"]
        .as_array()
        .expect("a list")
        .iter()
        .map(text)
        .collect();
    let routes = api(&templates, false).resources("AWS::ApiGatewayV2::Route");
    assert_eq!(waits, routes.into_keys().collect());

    let stage = api(&templates, false).properties("Stage");
    let limits = stage["RouteSettings"].as_object().expect("limits");
    assert_eq!(limits.keys().collect::<Vec<_>>(), ["POST /webhooks/veriff"]);
    let rate = |settings: &Value| settings["ThrottlingRateLimit"].as_i64().expect("a limit");
    let (callers, webhooks) = (
        rate(&stage["DefaultRouteSettings"]),
        rate(&limits["POST /webhooks/veriff"]),
    );
    assert!(webhooks >= 5 * callers, "{webhooks} {callers}");
}

#[test]
fn the_access_log_names_no_person() {
    let templates = Templates::read();
    let stage = api(&templates, false).properties("Stage");
    let format = text(&stage["AccessLogSettings"]["Format"]);
    let fields: serde_json::Map<String, Value> = serde_json::from_str(&format).expect("JSON");
    for variable in fields.values().map(text) {
        for forbidden in ["path", "Path", "sourceIp", "userAgent", "claims", "query"] {
            assert!(!variable.contains(forbidden), "{variable}");
        }
    }
}

/// IAM's `ArnLike`, near enough: `*` is any text.
fn like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|cut| rest.get(cut..).is_some_and(|rest| like(after, rest)))
        }),
    }
}
