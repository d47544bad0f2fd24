//! What `veriff-sandbox upload` does not send, and says why.

use super::pictures::{complete, jpeg, png, write};
use super::played_veriff::PlayedVeriff;
use super::upload::{KEY, SECRET, STATE, upload};

#[test]
fn what_veriff_would_refuse_is_told_before_anything_is_sent() {
    let veriff = PlayedVeriff::start(|_, _, _| (500, String::new(), String::new()));
    let variables = [
        ("API_URL", veriff.url.as_str()),
        ("API_TOKEN", KEY),
        ("API_SECRET", SECRET),
    ];
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    complete(at, "1");
    write(at, "face-pre.jpg", "");
    write(at, "face-nfc.gif", "GIF89a");
    write(at, "selfie.jpg", jpeg(10, 10, "selfie"));
    write(at, "document-front-pre.png", png(4032, 100, "wide"));
    write(at, "document-back-pre.png", &png(100, 100, "cut")[..40]);
    write(at, "document-and-face.webp", b"RIFF\x04\0\0\0WEBPVP8 ");
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(21 * 1024 * 1024, b' ');
    large.extend(b"\n%%EOF");
    write(at, "address-front.pdf", large);
    let pages = "<</Type /Page>>".repeat(6);
    let many = format!("%PDF-1.7\n{pages}\n%%EOF");
    write(at, "address-front-pre.pdf", many);
    std::fs::create_dir(at.join("more")).unwrap();

    let (code, shown, errors) = upload(at, &[], &variables);
    assert_eq!(code, 1, "{shown}");
    for line in [
        "error: face-pre.jpg: the file is empty",
        "error: face-nfc.gif: its content is none of jpg, png, heif, heic, webp, pdf",
        "error: selfie.jpg: \"selfie\" is no context",
        "error: document-front-pre.png: the longest side may have 1920 px, not 4032",
        "error: document-back-pre.png: its end is missing",
        "error: document-and-face.webp: its header does not tell its size",
        "error: address-front.pdf: a PDF may have 20 MB",
        "note: address-front-pre.pdf: it has 6 pages or more; the first 5 are used",
        "note: more: left out",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(errors.contains("nothing was sent: 7 things"), "{errors}");
    assert!(veriff.asked().is_empty());
    assert!(!at.join(STATE).exists());

    let many = tempfile::tempdir().unwrap();
    for number in 0..41 {
        let picture = jpeg(10, 10, &number.to_string());
        write(many.path(), &format!("face.{number}.jpg"), picture);
    }
    let (code, shown, _) = upload(many.path(), &[], &variables);
    assert_eq!(code, 1);
    assert!(
        shown.contains("a session takes 40 uploads, not 41"),
        "{shown}"
    );

    let empty = tempfile::tempdir().unwrap();
    let (code, shown, _) = upload(empty.path(), &[], &variables);
    assert_eq!(code, 1);
    assert!(shown.contains("there are no pictures in it"), "{shown}");
    let (code, _, errors) = upload(&at.join("nowhere"), &[], &variables);
    assert_eq!(code, 1);
    assert!(errors.contains("nowhere"), "{errors}");
    assert!(veriff.asked().is_empty());
}

#[test]
fn a_real_integration_is_spoken_to_only_when_all_is_clear() {
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    let url = ("API_URL", "https://veriff.invalid/v1");
    let (token, secret) = (("API_TOKEN", KEY), ("API_SECRET", SECRET));
    for (arguments, variables, told) in [
        (&[][..], &[url][..], "API_TOKEN and API_SECRET are needed"),
        (&[], &[url, token], "API_SECRET is not"),
        (&[], &[url, secret], "API_TOKEN is not"),
        (&[], &[url, token, secret], "--test or --live"),
        (
            &["--live"],
            &[url, token, secret],
            "Veriff bills this session",
        ),
        (
            &["--test", "--live"],
            &[url, token, secret],
            "cannot be used with",
        ),
        (
            &["--test"],
            &[("API_URL", "http://veriff.invalid"), token, secret],
            "API_URL must be https",
        ),
        (
            &["--test"],
            &[("API_URL", "veriff.invalid"), token, secret],
            "no base URL",
        ),
        (&["--test"], &[url, ("API_TOKEN", "key"), secret], "UUID"),
        (
            &["--test"],
            &[url, token, ("API_SECRET", "a b")],
            "API_SECRET",
        ),
        (&["--wait", "soon"], &[], "--wait"),
        (
            &["--veriff-port", "1"],
            &[url, token, secret],
            "nothing answers at http://127.0.0.1:1",
        ),
    ] {
        let (code, shown, errors) = upload(folder.path(), arguments, variables);
        assert_eq!(code, 2, "{arguments:?} {variables:?}: {shown}{errors}");
        assert!(errors.contains(told), "{told}: {errors}");
        assert!(!errors.contains(SECRET), "{errors}");
        assert!(!folder.path().join(STATE).exists());
    }
    // What listens on this machine and is no sandbox may be a way to Veriff.
    let veriff = PlayedVeriff::start(|_, _, _| (500, String::new(), String::new()));
    let here = ("API_URL", veriff.url.as_str());
    for (arguments, told) in [
        (&[][..], "--test or --live"),
        (&["--live"], "Veriff bills this session"),
        (&["--test", "--decide", "approved"], "Veriff's portal"),
    ] {
        let (code, _, errors) = upload(folder.path(), arguments, &[here, token, secret]);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(told), "{told}: {errors}");
    }
    assert!(veriff.asked().is_empty());
    // All is clear, and nobody there.
    for kind in [&["--test"][..], &["--live", "--yes"]] {
        let (code, _, errors) = upload(folder.path(), kind, &[url, token, secret]);
        assert_eq!(code, 1, "{errors}");
        assert!(
            errors.contains("no answer from https://veriff.invalid"),
            "{errors}"
        );
    }
    // What is for the sandbox is not for it.
    let arguments = ["--test", "--decide", "approved"];
    let (code, _, errors) = upload(folder.path(), &arguments, &[url, token, secret]);
    assert_eq!(code, 2);
    assert!(errors.contains("Veriff's portal"), "{errors}");
}

#[test]
fn no_session_is_made_that_could_not_be_written_down() {
    let veriff = PlayedVeriff::start(|_, _, _| (500, String::new(), String::new()));
    let variables = [
        ("API_URL", veriff.url.as_str()),
        ("API_TOKEN", KEY),
        ("API_SECRET", SECRET),
    ];
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    // A folder in its place: nobody can write there, not even root.
    std::fs::create_dir_all(folder.path().join(STATE).join("in-the-way")).unwrap();
    let (code, _, errors) = upload(folder.path(), &["--test"], &variables);
    assert_eq!(code, 1);
    assert!(errors.contains(STATE), "{errors}");
    assert!(veriff.asked().is_empty());
}
