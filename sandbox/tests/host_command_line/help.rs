//! `--help`: every command, however deep, teaches by an example that it understands itself.

use super::run;

/// The commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("Commands:\n").map_or("", |(_, list)| list);
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// All commands with their words, from the outermost on.
fn all() -> Vec<Vec<String>> {
    let mut found = vec![Vec::new()];
    let mut at = 0;
    while let Some(words) = found.get(at).cloned() {
        let (_, help, _) = run(&arguments(&words));
        for name in commands(&help) {
            found.push([words.clone(), vec![name]].concat());
        }
        at += 1;
    }
    found
}

fn arguments(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).chain(["--help"]).collect()
}

#[test]
fn every_command_has_an_example_of_itself() {
    let all = all();
    assert!(all.len() > 15, "only {} commands were found", all.len());
    for words in all {
        let (code, help, errors) = run(&arguments(&words));
        assert_eq!((code, errors.as_str()), (0, ""), "{words:?}");
        let examples = help.split_once("Example").map_or("", |(_, rest)| rest);
        let call = ["veriff-sandbox", &words.join(" ")].join(" ");
        assert!(
            examples.contains(call.trim()),
            "{words:?} shows no example:\n{help}"
        );
    }
}
