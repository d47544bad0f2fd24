//! What a type shows of itself when somebody prints it: no secret, no signature, no link, no person.

use super::{T1, new_id};
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use system_tests::deliveries::{decision, event, full_auto, signature, watchlist};
use system_tests::tools::repository;
use system_tests::{World, id_of};
use uuid::Uuid;
use veriff_sandbox::development::TEST;
use veriff_sandbox::gateway::authorizer::Authorizer;
use veriff_verify::headers::DeliveryHeaders;
use veriff_verify::signature::Signature;
use veriff_verify::webhook;
use verification::caller::Caller;
use verification::person::PersonRef;
use verification::store::{Source, WhyQuarantined};

#[tokio::test]
async fn what_holds_a_secret_or_a_person_prints_neither() {
    let world = World::new().await;
    let person = Uuid::new_v4();
    let mut shown = String::new();
    let mut show = |it: &dyn std::fmt::Debug| write!(shown, "{it:?} {it:#?}").expect("it is text");

    // A session of a named person, and all that is kept of it.
    let names = json!({
        "endUserId": person,
        "vendorData": "planted-vendor-data",
        "person": { "firstName": "Plantagenet", "lastName": "Zyx" },
    });
    let created = world.create(names).await;
    let link = created.json()["url"].as_str().expect("a link").to_owned();
    let id = id_of(&created);
    let body = decision(&id, &new_id(), "approved", T1);
    assert_eq!(world.deliver(&body).await, 200);
    show(&created);
    let (app, store, now) = (
        &world.sandbox.app,
        &world.sandbox.app.store,
        world.sandbox.clock.now(),
    );
    show(&world.stored(&id).await.expect("a session"));
    show(&store.payloads(&id).await.expect("payloads"));
    let bytes = body.to_string().into_bytes();
    let kept = store.keep_payload(&id, "decision", Source::Webhook, &bytes, now, 1);
    show(&kept.await.expect("it is kept"));
    let why = WhyQuarantined::Unreadable;
    let aside = store.quarantine(TEST.id, why, &bytes, Some(&id), now).await;
    show(&aside.expect("it is kept"));
    let digest = verification::store::digest(&bytes);
    show(&store.quarantined(&digest).await.expect("it is read"));
    let persons = [
        PersonRef::EndUserId(person),
        PersonRef::VendorData("planted-vendor-data".into()),
    ];
    show(&persons);
    for person in &persons {
        let key = person.pointer_key(TEST.id);
        let seen = store.read_pointer(&key).await.expect("a pointer");
        show(&seen);
        show(&store.take_lease(&key, &seen, now).await.expect("a lease"));
    }
    show(&Caller::EndUser {
        end_user_id: person,
    });
    show(&Authorizer::Person(person.to_string()));

    // What the functions work with, and what they were told.
    show(&(app, store, app.settings.current(), &app.settings));
    show(&world.sandbox.app.veriff);
    let signature = signature(TEST.secret, &bytes);
    let headers: [(&str, &[u8]); 2] = [
        ("x-auth-client", TEST.api_key.as_bytes()),
        ("x-hmac-signature", signature.as_bytes()),
    ];
    show(&DeliveryHeaders::from_pairs(headers.into_iter()).expect("headers"));
    show(&Signature::from_hex(signature.as_bytes()).expect("a signature"));
    for body in [
        body,
        event(&id, &new_id(), "started"),
        full_auto(&id, &new_id(), "approved", T1),
        watchlist(Some(&id), &new_id(), T1),
        json!({ "eventType": "moon-phase", "sessionId": id, "name": "QUIRIN" }),
    ] {
        let body = body.to_string();
        let webhook = webhook::parse(body.as_bytes());
        show(&webhook);
        if let Ok(webhook) = webhook {
            show(&(webhook.facts(), webhook.drift()));
        }
    }
    let answer = json!({ "status": "success", "verification": {
        "id": id, "url": link, "vendorData": "planted-vendor-data", "host": "h", "status": "created",
        "sessionToken": "planted-token",
    } });
    show(&webhook::answer::parse_create_answer(
        answer.to_string().as_bytes(),
    ));

    let (person, token) = (
        person.to_string(),
        link.rsplit('/').next().expect("a token"),
    );
    let secrets = [
        TEST.secret,
        TEST.next_secret,
        &signature,
        &link,
        token,
        "planted-token",
        &person,
    ];
    let personal = [
        "planted-vendor-data",
        "Plantagenet",
        "ODALYS",
        "QUIRIN",
        "Quirin",
        "QX9910417",
        "1984",
    ];
    for planted in secrets.into_iter().chain(personal) {
        assert!(!shown.contains(planted), "{planted} is shown");
    }
    assert!(shown.contains(&id), "nothing was shown");
}

