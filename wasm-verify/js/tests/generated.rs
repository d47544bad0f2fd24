//! What Rust and TypeScript must agree on, written as TypeScript: `ts/generated.ts`.
//!
//! This test fails when the file is not what it makes;
//! `UPDATE_GENERATED=1 cargo test -p veriff-verify-js --test generated` writes it anew.
#![expect(clippy::expect_used, reason = "tests")]

use std::fmt::Write;

use veriff_verify::catalogue::{self, Class};
use veriff_verify::lifecycle::{DecisionStatus, RegistryKind, Source, Status};
use veriff_verify::signature::MAX_SECRETS;
use veriff_verify::webhook::Kind;
use veriff_verify_js::{failure, layout};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ts/generated.ts");

#[test]
fn the_typescript_is_what_the_rust_types_say() {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(FILE, generated()).expect("the file is written");
    }
    let file = std::fs::read_to_string(FILE).expect("the file");
    assert!(
        file == generated(),
        "run with UPDATE_GENERATED=1 to write {FILE} anew"
    );
}

fn generated() -> String {
    let mut out = String::from(
        "// Written by `cargo test -p veriff-verify-js --test generated` from the Rust types. Do not edit.\n",
    );
    list(&mut out, "KINDS", "The types of webhook.", &kinds());
    let statuses = Status::ALL.map(Status::as_str);
    list(
        &mut out,
        "SESSION_STATUSES",
        "The statuses of a session.",
        &statuses,
    );
    let decisions: Vec<&str> = Status::ALL
        .into_iter()
        .filter_map(|status| DecisionStatus::from_text(status.as_str()))
        .map(DecisionStatus::as_str)
        .collect();
    list(
        &mut out,
        "DECISION_STATUSES",
        "The statuses of a decision.",
        &decisions,
    );
    let registries =
        [RegistryKind::Ine, RegistryKind::Curp, RegistryKind::IneCurp].map(RegistryKind::as_str);
    list(
        &mut out,
        "REGISTRIES",
        "The Mexican registries.",
        &registries,
    );
    let sources = [Source::FullAuto, Source::Decision].map(Source::as_str);
    list(&mut out, "SOURCES", "Who decided.", &sources);
    let failures: Vec<&str> = failure::ALL.iter().map(|(word, _)| *word).collect();
    list(
        &mut out,
        "FAILURES",
        "Why a delivery is refused, by number; 0 is success.",
        &failures,
    );
    let hints: Vec<&str> = failure::ALL.iter().map(|(_, hint)| *hint).collect();
    list(&mut out, "HINTS", "A hint for each of them.", &hints);
    list(
        &mut out,
        "HEADERS",
        "The headers that count.",
        &veriff_verify::headers::NAMES,
    );
    let classes = [
        Class::RetrySameLink,
        Class::NewSession,
        Class::ContactSupport,
        Class::Final,
    ];
    list(
        &mut out,
        "CLASSES",
        "What helps after a verification that failed.",
        &classes.map(Class::as_str),
    );
    for (name, about, names) in [
        ("NUMBER", "a webhook", layout::NUMBERS),
        ("DRIFT_NUMBER", "what was unexpected", layout::DRIFT_NUMBERS),
        ("STATE_NUMBER", "a session's state", layout::STATE_NUMBERS),
    ] {
        writeln!(
            out,
            "\n/** Places in the numbers of the answer about {about}. */\nexport const {name} = {{"
        )
        .expect("a string");
        for (place, name) in names.iter().enumerate() {
            let place = layout::Number::Kind.place() + place;
            writeln!(out, "  {name}: {place},").expect("a string");
        }
        out.push_str("} as const;\n");
    }
    out.push('\n');
    for (name, number) in [
        ("NUMBER_COUNT", layout::NUMBER_COUNT),
        ("TEXT_AT", layout::TEXT_AT),
        ("TEXT_SIZE_AT", layout::TEXT_SIZE),
        ("TEXT_IS_ASCII_AT", layout::TEXT_IS_ASCII),
        ("FIRST_LENGTH_AT", layout::FIRST_LENGTH),
        ("TEXT_COUNT", layout::TEXT_COUNT),
        ("DIGESTS_AT", layout::DIGESTS),
        ("PAD_AT", layout::PAD),
        ("BODY_AT", layout::BODY),
        ("LARGEST_BODY", layout::LARGEST_BODY),
        ("PLACES", layout::PLACES),
        ("REFUSED", layout::REFUSED as usize),
        ("MAX_SECRETS", MAX_SECRETS),
    ] {
        writeln!(out, "export const {name} = {number};").expect("a string");
    }
    out.push_str("\n/** The reason catalogue: code, class, meaning, sentence. */\nexport const CATALOGUE = [\n");
    for reason in catalogue::all() {
        writeln!(
            out,
            "  [{}, {:?}, {:?}, {:?}],",
            reason.code,
            reason.class.as_str(),
            reason.meaning,
            reason.sentence
        )
        .expect("a string");
    }
    out.push_str("] as const;\n");
    out.push_str(
        "\n/** What to tell the person, by status alone. */\nexport const SENTENCES = {\n",
    );
    for status in Status::ALL {
        writeln!(
            out,
            "  {}: {:?},",
            status.as_str(),
            catalogue::fallback(status)
        )
        .expect("a string");
    }
    out.push_str("} as const;\n");
    out
}

fn kinds() -> Vec<&'static str> {
    let all = [
        Kind::Decision,
        Kind::Event,
        Kind::FullAuto,
        Kind::Watchlist,
        Kind::Ine,
        Kind::Curp,
        Kind::IneCurp,
        Kind::UserStatus,
        Kind::Unknown,
    ];
    for (place, kind) in all.iter().enumerate() {
        assert_eq!(*kind as usize, place, "the order is that of the enum");
    }
    assert_eq!(Kind::Unknown as usize + 1, all.len(), "all are there");
    all.map(Kind::as_str).to_vec()
}

fn list(out: &mut String, name: &str, about: &str, items: &[&str]) {
    writeln!(out, "\n/** {about} */\nexport const {name} = [").expect("a string");
    for item in items {
        writeln!(out, "  {item:?},").expect("a string");
    }
    out.push_str("] as const;\n");
}
