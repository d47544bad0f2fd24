//! `veriff-sandbox dataset`.

use super::pictures::{complete, jpeg, png, write};
use super::played_veriff::PlayedVeriff;
use super::upload::{KEY, SECRET};
use super::{Up, run_on};
use serde_json::Value;
use std::path::Path;

/// `dataset ACTION FOLDER` with further arguments and variables: exit code, output, errors.
fn dataset(
    action: &str,
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (i32, String, String) {
    run_on(&["dataset", action], folder, arguments, variables)
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

/// A data set of so many sessions.
fn set(sessions: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=sessions {
        let name = format!("{number:04}");
        complete(&folder.path().join(&name), &name);
    }
    folder
}

#[test]
fn a_data_set_without_flaws_is_described() {
    let folder = set(3);
    let at = folder.path();
    let (code, shown, errors) = dataset("check", at, &[], &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    assert_eq!(errors, "");
    for part in [
        "sessions  3, of which 3 can be sent",
        "contexts  document-back 3, document-front 3, face 3",
        "formats   image/jpeg 6, image/png 3",
        "errors    0\nnotes     0\n",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let manifest = json(at, "dataset-manifest.json");
    assert_eq!(manifest["sessions"][1]["name"], "0002");
    assert_eq!(manifest["sessions"][1]["ready"], true);
    let picture = &manifest["sessions"][1]["pictures"][2];
    assert_eq!(picture["file"], "face.jpg");
    assert_eq!(picture["context"], "face");
    assert_eq!(picture["mimetype"], "image/jpeg");
    assert_eq!(picture["width"], 640);
    assert_eq!(picture["height"], 480);
    assert_eq!(picture["sha256"].as_str().unwrap().len(), 64);
    let bytes = std::fs::read(at.join("0002/face.jpg")).unwrap().len();
    assert_eq!(picture["bytes"], bytes);
    assert_eq!(json(at, "dataset-report.json")["ready"], 3);
    let text = std::fs::read_to_string(at.join("dataset-report.txt")).unwrap();
    assert!(shown.starts_with(&text));

    // Its own files are no part of the data set; elsewhere it leaves none in it.
    assert_eq!(dataset("check", at, &[], &[]).1, shown);
    let (other, out) = (set(1), tempfile::tempdir().unwrap());
    let reports = out.path().join("reports");
    let arguments = ["--out", reports.to_str().unwrap()];
    assert_eq!(dataset("check", other.path(), &arguments, &[]).0, 0);
    assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read_dir(reports).unwrap().count(), 3);
}

#[test]
fn every_flaw_is_found_and_named() {
    let folder = set(1);
    let at = folder.path();
    write(at, "0002/face.jpg", jpeg(640, 480, "only a face"));
    write(at, "0003/document-front.png", png(1921, 10, "wide"));
    write(at, "0003/selfie.jpg", jpeg(10, 10, "selfie"));
    write(at, "0003/face.gif", "GIF89a");
    write(at, "0003/face.jpg", &jpeg(10, 10, "cut")[..30]);
    write(at, "0003/face.2.jpg", "");
    write(at, "0003/deeper/face.jpg", jpeg(10, 10, "deep"));
    std::fs::copy(at.join("0001/face.jpg"), at.join("0003/face-pre.jpg")).unwrap();
    std::fs::create_dir(at.join("0004")).unwrap();
    for number in 0..41 {
        let picture = jpeg(10, 10, &format!("many {number}"));
        write(at, &format!("0005/face.{number}.jpg"), picture);
    }
    write(at, "notes.txt", "of ours");
    let (code, shown, errors) = dataset("check", at, &[], &[]);
    assert_eq!(code, 1);
    assert!(errors.contains("7 things have to be mended"), "{errors}");
    let report = json(at, "dataset-report.json");
    let flaws = report["flaws"].as_array().unwrap();
    let found = |session: Value, file: Value, code: &str, error: bool| {
        let is =
            |one: &&Value| one["session"] == session && one["file"] == file && one["code"] == code;
        let count = flaws.iter().filter(is).count();
        assert_eq!(count, 1, "{session} {file} {code}: {shown}");
        assert_eq!(flaws.iter().find(is).unwrap()["error"], error, "{code}");
    };
    let none = Value::Null;
    found("0002".into(), none.clone(), "lacks", false);
    found("0003".into(), "document-front.png".into(), "too-long", true);
    found("0003".into(), "selfie.jpg".into(), "unknown-context", true);
    found("0003".into(), "face.gif".into(), "format", true);
    found("0003".into(), "face.jpg".into(), "cut-off", true);
    found("0003".into(), "face.2.jpg".into(), "empty", true);
    found("0003".into(), "deeper".into(), "left-out", false);
    found("0003".into(), "face-pre.jpg".into(), "duplicate", false);
    found("0004".into(), none.clone(), "no-pictures", true);
    found("0005".into(), none.clone(), "too-many", true);
    found(none, "notes.txt".into(), "left-out", false);
    assert_eq!(
        (&report["errors"], &report["ready"]),
        (&7.into(), &2.into())
    );
    let ready = json(at, "dataset-manifest.json")["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["ready"] == true)
        .count();
    assert_eq!(ready, 2);
    assert!(shown.contains("note:  0003/face-pre.jpg: the same content as 0001/face.jpg"));

    // Sent is what can be, and only if that is said.
    let (code, _, errors) = dataset("run", at, &["--own-sandbox"], &[]);
    assert_eq!(code, 1);
    assert!(errors.contains("nothing was sent"), "{errors}");
    let arguments = ["--own-sandbox", "--skip-faulty"];
    let (code, shown, errors) = dataset("run", at, &arguments, &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("2 sessions: 2 approved"), "{shown}");
}

#[test]
fn a_data_set_is_sent_and_what_is_there_is_not_sent_again() {
    let up = Up::start(&[]);
    let folder = set(5);
    let at = folder.path();
    let to = ["--veriff", &up.veriff];
    let arguments = [&to[..], &["--decide", "approved", "--concurrency", "3"]].concat();
    let (code, shown, errors) = dataset("run", at, &arguments, &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("5 sessions: 5 approved"), "{shown}");
    assert!(shown.contains("0 carried none, 0 wrong"), "{shown}");
    assert!(!shown.contains('\x1b') && errors.is_empty(), "{errors}");
    let results = json(at, "dataset-results.json");
    let first = &results["sessions"][0];
    assert_eq!(first["result"], "approved");
    assert_eq!(first["pictures"], 3);
    assert_eq!(first["earlier"], false);

    complete(&at.join("0006"), "0006");
    let (code, shown, _) = dataset("run", at, &arguments, &[]);
    assert_eq!(code, 0, "{shown}");
    assert_eq!(shown.matches(" earlier  ").count(), 5, "{shown}");
    let again = json(at, "dataset-results.json");
    assert_eq!(again["sessions"][0]["session"], first["session"]);
    assert_eq!(again["sessions"][5]["earlier"], false);

    let fresh = [&arguments[..], &["--fresh"]].concat();
    assert_eq!(dataset("run", at, &fresh, &[]).0, 0);
    let fresh = json(at, "dataset-results.json");
    assert_ne!(fresh["sessions"][0]["session"], first["session"]);
    let hidden = up.ready["sharedSecret"].as_str().unwrap();
    for name in ["dataset-results.json", "0001/.veriff-upload.json"] {
        let text = std::fs::read_to_string(at.join(name)).unwrap();
        assert!(!text.contains(hidden) && !text.contains("/v/"), "{text}");
    }
}

#[test]
fn undecided_sessions_are_waited_for_by_the_next_run() {
    let up = Up::start(&[]);
    let folder = set(2);
    let arguments = ["--veriff", &up.veriff, "--wait", "0s"];
    let (code, shown, errors) = dataset("run", folder.path(), &arguments, &[]);
    assert_eq!(code, 3, "{shown}{errors}");
    assert!(shown.contains("2 sessions: 2 undecided"), "{shown}");
    let results = json(folder.path(), "dataset-results.json");
    let ids = [0, 1].map(|at| results["sessions"][at]["session"].clone());
    for id in &ids {
        let id = id.as_str().unwrap();
        let decide = ["decide", id, "approved", "--veriff", &up.veriff];
        assert_eq!(super::run(&decide).0, 0);
    }
    let (code, shown, errors) = dataset("run", folder.path(), &arguments, &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    let results = json(folder.path(), "dataset-results.json");
    assert_eq!(
        ids,
        [0, 1].map(|at| results["sessions"][at]["session"].clone())
    );
}

#[test]
fn one_session_that_fails_keeps_none_from_being_sent() {
    let mut created = 0;
    let veriff = PlayedVeriff::start(move |method, path, _| {
        let body = match (method, path) {
            ("POST", "/v1/sessions") => {
                created += 1;
                if created == 2 {
                    let refusal = "{\"code\":\"1104\",\"message\":\"no\"}";
                    return (400, String::new(), refusal.to_owned());
                }
                let id = format!("3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a4{created}");
                format!("{{\"verification\":{{\"id\":\"{id}\"}}}}")
            }
            (_, path) if path.ends_with("/decision") => {
                let id = path.split('/').nth(3).unwrap();
                format!("{{\"verification\":{{\"id\":\"{id}\",\"status\":\"declined\"}}}}")
            }
            _ => "{}".to_owned(),
        };
        (200, String::new(), body)
    });
    let folder = set(3);
    let variables = [
        ("API_URL", veriff.url.as_str()),
        ("API_TOKEN", KEY),
        ("API_SECRET", SECRET),
    ];
    let one_by_one = ["--test", "--concurrency", "1"];
    let (code, shown, errors) = dataset("run", folder.path(), &one_by_one, &variables);
    assert_eq!(code, 1, "{shown}");
    assert!(errors.contains("1 of 3 sessions failed"), "{errors}");
    assert!(
        shown.contains("3 sessions: 2 declined, 1 failed"),
        "{shown}"
    );
    assert!(shown.contains("refused with 400, code 1104: no"), "{shown}");
    let before = veriff.asked().len();
    let (code, shown, _) = dataset("run", folder.path(), &one_by_one, &variables);
    assert_eq!(code, 0, "{shown}");
    let asked = veriff.asked()[before..].to_vec();
    let creations = asked.iter().filter(|one| *one == "POST /v1/sessions");
    assert_eq!(creations.count(), 1, "only what is missing");
}

#[test]
fn a_batch_goes_nowhere_that_was_not_agreed_to() {
    let folder = set(1);
    let (token, secret) = (("API_TOKEN", KEY), ("API_SECRET", SECRET));
    let url = ("API_URL", "https://veriff.invalid/v1");
    let agreed = ["--test", "--veriff-agreed"];
    let elsewhere = ["--api-url", "https://elsewhere.invalid"];
    for (arguments, variables, told) in [
        (
            &["--test"][..],
            &[url, token, secret][..],
            "--veriff-agreed",
        ),
        (
            &[&elsewhere[..], &["--test"]].concat(),
            &[token, secret],
            "--veriff-agreed",
        ),
        (
            &[&elsewhere[..], &agreed].concat(),
            &[token, secret],
            "API_URL names",
        ),
        (
            &[&elsewhere[..], &agreed].concat(),
            &[url, token, secret],
            "API_URL names",
        ),
        (
            &["--veriff-agreed"],
            &[url, token, secret],
            "--test or --live",
        ),
        (
            &["--live", "--veriff-agreed"],
            &[url, token, secret],
            "bills this session",
        ),
        (
            &[&agreed[..], &["--decide", "approved"]].concat(),
            &[url, token, secret],
            "portal",
        ),
        (&["--concurrency", "0"], &[], "concurrency"),
    ] {
        let (code, shown, errors) = dataset("run", folder.path(), arguments, variables);
        assert_eq!(code, 2, "{arguments:?}: {shown}{errors}");
        assert!(errors.contains(told), "{told}: {errors}");
        assert!(!folder.path().join("dataset-results.json").exists());
    }
    // Agreed to and named: it goes there, and nobody is there.
    let (code, shown, errors) = dataset("run", folder.path(), &agreed, &[url, token, secret]);
    assert_eq!(code, 1, "{errors}");
    assert!(
        shown.contains("no answer from https://veriff.invalid"),
        "{shown}"
    );
}

#[test]
fn pictures_without_a_folder_of_their_session_are_told_of_and_can_still_be_uploaded() {
    let set = tempfile::tempdir().unwrap();
    complete(set.path(), "1");
    let (code, shown, errors) = dataset("check", set.path(), &[], &[]);
    assert_eq!(code, 1);
    assert!(
        shown.contains("error: its pictures lie one folder too high"),
        "{shown}"
    );
    assert!(
        errors.contains("error: 1 thing has to be mended"),
        "{errors}"
    );
    assert!(set.path().join("dataset-report.txt").exists());
    let arguments = ["--own-sandbox"];
    let (code, shown, errors) = run_on(
        &["upload"],
        set.path(),
        &arguments,
        &[("WEBHOOK_PORT", "0")],
    );
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("3 pictures"), "{shown}");
}