/// Fields that hold what nobody may print, where their type does not see to it itself.
const NAMES: [&str; 22] = [
    "api_token",
    "authorization",
    "bearer",
    "body",
    "date_of_birth",
    "document",
    "end_user_id",
    "first_name",
    "full_name",
    "headers",
    "last_name",
    "link",
    "next_secret",
    "payload",
    "person",
    "query",
    "secret",
    "session_url",
    "shared_secret",
    "signature",
    "url",
    "vendor_data",
];
/// Variants that hold such.
const VARIANTS: [&str; 7] = [
    "Body",
    "EndUserId",
    "Link",
    "Person",
    "Secret",
    "Token",
    "VendorData",
];
/// Types that may hold anything.
const OPEN: [&str; 11] = [
    "Bytes",
    "HeaderMap",
    "Map",
    "Person",
    "Session",
    "String",
    "Url",
    "Uuid",
    "Value",
    "Vec<u8>",
    "str",
];
/// Where it does not matter: each with its reason.
const HARMLESS: [(&str, &str); 8] = [
    (
        "check/case/play.rs Subject",
        "persons that the checker invents",
    ),
    (
        "check/outcome.rs Exchange",
        "evidence, redacted before it is kept",
    ),
    ("check/person.rs Person", "persons that the checker invents"),
    ("check/probe/mod.rs Offer", "links of the local Veriff"),
    (
        "check/veriff.rs Session",
        "persons that the checker invents",
    ),
    ("commands/upload_target.rs WhereTo", "an API key is public"),
    (
        "demo.rs DemoError",
        "an answer about the demonstration's person",
    ),
    (
        "development.rs Integration",
        "keys that are good for nothing else",
    ),
];

#[test]
fn no_type_that_holds_such_leaves_its_debug_to_the_compiler() {
    let mut found = Vec::new();
    for folder in ["wasm-verify", "functions", "sandbox/src"] {
        for file in sources(&repository().join(folder)) {
            let text = std::fs::read_to_string(&file).expect("it is read");
            let name = file
                .strip_prefix(repository())
                .expect("inside")
                .display()
                .to_string();
            found.extend(printed(&text).into_iter().map(|it| format!("{name} {it}")));
        }
    }
    found.dedup();
    let harmless = |it: &String| HARMLESS.iter().any(|(place, _)| it.ends_with(place));
    let (reviewed, new): (Vec<_>, Vec<_>) = found.into_iter().partition(harmless);
    assert_eq!(
        new, [""; 0],
        "write `Debug` by hand, or say in HARMLESS why it does not matter"
    );
    assert_eq!(
        reviewed.len(),
        HARMLESS.len(),
        "{reviewed:?}: one of HARMLESS is gone"
    );
}

#[test]
fn a_type_that_would_print_a_secret_is_found() {
    let lines = [
        "#[derive(Clone, Debug)]",
        "#[serde(x)]",
        "pub struct Found {",
        "    a: u8,",
        "    pub(crate) secret: Option<String>,",
        "}",
        "#[derive(Debug)]",
        "enum Also {",
        "    VendorData(String),",
        "}",
        "#[derive(Debug)]",
        "struct Named {",
        "    secret: Secret,",
        "}",
        "#[derive(Clone)]",
        "struct Silent {",
        "    secret: String,",
        "}",
    ];
    assert_eq!(printed(&lines.join("\n")), ["Found", "Also"]);
}

/// The names of types in a source whose derived `Debug` would print such.
fn printed(source: &str) -> Vec<String> {
    let (mut found, mut derives, mut inside) = (Vec::new(), false, None::<String>);
    for line in source.lines().map(str::trim) {
        if let Some(list) = line.strip_prefix("#[derive(") {
            derives = list.split([',', ')']).any(|one| one.trim() == "Debug");
        } else if let Some(name) = declared(line) {
            inside = (derives && line.ends_with('{')).then_some(name);
            derives = false;
        } else if line == "}" {
            inside = None;
        } else if let Some(name) = inside.as_ref().filter(|_| is_open(line)) {
            found.push(name.clone());
            inside = None;
        }
    }
    found
}

/// The name of the type that is declared in this line.
fn declared(line: &str) -> Option<String> {
    let mut words = line.split([' ', '<', '(', '{', ';']);
    words
        .by_ref()
        .find(|word| ["struct", "enum"].contains(word))?;
    let is_code = !line.starts_with('/') && !line.starts_with('*');
    words.next().filter(|_| is_code).map(str::to_owned)
}

/// Whether this field or variant holds what nobody may print, in a type that prints it.
fn is_open(line: &str) -> bool {
    let named = line.split_once(": ").is_some_and(|(name, kind)| {
        let name = name.rsplit(' ').next().unwrap_or_default();
        NAMES.contains(&name) && has_open(kind)
    });
    let variant = line
        .split_once('(')
        .is_some_and(|(name, kind)| VARIANTS.contains(&name) && has_open(kind));
    named || variant
}

fn has_open(kind: &str) -> bool {
    OPEN.iter().any(|open| kind.contains(open))
}

/// The Rust sources in a folder, tests and what was built left out.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && !["tests", "target", "node_modules"].contains(&&*name) {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
