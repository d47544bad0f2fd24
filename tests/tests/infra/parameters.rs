//! A deployment without a parameter works, or ends in a sentence that names it.

use super::root;
use super::stack::{Stack, text};
use super::template::Templates;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// The deployment's parameters, by name.
fn parameters() -> BTreeMap<String, Value> {
    let templates = Templates::read();
    let parameters = templates.get("template.yaml")["Parameters"].as_object();
    parameters
        .expect("parameters")
        .clone()
        .into_iter()
        .collect()
}

#[test]
fn every_parameter_has_a_default_a_description_and_a_word_for_what_it_refuses() {
    for (name, parameter) in parameters() {
        assert!(
            parameter.get("Default").is_some(),
            "{name} must be given: can it have no default?"
        );
        assert!(
            parameter["Description"].is_string(),
            "{name} has no description"
        );
        if parameter.get("AllowedPattern").is_some() {
            let word = parameter["ConstraintDescription"]
                .as_str()
                .unwrap_or_default();
            assert!(
                word.starts_with("must be "),
                "{name}: CloudFormation says `{name} {word}`"
            );
        }
    }
}

#[test]
fn parameters_that_need_another_say_which() {
    let templates = Templates::read();
    let broken = |given: &[(&str, &str)]| Stack::deployed(&templates, given).broken_rules();
    let issuer = ("JwtIssuer", "https://tokens.example");
    let domain = ("DomainName", "verification.shop.example");
    let certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/0";
    assert!(broken(&[]).is_empty());
    assert!(broken(&[issuer, ("JwtAudience", "shop")]).is_empty());
    assert!(broken(&[domain, ("CertificateArn", certificate)]).is_empty());
    let only = |given: &[(&str, &str)]| match &broken(given)[..] {
        [one] => one.clone(),
        other => panic!("{other:?}"),
    };
    assert!(only(&[issuer]).starts_with("JwtAudience is missing: "));
    assert!(only(&[domain]).starts_with("CertificateArn is missing: "));
}

#[test]
fn logs_outlive_backups_since_they_say_whom_to_erase_again() {
    let parameters = parameters();
    let longest = parameters["BackupDays"]["MaxValue"].as_i64();
    let kept = parameters["LogRetentionDays"]["AllowedValues"].as_array();
    for days in kept.expect("a list") {
        assert!(days.as_i64() >= longest, "{days}");
    }
}

#[test]
fn every_combination_of_what_is_optional_resolves() {
    let templates = Templates::read();
    let optional = [
        vec![
            ("JwtIssuer", "https://tokens.example"),
            ("JwtAudience", "a,b"),
        ],
        vec![
            ("DomainName", "v.example"),
            ("CertificateArn", "arn:aws:acm:x:1:certificate/0"),
        ],
        vec![("HostedZoneId", "Z1")],
        vec![("AllowedOrigins", "https://shop.example")],
        vec![("AlarmTopic", "arn:aws:sns:eu-west-1:123456789012:on-call")],
        vec![("ReserveConcurrency", "false")],
    ];
    let kinds: Vec<_> = templates
        .all()
        .flat_map(|(_, template)| {
            template["Resources"]
                .as_object()
                .expect("resources")
                .values()
        })
        .map(|resource| text(&resource["Type"]))
        .collect();
    for chosen in 0..1u32 << optional.len() {
        let given: Vec<_> = (0..optional.len())
            .filter(|place| chosen >> place & 1 == 1)
            .flat_map(|place| optional[place].clone())
            .collect();
        let stack = Stack::deployed(&templates, &given);
        for name in ["ApiUrl", "WebhookUrl", "DomainTarget", "DiscardedRecords"] {
            assert!(!text(&stack.output(name)).is_empty());
        }
        for stack in stack.all() {
            for kind in &kinds {
                stack.resources(kind);
            }
        }
    }
    let domain = Stack::deployed(&templates, &optional[1]);
    assert_eq!(
        domain.output("WebhookUrl"),
        "https://v.example/webhooks/veriff"
    );
}

#[test]
fn the_readme_lists_each_parameter_with_its_default() {
    let readme = fs::read_to_string(root().join("infra/README.md")).expect("a page");
    for (name, parameter) in parameters() {
        let default = match text(&parameter["Default"]) {
            empty if empty.is_empty() => "empty".to_owned(),
            default => format!("`{default}`"),
        };
        let row = format!("| `{name}` | {default} |");
        assert!(readme.contains(&row), "README.md has no row `{row}`");
    }
}

#[test]
fn the_sample_configuration_names_parameters_that_exist() {
    let sample = fs::read_to_string(root().join("infra/samconfig.toml")).expect("a file");
    let (parsed, parameters) = (sample.parse::<toml::Table>().expect("TOML"), parameters());
    let deploy = &parsed["default"]["deploy"]["parameters"];
    assert!(deploy["parameter_overrides"].is_array());
    let named = sample.lines().filter_map(|line| {
        let line = line.trim_start_matches(['#', ' ']).strip_prefix('"')?;
        Some(line.split_once('=')?.0)
    });
    let named: Vec<_> = named.collect();
    assert!(named.len() > 5, "{named:?}");
    for name in named {
        assert!(parameters.contains_key(name), "{name}");
    }
}
