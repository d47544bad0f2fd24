//! The page of figures: nothing on it is left to be measured, and every picture is shown.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

use figures::picture;
use std::collections::BTreeSet;

fn page() -> String {
    std::fs::read_to_string(picture("README.md")).expect("the page is there")
}

#[test]
fn every_section_holds_what_was_measured() {
    let page = page();
    let sections: Vec<&str> = page
        .split("<!-- ")
        .skip(1)
        .filter_map(|rest| rest.split_once(" -->").map(|(name, _)| name))
        .filter(|name| !name.starts_with('/'))
        .collect();
    assert!(sections.len() > 10, "{sections:?}");
    for name in sections {
        let content = page
            .split_once(&format!("<!-- {name} -->"))
            .and_then(|(_, rest)| rest.split_once(&format!("<!-- /{name} -->")))
            .map(|(content, _)| content.trim());
        assert!(
            content.is_some_and(|it| !it.is_empty()),
            "{name} was never recorded: `cargo xtask bench {name} --long --record`, or `cargo xtask proof`"
        );
    }
}

#[test]
fn every_picture_is_on_the_page() {
    let page = page();
    let files = std::fs::read_dir(picture("")).expect("the folder is there");
    let pictures: BTreeSet<String> = files
        .filter_map(Result::ok)
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".svg"))
        .collect();
    assert!(pictures.len() > 3, "{pictures:?}");
    for name in pictures {
        assert!(page.contains(&format!("]({name})")), "{name}");
    }
}
